"""Cosine to every phrase: exact for few, for many a rough look first and exact on the most promising."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

EXACT_ROWS = 4_000  # up to here every row is compared in full: 8 MB, 0.6 ms
ROUGH_DIMS = 96
SHORTLIST = 400
SAMPLE = 4_000


class Nearest:
    """Vectors kept as float16; what is multiplied for each question is float32 and, when many, 96 columns narrow."""

    def __init__(self, vectors: NDArray[np.float16]) -> None:
        self._vectors = vectors
        self._basis = _principal(vectors) if len(vectors) > EXACT_ROWS else None
        self._compared = _projected(vectors, self._basis)

    def cosines(self, query: NDArray[np.float32]) -> NDArray[np.float32]:
        """For each row its cosine with `query`; beyond the shortlist an estimate that is never too high by much."""
        if self._basis is None:
            return self._compared @ query
        rough: NDArray[np.float32] = self._compared @ (self._basis.T @ query)
        best = np.argpartition(rough, -SHORTLIST)[-SHORTLIST:]
        rough[best] = self._vectors[best].astype(np.float32) @ query
        return rough

    def exact(self, rows: list[int] | slice = slice(None)) -> NDArray[np.float32]:
        """Vectors in full, 2 kB a phrase: all of them only for training."""
        return self._vectors[rows].astype(np.float32)


def _parts(vectors: NDArray[np.float16]) -> Iterator[NDArray[np.float32]]:
    """In parts, so that serving never holds a full float32 copy."""
    for start in range(0, len(vectors), SAMPLE):
        yield vectors[start : start + SAMPLE].astype(np.float32)


def _principal(vectors: NDArray[np.float16]) -> NDArray[np.float32]:
    """The directions in which a sample of the vectors spreads most; uncentred, since cosines are what is wanted."""
    step = max(1, len(vectors) // SAMPLE)
    sample = vectors[::step].astype(np.float32)
    _, directions = np.linalg.eigh(sample.T @ sample)
    return np.ascontiguousarray(directions[:, -ROUGH_DIMS:])


def _projected(vectors: NDArray[np.float16], basis: NDArray[np.float32] | None) -> NDArray[np.float32]:
    if basis is None:
        return vectors.astype(np.float32)
    return np.concatenate([part @ basis for part in _parts(vectors)])
