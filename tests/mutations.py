"""Takes one safeguard at a time out of a copy of the bot: each time a test must fail.

`python -m tests.mutations` tries every mutant, `python -m tests.mutations fence-yes slot-key` those; each prints one
line of JSON. The exit code is 1 when a mutant survives, no longer fits the code, or breaks more than its safeguard.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 300
PASSED, FAILED = 0, 1
"""pytest's exit codes; whatever else it says, it did not try the mutant."""


class Stale(Exception):
    """The text to change is not in its file exactly once."""


@dataclass(frozen=True, slots=True)
class Change:
    file: str
    old: str
    new: str

    def of(self, text: str) -> str:
        if (found := text.count(self.old)) != 1:
            raise Stale(f"{self.file} has {found} times what is to be changed: {self.old.strip()[:60]!r}")
        return text.replace(self.old, self.new)


@dataclass(frozen=True, slots=True)
class Mutant:
    """`tests` pass on the bot as it is; without the safeguard one of them must fail."""

    name: str
    changes: tuple[Change, ...]
    tests: tuple[str, ...]


def mutant(name: str, file: str, old: str, new: str, *tests: str) -> Mutant:
    return Mutant(name, (Change(file, old, new),), tests)


MUTANTS = (
    mutant(
        "fence-yes", "bot/pushes/states.py",
        'return db.execute(_FENCE, {"row": id, "me": owner, "until": now + FENCE_MARGIN}).rowcount == 1', "return True",
        "tests/pushes/test_delivery.py::test_a_claim_that_ran_out_does_not_pass_the_fence",
    ),
    mutant(
        "fence-after-the-claim", "bot/pushes/states.py",
        '"until": now + FENCE_MARGIN', '"until": now - 9 * CLAIM_LASTS',
        "tests/pushes/test_delivery.py::test_a_claim_that_ran_out_does_not_pass_the_fence",
    ),
    mutant(
        "fence-not-asked", "bot/pushes/delivery.py",
        "if not fenced and not await _inside(self._fence, out.id):", "if False:",
        "tests/pushes/test_delivery.py::test_what_somebody_else_has_by_now_is_not_sent",
    ),
    Mutant(
        "slot-key",
        (
            Change("bot/pushes/outbox.py", '    UniqueConstraint("person_id", "kind", "slot"),\n', ""),
            Change(
                "bot/store/migrations/versions/0004_delivery.py",
                'table.create_unique_constraint("uq_outbox_person_id_kind_slot", ["person_id", "kind", "slot"])',
                "pass",
            ),
        ),
        ("tests/pushes/test_delivery.py::test_a_slot_is_filled_once",),
    ),
    mutant(
        "insert-twice", "bot/store/once.py", ".on_conflict_do_nothing()", "",
        "tests/pushes/test_delivery.py::test_a_slot_is_filled_once",
    ),
    Mutant(
        "event-key",
        (
            Change("bot/store/inbox.py", '    UniqueConstraint("channel", "event"),\n', ""),
            Change(
                "bot/store/migrations/versions/0001_first_tables.py",
                '        sa.UniqueConstraint("channel", "event", name="uq_inbox_channel_event"),\n', "",
            ),
        ),
        ("tests/store/test_once.py::test_a_repeated_event_has_one_effect_and_the_same_reply",),
    ),
    Mutant(
        "arrival-key",
        (
            Change("bot/store/arrivals.py", '    UniqueConstraint("channel", "event"),\n', ""),
            Change(
                "bot/store/migrations/versions/0004_delivery.py",
                '        sa.UniqueConstraint("channel", "event", name="uq_arrival_channel_event"),\n', "",
            ),
        ),
        ("tests/pushes/test_intake.py::test_the_same_event_is_kept_once_and_order_holds",),
    ),
    mutant(
        "begin-deferred", "bot/store/engine.py", '"BEGIN IMMEDIATE" if', '"BEGIN" if',
        "tests/store/test_turns.py::test_processes_that_read_and_then_write_lose_nothing",
    ),
    mutant(
        "escape-slack", "bot/channels/slack/text.py", '.replace("<", "&lt;")', "",
        "tests/slack/test_blocks.py::test_no_reply_is_beyond_slack_and_no_text_in_it_is_markup",
    ),
    mutant(
        "escape-slack-fallback", "bot/channels/slack/blocks.py",
        "text = escaped(shortened(said, FALLBACK_MAX))", "text = shortened(said, FALLBACK_MAX)",
        "tests/slack/test_blocks.py::test_no_reply_is_beyond_slack_and_no_text_in_it_is_markup",
    ),
    mutant(
        "markup-slack", "bot/channels/slack/blocks.py",
        '{"type": "plain_text", "text": text, "emoji": False}]}', '{"type": "mrkdwn", "text": text}]}',
        "tests/slack/test_blocks.py::test_no_reply_is_beyond_slack_and_no_text_in_it_is_markup",
    ),
    mutant(
        "markup-telegram", "bot/channels/telegram/wire.py",
        "chat, card.text, entities=card.entities, link_preview_options=NO_PREVIEW, **more",
        'chat, card.text, parse_mode="HTML", link_preview_options=NO_PREVIEW, **more',
        "tests/telegram/test_telegram_talk.py::test_markup_of_somebody_stays_text",
    ),
    mutant(
        "markup-telegram-edited", "bot/channels/telegram/wire.py",
        "card.text, entities=card.entities, link_preview_options=NO_PREVIEW, **where",
        'card.text, parse_mode="HTML", link_preview_options=NO_PREVIEW, **where',
        "tests/telegram/test_telegram_talk.py::test_edited_in_place",
    ),
    mutant(
        "escape-page", "bot/channels/web/page.py", "autoescape=True", "autoescape=False",
        "tests/web/test_site.py::test_every_part_of_a_reply_is_escaped",
    ),
    mutant(
        "ack-before-kept", "bot/channels/intake.py",
        """\
        found = await asyncio.to_thread(self._keep, event, conversation, body)
        if found is None:
            return False
        self._queue(Arrival(found, event, conversation, body))
        return True
""",
        """\
        async def later() -> None:
            if (found := await asyncio.to_thread(self._keep, event, conversation, body)) is not None:
                self._queue(Arrival(found, event, conversation, body))

        task = asyncio.create_task(later())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return True
""",
        "tests/slack/test_faults.py::test_an_event_that_cannot_be_kept_is_not_acknowledged_and_comes_again",
        "tests/telegram/test_telegram_webhook.py::test_not_kept_is_not_acknowledged",
    ),
    mutant(
        "ack-of-what-was-not-kept", "bot/channels/telegram/webhook.py",
        "return Response(status_code=503)", "return Response(status_code=200)",
        "tests/telegram/test_telegram_webhook.py::test_not_kept_is_not_acknowledged",
    ),
    mutant(
        "webhook-secret", "bot/channels/telegram/webhook.py",
        "bool(secret) and hmac.compare_digest(given.encode(), secret.reveal().encode())", "bool(secret)",
        "tests/telegram/test_telegram_webhook.py::test_without_the_secret_nobody_is_heard",
    ),
    mutant(
        "slack-signature", "bot/channels/slack/webhook.py",
        "not stamp.isdecimal() or not self._verifier.is_valid(body, stamp, signature)", "not stamp.isdecimal()",
        "tests/slack/test_webhook.py::test_what_slack_did_not_sign_just_now_is_refused_unread",
    ),
    mutant(
        "press-without-permission", "bot/app/turns.py",
        "if match and not match.route.allows(person):",
        "if match and incoming.press is None and not match.route.allows(person):",
        "tests/test_features.py::test_a_role_that_was_taken_away_is_gone_at_the_next_press",
    ),
    mutant(
        "press-by-somebody-else", "bot/pushes/outbox.py", "row.person_id != person_id or ", "",
        "tests/slack/test_channel.py::test_buttons_of_somebody_else_old_ones_and_unknown_ones_get_a_sentence",
    ),
    mutant(
        "stranger-let-in", "bot/app/turns.py",
        "return known or link.admits(db, self.directory, here, text, self.clock())", "return True",
        "tests/people/test_link.py::test_nobody_becomes_somebody_on_telegram_by_writing",
    ),
    mutant(
        "arrival-stays", "bot/app/turns.py",
        "        if incoming.arrival:\n            arrivals.done(db, incoming.arrival)\n", "",
        "tests/store/test_once.py::test_a_raw_event_is_gone_with_its_turn_and_not_before",
    ),
    mutant(
        "arrival-gone-before-its-turn", "bot/app/turns.py",
        "        for _ in range(3):\n            try:\n                return self._once(incoming)\n",
        "        self.drop(incoming.arrival)\n"
        "        for _ in range(3):\n            try:\n                return self._once(incoming)\n",
        "tests/store/test_once.py::test_a_raw_event_is_gone_with_its_turn_and_not_before",
    ),
)  # fmt: skip


