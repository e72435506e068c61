"""All that one load says, by deal: a million events in a few flat lists, and which ids are two deals at once."""

from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from sys import intern

import numpy as np

from bot.funnel.records import DealRecord, Rejected, StageRecord
from bot.playbooks.customers import key_of
from bot.store import Id

SAY_EVERY = 5_000
NO_AMOUNT = -(2**63)

_ID = Id(128)


@dataclass(frozen=True, slots=True)
class Given:
    """What the load says of one deal."""

    id: str
    """As it is stored."""
    record: DealRecord | None
    events: tuple[tuple[str, datetime, int | None], ...]
    """(the source's word, when, amount), in the order in which they came."""
    row: int
    """The first that speaks of it."""


class Gathered:
    def __init__(self, report: Callable[[int, int], None]) -> None:
        self.rejected: list[Rejected] = []
        self._report = report
        self._read = 0
        self._number: dict[str, int] = {}
        self._records: list[DealRecord | None] = []
        self._rows = array("q")
        self._collisions: dict[int, list[int]] = {}
        self._deal = array("q")
        self._words: list[str] = []
        self._times: list[datetime] = []
        self._amounts = array("q")

    def take(self, deals: Iterable[DealRecord], events: Iterable[StageRecord]) -> None:
        for record in deals:
            self._take_deal(record)
        for event in events:
            self._deal.append(self._of(event.deal_id, event.row))
            self._words.append(intern(event.stage))
            self._times.append(event.entered_at)
            self._amounts.append(NO_AMOUNT if event.amount is None else event.amount)
            self._count()
        self.rejected += [self._collision(number, rows) for number, rows in sorted(self._collisions.items())]

    def _take_deal(self, record: DealRecord) -> None:
        number = self._of(record.id, record.row)
        before = self._records[number]
        if before is not None and not _same_deal(before, record):
            self._collisions.setdefault(number, [before.row]).append(record.row)
        elif before is None:
            self._rows[number] = record.row
        self._records[number] = record
        self._count()

    def _count(self) -> None:
        self._read += 1
        if self._read % SAY_EVERY == 0:
            self._report(self._read, 0)

    def _of(self, id: str, row: int) -> int:
        if len(id) > 128 or not id.isprintable():
            id = _ID.stored(id)
        number = self._number.setdefault(id, len(self._records))
        if number == len(self._records):
            self._records.append(None)
            self._rows.append(row)
        return number

    def _collision(self, number: int, rows: list[int]) -> Rejected:
        record = self._records[number]
        assert record is not None
        where = ", ".join(map(str, rows[:-1]))
        return Rejected(
            rows[-1],
            f"{record.id!r} is two deals: rows {where} and {rows[-1]} differ in the time of creation or the customer. "
            "No row of it was taken; give one of them another id.",
        )

    def __len__(self) -> int:
        """How many deals there are to write."""
        return len(self._records) - len(self._collisions)

    def batches(self, size: int) -> Iterator[list[Given]]:
        """Each deal with its events, in the order in which the deals came."""
        deal = np.frombuffer(self._deal, dtype=np.int64)
        order = np.argsort(deal, kind="stable")
        ends = np.searchsorted(deal[order], np.arange(len(self._records) + 1))
        ids = list(self._number)
        batch: list[Given] = []
        for number, id in enumerate(ids):
            if number in self._collisions:
                continue
            events = tuple(map(self._event, order[ends[number] : ends[number + 1]].tolist()))
            batch.append(Given(id, self._records[number], events, self._rows[number]))
            if len(batch) == size:
                yield batch
                batch = []
        if batch:
            yield batch

    def _event(self, n: int) -> tuple[str, datetime, int | None]:
        amount = self._amounts[n]
        return self._words[n], self._times[n], None if amount == NO_AMOUNT else amount


def _same_deal(one: DealRecord, other: DealRecord) -> bool:
    """Whether two rows of one id can be one deal, as far as both say it."""
    if one.created_at and other.created_at and one.created_at != other.created_at:
        return False
    return not one.customer or not other.customer or key_of(one.customer) == key_of(other.customer)
