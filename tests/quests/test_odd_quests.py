"""Quests where something is odd: a file or card gone, a clock set back, a feature off, a group that reads along."""

import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.app import App
from bot.app.due import tick
from bot.app.mornings import message
from bot.channels import plain
from bot.messages import Incoming, Role
from bot.people.erasure import erase
from bot.pushes.rhythm import Rhythm
from bot.quests import pace, rows
from bot.quests.quests import Quests
from bot.quests.tables import enrolment
from bot.words import words
from tests.conftest import StillClock
from tests.quests.boot_camp import BOOT_CAMP, opened, write
from tests.quests.conftest import a_quest, a_step
from tests.quests.crew import Crew, enrol, push, read
from tests.talk import Someone

FROM_HERE_ON = date(2026, 11, 23)
NOTE = "went along to a customer, they asked about delivery"


@pytest.fixture
def them(fresh_sqlite: Path, tmp_path: Path, clock: StillClock) -> Iterator[Crew]:
    """On a workspace of its own, without any card or drill."""
    file = tmp_path / "odd.db"
    file.write_bytes(fresh_sqlite.read_bytes())
    app = opened(tmp_path, f"sqlite:///{file}", clock)
    app.library.open()
    with app.store.write() as db:
        app.directory.add_team(db, "HQ")
        app.directory.add_team(db, "East", "HQ")
    admin = Someone(app, "Ada", role=Role.ADMIN, language="en")
    director = Someone(app, "Dee", role=Role.MANAGER, language="en", team="HQ")
    manager = Someone(app, "Max", role=Role.MANAGER, language="en", team="East")
    mentor = Someone(app, "Mia", language="en", team="East")
    hire = Someone(app, "Hal", role=Role.NEWHIRE, language="en", team="East")
    quest = app.service(Quests).get("boot-camp")
    assert quest
    yield Crew(app, hire, mentor, manager, director, admin, enrol(app, hire, mentor, quest))
    app.close()


def morning(who: Someone) -> str:
    with who.app.store.read() as db:
        person = who.app.directory.by_id(db, who.person.id)
        assert person
        reply = message(who.app, db, person)
    return plain.render(reply, words("en")) if reply else ""


def ask(them: Crew, step: str = "ride") -> None:
    push(them.hire, "quests.tell", quest="boot-camp", step=step)
    them.hire.say(NOTE)


@pytest.mark.parametrize("edit", ["broken", "deleted", "renamed"])
def test_the_file_is_gone_while_somebody_is_in_it(them: Crew, tmp_path: Path, edit: str) -> None:
    file = tmp_path / "drills" / "quests" / "boot-camp.yaml"
    them.hire.say("/quest")
    if edit == "broken":
        file.write_text(file.read_text("utf-8") + "\n : : [", "utf-8")
    else:
        file.unlink()
        if edit == "renamed":
            write(tmp_path, BOOT_CAMP.replace("id: boot-camp", "id: camp"))
    assert them.app.service(Quests).get("boot-camp") is None
    assert "gate 1 of 2: First gate" in them.hire.say("/quest")
    assert "Quest · Think" in morning(them.hire)
    assert "Hal: gate 1 of 2" in morning(them.mentor)
    assert "Hal · Boot camp · gate 1 of 2" in them.manager.say("/mentees")
    assert "Ramp-up: Boot camp" in them.manager.say("/ramp")
    push(them.hire, "quests.left", quest="boot-camp")
    assert "gate 1 of 2" in push(them.hire, "quests.begin", quest="boot-camp"), "they go on in theirs"
    ask(them)
    read(them.mentor)
    assert "Confirmed" in them.mentor.press("Confirm")
    assert (them.state("ride").status, them.points(them.hire)) == ("done", 10)


