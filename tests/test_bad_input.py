"""Whatever arrives, somebody gets a clear answer: never the apology, never an exception, and the text is not lost."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from bot.app import App
from bot.messages import Button, Choices, Form, Incoming, Message, Press, Reply, Role, Text, readable
from bot.pushes import outbox
from bot.store.inbox import inbox, receive
from tests.store.together import at_once
from tests.talk import Someone

TEXTS = {
    "empty": "",
    "blanks": " \t\n\u3000\u00a0",
    "10,000 characters": "价格太高了，" * 1666,
    "20,000 characters": "too expensive " * 1500,
    "emoji": "👍🏽👨‍👩‍👧‍👦🇨🇳",
    "control characters": "\x01\x02太\x07贵\x1b[31m了\x7f",
    "right-to-left": "\u202e了贵太\u202c \u200f\u2066",
    "HTML": "<script>alert(1)</script><b>太贵了</b>&amp;<img src=x onerror=alert(1)>",
    "Markdown": "**太贵了** [x](javascript:alert(1)) `code` <!here> <@U123> @channel",
    "SQL": "'; DROP TABLE person; -- \" OR 1=1 %s :name {} {0} {question}",
    "NUL": "太贵\x00了",
    "only NUL": "\x00",
    "lone surrogate": "太贵\ud83d了",
    "only a lone surrogate": "\ud83d",
    "long token": "a" * 9000,
    "long number": "9" * 9000,
    "1,000 lines": "太贵了\n" * 1000,
    "slash": "/",
    "slashes": "/" * 500,
    "long command": "/" + "x" * 5000,
    "command with NUL": "/help\x00",
    "command with a tail": "/ask " + "贵" * 9000,
    "private use": "\ue000\uf8ff\U0010ffff",
    "combining": "e" + "\u0301" * 3000,
    "hash": "#" + "9" * 5000,
    "a page that does not compress": "".join(chr(0x4E00 + n * n * 7919 % 20_000) for n in range(9000)),
    "other scripts": "слишком дорого مكلف جدا 高すぎる 너무 비싸요 ราคาแพง",
}


def check(app: App, kind: str, incoming: Incoming) -> Message:
    """Answers it: a saved reply with something to read in it, which a second delivery gets again."""
    message = app.answer(incoming)
    said = "\n".join(part.text for part in message.reply.parts if isinstance(part, Text))
    assert "Sorry, that went wrong" not in said, kind
    assert "刚才出错了" not in said, kind
    assert message.id, f"{kind}: not saved: {said}"
    assert message.reply.parts, kind
    again = app.answer(incoming)
    assert (again.id, again.reply) == (message.id, message.reply), kind
    return message


def people(app: App, **more: Any) -> Iterator[tuple[str, str, Someone]]:
    """Each kind of text, with somebody of their own to say it."""
    for n, (kind, odd) in enumerate(TEXTS.items()):
        yield kind, odd, Someone(app, f"Rep {n}", **more)


def test_any_text_gets_an_answer(app: App) -> None:
    for kind, odd, lin in people(app):
        check(app, kind, Incoming("web", lin.account, f"e-{kind}", odd))
        assert "[1]" in lin.say("太贵了"), kind  # and the next one too
    with app.store.read() as db:
        assert db.execute(select(func.count()).select_from(inbox)).scalar_one() == 2 * len(TEXTS)


def test_any_text_can_be_an_account_an_event_a_name_and_a_conversation(app: App) -> None:
    for kind, odd in TEXTS.items():
        for tail in ("", "!"):  # long ids that differ at their end are two people's
            account, event = f"U{kind}{odd}{tail}", f"e{kind}{odd}{tail}"
            check(app, kind, Incoming("slack", account, event, "？", conversation=odd, name=odd))
    with app.store.read() as db:
        assert len(app.directory.everyone(db)) == 2 * len(TEXTS)


def test_any_text_can_be_in_a_form(app: App) -> None:
    with app.store.write() as db:
        app.directory.add_team(db, "East")
    boss = Someone(app, role=Role.ADMIN)
    for kind, odd in TEXTS.items():
        for n, (command, values) in enumerate(_forms(odd)):
            boss.say(command)
            index = next(i for i, action in enumerate(boss.reply.actions()) if isinstance(action, Form))
            press = Press(boss.messages[-1].token, index)
            check(app, kind, Incoming("web", boss.account, f"{kind}-{n}", press=press, values=values))
    assert app.person("web", boss.account)


def _forms(odd: str) -> list[tuple[str, dict[str, str]]]:
    """Wrong, missing and extra values."""
    return [
        ("/settings", {"language": odd, "time_zone": "Asia/Tokyo"}),
        ("/settings", {"language": "zh", "time_zone": odd}),
        ("/settings", {"language": "zh", "time_zone": "Asia/Tokyo", odd: odd}),
        ("/settings", {}),
        ("/features", {"team": odd, "feature": "knowledge", "on": "on"}),
        ("/features", {"team": "East", "feature": odd, "on": "on"}),
        ("/features", {"team": "East", "feature": "knowledge", "on": odd}),
        ("/features", {"team": "East"}),
        ("/features", {}),
    ]


def test_any_text_can_answer_a_form_that_is_asked_one_by_one(app: App) -> None:
    for kind, odd, lin in people(app, channel="terminal", forms=False):
        lin.say("/settings")
        check(app, kind, Incoming("terminal", lin.account, f"e-{kind}", odd, forms=False))


def test_any_text_can_be_a_buttons_token(app: App) -> None:
    for kind, odd, lin in people(app):
        for index in (-1, 0, 10**12):
            message = check(app, kind, Incoming("web", lin.account, f"{kind}-{index}", press=Press(odd, index)))
            assert message.reply.parts[0] == Text("这个按钮已经失效了，请重新问一次。"), kind


def test_a_question_of_any_kind_can_be_picked_and_refused(app: App) -> None:
    """The question travels with the buttons into the gaps and the proposed phrases."""
    actions = ("knowledge.pick", "knowledge.none", "knowledge.not_this", "knowledge.more", "knowledge.less")
    for kind, odd, lin in people(app):
        question = "".join(c for c in odd if c.isprintable())[:10_000]
        args = {"card": "price-too-high", "language": "zh", "question": question, "near": "a,b", "others": ""}
        reply = Reply((Choices(tuple(Button(action, action, args) for action in actions)),))
        with app.store.write() as db:
            offer = outbox.put(db, reply, person_id=lin.person.id, channel="web", now=app.clock())
        for index in range(len(actions)):
            check(app, kind, Incoming("web", lin.account, f"{kind}-{index}", press=Press(offer.token, index)))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(max_size=60), prefix=st.sampled_from(["", "/", "话术 ", "/ask ", "价值 ", "/kit ", "/settings ", "#"])
)
def test_anything_typed_gets_an_answer(sqlite_app: App, text: str, prefix: str) -> None:
    check(sqlite_app, text, Incoming("web", "typist", uuid.uuid4().hex, prefix + text, name="Typist"))


def test_forty_newcomers_at_once_are_all_answered(app: App) -> None:
    """More than the pool has connections: nobody may hold one while waiting for another."""
    messages = at_once(40, lambda n: app.answer(Incoming("slack", f"U{n}", f"e{n}", "？", name=f"Rep {n}")))
    assert all(message.id for message in messages)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("话术\u3000太贵了", "话术 太贵了"),
        ("a\u00a0b", "a b"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\x00b\u202ec", "abc"),
        ("太贵了", "太贵了"),
        ("x" * 20_000, "x" * 10_000),
    ],
)
def test_what_is_kept_of_a_message(text: str, kept: str) -> None:
    assert readable(text) == kept


def test_a_message_on_its_way_while_its_writer_is_erased_is_not_stored(app: App) -> None:
    someone = Someone(app)
    with app.store.write() as db:
        app.directory.change(db, someone.person.id, left_at=app.clock())
        stored = receive(
            db, channel="web", event="late", person_id=someone.person.id, conversation="", version=0, text="x",
            now=app.clock(),
        )  # fmt: skip
    assert stored is None
