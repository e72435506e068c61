"""The workspace's cards in memory with their index: reread when a file changes, retrained in the background."""

import contextlib
import ctypes
import logging
import threading
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Protocol

from bot.clock import Clock
from bot.errors import ContentError
from bot.knowledge.cards import Card, Shelf, card_files, read_shelf
from bot.knowledge.freshness import overdue, with_reviews
from bot.search import (
    Encoder,
    Entry,
    Found,
    Head,
    Hit,
    Index,
    Phrase,
    Training,
    Trial,
    VectorCache,
    groups,
    kept_head,
    load_encoder,
    start_training,
    trial,
)

log = logging.getLogger("cornerman")

LOOK_EVERY = 1.0
"""Seconds between two looks at the files; an edit is found within five."""

Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class State:
    """One consistent view: swapped as a whole, so a search never sees half an edit."""

    shelf: Shelf
    index: Index
    fingerprint: Hashable


class Overlay(Protocol):
    """What lies over the files: phrases that editors took in through chat, kept in the database."""

    def stamp(self) -> Hashable:
        """Another value whenever `over` would give something else; asked every second."""

    def over(self, shelf: Shelf) -> Shelf: ...


class NothingOver:
    def stamp(self) -> Hashable:
        return None

    def over(self, shelf: Shelf) -> Shelf:
        return shelf


