"""The drill itself: each message goes to the customer, who answers; a hint, a pause, the end."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.drills import rows
from bot.drills.customer import step
from bot.drills.debrief import first_screen
from bot.drills.finish import close
from bot.drills.hint import hint
from bot.drills.menu import go_on_or_end, gone, spoken
from bot.drills.rows import Drill
from bot.drills.scenario import Scenario
from bot.drills.scene import Event, Said
from bot.drills.stage import Stage
from bot.drills.state import State
from bot.features import Feature, Turn
from bot.messages import EVERYONE, Reply, Text, say
from bot.words import N_

SILENCE = timedelta(minutes=30)
"""After this long a message may be meant for the bot and not for the customer."""

ENDS = frozenset({"结束", "结束演练", "/end", "end"})
HINTS = frozenset({"提示", "给点提示", "/hint", "hint"})
"""Typed in a drill they are for the bot; everything else is for the customer."""


def register(drills: Feature) -> None:
    drills.step("say", roles=EVERYONE, prepare=prepare, leave=N_("The drill waits for you: /drill goes on."))(answer)
    drills.command("hint", roles=EVERYONE, zh=("提示",), help=N_("In a drill: what to try next"))(give_hint)
    drills.command("end", roles=EVERYONE, zh=("结束",), help=N_("In a drill: stop and see the score"))(finish_now)
    drills.button("resume", roles=EVERYONE)(resume)
    drills.button("finish", roles=EVERYONE)(finish_now)


@dataclass(frozen=True, slots=True)
class Heard:
    """What the customer will answer, worked out before the transaction."""

    drill: Drill
    state: State
    said: Said
    events: tuple[Event, ...]


def prepare(turn: Turn) -> Heard | None:
    if turn.text.strip().lower() in ENDS | HINTS:
        return None
    drill = _here(turn)
    if drill is None or drill.status != "playing" or turn.now - drill.moved_at > SILENCE:
        return None
    return _heard(turn, drill)


def _heard(turn: Turn, drill: Drill) -> Heard | None:
    stage = turn.get(Stage)
    scenario = _scenario(turn, drill)
    if scenario is None:
        return None
    lines = [each.line for each in rows.lines(turn.db, drill.id)]
    personas, ears = stage.repertoire.personas, stage.ears(scenario, drill.language)
    state, said, events = step(scenario, personas, drill.state, turn.text, drill.seed, ears, lines)
    return Heard(drill, state, said, events)


def _scenario(turn: Turn, drill: Drill) -> Scenario | None:
    """As it was when the drill began; a new version may lack what this talk stands on."""
    found = turn.get(Stage).scenario(drill.scenario)
    return found if found and found.version == drill.version else None


def _here(turn: Turn) -> Drill | None:
    id = turn.step.state.get("drill", 0) if turn.step else 0
    return rows.load(turn.db, int(id), turn.person.id)


def answer(turn: Turn, heard: Heard | None) -> Reply:
    """One message to the customer and their answer; the last one brings the debrief."""
    word = turn.text.strip().lower()
    if word in HINTS:
        return give_hint(turn, None)
    if word in ENDS:
        return finish_now(turn, None)
    if heard is None:
        return _paused(turn)
    for _ in range(3):
        if rows.move(turn.db, heard.drill, turn.text, heard.state, heard.said, heard.events, turn.now):
            return _answered(turn, heard)
        again = rows.load(turn.db, heard.drill.id, turn.person.id)  # played on another channel at this moment
        found = _heard(turn, again) if again and again.status == "playing" else None
        if found is None:
            break
        heard = found
    return gone(turn)


def _answered(turn: Turn, heard: Heard) -> Reply:
    words = spoken(heard.said, _name(turn, heard.drill.state, heard.drill), _name(turn, heard.state, heard.drill))
    if not heard.state.ending:
        turn.ask_next("drills.say", drill=heard.drill.id)
        return Reply(words)
    done = close(turn, heard.drill.id, heard.state)
    return Reply((*words, *first_screen(turn, done).parts)) if done else Reply(words)


def _name(turn: Turn, state: State, drill: Drill) -> str:
    """Who is on the other end."""
    return turn.get(Stage).repertoire.personas[state.persona].name.of(drill.language)


def _paused(turn: Turn) -> Reply:
    """After a long silence, or where the scenario is gone: nothing is sent to the customer unasked."""
    drill = _here(turn)
    if drill is None or drill.status != "playing" or _scenario(turn, drill) is None:
        return gone(turn)
    said = turn.words
    text = said("The drill was paused after a while. Your message did not go to the customer.")
    return Reply((Text(text), go_on_or_end(said, drill)))


def resume(turn: Turn, _: Any) -> Reply:
    """Goes on where it stopped, on whichever channel the button was pressed."""
    drill = rows.load(turn.db, int(turn.args.get("drill", "0")), turn.person.id)
    if drill is None or drill.status != "playing" or _scenario(turn, drill) is None:
        return gone(turn)
    rows.seen_now(turn.db, drill.id, turn.now)
    turn.ask_next("drills.say", drill=drill.id)
    last = rows.lines(turn.db, drill.id)[-1].line.text
    where = Text(turn.words("You were here:"), "muted")
    return Reply((where, *spoken(Said(tuple(last.split("\n")), ()), _name(turn, drill.state, drill))))


def give_hint(turn: Turn, _: Any) -> Reply:
    drill = _here(turn) or rows.playing(turn.db, turn.person.id)
    scenario = _scenario(turn, drill) if drill else None
    if drill is None or scenario is None or drill.status != "playing":
        return say(turn.words("You are not in a drill. /drill starts one."))
    turn.ask_next("drills.say", drill=drill.id)
    if drill.exam:
        return say(turn.words("No hints in a certificate drill."))
    rows.hint_given(turn.db, drill.id)
    rows.seen_now(turn.db, drill.id, turn.now)
    return Reply((Text(hint(turn, scenario, drill), "muted"),))


def finish_now(turn: Turn, _: Any) -> Reply:
    """The rep has had enough: what was played is scored, and is no pass."""
    id = int(turn.args.get("drill", "0"))
    drill = rows.load(turn.db, id, turn.person.id) if id else _here(turn) or rows.playing(turn.db, turn.person.id)
    if drill is None or drill.status != "playing":
        return say(turn.words("You are not in a drill. /drill starts one."))
    done = close(turn, drill.id, None)
    return first_screen(turn, done) if done else gone(turn)
