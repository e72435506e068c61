"""What was sent, noted in groups: a reply is not read back from its mark, so it need not cost a transaction each."""

from threading import Lock

from bot.clock import Clock
from bot.pushes import outbox
from bot.store import Store

AT_ONCE = 20


class Marks:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock
        self._sent: list[tuple[int, list[str]]] = []
        self._lock = Lock()

    def add(self, id: int, refs: list[str]) -> bool:
        """Notes a message that arrived; True when enough are noted for `flush` to be worth it."""
        with self._lock:
            self._sent.append((id, refs))
            return len(self._sent) >= AT_ONCE

    def refs(self, id: int) -> list[str] | None:
        """What a message became that is noted here and not written yet."""
        with self._lock:
            return next((refs for row, refs in reversed(self._sent) if row == id), None)

    def flush(self) -> None:
        with self._lock:
            sent, self._sent = self._sent, []
        if not sent:
            return
        try:
            with self._store.write() as db:
                outbox.mark_sent(db, sent, self._clock())
        except BaseException:
            with self._lock:
                self._sent[:0] = sent  # the database is away; they are marked when it is back
            raise
