"""The figures of `eval knowledge`, checked against values worked out by hand."""

import json
from pathlib import Path

import pytest

from bot.search import Entry, Found, Hit
from bot.search.evaluate import evaluate
from bot.search.figures import Asked, answered_right, answered_right_at_wrong, auroc, confusions, figures
from bot.search.packs import PackError, Question, for_cards, load_pack

CARDS = [{"id": "price", "title": "Price", "aliases": ["too expensive"]}, {"id": "trial", "title": "Trial"}]


def asked(card: str | None, best: str, confidence: float, kind: str = "a") -> Asked:
    outcome = "answer" if confidence >= 0.5 else "refuse"
    hits = (Hit(best, confidence, ""), Hit("price", 0.0, ""))
    return Asked(Question("?", card, {"kind": kind}), Found(outcome, confidence, hits, confidence), 0.001)


ASKED = [
    asked("trial", "trial", 0.9),
    asked("price", "trial", 0.8),
    asked("trial", "trial", 0.7, "b"),
    asked(None, "trial", 0.6, "b"),
    asked(None, "trial", 0.1),
]


def test_figures() -> None:
    found = figures(ASKED)
    assert found["n"] == 5
    assert (found["r1"], found["r3"], found["mrr10"]) == (0.6667, 1.0, 0.8333)
    assert found["wrong_confident"] == 0.4
    assert found["outcomes"] == {"answer": 4, "choose": 0, "refuse": 1, "answered_right": 2}
    assert found["by_kind"]["b"]["n"] == 2


def test_auroc_counts_pairs_in_the_right_order() -> None:
    assert auroc(ASKED) == 1.0
    assert auroc([asked("trial", "trial", 0.5), asked(None, "trial", 0.5)]) == 0.5
    assert auroc(ASKED[:2]) is None


def test_answered_right_stops_before_precision_falls() -> None:
    assert answered_right(ASKED) == 0.3333
    assert answered_right([asked("price", "trial", 0.9)]) == 0.0


def test_answered_right_at_so_many_wrong() -> None:
    assert answered_right_at_wrong(ASKED, 0.19) == 0.3333
    assert answered_right_at_wrong(ASKED, 0.2) == 0.6667
    assert answered_right_at_wrong(ASKED, 0.4) == 0.6667
    assert answered_right_at_wrong([asked(None, "trial", 0.9)]) is None


def test_a_kind_with_cards_only_is_measured_against_what_has_none() -> None:
    inside = [asked("trial", "trial", 0.9, "scene"), asked("price", "trial", 0.3, "scene")]
    outside = [asked(None, "trial", 0.4, "far")]
    found = figures([*inside, *outside])["by_kind"]["scene"]
    assert (found["auroc_out_of_scope"], found["answered_right_at_3_wrong"]) == (0.5, 0.5)


def test_who_took_whose_question() -> None:
    rows = confusions(ASKED)
    assert [(row["card"], row["took_it"], row["n"], row["outright"]) for row in rows] == [
        (None, "trial", 1, 1), ("price", "trial", 1, 1),
    ]  # fmt: skip


def test_equal_confidences_cannot_be_told_apart() -> None:
    assert answered_right([asked("trial", "trial", 0.9), asked("price", "trial", 0.9)]) == 0.0


def write(folder: Path, cards: list[str], questions: list[str]) -> Path:
    (folder / "cards.jsonl").write_text("\n".join(cards) + "\n", encoding="utf-8")
    (folder / "questions.jsonl").write_text("\n".join(questions) + "\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "questions.jsonl:2: this line is not JSON"),
        ("[]", "questions.jsonl:2: a line must be an object"),
        ('{"text": "a"}', "questions.jsonl:2: 'card' is missing"),
        ('{"text": " ", "card": null}', "questions.jsonl:2: 'text' must be a text"),
        ('{"text": "a", "card": "nowhere"}', "questions.jsonl:2: there is no card 'nowhere'"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, message: str) -> None:
    pack = write(tmp_path, [json.dumps(card) for card in CARDS], ['{"text": "ok", "card": null}', line])
    with pytest.raises(PackError, match=message.replace("(", r"\(")):
        load_pack(pack)


def test_a_card_twice_or_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PackError, match=r"cards.jsonl: cannot be read"):
        load_pack(tmp_path)
    with pytest.raises(PackError, match=r"cards.jsonl:2: the card 'price' is there twice"):
        load_pack(write(tmp_path, [json.dumps(CARDS[0])] * 2, []))


def test_evaluate_gives_every_figure(tmp_path: Path) -> None:
    pack = write(tmp_path, [json.dumps(card) for card in CARDS], ['{"text": "too expensive!", "card": "price"}'])
    entries, questions = load_pack(pack)
    assert entries[0] == Entry("price", ("Price",), ("too expensive",))
    calls: list[tuple[int, int]] = []
    found = evaluate(entries, questions, lexical=True, progress=lambda done, of: calls.append((done, of)))
    assert set(found) == {
        *("n", "r1", "r3", "mrr10", "wrong_confident", "auroc_out_of_scope", "answered_right_at_95_precision"),
        *("answered_right_at_3_wrong", "confusions", "outcomes", "p50_ms", "p99_ms", "build_s", "rss_mb"),
    }
    assert (found["n"], found["r1"], calls) == (1, 1.0, [(1, 1)])


def test_a_question_for_a_card_that_is_not_here_has_no_card() -> None:
    questions = [Question("a", "x", {"kind": "scene"}), Question("b", "y", {"kind": "scene"}), Question("c", None, {})]
    here = for_cards(questions, {"x"})
    assert [q.card for q in here] == ["x", None, None]
    assert [q.groups.get("kind") for q in here] == ["scene", "card absent", None]
