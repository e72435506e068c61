"""Every way into a quest, delivered twice: the same event changes nothing more, a second press pays nothing more."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from bot.app import App
from bot.app.host import FEATURES
from bot.features import Routes
from bot.knowledge.library import Library
from bot.messages import Button, Choices, Incoming, Press, Reply
from bot.people import ledger
from bot.people.ledger import Row, points
from bot.pushes import outbox
from bot.quests import finishing
from bot.quests.answering.drawing import draw
from bot.quests.quests import Quests, shape_of
from bot.quests.tables import enrolment, quest_choice, quest_event
from tests.quests.conftest import BOTH, a_quest, a_step
from tests.quests.crew import Crew, crew, enrol, push
from tests.talk import Someone

QUESTION = {"ask": BOTH, "options": [{"zh": "对", "en": "Yes"}, {"zh": "错", "en": "No"}]}
TALK = [{"speaker": "rep", "said": BOTH}, {"speaker": "customer", "said": BOTH}, {"speaker": "rep", "said": BOTH}]
ALL = a_quest(
    [
        a_step("read", "card", card="value-cfo-cash", questions=[QUESTION]),
        a_step("quiz", "quiz", questions=[QUESTION]),
        a_step("find", "find", card="excel-is-enough", phrase=BOTH),
        a_step("talk", "talk", talk=TALK, lost_at=3, because=BOTH),
        a_step("pitch", "pitch", card="value-cfo-cash", task=BOTH),
        a_step("think"), a_step("call", "shadow"), a_step("visit", "field"),
    ],
    id="all",
)  # fmt: skip
WROTE = "今天跟着周航去了客户那里，我发现自己讲得太多，下次先把问题问清楚再讲方案。"

Args = Mapping[str, str]


@dataclass(frozen=True)
class Way:
    """How somebody comes to a handler. `before` leads there, and gives what its button carries."""

    by: str = "hire"
    text: str = ""
    before: Callable[[Crew], Args] = lambda _: {}
    values: Args = field(default_factory=dict)
    writes: tuple[str, ...] = ()
    """The tables that the first time changes: a test in which nothing happens proves nothing."""


def here(step: str = "", **more: str) -> Callable[[Crew], Args]:
    return lambda _: {"quest": "all", **({"step": step} if step else {}), **more}


def shown(step: str) -> Callable[[Crew], Args]:
    def before(them: Crew) -> Args:
        push(them.hire, "quests.step", quest="all", step=step)
        return {}

    return before


def told(them: Crew) -> Args:
    push(them.hire, "quests.tell", quest="all", step="call")
    return {}


def asked(them: Crew) -> Args:
    told(them)
    them.hire.say("跟周航去了一次华泵，客户问了交付")
    request = them.state("call").asked
    assert request
    return {"enrolment": str(them.enrolment), "step": "call", "asked": str(request.id)}


def confirmed(them: Crew) -> Args:
    args = asked(them)
    push(them.mentor, "quests.confirm", **args)
    return args


def doubted(them: Crew) -> Args:
    push(them.mentor, "quests.not_yet", **asked(them))
    return {}


def theirs(them: Crew) -> Args:
    return {"enrolment": str(them.enrolment), "step": "quiz"}


def right(them: Crew) -> Args:
    now = first_try(them)
    (drawn,) = draw(ALL.steps["quiz"], f"{them.enrolment} quiz {now}")
    return {"quest": "all", "step": "quiz", "round": now, "picks": str(drawn.order.index(0))}


def first_try(them: Crew) -> str:
    return f"{them.journey.enrolment.version_id}.0.0"


def picked(step: str, **more: str) -> Callable[[Crew], Args]:
    return lambda them: {"quest": "all", "step": step, "round": first_try(them), **more}


def edited(them: Crew) -> Args:
    """They are in an older version of a quest that the workspace has now."""
    newest = them.app.service(Quests).get("objection-boot-camp")
    assert newest
    enrol(them.app, them.hire, them.mentor, newest.model_copy(update={"gates": newest.gates[:1]}))
    return {"quest": newest.id, "shape": shape_of(newest)}


def left(them: Crew) -> Args:
    push(them.hire, "quests.left", quest="all")
    return {"quest": "all"}


def waits(them: Crew) -> Args:
    row = Row(them.hire.person.id, 0, "step", "all/quiz", "k", today(them), held=10, why="speed")
    with them.app.store.write() as db:
        return {"row": str(ledger.add(db, row, them.app.clock()))}


def today(them: Crew) -> date:
    with them.app.store.read() as db:
        return finishing.today_of(db, them.hire.person.id, them.app.clock())


def whom(**more: str) -> Callable[[Crew], Args]:
    return lambda them: {"who": str(them.hire.person.id), **more}


EVENT, PAID, IN, CHOICE = "quest_event", "points", "enrolment", "quest_choice"

WAYS: Mapping[str, Way] = {
    "quests.quest": Way(text="/quest"),
    "quests.points": Way(text="/points"),
    "quests.board": Way(text="/board"),
    "quests.radar": Way(text="/radar", writes=(CHOICE,)),
    "quests.mentees": Way("mentor", "/mentees"),
    "quests.ramp": Way("manager", "/ramp"),
    "quests.enrol": Way("manager", "/enrol 小林"),
    "quests.menu": Way(),
    "quests.show": Way(before=here(), writes=(CHOICE,)),
    "quests.steps": Way(before=here()),
    "quests.step": Way(before=here("think"), writes=(EVENT,)),
    "quests.begin": Way(before=left, writes=(IN, CHOICE)),
    "quests.newer": Way(before=edited),
    "quests.take": Way(before=edited, writes=(IN, CHOICE)),
    "quests.linked": Way(before=lambda _: {"quest": "objection-boot-camp"}),
    "quests.leave": Way(before=here()),
    "quests.left": Way(before=here(), writes=(IN,)),
    "quests.certificate": Way(before=here()),
    "quests.board_join": Way(writes=(CHOICE,)),
    "quests.board_leave": Way(writes=(CHOICE,)),
    "quests.radar_show": Way(writes=(CHOICE,)),
    "quests.radar_share": Way(writes=(CHOICE,)),
    "quests.questions": Way(before=here("quiz")),
    "quests.answer": Way(before=right, writes=(EVENT, PAID)),
    "quests.lost_at": Way(before=picked("talk", line="3"), writes=(EVENT, PAID)),
    "quests.found": Way(before=picked("find", card="excel-is-enough"), writes=(EVENT, PAID)),
    "quests.find": Way(text="表格", before=shown("find")),
    "quests.pitch": Way(text=WROTE, before=shown("pitch"), writes=(EVENT,)),
    "quests.pitch_card": Way(before=here("pitch")),
    "quests.pitch_again": Way(before=here("pitch")),
    "quests.reflect": Way(text=WROTE, before=shown("think"), writes=(EVENT, PAID)),
    "quests.tell": Way(before=here("call")),
    "quests.note": Way(text="跟周航去了一次华泵，客户问了交付", before=told, writes=(EVENT,)),
    "quests.confirm": Way("mentor", before=asked, writes=(EVENT, PAID)),
    "quests.not_yet": Way("mentor", before=asked),
    "quests.why": Way("mentor", "还差一次完整的演示", doubted, writes=(EVENT,)),
    "quests.unconfirm": Way("mentor", before=confirmed, writes=(EVENT, PAID)),
    "quests.new_hires": Way("mentor"),
    "quests.mentee": Way("mentor", before=theirs),
    "quests.let_off": Way("manager", before=theirs),
    "quests.let_off_step": Way("manager", before=theirs),
    "quests.waive": Way("manager", before=theirs, values={"reason": "他上家公司讲过三年"}, writes=(EVENT,)),
    "quests.mentor": Way("manager", before=theirs),
    "quests.mentor_save": Way("manager", before=theirs, values={"mentor": "manager"}, writes=(IN,)),
    "quests.held": Way("manager", before=waits),
    "quests.pay": Way("manager", before=waits, writes=(PAID,)),
    "quests.enrol_who": Way("manager", before=whom()),
    "quests.enrol_form": Way("manager", before=whom(quest="objection-boot-camp")),
    "quests.enrolled": Way("manager", before=whom(quest="objection-boot-camp"),
                           values={"start": "2026-11-23", "mentor": ""}, writes=(IN,)),
    "quests.links": Way("manager"),
    "quests.link": Way("manager", before=here()),
    "quests.ramp_of": Way("manager", before=here()),
}  # fmt: skip


@pytest.fixture(scope="session")
def library(by_words: Library) -> Library:
    return by_words


@pytest.fixture
def them(sqlite_app: App) -> Crew:
    found = crew(sqlite_app)
    return replace(found, enrolment=enrol(sqlite_app, found.hire, found.mentor, ALL))


def test_no_way_in_is_missing_from_the_table() -> None:
    routes = {action for action in Routes(FEATURES).by_action if action.startswith("quests.")}
    assert routes == WAYS.keys()


@pytest.mark.parametrize("action", WAYS)
def test_the_same_event_twice_is_once(action: str, them: Crew) -> None:
    incoming = come(them, action)
    before = tables(them)
    first = them.app.answer(incoming)
    once = tables(them)
    changed = {name for name in once if once[name] != before[name]}
    assert changed == set(WAYS[action].writes), "what the first one changes"
    again = them.app.answer(incoming)
    assert again.reply == first.reply
    assert tables(them) == once


@pytest.mark.parametrize("action", WAYS)
def test_a_second_press_pays_nothing_and_ends_nothing(action: str, them: Crew) -> None:
    incoming = come(them, action)
    them.app.answer(incoming)
    paid, over = tables(them)[PAID], ends(them)
    for _ in range(2):
        them.app.answer(replace(incoming, event=uuid.uuid4().hex))
    assert tables(them)[PAID] == paid
    assert ends(them) == over
    with them.app.store.read() as db:
        assert len({(row.person_id, row.quest) for row in db.execute(select(enrolment))}) == len(tables(them)[IN])


def come(them: Crew, action: str) -> Incoming:
    """The event, with everything before it done."""
    way = WAYS[action]
    who: Someone = getattr(them, way.by)
    args, event = way.before(them), uuid.uuid4().hex
    if way.text:
        return Incoming(who.channel, who.account, event, way.text)
    with them.app.store.write() as db:
        reply = Reply((Choices((Button("x", action, dict(args)),)),))
        message = outbox.put(db, reply, person_id=who.person.id, channel="web", now=them.app.clock())
    values = {name: str(them.manager.person.id) if text == "manager" else text for name, text in way.values.items()}
    return Incoming(who.channel, who.account, event, press=Press(message.token, 0), values=values)


def tables(them: Crew) -> dict[str, list[Any]]:
    with them.app.store.read() as db:
        return {t.name: [tuple(row) for row in db.execute(select(t).order_by(*t.primary_key.columns))]
                for t in (points, quest_event, enrolment, quest_choice)}  # fmt: skip


def ends(them: Crew) -> list[tuple[Any, ...]]:
    over = quest_event.c.kind.in_(("done", "waived", "undone"))
    with them.app.store.read() as db:
        return [tuple(row) for row in db.execute(select(quest_event).where(over).order_by(quest_event.c.id))]
