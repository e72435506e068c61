"""Measures the starter workspace on its own questions: `python -m benchmarks.knowledge`.

Questions as they are, with a slip in each, and direct ones where only the other language's phrases exist; then the time
that training takes. The questions are for measuring only: see tests/questions/README.md.
"""

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"))

import numpy as np
from pypinyin import lazy_pinyin

from benchmarks._row import Row
from bot.knowledge.cards import Shelf, read_shelf
from bot.knowledge.library import entries
from bot.search import Encoder, Index, VectorCache, load_encoder, train_head
from bot.search.evaluate import ask_all
from bot.search.figures import Json, figures
from bot.search.normalise import CJK
from bot.search.packs import Question, load_questions
from bot.search.phrases import Entry
from bot.words import language_of

ROOT = Path(__file__).resolve().parents[1]
QUESTIONS = ROOT / "tests" / "questions" / "questions.jsonl"
KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
WANTED = {
    "scene": {"r1": (0.83, 0.93), "r3": (0.93, 0.98), "answered_right_at_3_wrong": (0.5, 0.7), "auroc": (0.85, 0.93)},
    "direct": {"r1": (0.92, 0.98), "r3": (0.97, 0.99), "answered_right_at_3_wrong": (0.75, 0.9), "auroc": (0.91, 0.97)},
}
TRAINED = 12_000


def main() -> None:
    shelf, questions = read_shelf(ROOT), load_questions(QUESTIONS)
    encoder = load_encoder()
    print(f"{'':<46}{'floor':>10}{'aim':>10}{'measured':>10}")
    with TemporaryDirectory() as scratch:
        for row in chain(own(shelf, questions, encoder, Path(scratch)), training(shelf, encoder, Path(scratch))):
            print(row, flush=True)


def own(shelf: Shelf, questions: Sequence[Question], encoder: Encoder | None, scratch: Path) -> Iterator[Row]:
    clean = asked(entries(shelf), questions, encoder, scratch)
    slipped = asked(entries(shelf), [slip(question) for question in questions], encoder, scratch)
    for kind, wanted in WANTED.items():
        for key, (floor, aim) in wanted.items():
            name = "auroc_out_of_scope" if key == "auroc" else key
            yield Row(f"{kind} {key}", clean["by_kind"][kind][name], floor, aim)
        at_work = clean["by_kind"][kind]
        yield Row(f"{kind} answered right as it decides itself", at_work["outcomes"]["answered_right"] / at_work["n"])
        lost = slipped["by_kind"][kind]["r1"] - at_work["r1"]
        yield Row(f"{kind} r1 gained by one slip in each", lost, -0.05, -0.03)
    yield Row("wrong_confident of all", clean["wrong_confident"], 0.03, None, up=False)
    for language in ("zh", "en"):
        other = [q for q in questions if q.groups["lang"] == language and q.groups["kind"] == "direct"]
        found = asked(foreign(shelf, language), other, encoder, scratch)
        yield Row(f"direct {language}, phrases of the other only, r1", found["r1"], 0.60, 0.75)


def asked(cards: list[Entry], questions: Sequence[Question], encoder: Encoder | None, scratch: Path) -> Json:
    index = Index.build(cards, encoder, VectorCache(scratch))
    head = train_head(cards, encoder, scratch)
    return figures(ask_all(index.with_head(head) if head else index, questions))


def foreign(shelf: Shelf, language: str) -> list[Entry]:
    """The cards as if nobody had written a phrase or a title in `language`."""
    only = {key: card for key, card in shelf.cards.items() if card.language != language}
    return entries(replace(shelf, cards=only))


def slip(question: Question) -> Question:
    """One character is another that sounds the same, or one letter its neighbour on the keyboard."""
    rng = np.random.default_rng(len(question.text) + sum(map(ord, question.text)))
    text = question.text
    change = homophone if language_of(text) == "zh" else neighbour
    for at in rng.permutation(len(text)):
        other = change(text[at], rng)
        if other:
            return replace(question, text=text[:at] + other + text[at + 1 :])
    return question


def neighbour(letter: str, rng: np.random.Generator) -> str:
    row = next((keys for keys in KEYBOARD if letter in keys), "")
    near = [row[i] for i in (row.find(letter) - 1, row.find(letter) + 1) if 0 <= i < len(row)] if row else []
    return str(rng.choice(near)) if near else ""


def homophone(character: str, rng: np.random.Generator) -> str:
    if not CJK.match(character):
        return ""
    same = [other for other in by_sound().get(lazy_pinyin(character)[0], []) if other != character]
    return str(rng.choice(same)) if same else ""


@cache
def by_sound() -> dict[str, list[str]]:
    """The 3,755 characters in daily use (GB 2312, level 1) by their sound."""
    found: dict[str, list[str]] = {}
    for code in ((high, low) for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF)):
        character = bytes(code).decode("gb2312", "ignore")
        if character:
            found.setdefault(lazy_pinyin(character)[0], []).append(character)
    return found


def training(shelf: Shelf, encoder: Encoder | None, scratch: Path) -> Iterator[Row]:
    """Seconds on one core, sentences already encoded; and until a new phrase counts."""
    cards = entries(shelf)
    rows = sum(len(card.phrases) for card in cards)
    share = min(1.0, TRAINED / rows)
    some = [replace(card, phrases=card.phrases[: round(share * len(card.phrases))]) for card in cards]
    yield Row(f"training {sum(len(card.phrases) for card in some)} phrases, s (wall)", _trained(some, encoder, scratch),
              20.0, up=False)  # fmt: skip
    more = [replace(cards[0], phrases=(*cards[0].phrases, "one more")), *cards[1:]]
    spent = _trained(more, encoder, scratch)
    yield Row(f"training {rows + 1} phrases, s (wall)", spent)
    started = time.perf_counter()
    Index.build(more, encoder, VectorCache(scratch))
    seen = 1 + time.perf_counter() - started  # the files are looked at every second
    yield Row("a new phrase counts as nearest, s after saving", seen, 5.0, up=False)
    yield Row("… and in the head, s", seen + spent, 60.0, up=False)


def _trained(cards: list[Entry], encoder: Encoder | None, scratch: Path) -> float:
    started = time.perf_counter()
    train_head(cards, encoder, scratch)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
