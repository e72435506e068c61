"""The morning message: who is due gets what their features have to say, once a day, or nothing."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.app.turns import App
from bot.features import Step, Turn
from bot.messages import Incoming, Part, Person, Reply, Text
from bot.pushes import morning, outbox
from bot.pushes.morning import Due
from bot.pushes.own_times import everybody
from bot.words import words

LINES_MAX = 5
"""Things to do that one message names; whoever has more is not helped by more."""
AT_ONCE = 50
"""Messages that are written in one transaction: nobody waits behind ten thousand mornings."""


def send_due(app: App) -> set[int]:
    """Puts every due morning message into the outbox; returns whom it told."""
    with app.store.read() as db:
        due = look(app, db)
    batches = (due[start : start + AT_ONCE] for start in range(0, len(due), AT_ONCE))
    return {person_id for some in batches for person_id in _send(app, some)}


def look(app: App, db: Connection) -> list[Due]:
    now = app.clock()
    return morning.due(everybody(db, app.settings.time_zone), morning.filled(db, now), now)


def _send(app: App, some: Sequence[Due]) -> list[int]:
    """Makes some messages beside whoever writes, then writes them in one go; returns whom it told."""
    with app.store.read() as db:
        made = [(due, _made(app, db, due)) for due in some]
    with app.store.write() as db:
        here = app.directory.here(db, [due.person_id for due in some])  # nothing is written of who was erased just now
        kept = [(due, reply if due.person_id in here else None) for due, reply in made]
        return [due.person_id for due, reply in kept if _put(db, due, reply, app.clock()) and reply]


def _made(app: App, db: Connection, due: Due) -> Reply | None:
    person = None if due.late else app.directory.by_id(db, due.person_id)
    return message(app, db, person) if person else None


def _put(db: Connection, due: Due, reply: Reply | None, now: datetime) -> bool:
    """Whether it is us who filled this slot; another process may have made the same message."""
    status = "expired" if due.late else "ready" if reply else "empty"
    put = outbox.push(
        db, reply or Reply(()), person_id=due.person_id, kind=morning.KIND, slot=due.slot, due=due.at, status=status,
        now=now,
    )  # fmt: skip
    return put is not None


def message(app: App, db: Connection, person: Person) -> Reply | None:
    """What this person reads this morning; None where no feature has anything."""
    said = words(person.language or app.settings.language)
    incoming = Incoming("", "", "")
    turn = Turn(incoming=incoming, person=person, now=app.clock(), words=said, db=db, app=app)
    parts = (*_reports(app, turn), *_first(turn, _steps(app, turn)))
    return Reply((Text(said("Good morning, {name}.", name=person.name), "title"), *parts)) if parts else None


def _reports(app: App, turn: Turn) -> Iterator[Part]:
    for feature in app.routes.features:
        if feature.morning_part and feature.is_on(turn.person):
            yield from feature.morning_part(turn)


def _steps(app: App, turn: Turn) -> list[Step]:
    """Best first, one for each thing that they are about."""
    found = (f.morning_steps(turn) for f in app.routes.features if f.morning_steps and f.is_on(turn.person))
    best: dict[str, Step] = {}
    for step in sorted((step for steps in found for step in steps), key=lambda step: step.rank):
        best.setdefault(step.about or step.text, step)
    return list(best.values())


def _first(turn: Turn, steps: Sequence[Step]) -> tuple[Part, ...]:
    """The one thing to do first, with its buttons, at the end; what else there is, as a line each above it."""
    if not steps:
        return ()
    first, others = steps[0], steps[1:LINES_MAX]
    lines = "\n".join(f"· {step.text}" for step in others)
    above = (Text(turn.words("Also today:"), "muted"), Text(lines)) if others else ()
    asked = (Text(first.question, "muted"),) if first.question else ()
    choices = (first.choices,) if first.choices.buttons else ()
    return (*above, Text(turn.words("First: {what}", what=first.text)), *asked, *choices)
