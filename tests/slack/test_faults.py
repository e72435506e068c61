"""Slack on a bad day: what is lost (nothing), what is doubled (nothing), and what is refused."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.app import App
from bot.channels.slack import build
from bot.clock import MovedClock
from bot.errors import CornermanError
from bot.messages import Button, Choices, Incoming, Message, Picture, Reply, Role, Text
from bot.pushes import outbox
from bot.settings.values import Secret
from bot.store import StoreFault, arrivals
from bot.store.inbox import inbox
from tests.fakes.faults import Faults
from tests.fakes.slack import Slack
from tests.slack.running import QUICK, Running, settings, with_slack
from tests.slack.test_channel import WHY, Known, answers, count, offer, states


@pytest.fixture
def faults() -> Faults:
    return Faults()


@pytest.fixture
def slack(clock: MovedClock, faults: Faults) -> Iterator[Slack]:
    with Slack(clock=clock, faults=faults) as running:
        running.user("U1", "Lin", "zh-CN")
        yield running
        assert running.breaches == []


def row(app: App) -> Any:
    app.flush()
    with app.store.read() as db:
        return db.execute(select(outbox.outbox).order_by(outbox.outbox.c.id.desc())).first()


def until(predicate: Callable[[], Any], seconds: float = 10) -> Any:
    deadline = time.monotonic() + seconds
    while not (found := predicate()) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert found
    return found


def sent(app: App) -> bool:
    return bool(states(app)) and set(states(app)) == {"sent"}


@pytest.mark.parametrize("fault", ["429", "500", "reset", "drop", "stall"])
def test_an_answer_arrives_once_whatever_happens_to_its_call(
    slack: Slack, faults: Faults, bot: Running, known: Known, fault: str
) -> None:
    known("U1", "Lin")
    faults.once(fault, "chat.postMessage", *([3.0] if fault == "stall" else []))
    slack.user("U1").dm("/help").wait()
    until(lambda: faults.happened and sent(bot.app))
    assert len(answers(slack)) == 1
    assert slack.early == 0
    found = answers(slack)[0]
    assert row(bot.app).refs == [f"{found.channel}:{found.ts}"]


def test_nothing_is_sent_inside_a_retry_after(slack: Slack, faults: Faults, bot: Running, known: Known) -> None:
    person = known("U1", "Lin")
    faults.once("429", "chat.postMessage", 2.0)
    for number in range(4):
        offer(bot, person, Text(f"alert {number}"))
    until(lambda: len(answers(slack)) == 4)
    assert slack.early == 0
    assert sorted(each.words for each in answers(slack)) == [f"alert {number}" for number in range(4)]


@pytest.mark.parametrize("fault", ["500", "reset", "drop"])
def test_an_edit_in_place_survives_too(slack: Slack, faults: Faults, bot: Running, known: Known, fault: str) -> None:
    known("U1", "Lin")
    edited(bot, slack)
    lin = slack.user("U1")
    lin.dm("/help").wait()
    message = slack.wait(lambda: answers(slack))[0]
    bot.idle()
    bot.app.flush()
    faults.once(fault, "chat.update")
    lin.press(message, "again").wait()
    until(lambda: message.words == "edited" and sent(bot.app))
    assert len(answers(slack)) == 1


def edited(bot: Running, slack: Slack) -> None:
    """Makes /help answer with a button that edits in place, without a feature of its own."""
    from bot.features import Turn

    def show(turn: Turn, _: Any) -> Reply:
        return Reply((Text("hello"), Choices((Button("again", "people.help_button"),))))

    def again(turn: Turn, _: Any) -> Reply:
        return Reply((Text("edited"),), edit=True)

    replace_handler(bot.app, "people.help", show)
    replace_handler(bot.app, "people.help_button", again)


def replace_handler(app: App, action: str, handler: Any) -> None:
    from dataclasses import replace

    route = replace(app.routes.by_action[action], handler=handler, prepare=None)
    app.routes.by_action[action] = route
    for word, old in list(app.routes.by_word.items()):
        if old.action == action:
            app.routes.by_word[word] = route


def test_an_edit_of_a_message_that_is_gone_is_a_new_one(slack: Slack, bot: Running, known: Known) -> None:
    known("U1", "Lin")
    edited(bot, slack)
    slack.user("U1").dm("/help").wait()
    message = slack.wait(lambda: answers(slack))[0]
    bot.idle()
    with slack.changed:
        slack.channels[message.channel].messages.remove(message)
    slack.user("U1").press(message, "again").wait()
    slack.wait(lambda: [each for each in answers(slack) if each.words == "edited"])


def test_an_ephemeral_answer_is_replaced_where_it_stands(slack: Slack, bot: Running, known: Known) -> None:
    known("U1", "Lin")
    edited(bot, slack)
    slack.user("U1").command("C1", "/sales", "help").wait()
    message = slack.wait(lambda: answers(slack, "C1"))[0]
    slack.user("U1").press(message, "again").wait()
    slack.wait(lambda: "edited" in message.words)
    assert len(answers(slack, "C1")) == 1


def test_home_is_replaced_by_an_edit(slack: Slack, bot: Running, known: Known) -> None:
    known("U1", "Lin")
    edited(bot, slack)
    replace_handler(bot.app, "people.me", bot.app.routes.by_action["people.help"].handler)
    lin = slack.user("U1")
    lin.open_home().wait()
    home = slack.wait(lambda: slack.home("U1"))
    lin.press(home, "again").wait()
    slack.wait(lambda: slack.homes["U1"].words == "edited")
    assert answers(slack) == []


def test_somebody_who_is_gone_pauses_and_a_closed_channel_does_not(slack: Slack, bot: Running, known: Known) -> None:
    from bot.people.tables import identity

    person = known("U1", "Lin")
    slack.channel("U1")
    slack.refuse("DU1", "channel_not_found")
    offer(bot, person, Text("hello"))
    until(lambda: states(bot.app) == ["dead"])
    with bot.app.store.read() as db:
        assert db.execute(select(identity.c.paused_at)).scalar_one() is not None
    slack.refuse("DU1")
    slack.user("U1").dm("/help").wait()
    slack.wait(lambda: answers(slack))
    slack.refuse("C1", "is_archived")
    slack.user("U1").mention("C1", "/help").wait()
    until(lambda: states(bot.app)[-1] == "dead")
    with bot.app.store.read() as db:
        assert db.execute(select(identity.c.paused_at)).scalar_one() is None


def test_an_event_that_cannot_be_kept_is_not_acknowledged_and_comes_again(
    slack: Slack, either: Running, known: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    known("U1", "Lin")
    slack.link.redeliver_after = 0.2
    broken, intake = threading.Event(), either.channel._running.intake  # type: ignore[union-attr]
    keep = intake._keep

    def away(*args: Any) -> Any:
        if not broken.is_set():
            broken.set()
            raise StoreFault("the database is away")
        return keep(*args)

    monkeypatch.setattr(intake, "_keep", away)
    asked = slack.user("U1").dm("/help")
    asked.wait()
    assert len(asked.attempts) == 2
    slack.wait(lambda: answers(slack))
    either.idle()
    assert len(answers(slack)) == 1


def test_a_slow_turn_does_not_hold_up_the_acknowledgement(
    slack: Slack, either: Running, known: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    known("U1", "Lin")
    go, answer = threading.Event(), either.app.answer

    def slow(incoming: Incoming) -> Message:
        assert go.wait(20)
        return answer(incoming)

    monkeypatch.setattr(either.app, "answer", slow)
    asked = [slack.user("U1").dm("/help"), slack.user("U1").command("C1", "/sales", "help")]
    for each in asked:
        each.wait(2.5)
    assert answers(slack) == []
    go.set()
    slack.wait(lambda: answers(slack) and answers(slack, "C1"))
    assert slack.late_acks == []


def test_what_a_dead_process_left_is_answered_by_the_next(
    slack: Slack, sqlite_app: App, make_app: Callable[..., App], known: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    known("U1", "Lin")
    with_slack(sqlite_app, slack)
    first = Running(sqlite_app, slack)
    first.__enter__()
    stuck = threading.Event()

    def killed(incoming: Incoming) -> Message:
        stuck.wait(20)
        raise SystemExit

    monkeypatch.setattr(sqlite_app, "answer", killed)
    asked = [slack.user("U1").dm("/help") for _ in range(3)]
    for each in asked:
        each.wait()
    assert count(sqlite_app, arrivals.arrival) == 3
    first.die()
    monkeypatch.undo()
    second = with_slack(make_app(sqlite_app.settings.database_url), slack)
    from bot.store import leases

    leases._OURS.discard(sqlite_app.process)
    with second.store.write() as db:
        db.execute(leases.lease.delete())
    with Running(second, slack):
        slack.wait(lambda: len(answers(slack)) == 3, 15)
    stuck.set()
    assert count(second, inbox) == 3
    assert count(second, arrivals.arrival) == 0


# Pictures


PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 500


def test_a_picture_is_a_file_with_its_words(slack: Slack, bot: Running, known: Known) -> None:
    offer(bot, known("U1", "Lin"), Text("Your week"), Picture(PNG, "Points: 7"))
    shown = slack.wait(lambda: answers(slack))[0]
    block = shown.blocks[1]
    assert (block["type"], block["alt_text"]) == ("image", "Points: 7")
    assert slack.files[block["slack_file"]["id"]].content == PNG


@pytest.mark.parametrize(
    "method", ["files.getUploadURLExternal", "files.completeUploadExternal", "files.info", "chat.postMessage"]
)
def test_a_picture_whose_upload_breaks_is_shown_once(
    slack: Slack, faults: Faults, bot: Running, known: Known, method: str
) -> None:
    faults.once("reset", method)
    offer(bot, known("U1", "Lin"), Picture(PNG, "Points: 7"))
    until(lambda: sent(bot.app))
    assert len(answers(slack)) == 1


# Starting


def test_a_token_that_is_not_valid_is_named_and_not_shown(slack: Slack, sqlite_app: App) -> None:
    from dataclasses import replace

    wrong = replace(settings(slack), bot_token=Secret("xoxb-wrong-token"))
    assert "SLACK_BOT_TOKEN" in refused(sqlite_app, wrong)
    wrong = replace(settings(slack), app_token=Secret("xapp-wrong-token"))
    assert "SLACK_APP_TOKEN" in refused(sqlite_app, wrong)
    assert "cannot be reached" in refused(sqlite_app, replace(settings(slack), api="http://127.0.0.1:1/api/"))
    slack.api.scopes = "chat:write,commands"
    said = refused(sqlite_app, settings(slack))
    assert "lacks the scopes app_mentions:read, files:read" in said


def refused(app: App, found: Any) -> str:
    from dataclasses import replace

    app.settings = replace(app.settings, slack=found)

    async def start() -> str:
        channel = build(app, QUICK)
        try:
            with pytest.raises(CornermanError) as error:
                await channel.start()
        finally:
            await channel.stop()
        return str(error.value)

    said = asyncio.run(start())
    assert "wrong-token" not in said
    return said


# Two months later


def test_a_button_of_two_months_ago_gets_a_sentence(
    slack: Slack, bot: Running, known: Known, clock: MovedClock
) -> None:
    offer(bot, known("U1", "Lin"), Choices((Button("Help", "people.help_button"),)))
    message = slack.wait(lambda: answers(slack))[0]
    clock.move(timedelta(days=61))
    slack.user("U1").press(message, "Help").wait()
    assert "no longer in use" in slack.wait(lambda: answers(slack)[1:])[0].words


# What is not a message


def test_a_method_that_rests_is_not_called(
    slack: Slack, faults: Faults, bot: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names of new people are asked outside the gate; after a 429 they are done without."""
    asked, client = [], bot.turns.calls.client
    ask = client.users_info

    async def counted(**args: Any) -> Any:
        asked.append(args["user"])
        return await ask(**args)

    monkeypatch.setattr(client, "users_info", counted)
    faults.once("429", "users.info", 5.0)
    for number in range(3):
        slack.user(f"U2{number}").dm("/help").wait()
    slack.wait(lambda: all(answers(slack, f"U2{number}") for number in range(3)))
    assert len(asked) == 1


