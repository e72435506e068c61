"""The database faults that an admin can mend, as sentences."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DatabaseError, OperationalError

from bot.errors import CornermanError
from bot.words import N_

LOCKED = N_("Another program holds the database. Wait a moment and try again.")

_FAULTS: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        ("disk is full", "no space left"),
        N_(
            "The disk is full: this message was not stored and nothing else was changed. "
            "Free some space and send it again."
        ),
    ),
    (("disk i/o",), N_("The disk cannot be read or written. Nothing was changed; check the disk and send it again.")),
    (("database is locked", "table is locked"), LOCKED),
    (
        ("readonly", "read-only"),
        N_("The database file cannot be written to. Check who owns it and its folder."),
    ),
    (
        ("unable to open",),
        N_("The database file cannot be opened. Check that its folder is there and who owns it."),
    ),
    (
        ("not a database", "malformed"),
        N_("The database file is damaged or is no database. Bring back a copy, or name another file in DATABASE_URL."),
    ),
    (
        ("authentication failed", "no password supplied", "no pg_hba.conf entry", " does not exist"),
        N_("PostgreSQL does not let us in. Check the user, the password and the database in DATABASE_URL."),
    ),
    (
        ("too many clients", "too many connections", "connection slots"),
        N_("PostgreSQL has no connection free. Wait a moment and try again."),
    ),
    (
        ("connection", "failed to resolve", "starting up", "shutting down"),
        N_("The database does not answer. Check DATABASE_URL and that PostgreSQL runs."),
    ),
)
"""What the database's message contains → what somebody can do about it; the first that fits is said."""


class StoreFault(CornermanError):
    """The database cannot do it now; nothing was changed, and trying again later may work."""


def explained(message: str) -> str:
    """A sentence for a database's message; "" where it is our mistake rather than a fault of the machine."""
    low = message.lower()
    return next((sentence for marks, sentence in _FAULTS if any(mark in low for mark in marks)), "")


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turns the few database faults that an admin can mend into sentences."""
    try:
        yield
    except DatabaseError as error:
        fault = isinstance(error, OperationalError) or type(error) is DatabaseError  # the others are our mistakes
        sentence = explained(str(error.orig)) if fault else ""
        if not sentence:
            raise
        raise StoreFault(sentence) from error
