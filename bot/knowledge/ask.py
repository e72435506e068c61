"""Asking: free text or /ask finds a card, offers three, or says honestly that there is none."""

from collections.abc import Sequence
from typing import Any

from bot.features import Feature, Turn
from bot.knowledge import aliases, answered, desk, gap_list, nudges, overview, pitch
from bot.knowledge.cards import Card
from bot.knowledge.gaps import log_gap, propose
from bot.knowledge.library import Library
from bot.knowledge.notes import clauses, is_greeting, is_small_talk, note_in, says_nothing, tells_visit
from bot.knowledge.show import caution, first_screen, whole_card
from bot.messages import EVERYONE, Button, Choices, Reply, Text, say
from bot.search import Found
from bot.words import N_, language_of

knowledge = Feature("knowledge", N_("Scripts and objections"))

CLAUSES_MAX = 5
"""Parts of a note that are searched one by one."""
NEAREST_FROM = 0.1
"""Probability from which an honest "no" names the nearest cards; below, one in forty would be right."""
QUOTED_MAX = 60
"""Characters of the question that an honest "no" repeats."""


def look(turn: Turn) -> Found | None:
    """Searches, outside the transaction."""
    text, library = turn.text, turn.get(Library)
    if not text or says_nothing(text) or is_small_talk(text) or is_greeting(text):
        return None
    found = library.search(text)
    if not note_in(text):
        return found
    worries = [part for part in clauses(text) if not tells_visit(part)][:CLAUSES_MAX]
    return max(map(library.search, worries or [text]), key=lambda one: one.confidence)


@knowledge.free_text(roles=EVERYONE, prepare=look)
def answer(turn: Turn, found: Found | None) -> Reply:
    said = turn.words
    if found is None:
        if is_greeting(turn.text):
            return say(said("Hello. What did the customer say?"))
        if is_small_talk(turn.text):
            return say(said("Any time. Tell me what the customer said."))
        return say(said("Type what the customer said, or /help."))
    note = note_in(turn.text)
    reply = _answer(turn, found, is_note=bool(note))
    return _with_note_buttons(turn, reply) if note else reply


@knowledge.command("ask", roles=EVERYONE, zh=("话术", "异议"), help=N_("Find the script for what the customer said"),
                   usage=N_("it is too expensive"), prepare=look)  # fmt: skip
def ask(turn: Turn, found: Found | None) -> Reply:
    return answer(turn, found)


def _answer(turn: Turn, found: Found, *, is_note: bool) -> Reply:
    cards = _cards(turn, found)
    # A note asks nothing, so it gets the likeliest card and no question back.
    if cards and (found.outcome == "answer" or (is_note and found.outcome == "choose")):
        others = tuple(card.id for card in cards[1:3])
        return first_screen(turn, cards[0], question=turn.text, others=others)
    if found.outcome == "choose" and cards:
        return _choose(turn, turn.words("I am not sure which one. Is it one of these?"), cards[:3], turn.text)
    return _nothing(turn, cards[:2] if found.confidence >= NEAREST_FROM else [], is_note=is_note)


def _cards(turn: Turn, found: Found) -> list[Card]:
    """The cards that were found, in the language of the question."""
    language = language_of(turn.text, turn.person.language or "zh")
    library = turn.get(Library)
    return [card for hit in found.hits if (card := library.card(hit.id, language))]


def _choose(turn: Turn, head: str, cards: list[Card], question: str) -> Reply:
    buttons = [_pick(card, question) for card in cards]
    none = Button(
        turn.words("None of these"), "knowledge.none", {"question": question, "near": ",".join(c.id for c in cards)}
    )
    return Reply((Text(head), Choices((*buttons, none))))


def _pick(card: Card, question: str) -> Button:
    return Button(card.title, "knowledge.pick", {"card": card.id, "language": card.language, "question": question})


