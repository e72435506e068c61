"""How stories about quests begin, and what colleagues do while they are told."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from sqlalchemy import Connection

from bot.app import App
from bot.messages import Person, Role
from bot.people import ledger
from bot.quests import finishing, rows
from bot.quests.confirming import confirmations
from bot.quests.quest import CONFIRMED, Step
from bot.quests.quests import Quests
from bot.quests.rows import Journey

QUEST = "first-30-days"
BEGINNINGS = ("newcomers", "quest", "first gate", "mentored")
"""newcomers: a team, its new hire, who is in no quest yet · quest: whoever speaks is in "First 30 days" · first gate:
and has passed its first gate · mentored: the new hire is in it, with whoever speaks as their mentor."""


def begin(app: App, person: Person, wanted: str) -> None:
    now = app.clock()
    with app.store.write() as db:
        team = app.directory.add_team(db, "华东")
        if person.role is not Role.MANAGER:
            app.directory.add(db, "陈立", now=now, role=Role.MANAGER, team_name="华东")
        app.directory.change(db, person.id, team_id=team)
        mentor = app.directory.add(db, "周航", now=now, role=Role.REP, team_name="华东")
        hire = app.directory.add(db, "小林", now=now, role=Role.NEWHIRE, team_name="华东")
        if wanted in ("quest", "first gate"):
            _enrol(app, db, person, mentor)
        if wanted == "mentored":
            _enrol(app, db, hire, person)
        for step in _quest(app, db, person).quest.gates[0].steps if wanted == "first gate" else ():
            by = mentor.id if step.kind in CONFIRMED else None
            finishing.finish(db, app.service(Quests), _quest(app, db, person), step, now, evidence="", by_id=by)


def happen(app: App, person: Person, what: str) -> None:
    with app.store.write() as db:
        HAPPENS[what](app, db, person)


def _asks(app: App, db: Connection, person: Person) -> None:
    journey, step = _step(app, db, _named(app, db, "小林"), "sit-in")
    assert confirmations.ask(db, app.directory, journey, step, "跟着去了宏达，听他问库存", app.clock())


def _confirms(app: App, db: Connection, person: Person) -> None:
    asking = confirmations.asking_of(*_step(app, db, person, "sit-in"))
    assert asking
    assert asking.event.by
    assert confirmations.confirm(db, app.service(Quests), asking, asking.event.by, app.clock())


def _declines(app: App, db: Connection, person: Person) -> None:
    asking = confirmations.asking_of(*_step(app, db, person, "sit-in"))
    assert asking
    assert asking.event.by
    assert confirmations.decline(db, asking, asking.event.by, "还差一句客户原话", app.clock())


def _takes_back(app: App, db: Connection, person: Person) -> None:
    journey, step = _step(app, db, person, "sit-in")
    assert finishing.take_back(db, app.service(Quests), journey, step, app.clock(), reason="点错了")


def _lets_off(app: App, db: Connection, person: Person) -> None:
    journey, step = _step(app, db, person, "pump-story")
    by = _named(app, db, "陈立").id
    assert finishing.waive(db, app.service(Quests), journey, step, app.clock(), by_id=by, reason="做过三年泵阀")


def _is_fast(app: App, db: Connection, person: Person) -> None:
    journey, step = _step(app, db, _named(app, db, "小林"), "finance-says")
    rows.happen(db, journey, step, "begun", app.clock() - timedelta(seconds=2))
    journey, step = _step(app, db, _named(app, db, "小林"), "finance-says")
    done = finishing.finish(db, app.service(Quests), journey, step, app.clock(), evidence="")
    assert done
    assert done.held == step.points


def _pays(app: App, db: Connection, person: Person) -> None:
    [held] = [row for row in ledger.latest(db, person.id) if row.held]
    assert ledger.release(db, held.id, app.clock().date(), app.clock(), by_id=_named(app, db, "陈立").id)


HAPPENS: Mapping[str, Callable[[App, Connection, Person], None]] = {
    "小林 asks": _asks, "小林 is fast": _is_fast, "周航 confirms": _confirms, "周航 declines": _declines,
    "周航 takes it back": _takes_back, "陈立 lets off": _lets_off, "陈立 pays": _pays,
}  # fmt: skip


def _enrol(app: App, db: Connection, person: Person, mentor: Person) -> None:
    quest = app.service(Quests).get(QUEST)
    assert quest
    assert rows.enrol(db, quest, person.id, app.clock().date(), app.clock(), mentor_id=mentor.id)


def _quest(app: App, db: Connection, person: Person) -> Journey:
    [journey] = rows.of_person(db, app.service(Quests), person.id, app.clock())
    return journey


def _step(app: App, db: Connection, person: Person, id: str) -> tuple[Journey, Step]:
    journey = _quest(app, db, person)
    return journey, journey.quest.steps[id]


def _named(app: App, db: Connection, name: str) -> Person:
    found = app.directory.named(db, name)
    assert found
    return found
