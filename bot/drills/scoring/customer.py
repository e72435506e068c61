"""What a customer's turn is to the rep, where nobody has said so: a real talk has no cues."""

from bot.drills.moves.sentences import clauses
from bot.drills.scoring.figures import figures
from bot.drills.scoring.guess import NO_GUESS, Guess, guess
from bot.drills.scoring.terms import content
from bot.drills.scoring.words import says, split
from bot.drills.talk import Cue, Line
from bot.search.encoder import Encoder

TOPICS = ("trust", "price", "risk", "people", "time", "fit", "rival")
PLAIN: tuple[Cue, ...] = ("decider", "accepted", "stall")
UNLIKELY, LEANS, OBJECTS = 0.2, 0.4, 0.65
"""Up to where likeness speaks against an objection, from where a word that turns makes one, from where nothing need."""
HURTS, LEANS_TO_PAIN = 0.5, 0.1
BRIEF = 8
"""Content words up to which "ok" at the start makes the whole turn an acceptance."""
Meant = tuple[tuple[Cue, str], ...]


def cues(line: Line, encoder: Encoder | None, asked: bool = False) -> Meant:
    """As the played customer meant it, or as far as words and likeness give it away."""
    return line.cues if line.cues is not None else _inferred(line.text, encoder, asked)


def _inferred(text: str, encoder: Encoder | None, asked: bool) -> Meant:
    rest = told(text)
    likely = guess(rest, encoder) if rest else NO_GUESS
    found: list[tuple[Cue, str]] = []
    if rest != text:
        found.append(("question", ""))
    if _objects(rest, likely, asked):
        found.append(("restated" if says("insists", rest) else "objection", topic(rest)))
    if likely.pain > HURTS or (says("pain", rest) and likely.pain > LEANS_TO_PAIN):
        found.append(("pain", ""))
    found += [(cue, "") for cue in PLAIN if says(cue, text)]
    if figures(rest):
        found.append(("fact", ""))
    return tuple(found) or (("small", ""),)


def _objects(rest: str, likely: Guess, asked: bool) -> bool:
    """Words are enough unless the turn rather tells of trouble; likeness alone must be sure."""
    if not rest or (_accepts(rest) and len(content(rest)) <= BRIEF):
        return False
    if objects(rest):
        sure = any(says(notion, rest) for notion in ("worry", "haggle", "dear"))
        return likely == NO_GUESS or likely.objection > UNLIKELY or sure
    if likely.pain > likely.objection:
        return False
    return (likely.objection > OBJECTS and not asked) or (likely.objection > LEANS and says("turns", rest))


def _accepts(text: str) -> bool:
    return says("accepted", text) and not (says("turns", text) or says("worry", text) or says("haggle", text))


def objects(text: str) -> bool:
    """One clause that objects is enough."""
    return any(says("objection", part) for part in pieces(text))


def told(text: str) -> str:
    """The text without its plain factual questions: 多少钱 is no objection, what stands beside it may be."""
    return "\n".join(part for part in pieces(text) if not asks_fact(part)) if asks_fact(text) else text


def pieces(text: str) -> tuple[str, ...]:
    return tuple(clause for sentence in split(text) for clause in clauses(sentence))


def asks_fact(text: str) -> bool:
    """A range or a yes or no would answer it."""
    return says("factual", text) and not (says("worry", text) or says("haggle", text))


def topic(text: str) -> str:
    """Two objections on one topic are one objection."""
    return next((name for name in TOPICS if says(f"about_{name}", text)), "")
