"""How a card looks in chat: one screen first, the rest behind a button."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.features import Turn
from bot.knowledge.cards import SECTIONS, Card
from bot.knowledge.freshness import freshness, needs_asking
from bot.messages import Button, Choices, Facts, Part, Reply, Text
from bot.words import N_, Words

LABELS = {
    "line": N_("Say"), "send": N_("To send"), "next": N_("Then ask"), "acknowledge": N_("Acknowledge"),
    "ask": N_("Ask first"), "scene": N_("The scene"), "answer": N_("Answer"), "proof": N_("Proof"),
    "step": N_("Next step"),
}  # fmt: skip

QUESTION_MAX = 500
"""Characters of a question that travel with its buttons."""


PAGE = 8
"""Buttons in a list; more than fit on a phone are not read."""

NO_ARGS: Mapping[str, str] = {}


def first_screen(turn: Turn, card: Card, question: str = "", others: tuple[str, ...] = ()) -> Reply:
    """What to say, what to ask next, who stands behind it. A fresh card has at most 150 Chinese characters."""
    parts: tuple[Part, ...] = (
        _line(turn.words, card),
        *caution(turn.words, card, turn.now.date()),
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
    buttons = _buttons(turn, card, question, others, open_=True)
    nearby = tuple(
        Button(other.title, "knowledge.show", {"card": other.id, "language": card.language}) for other in related
    )
    return Reply((*in_full(turn.words, card, turn.now.date()), Choices((*buttons, *nearby))), edit=True)


def in_full(said: Words, card: Card, today: date) -> tuple[Part, ...]:
    """All that a card says to a rep, without a button."""
    rows = tuple((said(LABELS[name]), card.sections[name]) for name in SECTIONS[card.kind] if name != "send")
    behind = Text(provenance(said, card, today), "muted")
    return (Text(card.title, "title"), *caution(said, card, today), Facts(rows), behind)


def caution(said: Words, card: Card, today: date) -> tuple[Text, ...]:
    """Whom to ask before an old price, tax or legal card is quoted; the card itself is shown all the same."""
    if not needs_asking(card, today):
        return ()
    text = said(
        "Past its review date, {date}. Check with {desk} before you quote it.", date=card.due, desk=desk(said, card)
    )
    return (Text(text, "warning"),)


def provenance(said: Words, card: Card, today: date) -> str:
    """Who owns the card, who else can tell when it is due, and how old it is; a card past its review says so."""
    days = card.age(today)
    checked = said("checked today") if days == 0 else said.plural("checked {n} day ago", "checked {n} days ago", days)
    age = freshness(card, today)
    owner = f"{card.owner if age == 'fresh' else desk(said, card)} · {checked}"
    return said("{owner}, review overdue: ask before you rely on it", owner=owner) if age == "overdue" else owner


def desk(said: Words, card: Card) -> str:
    """Who answers for the card, and who else if they cannot be reached."""
    return said("{owner} or {deputy}", owner=card.owner, deputy=card.deputy) if card.deputy else card.owner


def page_of(
    said: Words, buttons: Sequence[Button], start: int, action: str, args: Mapping[str, str] = NO_ARGS
) -> tuple[Button, ...]:
    """As many buttons as a phone shows, and one that leads to the others."""
    shown, more = tuple(buttons[start : start + PAGE]), len(buttons) - start - PAGE
    if more <= 0:
        return shown
    return (*shown, Button(said("{n} more", n=more), action, {**args, "from": str(start + PAGE)}))


def start_of(turn: Turn) -> int:
    """Where the page begins that `page_of`'s last button asks for."""
    start = turn.args.get("from", "0")
    return int(start) if start.isdecimal() else 0


def opening(said: Words, card: Card) -> Button:
    return Button(said("Open the card"), "knowledge.show", {"card": card.id, "language": card.language})


def still_right_button(said: Words, card: Card) -> Button:
    return Button(said("Still right"), "knowledge.still_right", {"card": card.id, "language": card.language})


def _buttons(turn: Turn, card: Card, question: str, others: tuple[str, ...], *, open_: bool) -> tuple[Button, ...]:
    said = turn.words
    args = {"card": card.id, "language": card.language, "question": question[:QUESTION_MAX], "others": ",".join(others)}
    opened = Button(said("Less"), "knowledge.less", args) if open_ else Button(said("More"), "knowledge.more", args)
    buttons = [Button(said("Copy for the customer"), "knowledge.send", args, primary=True), opened]
    if question:
        buttons.append(Button(said("Not this"), "knowledge.not_this", args))
    if needs_asking(card, turn.now.date()):
        buttons.append(Button(said("Ask them to check"), "knowledge.ask_check", args))
    if freshness(card, turn.now.date()) != "fresh" and turn.offers("knowledge.still_right"):
        buttons.append(still_right_button(said, card))
    if card.drill and turn.offers("drills.play"):
        buttons.append(Button(said("Practise"), "drills.play", {"scenario": card.drill}))
    return tuple(buttons)
