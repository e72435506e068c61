"""New hires at their quest, in the chat: a step in the morning, the answer at noon, the mentor's word at night."""

from collections.abc import Callable
from random import Random

from bot.app import App
from bot.clock import MovedClock
from bot.quests import pace, rows
from bot.quests.answering.reading import questions_of
from bot.quests.confirming import confirmations
from bot.quests.quest import ANSWERED, Kind
from bot.quests.quests import Quests
from bot.quests.ways_in import At
from bot.simulate.names import Language
from bot.simulate.practice import practise
from bot.simulate.quest_words import CUSTOMERS, NOT_YET, PITCH, WENT_ALONG, looked_back
from bot.simulate.voice import Voice

HASTY, SLIPS = 0.1, 0.2
"""Share of steps that are answered at once; of answers that are wrong."""
ANSWERS, SENT_BACK = 0.8, 0.15
"""Share of requests that are answered on the day; of those, how many by "not yet"."""


class Studies:
    def __init__(self, app: App, clock: MovedClock, seed: int) -> None:
        self._app, self._clock, self._rng = app, clock, Random(seed)
        self._ways: dict[Kind, Callable[[Language, Voice, At], None]] = {
            "card": self._read, "quiz": self._tap, "find": self._find, "talk": self._mark, "pitch": self._write,
            "reflect": self._look_back, "shadow": self._go_along, "field": self._go_along,
            "drill": self._drill, "certify": self._drill,
        }  # fmt: skip

    # The new hire

    def begin(self, language: Language, voice: Voice) -> None:
        """Opens today's step; some answer without having read."""
        at = self._today(voice)
        if at is None or at.step.kind not in self._ways:  # what is done elsewhere comes by itself
            return
        voice.say("/quest")
        if voice.press("quests.step", step=at.step.id) and self._rng.random() < HASTY:
            self._answer(language, voice, at)

    def answer(self, language: Language, voice: Voice) -> None:
        """The step that was opened, if it still is."""
        at = self._today(voice)
        if at is None or at.step.kind not in self._ways:
            return
        if at.step.kind not in ANSWERED or at.journey.standing.states[at.step.id].begun is not None:
            voice.say("/quest")
            if voice.press("quests.step", step=at.step.id):
                self._answer(language, voice, at)

    def _answer(self, language: Language, voice: Voice, at: At) -> None:
        self._ways[at.step.kind](language, voice, at)

    def _today(self, voice: Voice) -> At | None:
        with self._app.store.read() as db:
            found = rows.going(db, self._app.service(Quests), voice.person_id, self._app.clock())
        today = ((journey, pace.today_step(journey.standing)) for journey in found)
        return next((At(journey, step) for journey, step in today if step is not None), None)

    # One way each

    def _read(self, language: Language, voice: Voice, at: At) -> None:
        if voice.press("quests.questions"):
            self._tap(language, voice, at)

    def _tap(self, language: Language, voice: Voice, at: At) -> None:
        picks: list[str] = []
        for each in questions_of(at):
            right = each.order.index(0)
            picks.append(str((right + self._slips()) % len(each.order)))
            voice.press("quests.answer", picks=",".join(picks))

    def _find(self, language: Language, voice: Voice, at: At) -> None:
        voice.say(at.step.phrase.of(language) if at.step.phrase else "")
        if self._slips() or not voice.press("quests.found", card=at.step.card or ""):
            voice.press("quests.found")

    def _mark(self, language: Language, voice: Voice, at: At) -> None:
        if self._slips() or not voice.press("quests.lost_at", line=str(at.step.lost_at)):
            voice.press("quests.lost_at")

    def _write(self, language: Language, voice: Voice, at: At) -> None:
        voice.say(PITCH[language])

    def _look_back(self, language: Language, voice: Voice, at: At) -> None:
        voice.say(looked_back(self._rng, language))

    def _go_along(self, language: Language, voice: Voice, at: At) -> None:
        if voice.press("quests.tell"):
            voice.say(WENT_ALONG[language].format(customer=self._rng.choice(CUSTOMERS[language])))

    def _drill(self, language: Language, voice: Voice, at: At) -> None:
        chosen = {"exam": "1"} if at.step.kind == "certify" else {"grade": at.step.grade or "medium"}
        practise(self._app, self._clock, language, voice, at.step.scenario or "", **chosen)

    def _slips(self) -> bool:
        return self._rng.random() < SLIPS

    # Whoever is asked

    def confirm(self, language: Language, voice: Voice) -> None:
        with self._app.store.read() as db:
            found = confirmations.waiting_for(db, self._app.service(Quests), voice.person_id, self._app.clock())
        for asking in found:
            if self._rng.random() < ANSWERS:
                self._confirm(language, voice, str(asking.journey.enrolment.id), str(asking.event.id))

    def _confirm(self, language: Language, voice: Voice, enrolment: str, asked: str) -> None:
        voice.say("/mentees")
        if not voice.press("quests.mentee", enrolment=enrolment):
            return
        if self._rng.random() < SENT_BACK and voice.press("quests.not_yet", asked=asked):
            voice.say(NOT_YET[language])
            return
        voice.press("quests.confirm", asked=asked)
