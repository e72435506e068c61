"""A drill in the chat, turn by turn, until it ends by itself or the rep has had enough."""

from datetime import timedelta

from bot.app import App
from bot.clock import MovedClock
from bot.drills import rows
from bot.simulate.names import Language
from bot.simulate.voice import Voice
from bot.simulate.words import LINES

TURNS = 14
"""Messages after which a drill is ended."""
TYPING = timedelta(seconds=5)
"""From a customer's line to the answer."""


def practise(app: App, clock: MovedClock, language: Language, voice: Voice, scenario: str, **chosen: str) -> None:
    """`chosen`: of the buttons that begin it, which one."""
    voice.say(f"/drill {scenario}")
    if not voice.press("drills.start", None, **chosen):
        return
    for n in range(TURNS):
        if not _playing(app, voice):
            return
        clock.move(TYPING)
        voice.say(LINES[language][n % len(LINES[language])])
    if _playing(app, voice):
        voice.say("/end")


def _playing(app: App, voice: Voice) -> bool:
    with app.store.read() as db:
        return rows.playing(db, voice.person_id) is not None
