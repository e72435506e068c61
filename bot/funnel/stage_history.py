"""Where a deal has been, from everything that is known of it. Pure: entries in, entries out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from bot.playbooks.playbook import Playbook

WON, LOST = "won", "lost"
CLOSING = (WON, LOST)
SOLD = ("contract", "payment")


class Entry(NamedTuple):
    """A deal entered `stage` of its playbook, or was won or lost."""

    stage: str
    at: str
    entered_at: datetime
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the deal is after all of that."""

    stage: str = ""
    at: str = ""
    since: datetime | None = None
    status: str = "open"
    closed_at: datetime | None = None


def places(book: Playbook) -> dict[str, int]:
    """In which order stages of one moment came: forward, and closing after all of them."""
    return {stage.id: n for n, stage in enumerate(book.stages)} | {closing: len(book.stages) for closing in CLOSING}


def in_order(entries: Iterable[Entry], order: Mapping[str, int]) -> list[Entry]:
    return sorted(entries, key=lambda entry: (entry.entered_at, order.get(entry.stage, -1)))


def course(book: Playbook, entries: Iterable[Entry], order: Mapping[str, int]) -> list[Entry]:
    """Equal consecutive stages are one; what is sold is won in the same moment, and what is won was signed."""
    kept: list[Entry] = []
    standing, closed = "", ""
    sold = False
    for entry in in_order(entries, order):
        for step in _steps(book, entry, sold):
            if step.stage in CLOSING:
                if step.stage == closed:
                    continue
                closed = step.stage
            elif step.stage == standing and closed != LOST:
                continue
            else:
                standing, sold = step.stage, step.at in SOLD
                closed = closed if sold and closed == WON else ""
            kept.append(step)
    return kept


def _steps(book: Playbook, entry: Entry, sold: bool) -> Sequence[Entry]:
    if entry.at in SOLD:
        return entry, entry._replace(stage=WON, at=WON)
    if entry.stage != WON or sold:
        return (entry,)
    signed = book.first_at("contract")
    return (entry._replace(stage=signed.id, at=signed.at), entry) if signed else (entry,)


def standing_after(entries: Iterable[Entry]) -> Standing:
    stage = at = ""
    since: datetime | None = None
    status, closed_at = "open", None
    for entry in entries:
        if entry.stage in CLOSING:
            status, closed_at = entry.stage, entry.entered_at
            continue
        stage, at, since = entry.stage, entry.at, entry.entered_at
        if at not in SOLD or status == LOST:
            status, closed_at = "open", None
    return Standing(stage, at, since, status, closed_at)


def without_guess(stored: Sequence[Entry], given: Sequence[Entry], created_at: datetime) -> Sequence[Entry]:
    """A deal that came without history was taken to be where it is since it was opened: history knows better."""
    stages = [entry for entry in stored if entry.stage not in CLOSING]
    if len(stages) != 1 or stages[0].entered_at != created_at:
        return stored
    guess = stages[0]
    later = any(entry.stage == guess.stage and entry.entered_at > created_at for entry in given)
    return [entry for entry in stored if entry is not guess] if later else stored
