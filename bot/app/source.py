"""The CRM read once an hour beside everything else; an admin hears once that it cannot be."""

import logging

from bot.app.turns import App
from bot.errors import CornermanError
from bot.funnel.sources.sync import claim, read_until, sync
from bot.messages import Reply, Role, Text
from bot.playbooks.playbooks import Playbooks
from bot.pushes import outbox
from bot.pushes.own_times import rhythm_of
from bot.pushes.rhythm import next_open
from bot.store import StoreFault
from bot.words import words

log = logging.getLogger("cornerman")


class _Stopped(Exception):
    """The process ends: what is written stays, the rest is read the next time."""


def read_source(app: App) -> bool:
    """Reads the source if it is time to; True when it was read."""
    if not app.settings.funnel.source or app.library.status()[0] == "reading":  # playbooks name cards
        return False
    with app.store.write() as db:
        if not claim(db, app.clock()):
            return False

    def going_on(done: int, total: int) -> None:
        if app.stopping.is_set():
            raise _Stopped

    try:
        done = sync(
            app.store, app.service(Playbooks), app.directory, app.settings, app.clock(), report=going_on
        )  # fmt: skip
    except StoreFault:
        raise  # ours, not theirs
    except _Stopped:
        return False
    except CornermanError as error:
        log.warning("the CRM was not read: %s", error)
        tell_admins(app, str(error))
        return False
    if done.report.rejected:
        log.warning("the CRM has %s rows that cannot be read; `cornerman sync` names them", len(done.report.rejected))
    return True


def tell_admins(app: App, problem: str) -> None:
    """Once for each time that the source went away: the day when it was last read says which time that is."""
    told, now = [], app.clock()
    with app.store.write() as db:
        last = read_until(db)
        for person in app.directory.with_role(db, Role.ADMIN):
            said = words(person.language or app.settings.language)
            head = said("The CRM cannot be read; its deals stay as they were. I go on trying every hour.")
            reply = Reply((Text(head, "warning"), Text(problem)))
            due = next_open(rhythm_of(db, person.id), now)
            slot = f"{last:%Y-%m-%d}" if last else "never"
            if outbox.push(db, reply, person_id=person.id, kind="source", slot=slot, due=due, now=now) is not None:
                told.append(person.id)
    for person_id in told:
        app.notify(person_id)
