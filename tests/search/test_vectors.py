"""The cache of vectors: nothing is encoded twice, nothing broken is believed."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.search.nearest import Nearest
from bot.search.vectors import VectorCache, encode_all


class Counting:
    """A stand-in encoder that remembers what it was asked."""

    id = "counting"
    dim = 8

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked.extend(texts)
        rows = np.array([np.random.default_rng(list(text.encode())).normal(size=self.dim) for text in texts])
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


@pytest.fixture
def cache(tmp_path: Path) -> VectorCache:
    return VectorCache(tmp_path / "vectors")


def vectors_file(cache: VectorCache) -> Path:
    return next(cache.path.glob("*.vectors"))


def test_only_new_texts_are_encoded(cache: VectorCache) -> None:
    first = encode_all(["a", "b"], Counting(), cache)
    encoder = Counting()
    second = encode_all(["b", "c", "a"], encoder, cache)
    assert encoder.asked == ["c"]
    assert (second[[2, 0]] == first).all()


def test_another_encoder_shares_nothing(cache: VectorCache) -> None:
    encode_all(["a"], Counting(), cache)
    other = Counting()
    other.id = "other"
    encode_all(["a"], other, cache)
    assert other.asked == ["a"]


@pytest.mark.parametrize("cut", [1, 10, 35])
def test_a_torn_write_costs_one_text(cache: VectorCache, cut: int) -> None:
    encode_all(["a", "b"], Counting(), cache)
    file = vectors_file(cache)
    file.write_bytes(file.read_bytes()[:-cut])
    encoder = Counting()
    encode_all(["a", "b", "c"], encoder, cache)
    assert encoder.asked == ["b", "c"]
    again = Counting()
    encode_all(["a", "b", "c"], again, cache)
    assert again.asked == []


def test_a_flipped_bit_costs_one_text(cache: VectorCache) -> None:
    encode_all(["a", "b"], Counting(), cache)
    data = bytearray(vectors_file(cache).read_bytes())
    data[20] ^= 1
    vectors_file(cache).write_bytes(data)
    encoder = Counting()
    encode_all(["a", "b"], encoder, cache)
    assert encoder.asked == ["a"]


def test_two_writers_do_not_mix(cache: VectorCache) -> None:
    encode_all(["a"], Counting(), cache)
    encode_all(["b"], Counting(), VectorCache(cache.path))
    encoder = Counting()
    encode_all(["a", "b"], encoder, cache)
    assert encoder.asked == []


def test_progress_reaches_the_end(cache: VectorCache) -> None:
    calls: list[tuple[int, int]] = []
    encode_all([str(n) for n in range(300)], Counting(), cache, lambda done, of: calls.append((done, of)))
    assert calls[-1] == (300, 300)


def test_the_rough_look_finds_the_same_nearest_row(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(3_000, 64)) * np.linspace(3, 0.1, 64)
    rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float16)
    exact = Nearest(rows)
    monkeypatch.setattr("bot.search.nearest.EXACT_ROWS", 100)
    monkeypatch.setattr("bot.search.nearest.ROUGH_DIMS", 24)
    rough = Nearest(rows)
    for row in range(0, 3_000, 300):
        query = (rows[row] + rng.normal(scale=0.02, size=64)).astype(np.float32)
        assert rough.cosines(query).argmax() == exact.cosines(query).argmax() == row