def test_a_form_that_did_not_open_says_so(slack: Slack, faults: Faults, bot: Running, known: Known) -> None:
    offer(bot, known("U1", "Lin"), WHY)
    message = slack.wait(lambda: answers(slack))[0]
    faults.once("500", "views.open")
    slack.user("U1").press(message, "Why?").wait()
    assert "Please press once more" in slack.wait(lambda: answers(slack)[1:])[0].words
    slack.user("U1").press(message, "Why?").wait()
    slack.wait(lambda: slack.user("U1").modal)


def test_more_whispers_than_an_address_takes_still_arrive(slack: Slack, bot: Running, known: Known) -> None:
    known("U1", "Lin")
    text = "字" * 70_000
    replace_handler(bot.app, "people.help", lambda turn, _: Reply((Text(text),)))
    slack.user("U1").command("C1", "/sales", "help").wait()
    slack.wait(lambda: sum(each.words.count("字") for each in answers(slack, "C1")) == len(text), 10)
    assert {each.ephemeral_to for each in answers(slack, "C1")} == {"U1"}
    assert len(answers(slack, "C1")) > 5


def test_an_address_too_old_is_done_without(slack: Slack, bot: Running, known: Known, clock: MovedClock) -> None:
    known("U1", "Ada", role=Role.ADMIN, team="East")
    ada = slack.user("U1")
    ada.command("C1", "/sales", "features").wait()
    form = slack.wait(lambda: ada.modal)
    clock.move(timedelta(minutes=31))
    ada.submit(form, {"Team": "East", "Feature": "knowledge", "Switch": "off"})
    slack.wait(lambda: [args for method, args in slack.calls if method == "chat.postEphemeral"])
