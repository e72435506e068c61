"""Points that were held back: a manager looks, and pays them out or leaves them. Nobody is accused of anything."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from bot.features import Feature, Turn
from bot.messages import LEADERS, Button, Choices, Part, Person, Reply, Text, say
from bot.people import audit, ledger
from bot.people.directory import Directory
from bot.people.ledger import Row
from bot.quests.confirming.leading import led_of, may_lead, words_for
from bot.quests.fair import HELD
from bot.quests.finishing import today_of
from bot.quests.points import title_of
from bot.words import Words

LISTED = timedelta(days=30)
"""What nobody pays out goes from the list by itself; the row says for good that it was held."""
SHOWN = 5


def register(quests: Feature) -> None:
    quests.button("held", roles=LEADERS)(held)
    quests.button("pay", roles=LEADERS)(pay)


def waiting(turn: Turn) -> list[tuple[Row, Person]]:
    """What this person may pay out: of whom they lead, and not what they confirmed themselves."""
    if turn.person.role not in LEADERS:
        return []
    rows = [row for row in ledger.waiting(turn.db, turn.now - LISTED) if row.by_id != turn.person.id]
    people = turn.get(Directory).some(turn.db, {row.person_id for row in rows}).values() if rows else ()
    led = {somebody.id: somebody for somebody in led_of(turn, people)}
    return [(row, led[row.person_id]) for row in rows if row.person_id in led]


def _led(turn: Turn, person_id: int) -> Person | None:
    somebody = turn.get(Directory).by_id(turn.db, person_id)
    return somebody if somebody and may_lead(turn, somebody) else None


def held(turn: Turn, _: Any = None, head: str = "") -> Reply:
    said, found = turn.words, waiting(turn)
    first = (Text(head),) if head else ()
    back = Button(said("Your new hires"), "quests.new_hires")
    if not found:
        return Reply((*first, Text(said("No points wait for a look.")), Choices((back,))))
    why = Text(said("The steps count in any case. Whatever you leave goes from this list after 30 days."), "muted")
    title = Text(said("Points that wait for a look"), "title")
    pays = tuple(_pay_button(turn, row, somebody) for row, somebody in found[:SHOWN])
    return Reply((*first, title, *_lines(turn, found[:SHOWN]), why, Choices((*pays, back))))


def _lines(turn: Turn, found: Sequence[tuple[Row, Person]]) -> tuple[Part, ...]:
    said = turn.words
    rows = (
        said("{name} · “{step}” · {points} points · {why}", name=somebody.name,
             step=title_of(turn, said, row.source), points=row.held, why=said(HELD[row.why]))
        for row, somebody in found
    )  # fmt: skip
    return (Text("\n".join(rows)),)


def _pay_button(turn: Turn, row: Row, somebody: Person) -> Button:
    label = turn.words("Pay {name} {n} points", name=somebody.name, n=row.held)
    return Button(label, "quests.pay", {"row": str(row.id)})


def pay(turn: Turn, _: Any) -> Reply:
    number, said = turn.args.get("row", ""), turn.words
    row = ledger.one(turn.db, int(number)) if number.isdecimal() else None
    somebody = _led(turn, row.person_id) if row else None
    if row is None or somebody is None or row.by_id == turn.person.id:
        return say(said("Somebody else has to look at these points."))
    ledger.alone(turn.db, somebody.id)
    today = today_of(turn.db, somebody.id, turn.now)
    if ledger.release(turn.db, row.id, today, turn.now, by_id=turn.person.id) is None:
        return held(turn, head=said("These points are paid out already, or were taken back."))
    audit.record(turn.db, turn.now, actor=turn.person.id, action="quests.pay", subject=somebody.id, points=row.held)
    turn.tell(somebody.id, _paid(turn, words_for(turn, somebody), row), "quest")
    return held(turn, head=said("Paid: {name} has {n} points more.", name=somebody.name, n=row.held))


def _paid(turn: Turn, said: Words, row: Row) -> Reply:
    title = title_of(turn, said, row.source)
    return say(said("{name} has looked at “{step}”: +{points} points.", name=turn.person.name, step=title,
                    points=row.held))  # fmt: skip
