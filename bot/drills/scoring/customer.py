"""What a customer's turn is to the rep, where nobody has said so: a real talk has no cues."""

from bot.drills.scoring.figures import figures
from bot.drills.scoring.words import says, split
from bot.drills.talk import Cue, Line

TOPICS = ("price", "trust", "risk", "people", "time", "fit", "rival")
Meant = tuple[tuple[Cue, str], ...]


def cues(line: Line, previous: str = "") -> Meant:
    """As the played customer meant it, or as far as words give it away. `previous` is what the rep said before."""
    if line.cues is not None:
        return line.cues
    found: list[tuple[Cue, str]] = []
    text = line.text
    if objects(text):
        found.append(("objection", topic(text)))
    elif asks_fact(text):
        found.append(("question", ""))
    if says("pain", text):
        found.append(("pain", ""))
    if says("decider", text):
        found.append(("decider", ""))
    if says("accepted", text):
        found.append(("accepted", ""))
    if says("stall", text):
        found.append(("stall", ""))
    if figures(text):
        found.append(("fact", ""))
    return tuple(found) or (("small", ""),)


def objects(text: str) -> bool:
    """One sentence that objects is enough, unless it only asks a price or accepts."""
    return any(_objects(part) for part in split(text))


def _objects(part: str) -> bool:
    if not says("objection", part):
        return False
    return says("haggle", part) or says("worry", part) or not (asks_fact(part) or says("accepted", part))


def asks_fact(text: str) -> bool:
    """A range or a yes or no would answer it."""
    return says("factual", text) and not says("worry", text)


def topic(text: str) -> str:
    """Two objections on one topic are one objection."""
    return next((name for name in TOPICS if says(f"about_{name}", text)), "")
