"""Heads: fitted in a child process, kept by content, laid over an edited index."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.search import Entry, Head, Index, load_encoder, start_training, train_head

CARDS = (
    Entry(
        "price-too-high",
        ("Price too high",),
        ("太贵了 肉疼", "too expensive, he repeat three times", "老板嫌总价高", "the owner says it costs too much"),
    ),
    Entry("no-budget", ("No budget",), ("今年账上真没这笔钱", "no line for it this year", "没预算", "budget is zero")),
    Entry(
        "boss-decides",
        ("Boss decides",),
        ("我说了不算，得问老板", "I ask my boss first", "老板拍板", "he signs, not me"),
    ),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("heads")


@pytest.fixture(scope="module")
def head(folder: Path) -> Head:
    made = train_head(CARDS, None, folder)
    assert made is not None
    return made


def test_a_head_votes_for_the_right_card(head: Head) -> None:
    index = Index.build(CARDS, None).with_head(head)
    assert index.search("the boss signs first").hits[0].id == "boss-decides"


def test_a_finished_head_is_not_trained_again(head: Head, folder: Path) -> None:
    training = start_training(CARDS, None, folder)
    assert not training.running
    assert training.progress == 1.0
    again = training.poll()
    assert again is not None
    assert (again.weights == head.weights).all()


def test_training_is_repeatable(head: Head, tmp_path: Path) -> None:
    again = train_head(CARDS, None, tmp_path)
    assert again is not None
    assert np.allclose(again.weights, head.weights, atol=1e-3)
    assert again.calibrator.as_json() == head.calibrator.as_json()


def test_no_traces_are_left(head: Head, folder: Path) -> None:
    assert [path.name for path in folder.iterdir()] == [f"head-{head.digest}"]


def test_an_edited_card_is_found_before_the_next_head(head: Head) -> None:
    edited = replace(CARDS[1], phrases=(*CARDS[1].phrases, "the purse is sewn shut until spring"))
    added = Entry("send-me-materials", ("Send me materials",), ("just email me a brochure",))
    index = Index.build((CARDS[0], edited, CARDS[2], added), None).with_head(head)
    assert index.search("just email me a brochure").hits[0].id == "send-me-materials"
    assert index.search("please email a brochure").hits[0].id == "send-me-materials"
    assert index.search("the purse is sewn shut until spring").hits[0].id == "no-budget"


def test_a_removed_card_is_gone_at_once(head: Head) -> None:
    index = Index.build(CARDS[:2], None).with_head(head)
    assert {hit.id for hit in index.search("I ask my boss first").hits} == {"price-too-high", "no-budget"}


def test_a_damaged_head_is_no_head(head: Head, tmp_path: Path) -> None:
    head.save(tmp_path / "head")
    file = tmp_path / "head" / "weights.npy"
    file.write_bytes(file.read_bytes()[:40])
    assert Head.load(tmp_path / "head", head.digest) is None


def test_one_card_is_too_little(tmp_path: Path) -> None:
    assert train_head(CARDS[:1], None, tmp_path) is None


def test_a_killed_training_fails_quietly(tmp_path: Path) -> None:
    training = start_training(CARDS, None, tmp_path)
    training.stop()
    assert training.poll() is None
    assert list(tmp_path.iterdir()) == []


def test_scipy_stays_out_of_the_serving_process() -> None:
    code = (
        "import sys\n"
        "from bot.search import Entry, Index\n"
        "Index.build([Entry('a', ('b',), ('c',))], None).search('b')\n"
        "assert not {'scipy', 'sklearn', 'pypinyin.contrib', 'zhconv'} & set(sys.modules), sorted(sys.modules)"
    )
    root = str(Path(__file__).parents[2])
    subprocess.run([sys.executable, "-c", code], check=True, cwd=root, timeout=60)


def test_languages_meet_on_one_card_with_the_encoder(tmp_path: Path) -> None:
    encoder = load_encoder()
    if encoder is None:
        pytest.skip("no sentence encoder on this machine")
    english = [Entry(card.id, card.titles, tuple(p for p in card.phrases if p.isascii())) for card in CARDS]
    index = Index.build(english, encoder)
    assert index.search("这个价格实在太高了").hits[0].id == "price-too-high"
    made = train_head(english, encoder, tmp_path)
    assert made is not None
    first, second = (index.with_head(made).search("这个价格实在太高了") for _ in range(2))
    assert first == second
    assert first.hits[0].id == "price-too-high"
