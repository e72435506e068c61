"""Measures search on questions with known answers: what `eval knowledge` prints."""

import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.search.encoder import load_encoder
from bot.search.figures import Asked, figures
from bot.search.helpful import helpful
from bot.search.index import Index
from bot.search.packs import Json, Question
from bot.search.phrases import Entry
from bot.search.training import train_head
from bot.search.vectors import VectorCache

Progress = Callable[[int, int], None]


def evaluate(
    entries: Sequence[Entry],
    questions: Sequence[Question],
    *,
    lexical: bool = False,
    cache_dir: Path | None = None,
    progress: Progress | None = None,
    advise: bool = False,
) -> Json:
    """Builds, trains and asks; without `cache_dir` everything is built from nothing, as on a first start.

    `advise`: also which missed questions would help as phrases.
    """
    with TemporaryDirectory() as scratch:
        started = time.perf_counter()
        folder = cache_dir or Path(scratch)
        encoder = None if lexical else load_encoder()
        index = Index.build(entries, encoder, VectorCache(folder))
        head = train_head(entries, encoder, folder)
        if head:
            index = index.with_head(head)
        build_s = time.perf_counter() - started
        asked = ask_all(index, questions, progress)
    found = {**figures(asked), "build_s": round(build_s, 2), "rss_mb": resident_mb()}
    return found | {"helpful_phrases": helpful(index, entries, asked)} if advise else found


def ask_all(index: Index, questions: Sequence[Question], progress: Progress | None = None) -> list[Asked]:
    asked: list[Asked] = []
    for number, question in enumerate(questions, 1):
        started = time.perf_counter()
        found = index.search(question.text)
        asked.append(Asked(question, found, time.perf_counter() - started))
        if progress and (number % 50 == 0 or number == len(questions)):
            progress(number, len(questions))
    return asked


def resident_mb() -> float:
    """What this process holds now, or its peak where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return round(pages * resource.getpagesize() / 1e6, 1)
    except OSError:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return round(peak / (1e6 if sys.platform == "darwin" else 1e3), 1)
