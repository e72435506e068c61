"""Quests: how fast /quest answers somebody with a long history, and whether any order of things breaks a promise.

`python -m benchmarks.quests [progress|machine] [lives] [steps]`; without a word only what takes seconds.
"""

import sys
import tempfile
from pathlib import Path
from time import perf_counter

from benchmarks._row import Row
from bot.store import Store
from bot.store.migrations import migrate


def machine(lives: int = 1000, steps: int = 50) -> None:
    """The state machine of tests/quests at length; it ends in an error where a promise breaks."""
    from tests.quests.machine import run

    with tempfile.TemporaryDirectory() as name:
        fresh = Path(name) / "fresh.db"
        store = Store(f"sqlite:///{fresh}")
        migrate(store)
        store.close()
        before = perf_counter()
        run(lives, steps, fresh)
    print(Row(f"{lives:,} lives of {steps} steps, minutes", (perf_counter() - before) / 60, up=False))


def main(*words: str) -> None:
    if words[:1] == ("machine",):
        machine(*map(int, words[1:]))


if __name__ == "__main__":
    main(*sys.argv[1:])