class Library:
    def __init__(self, workspace: Path, state: Path, clock: Clock, *, lexical: bool = False) -> None:
        self.workspace, self.clock = workspace, clock
        self._cache_dir = state / "search"
        self._lexical = lexical
        self._encoder: Encoder | None = None
        self._state: State | None = None
        self._ready = threading.Event()
        self._stop = threading.Event()
        self._opening = threading.Lock()
        self._thread: threading.Thread | None = None
        self._training: Training | None = None
        self._failed: BaseException | None = None
        self._reading: tuple[int, int] | None = None
        self._head: Head | None = None
        self._overdue: tuple[Shelf | None, date | None, frozenset[str]] = (None, None, frozenset())
        self.on_problems: Callable[[tuple[ContentError, ...]], None] = lambda problems: None
        """Told when an edit broke a card that was fine before."""
        self.on_learned: Callable[[], None] = lambda: None
        """Told when a changed set of cards has its head."""
        self.overlay: Overlay = NothingOver()
        self.reviews: Callable[[], Mapping[str, date]] = dict
        """Card id → when it was last found still right in chat; asked every second, and laid over the files."""
        self._reviews: Mapping[str, date] = {}

    # What the rest of the program asks

    @property
    def shelf(self) -> Shelf:
        return self._current().shelf

    @property
    def encoder(self) -> Encoder | None:
        """What turns sentences into vectors here; None by words alone, and while it is still being loaded."""
        return self._encoder

    def search(self, text: str, among: Collection[str] | None = None) -> Found:
        state = self._current()
        return state.index.search(text, among, self._stale(state.shelf))

    def texts_like(self, text: str, *, but: str, most: int) -> tuple[Hit, ...]:
        """The phrases and titles most like `text`, of any card but one."""
        return self._current().index.texts_like(text, but=but, most=most)

    def trial(self, added: Sequence[Phrase]) -> Trial:
        """What these phrases would change."""
        state = self._current()
        return trial(state.index, entries(state.shelf), added)

    def groups(self, texts: Sequence[str]) -> list[list[int]]:
        """Places of the texts, those that say the same thing together."""
        return groups(texts, self._current().index.encoder)

    def card(self, id: str, language: str) -> Card | None:
        return self.shelf.get(id, language)

    def status(self) -> tuple[str, int, int]:
        """("reading" | "learning" | "ready", done, total) for a progress bar."""
        if self._state is None or self._reading is not None:
            return "reading", *(self._reading or (0, 0))
        if self._training is not None:
            return "learning", int(100 * self._training.progress), 100
        return "ready", 1, 1

    # Life

    def open(self, report: Report | None = None, *, soon: bool = False) -> None:
        """Reads the cards and builds the index; the head joins in the background once `watch` runs.

        `soon`: on a very first start, questions are answered by words alone while the sentences are being encoded.
        """
        with self._opening:
            if self._state is None:
                if soon and not self._lexical and not any(self._cache_dir.glob("*.vectors")):
                    self._reading = (0, 0)
                    self._load(None)
                    self._ready.set()
                self._encoder = None if self._lexical else load_encoder(self._cache_dir)
                self._load(report or self._note_progress)
                self._current().index.search("warm up 预热")  # loads what the first question would wait for
                self._reading = None
            self._ready.set()

    def _note_progress(self, done: int, total: int) -> None:
        self._reading = (done, total)

    def watch(self) -> None:
        """Starts the background thread: opens if needed, trains, and looks at the files every second."""
        self._thread = threading.Thread(target=self._run, name="library", daemon=True)
        self._thread.start()

    def learn(self) -> None:
        """Waits until the head is trained: for tests and measurements, which want the same answer every time."""
        with self._opening:
            if self._head is None:
                self._train()
            if self._training is not None:
                self._training.wait()
                self._take_head()

    def close(self) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout=10)
        if self._training is not None:  # after the thread, which may have been about to start one
            self._training.stop()

    # Inside

    def _stale(self, shelf: Shelf) -> frozenset[str]:
        """Cards past their review, worked out once a day and shelf: a search should not read every date."""
        today = self.clock().date()
        known, day, ids = self._overdue
        if known is not shelf or day != today:
            ids = overdue(shelf.cards.values(), today)
            self._overdue = (shelf, today, ids)
        return ids

    def _current(self) -> State:
        if self._state is None:
            if self._thread is None:
                self.open()
            self._ready.wait()
        if self._state is None:
            raise self._failed or RuntimeError("the library did not open")
        return self._state

    def _run(self) -> None:
        try:
            self.open(soon=True)
        except BaseException as error:
            self._failed = error
            self._ready.set()
            log.exception("the cards cannot be read")
            return
        if self._head is None:
            self._train()
        while not self._stop.wait(LOOK_EVERY):
            try:
                self._look()
                self._look_at_reviews()
            except Exception:  # an unreadable folder today must not end the watching for good
                log.exception("looking at the cards failed")

    def _look(self) -> None:
        self._take_head()
        if self._fingerprint() == self._current().fingerprint:
            return
        self._load(None)
        self._train()

    def _look_at_reviews(self) -> None:
        known = self.reviews()
        if known != self._reviews:
            self._reviews = known
            self._state = replace(self._current(), shelf=with_reviews(self.shelf, known))

    def _load(self, report: Report | None) -> None:
        """Reads everything anew. After an edit the last head serves on: it places new cards by likeness."""
        fingerprint = self._fingerprint()
        shelf = with_reviews(self.overlay.over(read_shelf(self.workspace)), self._reviews)
        cache = VectorCache(self._cache_dir) if self._encoder else None
        index = Index.build(entries(shelf), self._encoder, cache, report)
        if self._encoder:
            self._head = kept_head(index.phrases, self._encoder, self._cache_dir) or self._head
        _give_back()
        before = self._state
        self._state = State(shelf, index.with_head(self._head) if self._head else index, fingerprint)
        if before is not None:
            self._report_problems(before.shelf)

    def _report_problems(self, before: Shelf) -> None:
        known = {(p.path, p.problem) for p in before.problems}
        fresh = tuple(p for p in self.shelf.problems if (p.path, p.problem) not in known)
        if fresh:
            self.on_problems(fresh)

    def _train(self) -> None:
        """(Re)starts training for the present cards."""
        if self._training is not None:
            self._training.stop()
            self._training = None
        if self._encoder is None or not self.shelf.cards:
            return
        self._training = start_training(entries(self.shelf), self._encoder, self._cache_dir)
        self._take_head()

    def _take_head(self) -> None:
        if self._training is None or self._state is None:
            return
        head = self._training.poll()
        if head is not None:
            self._head = head
            self._state = replace(self._state, index=self._state.index.with_head(head))
            self.on_learned()
        if self._training.failed:
            log.warning("training the search head failed; the nearest phrase keeps serving")
        if not self._training.running:
            self._training = None

    def _fingerprint(self) -> Hashable:
        folder = self.workspace / "knowledge"
        files = [folder / "facts.yaml", folder / "matrix.yaml"]
        for _, path in card_files(folder):
            files += [path, path.with_suffix(".says.txt")]
        found = []
        for file in files:
            try:
                stat = file.stat()
            except OSError:
                continue
            found.append((str(file), stat.st_mtime_ns, stat.st_size))
        return self.overlay.stamp(), tuple(found)


def _give_back() -> None:
    """Hands the memory that building an index took back to the system; glibc would keep it, 40 MB at 34,000 phrases."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def entries(shelf: Shelf) -> list[Entry]:
    """The index's view of the cards: one entry an id, with the titles and phrases of both languages."""
    return [_entry(id, shelf.versions(id)) for id in shelf.ids]


def _entry(id: str, cards: list[Card]) -> Entry:
    titles = tuple(dict.fromkeys(card.title for card in cards))
    phrases = tuple(dict.fromkeys(phrase for card in cards for phrase in card.says))
    return Entry(id, titles, phrases)