@pytest.mark.parametrize(("kind", "field"), [("drill", "scenario"), ("card", "card"), ("pitch", "card")])
def test_what_a_step_needs_is_gone_and_who_leads_hears_of_it_once(them: Crew, kind: str, field: str) -> None:
    question = {"ask": {"zh": "问", "en": "Q"}, "options": [{"zh": "对", "en": "Y"}, {"zh": "错", "en": "N"}]}
    more = {"card": {"questions": [question]}, "pitch": {"task": {"zh": "写", "en": "Write"}}}.get(kind, {})
    quest = a_quest([a_step("lost", kind, **{field: "no-such"}, **more), a_step("think")])
    id = enrol(them.app, them.hire, None, quest)
    step = {"quest": "small", "step": "lost"}
    for _ in range(3):
        shown = push(them.hire, "quests.step", **step)
    assert "no longer in the workspace" in shown
    assert "I have told Max, Dee." in shown
    heard = read(them.manager)
    assert heard.count("“Step lost” of “Small quest” needs “no-such”") == 1
    assert read(them.director).count("needs “no-such”") == 1
    assert read(them.mentor) == read(them.admin) == ""
    assert "Let Hal off “Step lost”" in them.manager.press("Let Hal off")
    them.manager.press("Let off", {"reason": "the card is gone"})
    with them.app.store.read() as db:
        found = rows.one(db, them.app.service(Quests), id, them.app.clock())
    assert found
    assert found.standing.states["lost"].status == "waived"


def test_a_clock_set_back_by_weeks(them: Crew, clock: StillClock) -> None:
    ask(them)
    tick(them.app)
    clock.move(-timedelta(weeks=6))
    assert "Day 1 of 5" in them.hire.say("/quest")
    assert "Quest · Think" in morning(them.hire)
    tick(them.app)
    with them.app.store.read() as db:
        assert db.execute(select(enrolment.c.settled_on)).scalar_one() == clock.now.date(), "looked at on that day, too"
    clock.move(timedelta(weeks=6))
    assert them.state("ride").status == "asked"
    assert "Day 1 of 5" in them.hire.say("/quest")


def test_a_first_day_that_is_ahead(them: Crew) -> None:
    with them.app.store.write() as db:
        rows.change(db, them.enrolment, started_on=date(2027, 3, 1))
    assert "Begins: Mon 1 Mar 2027 · gate 1 of 2" in them.hire.say("/quest")
    assert "Quest" not in morning(them.hire)


def test_the_days_of_a_quest_do_not_fall_after_a_leave() -> None:
    before, back = date(2026, 12, 8), date(2026, 12, 28)
    at_work, was_away = Rhythm("Asia/Shanghai"), Rhythm("Asia/Shanghai", away_until=back)
    assert pace.day_of(FROM_HERE_ON, before, at_work) == 12
    assert pace.day_of(FROM_HERE_ON, back, was_away) == 26
    assert pace.day_of(FROM_HERE_ON, FROM_HERE_ON - timedelta(days=1), at_work) == 0
    assert pace.day_of(date(1990, 1, 1), back, at_work) == pace.day_of(date(1990, 1, 1), before, at_work)


def test_quests_are_switched_off_in_the_middle(them: Crew, clock: StillClock) -> None:
    ask(them)
    read(them.mentor)
    with them.app.store.write() as db:
        them.app.directory.switch(db, "East", "quests", False)
    assert "switched off" in them.hire.say("/quest")
    assert "switched off" in them.mentor.press("Confirm")
    assert morning(them.hire) == morning(them.mentor) == ""
    clock.move(timedelta(days=7))
    tick(them.app)
    assert [read(who) for who in (them.manager, them.director, them.admin)] == ["", "", ""]
    with them.app.store.write() as db:
        them.app.directory.switch(db, "East", "quests", True)
    tick(them.app)
    assert "has waited for two working days" in read(them.manager), "nothing was lost"


def test_who_cannot_confirm_is_not_asked(them: Crew) -> None:
    """The mentor is of a team that has no quests."""
    with them.app.store.write() as db:
        there = them.app.directory.add_team(db, "West")
        them.app.directory.switch(db, "West", "quests", False)
        them.app.directory.change(db, them.mentor.person.id, team_id=there)
    ask(them)
    asked = them.state("ride").asked
    assert asked
    assert asked.by == them.manager.person.id


@pytest.mark.parametrize("said", ["/quest", "/points", "/mentees", "/ramp", "/enrol Hal", "/start quest_boot-camp"])
def test_a_group_reads_nothing_of_it(them: Crew, said: str) -> None:
    incoming = Incoming("web", them.manager.account, uuid.uuid4().hex, said, place="group", conversation="g")
    shown = plain.render(them.app.answer(incoming).reply, words("en"))
    assert shown.strip() == "That stays between you and me: send it to me in a private chat."


