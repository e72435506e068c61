"""What a database hands over, as values: sums, moments, days and texts; a sentence where it is none of them."""

from datetime import UTC, date, datetime, time, tzinfo
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

LARGEST = 2**63 - 1
"""Of what a database keeps as a whole number."""


class Nonsense(ValueError):
    """A cell that cannot be what its column says; the text names both."""


def as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    return " ".join(str(value).split())


def as_amount(value: Any, column: str) -> int | None:
    """Hundredths. Tryton on SQLite keeps a sum as bytes, others as a float or a text."""
    text = as_text(value)
    if not text:
        return None
    try:
        hundredths = int((Decimal(text) * 100).quantize(Decimal(1), ROUND_HALF_UP))
    except (InvalidOperation, ValueError, OverflowError):
        hundredths = LARGEST + 1
    if abs(hundredths) > LARGEST:
        raise _no(value, column, "a sum, such as 1004.50")
    return hundredths


def as_moment(value: Any, column: str, zone: tzinfo) -> datetime | None:
    """In UTC; a time without a zone is in `zone`, a day alone is its beginning."""
    if value is None or value == "":
        return None
    found = _parsed(value, column, "a time, such as 2026-11-23 09:00:00")
    return in_utc(found if found.tzinfo else found.replace(tzinfo=zone), value, column)


def in_utc(moment: datetime, value: Any, column: str) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:  # the first and the last day there is
        raise _no(value, column, "a time that can be") from error


def as_day(value: Any, column: str) -> date | None:
    if value is None or value == "":
        return None
    return _parsed(value, column, "a day, such as 2026-11-23").date()


def _parsed(value: Any, column: str, wanted: str) -> datetime:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time())
    try:
        return datetime.fromisoformat(as_text(value))
    except ValueError as error:
        raise _no(value, column, wanted) from error


def _no(value: Any, column: str, wanted: str) -> Nonsense:
    return Nonsense(f"{column}: {as_text(value)[:40]!r} is not {wanted}.")
