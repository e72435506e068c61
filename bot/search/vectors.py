"""Sentence vectors on disk, so that a restart or an edit encodes only what is new."""

import zlib
from collections.abc import Callable, Sequence
from hashlib import blake2b
from pathlib import Path

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from bot.search.encoder import Encoder

KEY_BYTES = 16
CRC_BYTES = 4
BATCH = 128

Progress = Callable[[int, int], None]
Vectors = NDArray[np.float16]


class VectorCache:
    """A folder with one file for each encoder; a file is a row of records `key, vector, checksum`.

    Records have one size and are only ever appended, under a lock. A torn tail is ignored by readers and cut off
    by the next writer; a record whose checksum fails is encoded again.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self, encoder: Encoder) -> tuple[dict[bytes, int], Vectors]:
        """Key → row, and the rows; these are mapped from the file, so that only those that are copied cost memory."""
        file, record = self._file(encoder), _record_type(encoder)
        count = file.stat().st_size // record.itemsize if file.exists() else 0
        if not count:
            return {}, np.zeros((0, encoder.dim), dtype=np.float16)
        records = np.memmap(file, dtype=record, mode="r", shape=(count,))
        body = records.view(np.uint8).reshape(count, record.itemsize)[:, :-CRC_BYTES]
        whole = (zlib.crc32(row) == crc for row, crc in zip(body, records["crc"].tolist(), strict=True))
        keys = records["key"]
        return {keys[at].tobytes(): at for at, good in enumerate(whole) if good}, records["vector"]

    def append(self, encoder: Encoder, keys: Sequence[bytes], vectors: Vectors) -> None:
        self.path.mkdir(parents=True, exist_ok=True)
        file, size = self._file(encoder), _record_type(encoder).itemsize
        body = b"".join(_record(key, row) for key, row in zip(keys, vectors, strict=True))
        with FileLock(f"{file}.lock"), file.open("ab") as out:
            out.truncate(out.tell() // size * size)
            out.write(body)

    def _file(self, encoder: Encoder) -> Path:
        return self.path / f"{encoder.id}-{encoder.dim}.vectors"


def encode_all(
    texts: Sequence[str], encoder: Encoder, cache: VectorCache | None, progress: Progress | None = None
) -> Vectors:
    """The vectors of `texts`; what the cache lacks is encoded and added to it batch by batch."""
    known, kept = cache.read(encoder) if cache else ({}, None)
    keys = [text_key(text) for text in texts]
    rows = np.zeros((len(texts), encoder.dim), dtype=np.float16)
    missing = [i for i, key in enumerate(keys) if key not in known]
    if kept is not None:
        found = [i for i, key in enumerate(keys) if key in known]
        rows[found] = kept[[known[keys[i]] for i in found]]
        del kept  # the map of the file with it
    for start in range(0, len(missing), BATCH):
        part = missing[start : start + BATCH]
        rows[part] = encoder.encode([texts[i] for i in part]).astype(np.float16)
        if progress:
            progress(start + len(part), len(missing))
    if cache and missing:
        cache.append(encoder, [keys[i] for i in missing], rows[missing])
    return rows


def text_key(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "replace"), digest_size=KEY_BYTES).digest()


def _record_type(encoder: Encoder) -> np.dtype[np.void]:
    return np.dtype([("key", f"V{KEY_BYTES}"), ("vector", "<f2", (encoder.dim,)), ("crc", "<u4")])


def _record(key: bytes, vector: NDArray[np.float16]) -> bytes:
    body = key + vector.astype("<f2").tobytes()
    return body + zlib.crc32(body).to_bytes(CRC_BYTES, "little")
