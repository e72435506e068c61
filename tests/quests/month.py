"""A new hire's first month, lived through the chat on a moved clock: by the buttons that come, with slips."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.app import App
from bot.app.due import tick
from bot.channels import plain
from bot.drills import rows as drill_rows
from bot.drills.scene import Said
from bot.messages import Button, Form, Incoming, Role
from bot.pushes import outbox
from bot.pushes.calendar import is_working_day
from bot.quests.quest import Quest, Step
from bot.quests.quests import Quests
from bot.words import words
from tests.conftest import StillClock
from tests.drills.reps import Rep, script
from tests.talk import Someone

QUEST = "first-30-days"
MINUTE = timedelta(minutes=1)


class Talker(Someone):
    """Finds buttons by what they do, and reads what has come."""

    heard: list[tuple[datetime, str]]
    seen = 0

    def tap(self, action: str, values: Mapping[str, str] | None = None, **args: str) -> str:
        for message in reversed(self.messages):
            for index, each in enumerate(message.reply.actions()):
                if each.action == action and args.items() <= dict(each.args).items():
                    return self.press_at(message.token, index, values)
        raise AssertionError(f"{self.person.name} has no button {action} {args}: {self.text}")

    def offered(self, action: str) -> list[Button]:
        """By the newest message."""
        return [each for each in self.reply.actions() if isinstance(each, Button) and each.action == action]

    def read(self) -> list[str]:
        with self.app.store.read() as db:
            come = outbox.waiting(db, self.person.id, "web", self.seen)
        known = {message.id for message in self.messages}
        self.seen = max((message.id for message in come), default=self.seen)
        come = [message for message in come if message.id not in known]
        self.messages += come
        texts = [plain.render(message.reply, words("zh")) for message in come]
        self._note(*texts)
        return texts

    def _hear(self, incoming: Incoming) -> str:
        text = super()._hear(incoming)
        self._note(text)
        return text

    def _note(self, *texts: str) -> None:
        self.heard = [*getattr(self, "heard", []), *((self.app.clock(), text) for text in texts)]


@dataclass
class Month:
    app: App
    clock: StillClock
    language: str
    said: Mapping[str, str]
    """What people type, in their language."""
    slips: Mapping[str, int]
    """Step → how often it is answered wrong first."""
    briefs: list[tuple[datetime, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        with self.app.store.write() as db:
            self.app.directory.add_team(db, "华东")
        speak = {"language": self.language, "team": "华东"}
        self.manager = Talker(self.app, "陈立", role=Role.MANAGER, **speak)
        self.mentor = Talker(self.app, "周航", **speak)
        self.hire = Talker(self.app, "小林", role=Role.NEWHIRE, **speak)

    @property
    def quest(self) -> Quest:
        found = self.app.service(Quests).get(QUEST)
        assert found
        return found

    def enrol(self) -> None:
        self.manager.say("/enrol 小林")
        self.manager.tap("quests.enrol_form", quest=QUEST)
        self.manager.tap("quests.enrolled", {"start": "2026-11-02", "mentor": "周航"})
        assert "周航" in self.hire.read()[-1]
        self.hire.tap("quests.show")

    def until(self, hour: int, minute: int) -> None:
        there = self.clock.now.replace(hour=hour, minute=minute)
        assert there >= self.clock.now
        self.clock.now = there

    def morning(self) -> str:
        """The next working day begins; the step that the morning message offers."""
        self.until(23, 0)
        self.clock.move(timedelta(hours=9, minutes=16))
        while not is_working_day(self.clock.now.date(), "china"):
            tick(self.app)
            self.clock.move(timedelta(days=1))
        tick(self.app)
        self.hire.read()
        self.manager.read()
        self.briefs += [(self.clock.now, text) for text in self.mentor.read()]
        self.until(9, 5)
        return self.offered()

    def offered(self) -> str:
        steps = self.hire.offered("quests.step")
        return steps[0].args["step"] if steps else ""

    def do(self, id: str) -> str:
        """Opens a step by its newest button, and works on it to its end."""
        step = self.quest.steps[id]
        self.hire.tap("quests.step", step=id)
        self.clock.move(MINUTE * step.minutes)
        getattr(self, f"_{step.kind}")(step)
        self.hire.read()
        return self.hire.text

    # One way to work for each kind of step

    def _card(self, step: Step) -> None:
        self.hire.tap("quests.questions", step=step.id)
        self._quiz(step)

    def _quiz(self, step: Step) -> None:
        for _ in range(self.slips.get(step.id, 0)):
            self._answers(step, right=False)
            self.hire.tap("quests.questions", step=step.id)
        self._answers(step, right=True)

    def _answers(self, step: Step, *, right: bool) -> None:
        while buttons := self.hire.offered("quests.answer"):
            asked = next(q for q in step.questions if q.ask.of(self.language) in self.hire.text)
            options = dict(re.findall(r"^([A-E])\. (.+)$", self.hire.text, re.MULTILINE))
            best = asked.options[0].of(self.language)
            chosen = next(b for b in buttons if (options.get(b.label, b.label) == best) is right)
            self.hire.tap("quests.answer", picks=chosen.args["picks"])

    def _find(self, step: Step) -> None:
        assert step.phrase
        assert step.card
        for n in range(self.slips.get(step.id, 0) + 1):
            self.hire.say(self.said.get(step.id, step.phrase.of(self.language)))
            last = n == self.slips.get(step.id, 0)
            cards = [button.args["card"] for button in self.hire.offered("quests.found")]
            self.hire.tap("quests.found", card=next(card for card in cards if (card == step.card) is last))

    def _talk(self, step: Step) -> None:
        for _ in range(self.slips.get(step.id, 0)):
            wrong = next(b for b in self.hire.offered("quests.lost_at") if b.args["line"] != str(step.lost_at))
            self.hire.tap("quests.lost_at", line=wrong.args["line"])
            self.hire.tap("quests.step", step=step.id)
        self.hire.tap("quests.lost_at", line=str(step.lost_at))

    def _pitch(self, step: Step) -> None:
        for text in ("pitch without a figure", "pitch")[1 - self.slips.get(step.id, 0) :]:
            self.hire.say(self.said[text])

    def _reflect(self, step: Step) -> None:
        self.hire.say(self.said[step.id])

    def _shadow(self, step: Step) -> None:
        self._asked(step, self.mentor)

    def _field(self, step: Step) -> None:
        self._asked(step, self.manager)

    def _asked(self, step: Step, who: Talker) -> None:
        for n in range(self.slips.get(step.id, 0) + 1):
            self.hire.tap("quests.tell", step=step.id)
            self.hire.say(self.said[step.id])
            assert self.said[step.id] in who.read()[-1]
            self.clock.move(30 * MINUTE)
            if n == self.slips.get(step.id, 0):
                who.tap("quests.confirm", step=step.id)
                return
            who.tap("quests.not_yet", step=step.id)
            who.say(self.said["not yet"])
            assert self.said["not yet"] in self.hire.read()[-1]
            self.hire.tap("quests.step", step=step.id)

    def _drill(self, step: Step) -> None:
        assert step.scenario
        self._plays(step.scenario, grade=step.grade or "medium")

    def _certify(self, step: Step) -> None:
        assert step.scenario
        self._plays(step.scenario, exam="1")
        self.clock.move(60 * MINUTE)
        self._plays(step.scenario, exam="1")

    def _plays(self, scenario: str, **args: str) -> None:
        self.hire.say(f"/drill {scenario}")
        self.hire.tap("drills.start", **args)
        rep = Rep(script(scenario, self.language, "good"))
        while (said := self._customer()) is not None:
            self.clock.move(timedelta(seconds=40))
            self.hire.say(rep.answer(said))

    def _customer(self) -> Said | None:
        """What the customer just said; None: the drill is over."""
        with self.app.store.read() as db:
            playing = drill_rows.playing(db, self.hire.person.id)
            lines = drill_rows.lines(db, playing.id) if playing else []
        last = [each.line for each in lines if each.line.speaker == "customer"]
        return Said(last[-1].text, last[-1].cues) if last else None

    def _touch(self, step: Step) -> None:
        for customer in ("宏达泵业", "金禾食品", "新力汽配"):
            self.calls(customer)

    def calls(self, customer: str) -> None:
        self.hire.say(self.said["call"].format(customer=customer))
        self.clock.move(6 * MINUTE)
        self.hire.tap("playbooks.log_save")

    def _deal(self, step: Step) -> None:
        self.hire.say(self.said["deal"])
        if not any(isinstance(part, Form) for part in self.hire.reply.parts):
            self.hire.tap("playbooks.open")
        self.hire.tap("playbooks.opened", {"customer": "宏达泵业", "title": "ERP", "amount": "300000"})
        for _ in range(2):
            self.hire.tap("playbooks.advance")
            if self.hire.offered("playbooks.override"):
                self.hire.tap("playbooks.override")
                self.hire.tap("playbooks.overridden", {"reason": self.said["agreed"]})