def test_a_group_does_not_read_how_far_somebody_is(them: Crew) -> None:
    def me(place: str) -> str:
        incoming = Incoming("web", them.hire.account, uuid.uuid4().hex, "/me", place=place)  # type: ignore[arg-type]
        return plain.render(them.app.answer(incoming).reply, words("en"))

    assert "gate 1 of 2" in me("dm")
    assert "gate 1 of 2" not in me("group")


def test_who_confirmed_and_who_is_asked_are_erased(them: Crew, clock: StillClock) -> None:
    ask(them)
    read(them.mentor)
    them.mentor.press("Confirm")
    push(them.manager, "quests.let_off_step", enrolment=str(them.enrolment), step="think")
    them.manager.press("Let off", {"reason": "she knows it"})
    ask(them, "alone")
    with them.app.store.write() as db:
        for who in (them.mentor, them.manager):
            erase(db, who.person.id, clock())
    shown = them.hire.say("/quest")
    assert "somebody who left let you off: she knows it" in shown
    assert "somebody who left is to confirm it" in shown
    them.director.say("/mentees")
    assert "Ride along (confirmed by somebody who left)" in them.director.press("Hal")
    tick(them.app)
    assert "“Go alone” of Hal waits for somebody who left. Can you confirm it?" in read(them.director)
    them.director.press("Confirm")
    assert them.journey.standing.finished


def test_three_hundred_quests(them: Crew, tmp_path: Path) -> None:
    for n in range(300):
        write(tmp_path, BOOT_CAMP.replace("id: boot-camp", f"id: q{n}"))
    for who, said in ((them.mentor, "/quest"), (them.manager, "/enrol Hal"), (them.admin, "/enrol link")):
        seen = set[int]()
        who.say(said)
        more = who.labels[-1]
        assert len(who.labels) <= 9
        seen.add(int(more.split()[0]))
        who.press(more)
        assert int(who.labels[-1].split()[0]) == seen.pop() - 8
        assert len(who.text) < 1500


def test_to_leave_while_somebody_is_asked(them: Crew) -> None:
    ask(them)
    read(them.mentor)
    push(them.hire, "quests.left", quest="boot-camp")
    assert "no longer there" in them.mentor.press("Confirm")
    assert "Nobody whom you mentor" in them.mentor.say("/mentees")
    push(them.hire, "quests.begin", quest="boot-camp")
    assert "Confirmed" in them.mentor.press("Confirm")
    assert them.points(them.hire) == 10


def test_a_form_asked_line_by_line(them: Crew) -> None:
    them.manager.forms = False
    push(them.manager, "quests.let_off_step", enrolment=str(them.enrolment), step="think")
    assert "Please fill this in" in them.manager.say("")
    assert "at least 5 characters" in them.manager.say("x")
    assert "is let off" in them.manager.say("她早就会了，不用再做")
    assert them.state("think").status == "waived"


def test_a_new_hire_becomes_a_rep_in_the_middle(them: Crew) -> None:
    ask(them)
    with them.app.store.write() as db:
        them.app.directory.change(db, them.hire.person.id, role=Role.REP.value)
    assert "gate 1 of 2" in them.hire.say("/quest")
    assert "Quest · Think" in morning(them.hire)
    read(them.mentor)
    assert "Confirmed" in them.mentor.press("Confirm")


def test_names_of_any_kind(app: App) -> None:
    """Nobody's name is markup, however long it is."""
    name = ("**<b>O'*_`[x](http://example.com)`</b> 🐉" + "长" * 120)[:80]
    who = Someone(app, name, role=Role.NEWHIRE, language="en")
    boss = Someone(app, "Ada", role=Role.ADMIN, language="en")
    enrol(app, who, None, a_quest([a_step("visit", "field")]))
    push(who, "quests.tell", quest="small", step="visit")
    who.say(NOTE)
    assert f"{name} has done “Step visit”" in read(boss)
    assert name in boss.say("/mentees")
    boss.press("Confirm")
    assert "Ada has confirmed" in read(who)
