"""Writes the deals of any source: the same rows again change nothing, an interrupted load ends where a whole one does.

A deal and all its events are one transaction, some hundred deals each, so that the bot goes on answering.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime

from sqlalchemy import Connection

from bot.content import nearest
from bot.errors import CornermanError
from bot.funnel import deal_rows
from bot.funnel.deal_change import Case, Terms
from bot.funnel.deal_rows import Change, Known, known_deals
from bot.funnel.gathering import Gathered, Given
from bot.funnel.records import DealRecord, Rejected, Report, StageRecord
from bot.funnel.stage_history import Entry, places
from bot.funnel.stage_words import UNKNOWN, Meaning, StageWords
from bot.people.directory import Directory
from bot.playbooks.playbook import Playbook
from bot.playbooks.playbooks import Playbooks
from bot.settings import Settings
from bot.store import Store, one_at_a_time

BATCH = 500
"""Deals in one transaction."""


def load(
    store: Store,
    playbooks: Playbooks,
    directory: Directory,
    settings: Settings,
    system: str,
    deals: Iterable[DealRecord],
    events: Iterable[StageRecord],
    now: datetime,
    *,
    playbook: str = "",
    kept_by: str = "source",
    dry_run: bool = False,
    report: Callable[[int, int], None] | None = None,
) -> Report:
    """`report(done, total)` hears of the progress; while rows are read, the total is 0: nobody knows it yet."""
    tell = report or (lambda done, total: None)
    book = _chosen(playbooks, playbook)
    gathered = Gathered(tell)
    gathered.take(deals, events)
    with store.read() as db:
        people = {person.name.casefold(): person.id for person in directory.everyone(db)}
    loader = _Loader(Terms(system, kept_by, settings.funnel.currency, now), playbooks, book, people)
    loader.report.rejected += gathered.rejected
    done, total = 0, len(gathered)
    for batch in gathered.batches(BATCH):
        with _transaction(store, dry_run) as db:
            changes = loader.changes(db, batch)
            if changes and not dry_run:
                deal_rows.write(db, system, changes, now)
        done += len(batch)
        tell(done, total)
    loader.report.rejected.sort(key=lambda rejected: rejected.row)
    return loader.report


def _transaction(store: Store, dry_run: bool) -> AbstractContextManager[Connection]:
    return store.read() if dry_run else store.write()


def _chosen(playbooks: Playbooks, id: str) -> Playbook | None:
    if not playbooks.any():
        raise CornermanError(
            "There is no playbook here; write one in playbooks/ first: its stages are what deals stand in."
        )
    found = playbooks.get(id)
    if id and found is None:
        known = [book.id for book in playbooks.all()]
        raise CornermanError(f"There is no playbook {id!r}.{nearest(id, known)} There are: {', '.join(known)}.")
    return found


class _Loader:
    """Says what a row's words mean here, and counts."""

    def __init__(
        self, terms: Terms, playbooks: Playbooks, book: Playbook | None, people: Mapping[str, int]
    ) -> None:  # fmt: skip
        self.report = Report()
        self._terms, self._playbooks, self._book, self._people = terms, playbooks, book, people
        self._words = StageWords()
        self._books: dict[str, Playbook] = {}
        self._orders: dict[str, dict[str, int]] = {}

    def changes(self, db: Connection, batch: Sequence[Given]) -> list[Change]:
        one_at_a_time(db, "load")
        known = known_deals(db, self._terms.system, [given.id for given in batch])
        return [change for given in batch if (change := self._change(given, known.get(given.id)))]

    def _change(self, given: Given, known: Known | None) -> Change | None:
        if given.record is None and known is None:
            self._reject_orphan(given)
            return None
        change = self._case(given, known).change()
        if known is None:
            self.report.added += 1
        elif change:
            self.report.changed += 1
        else:
            self.report.unchanged += 1
        self.report.events += len(change.enter) if change else 0
        return change

    def _case(self, given: Given, known: Known | None) -> Case:
        record = given.record
        book = self._book_of(record, known)
        entries = [
            Entry(stage, at, moment, amount)
            for word, moment, amount in given.events
            for stage, at in (self._meaning(book, word),)
            if stage
        ]
        stage = self._meaning(book, record.stage) if record else UNKNOWN
        owner = self._owner(record.owner) if record else None
        return Case(self._terms, given.id, book, self._order(book), record, known, entries, stage, owner)

    def _reject_orphan(self, given: Given) -> None:
        rest = f" ({len(given.events)} rows)" if len(given.events) > 1 else ""
        why = f"The deal {given.id!r}{rest} is not known here. Import the deals first, or both files together."
        self.report.rejected.append(Rejected(given.row, why))

    def _book_of(self, record: DealRecord | None, known: Known | None) -> Playbook:
        if self._book:
            return self._book
        id = known.values["playbook"] if known else ""
        wanted = id or (record.industry if record else "")
        if wanted not in self._books:  # asking looks at the files
            self._books[wanted] = self._playbooks.of(id) if id else self._playbooks.default(wanted)
        return self._books[wanted]

    def _order(self, book: Playbook) -> dict[str, int]:
        if book.id not in self._orders:
            self._orders[book.id] = places(book)
        return self._orders[book.id]

    def _meaning(self, book: Playbook, word: str) -> Meaning:
        meaning = self._words.meaning(book, word) if word else UNKNOWN
        if word and meaning == UNKNOWN:
            self.report.unknown_stages[word] = self.report.unknown_stages.get(word, 0) + 1
        return meaning

    def _owner(self, name: str) -> int | None:
        found = self._people.get(" ".join(name.split()).casefold())
        if name and found is None:
            self.report.unknown_owners[name] = self.report.unknown_owners.get(name, 0) + 1
        return found
