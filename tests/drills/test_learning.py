"""From a bank of labelled exchanges to weights that a reader can use."""

import json
from pathlib import Path

import numpy as np
import pytest

from bot.drills.moves import bank, fit
from bot.drills.moves.learn import f1, talk_turns, thresholds
from bot.drills.moves.models import WEIGHTS, load_model, together
from bot.drills.rubric import BLOCKERS, IDS

EXCHANGE = {
    "lang": "en",
    "previous": "too expensive",
    "text": "Fair point. What do you compare it with?",
    "moves": [
        {"criterion": "acknowledge", "polarity": "+", "quote": "Fair point."},
        {"criterion": "explore_first", "polarity": "+", "quote": "What do you compare it with?"},
    ],
    "blockers": [],
}


def test_a_turn_and_each_of_its_sentences_are_examples() -> None:
    turn, first, second = bank.examples(EXCHANGE, 3)
    assert turn.has == {("acknowledge", "+"), ("explore_first", "+")}
    assert (first.text, first.has) == ("Fair point.", {("acknowledge", "+")})
    assert (second.has, second.exchange) == ({("explore_first", "+")}, 3)


def test_a_blocker_alone_says_nothing_about_moves() -> None:
    [example] = bank.examples(EXCHANGE | {"text": "You idiot", "moves": [], "blockers": ["insult"]}, 0)
    assert example.has == {("insult", "-")}
    assert ("acknowledge", "+") in example.unknown
    assert ("leak", "-") not in example.unknown


@pytest.mark.parametrize("file", sorted(bank.OWN.glob("*.jsonl")), ids=lambda file: file.name)
def test_our_own_bank_holds_to_the_rubric(file: Path) -> None:
    for line in file.read_text("utf-8").splitlines():
        row = json.loads(line)
        assert set(row["blockers"]) <= set(BLOCKERS)
        for move in row["moves"]:
            assert move["criterion"] in IDS
            assert move["polarity"] in "+-"
            assert move["quote"] in row["text"]


def test_logistic_regression_tells_two_clouds_apart() -> None:
    rng = np.random.default_rng(1)
    has = (np.arange(80) % 2).astype(np.float32)[:, None]
    rows = rng.normal(size=(80, 5)).astype(np.float32) + 2 * has
    weights, start = fit.logistic(fit.Wide([rows[:, :2], rows[:, 2:]]), has, np.ones_like(has), 1e-3)
    right = ((rows @ weights + start > 0) == (has > 0)).mean()
    assert right > 0.9


def test_what_is_unknown_pulls_at_nothing() -> None:
    rows = np.eye(4, dtype=np.float32)
    has = np.array([[1], [0], [1], [0]], dtype=np.float32)
    counts = np.array([[1], [1], [0], [1]], dtype=np.float32)
    weights, _ = fit.logistic(fit.Wide([rows]), has, counts, 1e-2)
    assert weights[2, 0] == 0
    assert weights[0, 0] > 0 > weights[1, 0]


def test_a_threshold_lies_where_f1_is_best() -> None:
    has = np.zeros((100, len(bank.LABELS)), dtype=np.float32)
    has[80:] = 1
    scores = np.linspace(-1, 1, 100, dtype=np.float32)[:, None].repeat(len(bank.LABELS), axis=1)
    cuts, _ = thresholds([(scores, has)])
    assert f1(scores[:, 0] >= cuts[0], has[:, 0]) > 0.9


def test_a_turn_is_scored_with_its_best_sentence() -> None:
    assert together(np.array([[1.0], [0.0], [3.0]], dtype=np.float32)).tolist() == [2.0]
    assert together(np.array([[1.0]], dtype=np.float32)).tolist() == [1.0]


def test_only_talks_to_tune_on_are_opened(tmp_path: Path) -> None:
    talk = {
        "lang": "zh",
        "turns": [{"speaker": "customer", "text": "太贵"}, {"speaker": "rep", "text": "嗯", "moves": []}],
    }
    (tmp_path / "a.tune.jsonl").write_text(json.dumps(talk), "utf-8")
    (tmp_path / "a.sealed.jsonl").write_text("not to be read", "utf-8")
    assert [(each.previous, each.text) for each in talk_turns(tmp_path)] == [("太贵", "嗯")]


def test_the_weights_are_small_and_for_these_labels() -> None:
    assert WEIGHTS.stat().st_size < 3_000_000
    assert load_model("words").meaning.shape == (0, len(bank.LABELS))
    assert load_model("encoder").meaning.shape == (512, len(bank.LABELS))


def test_weights_for_other_labels_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "weights.npz"
    np.savez_compressed(file, labels=np.array([("acknowledge", "+")]))
    with pytest.raises(ValueError, match="learnt for other labels"):
        load_model("words", file)
