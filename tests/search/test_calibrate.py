"""Probabilities that mean what they say."""

from pathlib import Path

import numpy as np
import pytest

from bot.search import Entry, Index
from bot.search.calibrate import ANSWER_FROM, CHOOSE_FROM, Calibrator, default_calibrator, fit, outcome
from bot.search.evidence import FEATURES
from bot.search.job import Job
from bot.search.train import HIDDEN_CARDS, fit_calibrator, hide


@pytest.mark.parametrize(
    ("confidence", "expected"),
    [
        (0.0, "refuse"),
        (CHOOSE_FROM, "choose"),
        (ANSWER_FROM - 1e-9, "choose"),
        (ANSWER_FROM, "answer"),
        (1.0, "answer"),
    ],
)
def test_outcome(confidence: float, expected: str) -> None:
    assert outcome(confidence) == expected


def test_fitted_probabilities_match_frequencies() -> None:
    rng = np.random.default_rng(0)
    features = rng.normal(size=(4_000, len(FEATURES)))
    truth = 1 / (1 + np.exp(-(2 * features[:, 0] - features[:, 1])))
    right = rng.random(4_000) < truth
    calibrator = fit(features, right)
    given = np.array([calibrator.probability(row) for row in features])
    for low in (0.1, 0.4, 0.8):
        part = (given >= low) & (given < low + 0.2)
        assert abs(given[part].mean() - right[part].mean()) < 0.06


def test_fit_survives_a_perfect_split() -> None:
    features = np.zeros((20, len(FEATURES)))
    features[:10, 0] = 1
    calibrator = fit(features, features[:, 0] == 1)
    assert calibrator.probability(features[0]) > 0.8
    assert calibrator.probability(features[-1]) < 0.2


@pytest.mark.parametrize("with_encoder", [True, False])
@pytest.mark.parametrize("with_head", [True, False])
def test_shipped_calibrators_fit_the_features(with_encoder: bool, with_head: bool) -> None:
    calibrator = default_calibrator(with_encoder, with_head)
    assert calibrator.as_json() == Calibrator.from_json(calibrator.as_json()).as_json()
    assert len(calibrator.weights) == len(FEATURES)


def many() -> list[Entry]:
    rng = np.random.default_rng(3)
    words = [f"{a}{b}" for a in "bdfgklmnprst" for b in ("ab", "eko", "ir", "ona", "ul")]
    own = [words[card * 10 : card * 10 + 10] for card in range(6)]
    return [
        Entry(f"card-{n}", (own[n][0],), tuple(" ".join(rng.choice(own[n] + words, 6)) for _ in range(60)))
        for n in range(6)
    ]


def test_hidden_cards_and_phrases_are_gone() -> None:
    kept, questions = hide(many(), np.random.default_rng(0))
    assert len(kept) == 6 - int(6 * HIDDEN_CARDS)
    left = {phrase for entry in kept for phrase in entry.phrases}
    assert not left & {text for text, _ in questions}
    assert {card for _, card in questions} == {f"card-{n}" for n in range(6)}


def test_a_workspace_gets_its_own_calibrator(tmp_path: Path) -> None:
    entries = many()
    index = Index.build(entries, None)
    own = fit_calibrator(entries, index, Job(tmp_path))
    assert own.as_json() != default_calibrator(False, True).as_json()
    again = fit_calibrator(entries, index, Job(tmp_path))
    assert own.weights == pytest.approx(again.weights, rel=1e-2, abs=1e-3)  # products differ in their last bits
    small = [Entry("a", ("b",), ("c", "d"))]
    assert fit_calibrator(small, Index.build(small, None), Job(tmp_path)) is default_calibrator(False, True)
