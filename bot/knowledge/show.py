"""How a card looks in chat: one screen first, the rest behind a button."""

from datetime import date

from bot.features import Turn
from bot.knowledge.cards import SECTIONS, Card
from bot.messages import Button, Choices, Facts, Reply, Text
from bot.words import N_, Words

LABELS = {
    "line": N_("Say"), "send": N_("To send"), "next": N_("Then ask"), "acknowledge": N_("Acknowledge"),
    "ask": N_("Ask first"), "scene": N_("The scene"), "answer": N_("Answer"), "proof": N_("Proof"),
    "step": N_("Next step"),
}  # fmt: skip

QUESTION_MAX = 500
"""Characters of a question that travel with its buttons."""


def first_screen(turn: Turn, card: Card, question: str = "", others: tuple[str, ...] = ()) -> Reply:
    """What to say, what to ask next, who stands behind it. At most 150 Chinese characters."""
    parts = (
        _line(turn.words, card),
        Text(turn.words("Then ask: {question}", question=card.sections["next"])),
        Text(provenance(turn.words, card, turn.now.date()), "muted"),
        Choices(_buttons(turn, card, question, others, open_=False)),
    )
    return Reply(parts)


def _line(said: Words, card: Card) -> Text:
    """In quotation marks what is said to the customer; a rule of one's own house must not look like that."""
    if card.kind == "process":
        return Text(said("For you: {line}", line=card.sections["line"]))
    return Text(card.sections["line"], "quote")


def whole_card(turn: Turn, card: Card, question: str, others: tuple[str, ...], related: list[Card]) -> Reply:
    said = turn.words
    rows = tuple((said(LABELS[name]), card.sections[name]) for name in SECTIONS[card.kind] if name != "send")
    buttons = _buttons(turn, card, question, others, open_=True)
    nearby = tuple(
        Button(other.title, "knowledge.show", {"card": other.id, "language": card.language}) for other in related
    )
    behind = Text(provenance(said, card, turn.now.date()), "muted")
    return Reply((Text(card.title, "title"), Facts(rows), behind, Choices((*buttons, *nearby))), edit=True)


def provenance(said: Words, card: Card, today: date) -> str:
    """Who owns the card and how old it is; a card past its review says so."""
    days = card.age(today)
    checked = said("checked today") if days == 0 else said.plural("checked {n} day ago", "checked {n} days ago", days)
    owner = f"{card.owner} · {checked}"
    return said("{owner}, review overdue: ask before you rely on it", owner=owner) if today > card.due else owner


def _buttons(turn: Turn, card: Card, question: str, others: tuple[str, ...], *, open_: bool) -> tuple[Button, ...]:
    said = turn.words
    args = {"card": card.id, "language": card.language, "question": question[:QUESTION_MAX], "others": ",".join(others)}
    opened = Button(said("Less"), "knowledge.less", args) if open_ else Button(said("More"), "knowledge.more", args)
    buttons = [Button(said("Copy for the customer"), "knowledge.send", args, primary=True), opened]
    if question:
        buttons.append(Button(said("Not this"), "knowledge.not_this", args))
    if card.drill and turn.offers("drills.play"):
        buttons.append(Button(said("Practise"), "drills.play", {"scenario": card.drill}))
    return tuple(buttons)
