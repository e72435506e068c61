"""Measures search on public packs and on synthetic size: `python benchmarks/retrieval.py [FOLDER] [--says FOLDER]`.

The packs are for measuring only; nothing of them is part of this project. Each figure stands beside its floor and aim.
"""

import argparse
import resource
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from benchmarks._row import Row
from bot.search import Encoder, Entry, Index, VectorCache, load_encoder, train_head
from bot.search.evaluate import ask_all, evaluate, resident_mb
from bot.search.figures import figures
from bot.search.learn import read
from bot.search.packs import Question, load_pack

ROOT = Path(__file__).resolve().parents[1]
STARTER = (
    "price-too-high",
    "cheaper-competitor",
    "discount-demand",
    "no-budget",
    "roi-unclear",
    "hidden-costs",
    "payment-terms",
    "free-trial-first",
    "excel-is-enough",
    "current-system-fine",
    "migration-risk",
    "implementation-too-long",
    "failed-before",
    "staff-resistance",
    "needs-customisation",
    "cloud-security",
    "boss-decides",
    "not-now",
    "send-me-materials",
    "references-wanted",
    "value-ceo-visibility",
    "value-cfo-cash",
    "value-ops-inventory",
    "value-sales-funnel",
)
HELD_OUT = 0.2
SIZE = (2_000, 17)


PACKS: dict[str, dict[str, tuple[float | None, float | None]]] = {
    "banking77": {"r1": (0.77, 0.82), "mrr10": (0.84, 0.88)},
    "clinc150": {
        "r1": (0.86, 0.89),
        "auroc_out_of_scope": (0.945, 0.965),
        "answered_right_at_95_precision": (0.60, 0.75),
    },
    "smp2019": {"r1": (0.80, 0.86)},
}
BY_WORDS = {"banking77": (0.60, 0.66), "clinc150": (0.67, 0.70), "smp2019": (0.65, 0.70)}


def packs(folder: Path, scratch: Path) -> Iterator[Row]:
    if not folder.is_dir():
        print(f"No packs in {folder}: those figures are skipped.")
        return
    for name, wanted in PACKS.items():
        entries, questions = load_pack(folder / name)
        found = evaluate(entries, questions, cache_dir=scratch / name)
        for key, (floor, aim) in wanted.items():
            yield Row(f"{name} {key}", found[key], floor, aim)
        yield Row(f"{name} wrong_confident", found["wrong_confident"])
        yield Row(f"{name} answered right outright", found["outcomes"]["answered_right"] / found["n"])
        yield Row(f"{name} p50_ms (wall)", found["p50_ms"])
        words = evaluate(entries, questions, lexical=True, cache_dir=scratch / name)
        yield Row(f"{name} r1 by words alone", words["r1"], *BY_WORDS[name])


def entry(card: str, phrases: list[str]) -> Entry:
    return Entry(card, (card.replace("-", " "),), tuple(phrases))


def starter(says: dict[str, list[str]], encoder: Encoder | None, scratch: Path) -> Iterator[Row]:
    """24 of the 87 cards: their held-out phrases should be answered, phrases of the other 63 should not."""
    rng = np.random.default_rng(1)
    entries, questions = [], []
    for card, phrases in says.items():
        order = [phrases[i] for i in rng.permutation(len(phrases))]
        held = int(len(order) * HELD_OUT)
        if card in STARTER:
            entries.append(entry(card, order[held:]))
            questions += [Question(text, card, {"kind": "in"}) for text in order[:held]]
        else:
            questions += [Question(text, None, {"kind": "hidden neighbour"}) for text in order[: held // 2]]
    index = Index.build(entries, encoder, VectorCache(scratch / "starter"))
    head = train_head(entries, encoder, scratch / "starter")
    found = figures(ask_all(index.with_head(head) if head else index, questions))
    inside = found["by_kind"]["in"]
    yield Row("starter r1 on held-out phrases", inside["r1"])
    yield Row("starter answered right outright", inside["outcomes"]["answered_right"] / inside["n"])
    yield Row("starter wrong_confident, all questions", found["wrong_confident"], None, 0.03, up=False)
    yield Row("starter auroc, hidden neighbours", found["auroc_out_of_scope"])


def start_up(says: dict[str, list[str]], scratch: Path) -> Iterator[Row]:
    entries = [entry(card, says[card]) for card in STARTER]
    for label, aim in (("cold", 3.0), ("warm", 0.5)):
        before = time.process_time()
        encoder = load_encoder()
        loaded = time.process_time()
        Index.build(entries, encoder, VectorCache(scratch / "start"))
        spent = time.process_time() - (before if label == "cold" else loaded)
        note = "incl. encoder" if label == "cold" else "cached, encoder loaded"
        yield Row(f"starter build CPU s, {label} ({note})", spent, None, aim, up=False)


def training(says: dict[str, list[str]], encoder: Encoder | None, scratch: Path) -> Iterator[Row]:
    entries = [entry(card, phrases) for card, phrases in says.items()]
    Index.build(entries, encoder, VectorCache(scratch / "all"))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    train_head(entries, encoder, scratch / "all")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    yield Row("head of 87 cards × 140, CPU s", spent, None, 20, up=False)
    yield Row("head of 87 cards × 140, child's peak MB", after.ru_maxrss / 1e3)


def size(says: dict[str, list[str]], encoder: Encoder | None, scratch: Path) -> Iterator[Row]:
    """2,000 cards × 17 phrases, each made of two halves of real ones, asked with other such phrases."""
    rng = np.random.default_rng(2)
    pool = [text for phrases in says.values() for text in phrases]
    cards, phrases = SIZE

    def mixed() -> str:
        a, b = (pool[i] for i in rng.integers(len(pool), size=2))
        return f"{a[: len(a) // 2]} {b[len(b) // 2 :]}"

    entries = [Entry(f"card-{n}", (mixed(),), tuple(mixed() for _ in range(phrases - 1))) for n in range(cards)]
    cache = VectorCache(scratch / "size")
    Index.build(entries, encoder, cache)
    before = resident_mb()
    index = Index.build(entries, encoder, cache)
    held = resident_mb() - before
    times = []
    for text in [mixed() for _ in range(500)]:
        start = time.process_time()
        index.search(text)
        times.append(1000 * (time.process_time() - start))
    yield Row("34,000 vectors: p50 CPU ms", float(np.percentile(times, 50)), None, 2.5, up=False)
    yield Row("34,000 vectors: p99 CPU ms", float(np.percentile(times, 99)), None, 7, up=False)
    yield Row("34,000 vectors: index MB", held)


def rows(args: Any, scratch: Path) -> Iterator[Row]:
    says = read(args.says) if args.says.is_dir() else {}
    if says:
        yield from start_up(says, scratch)
    else:
        print(f"No phrases in {args.says}: those figures are skipped.")
    yield from packs(args.packs, scratch)
    if says:
        encoder = load_encoder()
        yield from starter(says, encoder, scratch)
        yield from training(says, encoder, scratch)
        yield from size(says, encoder, scratch)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("packs", nargs="?", type=Path, default=ROOT.parent / "shared/data/retrieval")
    parser.add_argument("--says", type=Path, default=ROOT.parent / "shared/says")
    args = parser.parse_args()
    print(f"{'':<46}{'floor':>10}{'aim':>10}{'measured':>10}")
    with TemporaryDirectory() as scratch:
        for row in rows(args, Path(scratch)):
            print(row, flush=True)


if __name__ == "__main__":
    main()
