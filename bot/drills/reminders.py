"""What a person is to practise: one line in the morning message, and where they stand on their own page."""

from bot.drills.certificate import certified, exams
from bot.drills.refreshers import Refresher, due
from bot.drills.rubric import TITLES
from bot.drills.stage import Stage
from bot.features import Step, Turn
from bot.knowledge.library import Library
from bot.messages import Button, Choices, Part, Text

PLAY = "drills.play"
SHOWN = 3
"""Subjects that the own page names."""


RANK = 40.0
"""After customers that wait."""


def steps(turn: Turn) -> tuple[Step, ...]:
    """The most urgent refresher, and a button that opens its drill; nothing where nothing is due."""
    if not turn.offers(PLAY) or not due(turn.db, turn.person.id, turn.now):
        return ()  # of nearly everybody, and without a look at the files
    found = due(turn.db, turn.person.id, turn.now, scenarios=turn.get(Stage).repertoire.scenarios)
    if not found:
        return ()
    return (Step(RANK, _line(turn, found[0]), choices=_play(turn, found[0])),)


def home(turn: Turn) -> tuple[Part, ...]:
    said, scenarios = turn.words, turn.get(Stage).repertoire.scenarios
    if not scenarios:
        return ()
    passed = certified(scenarios.values(), exams(turn.db, turn.person.id), turn.now)
    counted = Text(said("Certified: {n} of {m} drills", n=len(passed), m=len(scenarios)))
    found = due(turn.db, turn.person.id, turn.now, most=SHOWN, scenarios=scenarios)
    if not found or not turn.offers(PLAY):
        return (counted,)
    subjects = Text(said("Time to practise: {subject}", subject=" · ".join(_subject(turn, each) for each in found)))
    return counted, subjects, _play(turn, found[0])


def _line(turn: Turn, refresher: Refresher) -> str:
    subject, level = _subject(turn, refresher), refresher.level
    if level is None:
        return turn.words("Time to practise: {subject}", subject=subject)
    return turn.words("Time to practise: {subject} (level {level} the last time)", subject=subject, level=level)


def _subject(turn: Turn, refresher: Refresher) -> str:
    if refresher.kind == "criterion":
        return turn.words(TITLES[refresher.about])
    card = turn.get(Library).card(refresher.about, turn.words.language)
    return card.title if card else refresher.about


def _play(turn: Turn, refresher: Refresher) -> Choices:
    return Choices((Button(turn.words("Practise"), PLAY, {"scenario": refresher.scenario}),))
