"""At most three lines for the morning message, worst first: a deal, a number, a date, and what can be done."""

from dataclasses import dataclass

from bot.features import Step, Turn
from bot.funnel.alerts.answers import answers
from bot.funnel.alerts.clocks import today_of
from bot.funnel.alerts.rules import Rules
from bot.funnel.alerts.saying import sentence
from bot.funnel.alerts.shown import Shown, to_look_at, told_to
from bot.messages import Choices, Part, Text
from bot.playbooks.playbooks import Playbooks
from bot.settings import Settings

MOST = 3
RANK = 10.0


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to look at this morning."""

    text: str
    question: str
    """What to ask oneself."""
    choices: Choices
    """Its buttons; pressed, they change this line and leave the rest of the message."""
    weight: float
    """Amount (hundredths) times lateness (in limits): what it is ordered by."""
    deal_id: int | None

    @property
    def parts(self) -> tuple[Part, ...]:
        return Text(self.text), Text(self.question, "muted"), self.choices


def lines(turn: Turn, most: int = MOST) -> tuple[Line, ...]:
    """What somebody was told of and has neither seen nor put off, and what still holds this minute."""
    rules = turn.get(Rules)
    found = (line_of(turn, rules, shown) for shown in looked_at(turn))
    return tuple(line for line, _ in zip((each for each in found if each), range(most), strict=False))


def steps(turn: Turn) -> tuple[Step, ...]:
    """The same as things to do first: a customer who waits comes before everything else."""
    return tuple(
        Step(RANK + n, line.text, line.question, line.choices, f"deal:{line.deal_id}" if line.deal_id else "")
        for n, line in enumerate(lines(turn))
    )


def looked_at(turn: Turn) -> list[Shown]:
    """Worst first, one a deal."""
    return to_look_at(turn.once(told), turn.now, today_of(turn))


def told(turn: Turn) -> list[Shown]:
    return told_to(turn.db, turn.person.id, turn.get(Settings).time_zone)


def line_of(turn: Turn, rules: Rules, shown: Shown) -> Line | None:
    """None for a case whose rule is gone: the next look closes it."""
    rule = rules.get(shown.case.rule)
    if rule is None or shown.case.level > len(rule.levels):
        return None
    level = rule.levels[shown.case.level - 1]
    text = sentence(turn.words, shown, turn.get(Playbooks), turn.now, turn.person.id)
    question = level.question.of(turn.words.language)
    return Line(text, question, answers(turn, level, shown), shown.weight(turn.now)[0], shown.case.deal_id)
