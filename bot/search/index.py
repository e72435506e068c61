"""The searchable form of all cards. Immutable: an edit builds a new one, which the vector cache makes quick."""

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from bot.search.background import backgrounds
from bot.search.calibrate import Calibrator, Outcome, default_calibrator, outcome
from bot.search.encoder import Encoder, one_thread
from bot.search.evidence import Evidence
from bot.search.head import SOUNDS_SHARE, Fitted, Head, fit_onto, likeness
from bot.search.lexical import Postings
from bot.search.nearest import Nearest
from bot.search.normalise import SPLITS, clean
from bot.search.phrases import Entry, Phrases, literalness
from bot.search.spelling import Speller
from bot.search.vectors import VectorCache, encode_all

__all__ = ["Entry", "Found", "Hit", "Index"]

MAX_HITS = 10
NEAR_EXACT = 95.0  # rapidfuzz ratio from which a question counts as the phrase itself
NEAR_EXACT_CONFIDENCE = 0.99
COMPARED = 20
TITLE_SHARE = 0.12  # what the title's likeness adds to the head's vote …
TITLE_TELLS = 20  # … of a card with up to so many texts; with more it fades, since they know better
POSTINGS_VERSION = 1  # raise it with any change to how texts are split or weighed
WORTH_KEEPING = 2_000
UNSEEN_SHARE = 0.2  # brings a likeness to the scale of votes
STALE_COST = 0.05  # what a card past its review loses: less than what 99 of 100 outright answers lead by

Scores = NDArray[np.float32]


@dataclass(frozen=True)
class Hit:
    """`phrase` is the text of the card that is most like the question, as its author wrote it."""

    id: str
    score: float
    phrase: str


@dataclass(frozen=True)
class Found:
    """`scope` ranks questions by how likely any card covers them; it is not a probability."""

    outcome: Outcome
    confidence: float
    hits: tuple[Hit, ...]
    scope: float


NOTHING = Found("refuse", 0.0, (), 0.0)


