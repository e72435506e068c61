"""A new hire, their mentor, the managers above and an admin, in a quest with steps in the field."""

from dataclasses import dataclass
from datetime import date

from bot.app import App
from bot.channels import plain
from bot.messages import Button, Choices, Reply, Role
from bot.people import ledger
from bot.pushes import outbox
from bot.quests import rows
from bot.quests.course import State
from bot.quests.quest import Quest
from bot.quests.quests import Quests
from bot.quests.rows import Journey
from bot.words import words
from tests.quests.conftest import a_quest, a_step
from tests.talk import Someone

QUEST = a_quest(
    [a_step("call", "shadow"), a_step("visit", "field"), a_step("think", day=2)],
    [a_step("offer", "field", day=5)],
    id="field",
)
NOTE = "跟周航去了一次华泵，客户问了交付"


@dataclass
class Crew:
    app: App
    hire: Someone
    mentor: Someone
    manager: Someone
    director: Someone
    admin: Someone
    enrolment: int

    @property
    def journey(self) -> Journey:
        with self.app.store.read() as db:
            found = rows.one(db, self.app.service(Quests), self.enrolment, self.app.clock())
        assert found
        return found

    def state(self, step: str) -> State:
        return self.journey.standing.states[step]

    def points(self, who: Someone) -> int:
        with self.app.store.read() as db:
            return ledger.total(db, who.person.id)

    def ask(self, step: str = "call", note: str = NOTE) -> None:
        """The new hire says that they have done it; whoever is asked has read it."""
        push(self.hire, "quests.step", quest="field", step=step)
        label = next(label for label in self.hire.labels if label.startswith(("做完了", "Done")))
        self.hire.press(label)
        self.hire.say(note)
        for each in (self.mentor, self.manager, self.director, self.admin):
            read(each)


def crew(app: App, language: str = "zh") -> Crew:
    with app.store.write() as db:
        app.directory.add_team(db, "公司")
        app.directory.add_team(db, "华东", "公司")
    admin = Someone(app, "管理员", role=Role.ADMIN, language=language)
    director = Someone(app, "何总", role=Role.MANAGER, language=language, team="公司")
    manager = Someone(app, "陈立", role=Role.MANAGER, language=language, team="华东")
    mentor = Someone(app, "周航", language=language, team="华东")
    hire = Someone(app, "小林", role=Role.NEWHIRE, language=language, team="华东")
    enrolment = enrol(app, hire, mentor)
    return Crew(app, hire, mentor, manager, director, admin, enrolment)


def enrol(app: App, who: Someone, mentor: Someone | None, quest: Quest = QUEST) -> int:
    with app.store.write() as db:
        mentor_id = mentor.person.id if mentor else None
        made = rows.enrol(db, quest, who.person.id, date(2026, 11, 23), app.clock(), mentor_id=mentor_id)
    assert made
    return made


def push(who: Someone, action: str, **args: str) -> str:
    """A button that somebody has got hold of, whatever it says: an old one, or another person's."""
    with who.app.store.write() as db:
        reply = Reply((Choices((Button("x", action, args),)),))
        message = outbox.put(db, reply, person_id=who.person.id, channel="web", now=who.app.clock())
    return who.press_at(message.token, 0)


def read(who: Someone) -> str:
    """What has come for somebody since."""
    last = who.messages[-1].id if who.messages else 0
    with who.app.store.read() as db:
        come = outbox.waiting(db, who.person.id, "web", last)
    who.messages += come
    return "\n".join(plain.render(message.reply, words("zh")) for message in come)
