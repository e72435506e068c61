"""Many rows at once: numbers are handed out here, and written in pieces so that the bot goes on answering."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Table, func, insert, select, text

from bot.funnel.tables import figure
from bot.people.tables import person
from bot.playbooks.tables import contact, customer, deal, stage_event, task, touch
from bot.store import Store

ORDER: tuple[Table, ...] = (person, customer, contact, deal, stage_event, touch, task, figure)
"""A row before those that point at it."""
PIECE = 5_000

Progress = Callable[[int, int], object] | None
"""`progress(done, of)`, as bot.cli.base.bar makes it."""


class Rows:
    """The only writer while it is used."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: dict[Table, list[dict[str, Any]]] = {table: [] for table in ORDER}
        self._statements = {table: insert(table) for table in ORDER}
        with store.read() as db:
            self._last = {table: db.execute(select(func.max(table.c.id))).scalar() or 0 for table in ORDER}
        self._waiting = 0
        self.counts = dict.fromkeys((table.name for table in ORDER), 0)

    def add(self, table: Table, values: dict[str, Any]) -> int:
        number = self._last[table] = self._last[table] + 1
        values["id"] = number
        self._kept[table].append(values)
        self._waiting += 1
        self.counts[table.name] += 1
        return number

    def breathe(self) -> None:
        """To be called where everything that points at each other is there."""
        if self._waiting >= PIECE:
            self.flush()

    def flush(self) -> None:
        with self._store.write() as db:
            for table in ORDER:
                if self._kept[table]:
                    db.execute(self._statements[table], self._kept[table])
                    self._kept[table] = []
        self._waiting = 0

    def close(self) -> None:
        """Writes the rest; PostgreSQL counts by itself and must know where we stopped."""
        self.flush()
        if self._store.is_sqlite:
            return
        with self._store.write() as db:
            for table in ORDER:
                if self.counts[table.name]:
                    sequence = {"table": table.name, "last": self._last[table]}
                    db.execute(text("SELECT setval(pg_get_serial_sequence(:table, 'id'), :last)"), sequence)
