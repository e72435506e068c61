"""The customer: one message in, one reply out. Pure: the same seed and the same words play the same talk."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.drills.ears import Ears
from bot.drills.hearing import Heard, hear
from bot.drills.initiative import INITIATIVES, LAST_CALL, ends, last_chance
from bot.drills.reactions import REACTIONS
from bot.drills.scenario import Persona, Scenario
from bot.drills.scene import Event, Said, Scene
from bot.drills.state import State
from bot.drills.talk import Line

MAX_MESSAGES = 3


def step(
    scenario: Scenario,
    personas: Mapping[str, Persona],
    state: State,
    text: str,
    seed: int,
    ears: Ears,
    lines: Sequence[Line],
) -> tuple[State, Said, tuple[Event, ...]]:
    """The customer hears `text`; `lines` is the talk before it."""
    heard = hear(scenario, state.language, text, ears.hear(lines, text), state.heard)
    state = replace(state, turn=state.turn + 1, heard=(*state.heard, heard.key))
    scene = Scene(scenario, personas, state, seed, heard)
    _react(scene, heard)
    _go_on(scene, heard)
    return scene.state, scene.reply(), tuple(scene.events)


def _react(scene: Scene, heard: Heard) -> None:
    if scene.state.turn == scene.state.away and not scene.state.open and not heard.steps and scene.own("busy"):
        scene.cues.append(("small", ""))
        return
    next((reaction for reaction in REACTIONS if reaction(scene, heard)), None)


def _go_on(scene: Scene, heard: Heard) -> None:
    """At most one thing of the customer's own; a reply of three messages leaves room for the end only."""
    full = len(scene.said) >= MAX_MESSAGES and not last_chance(scene)
    next((begun for begun in ((ends,) if full else INITIATIVES) if begun(scene, heard)), None)
    if scene.state.turn == scene.state.turns - LAST_CALL and not scene.state.ending:
        scene.own("leaving", ("small", "leaving"))
    del scene.said[MAX_MESSAGES + 1 :]