def copied(to: Path) -> None:
    """What git knows or would add, as it is in the working tree."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    for name in filter(None, listed.split("\0")):
        if (source := ROOT / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, to / name)


def apply(changes: tuple[Change, ...], tree: Path) -> None:
    for change in changes:
        file = tree / change.file
        file.write_text(change.of(file.read_text("utf-8")), "utf-8")


def tried(tests: tuple[str, ...], tree: Path) -> tuple[int, str]:
    """pytest's exit code on the bot in `tree`, and what it says at the end."""
    demand_copy(tree)
    try:
        done = python(tree, "-m", "pytest", "-x", "-q", "--tb=no", "-p", "no:cacheprovider", *tests)
    except subprocess.TimeoutExpired:
        return FAILED, f"still not done after {SECONDS} seconds"
    failures = [line for line in done.stdout.splitlines() if line.startswith(("FAILED ", "ERROR "))]
    return done.returncode, failures[0] if failures else ""


def demand_copy(tree: Path) -> None:
    found = python(tree, "-c", "import bot; print(bot.__file__)").stdout.strip()
    if not found.startswith(f"{tree}{os.sep}"):
        sys.exit(f"The tests would import {found or 'nothing'} and not the copy in {tree}.")


def python(tree: Path, *words: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1", "PYTEST_ADDOPTS": ""}
    return subprocess.run(
        [sys.executable, "-P", *words], cwd=tree, env=env, capture_output=True, text=True, timeout=SECONDS, check=False
    )


def verdict(mutant: Mutant) -> tuple[str, str]:
    """(what is wrong, or nothing; how the tests noticed)."""
    with TemporaryDirectory(prefix="cornerman-mutant-") as folder:
        tree = Path(folder).resolve()
        copied(tree)
        try:
            apply(mutant.changes, tree)
        except Stale as stale:
            return str(stale), ""
        code, noticed = tried(mutant.tests, tree)
    if code not in (PASSED, FAILED) or noticed.startswith("ERROR "):
        return f"the tests did not run (pytest says {code})", noticed
    if mutant.changes:
        return "" if code == FAILED else "it survives", noticed
    return "" if code == PASSED else "the tests fail on the bot as it is", noticed


def main(names: list[str]) -> int:
    known = {each.name: each for each in MUTANTS}
    if unknown := set(names) - known.keys():
        sys.exit(f"There is no {', '.join(sorted(unknown))}. There are: {', '.join(known)}.")
    chosen = [known[name] for name in names or known]
    unchanged = Mutant("as it is", (), tuple(dict.fromkeys(test for each in chosen for test in each.tests)))
    bad = 0
    for each in (unchanged, *chosen):
        started = time.monotonic()
        wrong, noticed = verdict(each)
        line = {"mutant": each.name, "ok": not wrong, "wrong": wrong, "noticed": noticed}
        print(json.dumps(line | {"seconds": round(time.monotonic() - started, 1)}, ensure_ascii=False), flush=True)
        bad += bool(wrong)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
