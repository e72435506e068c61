"""What a training process is given and gives back: a folder of files, so that either side may die."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.search.encoder import Encoder
from bot.search.head import Head
from bot.search.phrases import Entry
from bot.search.vectors import text_key


class Recalled:
    """An encoder that only knows the texts it was given; spares the child process the model."""

    def __init__(self, id: str, texts: Sequence[str], vectors: NDArray[np.float16]) -> None:
        self.id = id
        self.dim = vectors.shape[1]
        self._rows = {text_key(text): row for row, text in enumerate(texts)}
        self._vectors = vectors

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._vectors[[self._rows[text_key(text)] for text in texts]].astype(np.float32)


@dataclass(frozen=True)
class Job:
    folder: Path

    def write(
        self, entries: Sequence[Entry], model: str | None, texts: Sequence[str], vectors: NDArray[np.float16] | None
    ) -> None:
        order = {"entries": [asdict(entry) for entry in entries], "encoder": model, "texts": list(texts)}
        (self.folder / "order.json").write_text(json.dumps(order, ensure_ascii=False), encoding="utf-8")
        if vectors is not None:
            np.save(self.folder / "vectors.npy", vectors)

    def read(self) -> tuple[list[Entry], Encoder | None]:
        order = json.loads((self.folder / "order.json").read_text(encoding="utf-8"))
        entries = [
            Entry(e["id"], tuple(e["titles"]), tuple(e["phrases"]), tuple(e["keywords"])) for e in order["entries"]
        ]
        if order["encoder"] is None:
            return entries, None
        return entries, Recalled(order["encoder"], order["texts"], np.load(self.folder / "vectors.npy"))

    def report(self, done: float) -> None:
        (self.folder / "progress").write_text(f"{done:.2f}", encoding="utf-8")

    def progress(self) -> float:
        try:
            return float((self.folder / "progress").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return 0.0

    def finish(self, head: Head) -> None:
        head.save(self.folder / "head")
