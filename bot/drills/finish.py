"""The end of a drill: scored, kept, and what follows from it."""

from dataclasses import dataclass, replace

from bot.drills import refreshers, rows
from bot.drills.rows import Drill, Spoken
from bot.drills.rubric import PASS
from bot.drills.scenario import Scenario
from bot.drills.scoring import score
from bot.drills.stage import Stage
from bot.drills.state import State
from bot.drills.talk import Scorecard, Talk
from bot.features import Turn


@dataclass(frozen=True, slots=True)
class Done:
    """A finished drill with all that a debrief says about it."""

    drill: Drill
    scenario: Scenario
    card: Scorecard
    talk: Talk
    spoken: tuple[Spoken, ...]
    before: tuple[Drill, ...]
    """Finished drills of this scenario before this one, the newest first."""


def close(turn: Turn, id: int, state: State | None) -> Done | None:
    """`state` None: the rep stopped it."""
    drill, me = rows.load(turn.db, id, turn.person.id), turn.person.id
    stage = turn.get(Stage)
    scenario = stage.scenario(drill.scenario) if drill else None
    if drill is None or scenario is None:
        return None
    before = tuple(rows.ended(turn.db, me, drill.scenario))
    spoken = tuple(rows.lines(turn.db, id))
    talk = stage.talk(scenario, drill.language, [each.line for each in spoken], drill.weights)
    card = score(talk, stage.reader, ended=state is not None, cut_short=state is not None and state.cut_short)
    ending = state.ending if state else "stopped"
    passed = passes(card, stopped=state is None)
    rows.end(turn.db, id, ending=ending, card=card, passed=passed, now=turn.now)
    refreshers.note(
        turn.db, person_id=me, scenario=scenario.id, card=card, standing=(state or drill.state).standing, now=turn.now
    )
    done = replace(drill, status="ended", ending=ending, total=card.total, passed=passed, scorecard=card,
                   state=state or drill.state)  # fmt: skip
    return Done(done, scenario, card, talk, spoken, before)


def passes(card: Scorecard, *, stopped: bool) -> bool:
    return not stopped and not card.blockers and card.total is not None and card.total >= PASS


def load(turn: Turn, id: int) -> Done | None:
    """A drill that was finished earlier, as it was scored then."""
    drill, stage = rows.load(turn.db, id, turn.person.id), turn.get(Stage)
    scenario = stage.scenario(drill.scenario) if drill else None
    if drill is None or scenario is None or drill.scorecard is None:
        return None
    spoken = tuple(rows.lines(turn.db, id))
    talk = stage.talk(scenario, drill.language, [each.line for each in spoken], drill.weights)
    before = tuple(each for each in rows.ended(turn.db, turn.person.id, drill.scenario) if each.id < id)
    return Done(drill, scenario, drill.scorecard, talk, spoken, before)
