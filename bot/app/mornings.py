"""The morning message: who is due gets what their features have to say, once a day, or nothing."""

from collections.abc import Iterator

from sqlalchemy import Connection

from bot.app.turns import App
from bot.features import Turn
from bot.messages import Incoming, Part, Person, Reply, Text
from bot.pushes import morning, outbox
from bot.pushes.morning import Due
from bot.pushes.own_times import everybody
from bot.words import words


def send_due(app: App) -> set[int]:
    """Puts every due morning message into the outbox; returns whom it told."""
    with app.store.read() as db:
        due = look(app, db)
    told = set()
    for each in due:
        with app.store.write() as db:  # one by one: nobody waits behind a thousand mornings
            if _put(app, db, each):
                told.add(each.person_id)
    return told


def look(app: App, db: Connection) -> list[Due]:
    now = app.clock()
    return morning.due(everybody(db, app.settings.time_zone), morning.filled(db, now), now)


def _put(app: App, db: Connection, due: Due) -> bool:
    person = app.directory.by_id(db, due.person_id)
    reply = message(app, db, person) if person and not due.late else None
    status = "expired" if due.late else "ready" if reply else "empty"
    put = outbox.push(
        db, reply or Reply(()), person_id=due.person_id, kind=morning.KIND, slot=due.slot, due=due.at, status=status,
        now=app.clock(),
    )  # fmt: skip
    return put is not None and status == "ready"


def message(app: App, db: Connection, person: Person) -> Reply | None:
    """What this person reads this morning; None where no feature has anything."""
    said = words(person.language or app.settings.language)
    incoming = Incoming("", "", "")
    turn = Turn(incoming=incoming, person=person, now=app.clock(), words=said, db=db, app=app)
    parts = tuple(_parts(app, turn))
    return Reply((Text(said("Good morning, {name}.", name=person.name), "title"), *parts)) if parts else None


def _parts(app: App, turn: Turn) -> Iterator[Part]:
    for feature in app.routes.features:
        if feature.morning_part and feature.is_on(turn.person):
            yield from feature.morning_part(turn)