def _nothing(turn: Turn, near: list[Card], *, is_note: bool) -> Reply:
    """An honest no: what was looked for, the two nearest cards, and that the question was noted."""
    said = turn.words
    if is_note:
        text = said("That reads like a note, and I have no script for it.")
    else:
        _log(turn, turn.text, [card.id for card in near])
        quoted = turn.text if len(turn.text) <= QUOTED_MAX else turn.text[:QUOTED_MAX] + "…"
        text = said("I have no card for “{question}”. I noted it for the editors.", question=quoted)
    if not near:
        return say(text)
    buttons = tuple(_pick(card, turn.text) for card in near)
    return Reply((Text(text), Text(said("The nearest I have:"), "muted"), Choices(buttons)))


def _with_note_buttons(turn: Turn, reply: Reply) -> Reply:
    """Offers to keep a note, where the features that keep notes exist."""
    offers = (("playbooks.log_touch", N_("Log as a visit")), ("feedback.capture", N_("Log as feedback")))
    buttons = tuple(
        Button(turn.words(label), action, {"text": turn.text}) for action, label in offers if turn.offers(action)
    )
    return Reply((*reply.parts, Choices(buttons))) if buttons else reply


def _log(turn: Turn, question: str, near: list[str], declined: Sequence[str] = ()) -> None:
    log_gap(turn.db, turn.person.id, question, language_of(question, "zh"), near, turn.now, declined)


# Buttons


def _card(turn: Turn) -> Card | None:
    return turn.get(Library).card(turn.args.get("card", ""), turn.args.get("language", ""))


def _gone(turn: Turn) -> Reply:
    return say(turn.words("That card is no longer there. Please ask again."))


def _others(turn: Turn) -> tuple[str, ...]:
    return tuple(id for id in turn.args.get("others", "").split(",") if id)


@knowledge.button("show", roles=EVERYONE)
def show(turn: Turn, _: Any) -> Reply:
    card = _card(turn)
    return first_screen(turn, card) if card else _gone(turn)


@knowledge.button("send", roles=EVERYONE)
def send(turn: Turn, _: Any) -> Reply:
    card = _card(turn)
    if card is None:
        return _gone(turn)
    return Reply((Text(card.sections["send"], copyable=True), *caution(turn.words, card, turn.now.date())))


@knowledge.button("more", roles=EVERYONE)
def more(turn: Turn, _: Any) -> Reply:
    card = _card(turn)
    if card is None:
        return _gone(turn)
    library = turn.get(Library)
    related = [c for id in card.related if (c := library.card(id, card.language))]
    return whole_card(turn, card, turn.args.get("question", ""), _others(turn), related)


@knowledge.button("less", roles=EVERYONE)
def less(turn: Turn, _: Any) -> Reply:
    card = _card(turn)
    if card is None:
        return _gone(turn)
    reply = first_screen(turn, card, turn.args.get("question", ""), _others(turn))
    return Reply(reply.parts, edit=True)


@knowledge.button("not_this", roles=EVERYONE)
def not_this(turn: Turn, _: Any) -> Reply:
    question = turn.args.get("question", "")
    library = turn.get(Library)
    language = turn.args.get("language", "")
    cards = [card for id in _others(turn) if (card := library.card(id, language))]
    if not cards:
        _log(turn, question, [turn.args.get("card", "")], declined=[turn.args.get("card", "")])
        return say(turn.words("Noted for the editors. Try other words for it."))
    return _choose(turn, turn.words("Then perhaps one of these?"), cards, question)


@knowledge.button("pick", roles=EVERYONE)
def pick(turn: Turn, _: Any) -> Reply:
    """A card chosen for a question: shown, and the question proposed as one of its phrases."""
    card, question = _card(turn), turn.args.get("question", "")
    if card is None:
        return _gone(turn)
    if question:
        propose(turn.db, turn.person.id, card.id, language_of(question, card.language), question, turn.now)
    return first_screen(turn, card)


@knowledge.button("none", roles=EVERYONE)
def none_of_these(turn: Turn, _: Any) -> Reply:
    near = turn.args.get("near", "").split(",")
    _log(turn, turn.args.get("question", ""), near, declined=near)
    return say(turn.words("Noted for the editors. Try other words for it."))


for part in (pitch, overview, aliases, gap_list, answered, nudges, desk):
    part.register(knowledge)
