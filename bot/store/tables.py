"""How a table is declared: every column says what happens to it when a person is erased.

Rooms declare their own tables on this metadata; `people/erasure.py` walks it. A column without a declaration cannot be
written (`column` demands it), so nothing personal is added without its way out.
"""

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Literal

from sqlalchemy import Column, DateTime, Dialect, MetaData, String, Table, Text
from sqlalchemy.sql.base import SchemaEventTarget
from sqlalchemy.types import TypeDecorator, TypeEngine

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


@dataclass(frozen=True, slots=True)
class Personal:
    """What erasing the person does to a column."""

    way: Literal["delete", "pseudonymise", "keep"]
    reason: str = ""


delete = Personal("delete")
pseudonymise = Personal("pseudonymise")


def keep(reason: str) -> Personal:
    return Personal("keep", reason)


def column(
    name: str,
    type_: TypeEngine[Any] | type[TypeEngine[Any]],
    *more: SchemaEventTarget,
    personal: Personal,
    **options: Any,
) -> Column[Any]:
    options.setdefault("nullable", False)
    return Column(name, type_, *more, info={"personal": personal}, **options)


def table(
    name: str,
    *columns: Any,
    subject: str | None,
    erase: Literal["rows", "columns"] = "rows",
    mentions: str | None = None,
) -> Table:
    """A table; `subject` is the column that holds the person's id (None: holds nothing of a person).

    erase="rows" drops the person's rows; "columns" keeps them and treats each column as it declares.
    `mentions` is the column of another person whom a row names: it goes when that one is erased, too.
    """
    return Table(name, metadata, *columns, info={"subject": subject, "erase": erase, "mentions": mentions})


class Id(TypeDecorator[str]):
    """Somebody else's id of something. One that does not fit its column, or that no text column takes, is shortened.

    What is cut off is hashed, so that two ids never become one.
    """

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else self.stored(value)

    def stored(self, value: str) -> str:
        """The id as its column holds it."""
        assert isinstance(self.impl_instance, String)
        room = self.impl_instance.length
        if room is None or (len(value) <= room and value.isprintable()):
            return value
        digest = urlsafe_b64encode(sha256(value.encode("utf-8", "surrogatepass")).digest()[:15]).decode()
        start = "".join(c for c in value if c.isprintable())
        return start[: room - len(digest) - 1] + "~" + digest


class Instant(TypeDecorator[datetime]):
    """A moment in UTC, aware on both sides; a naive time is a mistake and raises."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None or value.tzinfo is not None:
            return value and value.astimezone(UTC)
        return value.replace(tzinfo=UTC)

    def result_processor(self, dialect: Dialect, coltype: Any) -> Callable[[Any], datetime | None] | None:
        """SQLite's text is read at once: by way of a naive moment it takes four times as long."""
        return _read_utc if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def _read_utc(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value + "+00:00")


class Json(TypeDecorator[Any]):
    """A JSON value in a text column: the same bytes on both databases."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        if value is None:
            return None
        said = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return said.encode("utf-8", "replace").decode()  # half an emoji is no text that a database takes

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)
