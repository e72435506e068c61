"""The last days of an invented team, lived through the chat itself: notes, deals that move, a drill, quests."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from bot.app import App
from bot.app.due import tick
from bot.app.jobs import run_due
from bot.clock import MovedClock
from bot.drills.stage import Stage
from bot.messages import Role
from bot.playbooks.customers import Contact, contacts
from bot.playbooks.deals import Deal, open_of
from bot.pushes.calendar import is_working_day, reached
from bot.simulate import market
from bot.simulate.life import pick
from bot.simulate.names import Language
from bot.simulate.practice import practise
from bot.simulate.rows import Progress
from bot.simulate.studies import Studies
from bot.simulate.team import Member
from bot.simulate.voice import Voice
from bot.simulate.words import sentence

NOTES, MOVES, LOSES = 2, 0.35, 0.25
"""Notes a day and rep; share of noted deals that try to move on; of those, how many are lost instead."""
LOOKS = (time(8, 15), time(12), time(17, 30))
"""When what is due is looked at."""


class Days:
    """`live` moves the clock; nobody else may."""

    def __init__(self, app: App, clock: MovedClock, staff: Sequence[tuple[Member, int]], seed: int) -> None:
        self._app, self._clock, self._rng = app, clock, Random(seed)
        self._zone = app.settings.time_zone
        self._studies = Studies(app, clock, seed)
        self._people = [(member, Voice(app, member.name, number)) for member, number in staff]

    def live(self, days: Sequence[date], progress: Progress = None) -> None:
        done, of = 0, len(days) * len(self._people)
        for number, day in enumerate(days):
            for n, (member, voice) in enumerate(self._people):
                self._to(day, time(9, n * 40 // len(self._people)))
                if member.sells:
                    self._sell(member, voice, day)
                if member.sells and number == 0:
                    self._practise(member.language, voice)
                if member.role is Role.NEWHIRE:
                    self._studies.begin(member.language, voice)
                done += 1
                if progress:
                    progress(done, of)
            self._to(day, LOOKS[1])
            for member, voice in self._people:
                if member.role is Role.NEWHIRE:
                    self._studies.answer(member.language, voice)
            self._to(day, LOOKS[2])
            for member, voice in self._people:
                self._studies.confirm(member.language, voice)

    def _to(self, day: date, at: time) -> None:
        """Time passes, and what it makes due on the way is done."""
        until = reached(self._zone, datetime.combine(day, at))
        morning = reached(self._zone, datetime.combine(day, LOOKS[0]))
        for moment in (morning, until):
            if moment > self._clock():
                self._clock.move(moment - self._clock())
                tick(self._app)
                run_due(self._app)

    def _sell(self, member: Member, voice: Voice, day: date) -> None:
        with self._app.store.read() as db:
            mine = open_of(db, voice.person_id)
            chosen = sorted(mine, key=lambda deal: (deal.next_on or date.max, deal.id))[:NOTES]
            people = {deal.id: contacts(db, [deal.customer_id]) for deal in chosen}
        for deal in chosen:
            self._note(member.language, voice, deal, people[deal.id], day)
            if self._rng.random() < MOVES:
                self._move(voice, deal)

    def _note(self, language: Language, voice: Voice, deal: Deal, people: Sequence[Contact], day: date) -> None:
        who = people[0].name if people else ""
        kind = pick(self._rng, market.STAGES[deal.at].kinds)
        worry = pick(self._rng, market.WORRIES) if self._rng.random() < market.WORRIED else ""
        coming = _working_day_after(day + timedelta(days=self._rng.randint(1, 5)))
        voice.say("/log " + sentence(language, kind, deal.customer, who, worry, deal.at, coming))
        voice.press("playbooks.log_save")

    def _move(self, voice: Voice, deal: Deal) -> None:
        """On to the next stage, saying why where something is missing; or lost."""
        voice.say(f"/deal {deal.customer}")
        if self._rng.random() < LOSES:
            if voice.press("playbooks.lost"):
                voice.press("playbooks.lost_for", reason=pick(self._rng, market.LOST_FOR))
                voice.say("-")
            return
        voice.press("playbooks.advance")
        if voice.press("playbooks.override"):
            voice.press("playbooks.overridden", {"reason": "演示"})
        if voice.press("playbooks.won"):
            voice.say("-")

    def _practise(self, language: Language, voice: Voice) -> None:
        scenarios = sorted(self._app.service(Stage).repertoire.scenarios)
        if scenarios:
            practise(self._app, self._clock, language, voice, scenarios[voice.person_id % len(scenarios)])


def _working_day_after(day: date) -> date:
    return next(each for n in range(14) if is_working_day(each := day + timedelta(days=n), "china"))
