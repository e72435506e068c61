"""What a load makes of one deal: what is given, what is stored, and what follows. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from bot.funnel.deal_rows import Change, Known
from bot.funnel.deal_values import BLANK, called, fingerprint, later, profile, said, standing_values
from bot.funnel.records import DealRecord
from bot.funnel.stage_history import CLOSING, LOST, WON, Entry, Standing, course, standing_after, without_guess
from bot.funnel.stage_words import UNKNOWN, Meaning, closing
from bot.playbooks.deals import LOCAL
from bot.playbooks.playbook import Playbook


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for the whole load."""

    system: str
    kept_by: str
    currency: str
    now: datetime


@dataclass
class Case:
    """One deal. `entries` are the events that were given, `stage` and `owner_id` what the record's words mean here."""

    terms: Terms
    id: str
    book: Playbook
    order: Mapping[str, int]
    record: DealRecord | None
    known: Known | None
    entries: Sequence[Entry]
    stage: Meaning = UNKNOWN
    owner_id: int | None = None

    def __post_init__(self) -> None:
        values = self.known.values if self.known else BLANK
        self.stored = [entry for _, entry in self.known.events] if self.known else []
        self.mark = fingerprint(self.record, self.book.id, self.stage) if self.record else ""
        self.says_more = self.record is not None and (self.known is None or values["fingerprint"] != self.mark)
        """Whether there is a row that says something else than the last time."""
        self.owner_found = self.known is not None and self.owner_id not in (None, values["owner_id"])
        """Somebody who was only a name is a colleague now."""

    def change(self) -> Change | None:
        """None: nothing is new."""
        if self.known and not (self.says_more or self.owner_found or self._has_news()):
            return None
        before = self.known.values if self.known else BLANK
        ours = self.known is not None and before["kept_by"] == LOCAL
        history = self._before_ours() if ours else self._history()
        enter, leave = self._difference(history)
        if self.known and not (enter or leave or self.says_more or self.owner_found):
            return None
        values = {} if ours else self._standing(before, history)
        values |= self._said(before)
        if self.known is None:
            values = self._new(values, history)
        name = called(self.record, self.terms.system, self.id) if self._names_customer() else ""
        filled = profile(self.record) if self.record else {}
        return Change(self.id, values, self.known, name, filled, enter, leave)

    def _has_news(self) -> bool:
        """Whether an event is given that is not stored: most often none is, and nothing has to be worked out."""
        have = {(entry.entered_at, entry.stage) for entry in self.stored}
        return any((entry.entered_at, entry.stage) not in have for entry in self.entries)

    def _standing(self, before: Mapping[str, Any], history: Sequence[Entry]) -> dict[str, Any]:
        record = self.record if self.says_more else None
        return standing_values(before, standing_after(history), self.book, record, self.terms.now)

    def _names_customer(self) -> bool:
        return self.known is None or bool(self.says_more and self.record and self.record.customer)

    def _history(self) -> list[Entry]:
        created = self.known.values["created_at"] if self.known else None
        stored = without_guess(self.stored, self.entries, created) if created else self.stored
        history = course(self.book, chain(stored, self.entries), self.order)
        more = self._missing(history) if self.says_more else []
        return course(self.book, chain(history, more), self.order) if more else history

    def _missing(self, history: Sequence[Entry]) -> list[Entry]:
        """What the row says and its events do not: where it stands, how it ended."""
        assert self.record
        standing = standing_after(history)
        found = self._stands(self.record, standing, history[0].entered_at if history else None)
        status = closing(self.record.status) or (self.stage[0] if self.stage[0] in CLOSING else "")
        if status in (WON, LOST) and status != standing.status:
            last = later(later(standing.since, standing.closed_at), found[-1].entered_at if found else None)
            ended = later(self.record.closed_at or (self.terms.now if standing.stage else None), last)
            found.append(Entry(status, status, ended or self.terms.now))
        return found

    def _stands(self, record: DealRecord, standing: Standing, first: datetime | None) -> list[Entry]:
        stage, at = self.stage
        if not standing.stage:
            if stage in ("", *CLOSING):
                stage, at = self.book.stages[0].id, self.book.stages[0].at
            return [Entry(stage, at, record.created_at or first or record.closed_at or self.terms.now, record.amount)]
        if stage in ("", *CLOSING, standing.stage):
            return []
        moment = later(record.closed_at, later(standing.since, standing.closed_at)) if record.closed_at else None
        return [Entry(stage, at, moment or self.terms.now, record.amount)]

    def _before_ours(self) -> list[Entry]:
        """The stage is kept here: what the source says of earlier times is history, the rest is not asked for."""
        assert self.known
        since = self.known.values["stage_since"]
        earlier = [entry for entry in self.entries if entry.entered_at < since]
        return course(self.book, chain(self.stored, earlier), self.order)

    def _said(self, before: Mapping[str, Any]) -> dict[str, Any]:
        owner: dict[str, Any] = {"owner_id": self.owner_id} if self.owner_found else {}
        if not self.says_more or self.record is None:
            return owner
        values = said(self.record, before, self.owner_id, self.terms.currency) | {"fingerprint": self.mark}
        touched = later(before["touched_at"], self.record.touched_at)
        created = {"created_at": self.record.created_at} if self.record.created_at else {}
        return values | {"touched_at": touched} | created

    def _new(self, values: dict[str, Any], history: Sequence[Entry]) -> dict[str, Any]:
        opened = values.get("created_at") or history[0].entered_at
        recorded = later(later(opened, history[-1].entered_at), values["touched_at"])
        assert recorded
        return {
            **BLANK, **values, "system": self.terms.system, "source_id": self.id, "kept_by": self.terms.kept_by,
            "created_at": opened, "recorded_at": min(recorded, self.terms.now),
        }  # fmt: skip

    def _difference(self, history: Sequence[Entry]) -> tuple[list[Entry], list[int]]:
        have = {(entry.entered_at, entry.stage) for entry in self.stored}
        wanted = {(entry.entered_at, entry.stage) for entry in history}
        enter = [entry for entry in history if (entry.entered_at, entry.stage) not in have]
        known = self.known.events if self.known else []
        return enter, [id for id, entry in known if (entry.entered_at, entry.stage) not in wanted]