@dataclass(frozen=True)
class Index:
    phrases: Phrases
    encoder: Encoder | None
    nearest: Nearest | None
    letters: Postings
    words: Postings
    sounds: Postings
    speller: Speller
    head: Fitted | None = None
    calibrator: Calibrator | None = None

    @classmethod
    def build(
        cls,
        entries: Sequence[Entry],
        encoder: Encoder | None,
        cache: VectorCache | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> "Index":
        one_thread()
        phrases = Phrases.of(entries)
        nearest = Nearest(encode_all(phrases.texts, encoder, cache, progress)) if encoder else None
        letters, words, sounds = _postings(phrases, cache.path if cache else None)
        return cls(
            phrases,
            encoder,
            nearest,
            letters,
            words,
            sounds,
            Speller.of(phrases.texts, getattr(encoder, "is_word", None)),
        )

    def with_head(self, head: Head) -> "Index":
        """The same index, ranking by `head` too; one trained before the last edit serves until the next is ready."""
        return replace(self, head=fit_onto(head, self.phrases), calibrator=head.calibrator)

    def with_weights(self, weights: NDArray[np.float16]) -> "Index":
        """As `with_head`, for a head that has no calibrator yet."""
        return replace(self, head=Fitted(weights, np.ones(len(weights), dtype=bool)))

    def search(self, text: str, among: Collection[str] | None = None, stale: Collection[str] = frozenset()) -> Found:
        """`among`: only these cards may be hits, in order of likeness; how sure the answer is rests on all of them.

        A head's votes are for choosing among all cards: it may give none of these a say, because another has it.

        `stale`: these come after a card that is about as likely. A sure answer is none the less sure for its age.
        """
        question = self.speller.mend(clean(text))
        if not question or not self.phrases.cards:
            return NOTHING
        evidence, by_row = self._look(question)
        scope = evidence.scope()
        ranked = evidence.score if among is None else self.phrases.best_of_card(by_row)
        same = tuple(hit for hit in self._same(question, by_row) if among is None or hit.id in among)
        if same:
            return _found_exactly(same, self._hits(self._aged(ranked, stale), by_row, among), scope)
        calibrator = self.calibrator or default_calibrator(self.encoder is not None, False)
        confidence = calibrator.probability(evidence.features())
        sure = outcome(confidence) == "answer" and among is None
        score = ranked if sure else self._aged(ranked, stale)
        return Found(outcome(confidence), confidence, self._hits(score, by_row, among), scope)

    def texts_like(self, text: str, *, but: str, most: int) -> tuple[Hit, ...]:
        """The phrases and titles most like `text`, of any card but one."""
        question = clean(text)
        if not question or not self.phrases.cards:
            return ()
        _, by_row = self._look(question)
        others = islice((row for row in np.argsort(-by_row, kind="stable") if self._card(row) != but), most)
        return tuple(Hit(self._card(row), float(by_row[row]), self.phrases.written[row]) for row in others)

    def _card(self, row: int) -> str:
        return self.phrases.cards[int(self.phrases.card_of[row])]

    def evidence(self, text: str) -> Evidence | None:
        """What the scores of `text` rest on; for fitting calibrators and for explaining an answer."""
        question = clean(text)
        return self._look(question)[0] if question and self.phrases.cards else None

    def likeness(self, text: str) -> Scores:
        """How like each row `text` is, in the measure of the head; `text` is clean."""
        cosines = self._cosines(text)
        return self._like(text, cosines, *(part.ask(text).scores for part in (self.letters, self.words, self.sounds)))

    def _cosines(self, question: str) -> Scores | None:
        return self.nearest.cosines(self.encoder.encode([question])[0]) if self.encoder and self.nearest else None

    def _look(self, question: str) -> tuple[Evidence, Scores]:
        """Evidence by card, and the likeness of each row."""
        letters, words, sounds = (part.ask(question) for part in (self.letters, self.words, self.sounds))
        cosines = self._cosines(question)
        by_row = letters.scores + words.scores + SOUNDS_SHARE * sounds.scores
        if cosines is not None:
            by_row = np.float32(0.5) * by_row + cosines
        best, near = self.phrases.best_of_card, letters.scores if cosines is None else cosines
        title = self.phrases.title_of_card(near, question)
        parts = (letters.scores, words.scores, sounds.scores)
        score = self._score(best(by_row), title, self._like(question, cosines, *parts) if self.head else by_row)
        by_letters, by_words, by_sounds = (best(part.scores) for part in (letters, words, sounds))
        evidence = Evidence(score, best(near), by_letters, by_words, by_sounds, title, words.covered, len(question))
        return evidence, by_row

    def _like(self, question: str, cosines: Scores | None, letters: Scores, words: Scores, sounds: Scores) -> Scores:
        spelling = letters + words + SOUNDS_SHARE * sounds
        return likeness(cosines, literalness(question) * self.phrases.literal * spelling)

    def _score(self, unaided: Scores, title: Scores, like: Scores) -> Scores:
        """The head's vote where there is a head; a card it has not seen yet is placed by likeness alone."""
        if not self.head:
            return unaided
        voted = self.head.scores(like) + TITLE_SHARE * np.minimum(1, TITLE_TELLS / self.phrases.sizes) * title
        return np.where(self.head.known, voted, np.float32(UNSEEN_SHARE) * unaided)

    def _aged(self, score: Scores, stale: Collection[str]) -> Scores:
        if not stale:
            return score
        return score - np.float32(STALE_COST) * np.array(
            [card in stale for card in self.phrases.cards], dtype=np.float32
        )

    def _hits(self, score: Scores, by_row: Scores, among: Collection[str] | None) -> tuple[Hit, ...]:
        if among is not None:
            score = np.where([card in among for card in self.phrases.cards], score, np.float32(-np.inf))
        count = min(MAX_HITS, int(np.isfinite(score).sum()))
        if not count:
            return ()
        best = np.argpartition(score, -count)[-count:]
        best = best[np.lexsort((best, -score[best]))]
        return tuple(self._hit(int(card), float(score[card]), by_row) for card in best)

    def _hit(self, card: int, score: float, by_row: Scores) -> Hit:
        phrases = self.phrases
        first = int(phrases.starts[card])
        last = int(phrases.starts[card + 1]) if card + 1 < len(phrases.cards) else len(phrases.texts)
        row = first + int(by_row[first:last].argmax())
        return Hit(phrases.cards[card], score, phrases.written[row])

    def _same(self, question: str, by_row: Scores) -> tuple[Hit, ...]:
        """Cards with a phrase that is the question but for a slip of the finger."""
        count = min(COMPARED, len(by_row))
        rows = np.argpartition(by_row, -count)[-count:]
        found: dict[str, Hit] = {}
        alike = {int(row): fuzz.ratio(question, self.phrases.texts[row], score_cutoff=NEAR_EXACT) for row in rows}
        top = max(alike.values())
        for row, ratio in alike.items():
            card = self._card(row)
            if ratio and ratio == top:
                found.setdefault(card, Hit(card, ratio / 100, self.phrases.written[row]))
        return tuple(found.values())


def _postings(phrases: Phrases, folder: Path | None) -> list[Postings]:
    """Letters, words and sounds; kept by content, since making them is half of a start with 13,000 phrases."""
    known, digest = backgrounds(), phrases.digest()
    made = []
    for name, split in SPLITS.items():
        file = folder / f"{name}-{POSTINGS_VERSION}-{digest}.npz" if folder else None
        kept = Postings.load(file, split, known[name], len(phrases.texts)) if file else None
        postings = kept or Postings.of(phrases.texts, split, known[name])
        if file and not kept and len(phrases.texts) >= WORTH_KEEPING:
            _keep(postings, file)
        made.append(postings)
    return made


def _keep(postings: Postings, file: Path) -> None:
    """Those of older content go, except the newest: an edit that is taken back should be quick too."""
    with suppress(OSError):  # a full disk costs a slower start, no more
        file.parent.mkdir(parents=True, exist_ok=True)
        older = sorted(file.parent.glob(f"{file.name.split('-')[0]}-*.npz"), key=lambda f: f.stat().st_mtime)
        for old in older[:-1]:
            old.unlink()
        postings.save(file)


def _found_exactly(same: tuple[Hit, ...], hits: tuple[Hit, ...], scope: float) -> Found:
    """One card holds the question word for word; if several do, the reader chooses."""
    ids = {hit.id for hit in same}
    order = {hit.id: place for place, hit in enumerate(hits)}
    first = tuple(sorted(same, key=lambda hit: (order.get(hit.id, MAX_HITS), hit.id)))
    every = (first + tuple(hit for hit in hits if hit.id not in ids))[:MAX_HITS]
    if len(same) == 1:
        return Found("answer", NEAR_EXACT_CONFIDENCE, every, scope)
    return Found("choose", NEAR_EXACT_CONFIDENCE / len(same), every, scope)
