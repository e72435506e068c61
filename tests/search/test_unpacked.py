"""The encoder kept unpacked: the same vectors, and never anything but the encoder."""

import pickle
import shutil
from pathlib import Path

import numpy as np
import pytest

from bot.search import load_encoder, unpacked

TEXTS = ["太贵了", "we already use a spreadsheet", "x"]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kept")
    assert load_encoder(folder) is not None
    return folder


def test_the_kept_encoder_gives_the_same_vectors(kept: Path) -> None:
    fresh, again = load_encoder(), load_encoder(kept)
    assert unpacked.load(kept) is not None
    assert fresh is not None
    assert again is not None
    assert np.array_equal(fresh.encode(TEXTS), again.encode(TEXTS))


@pytest.mark.parametrize("name", ["arrays.bin", "model.pickle", "sizes.json"])
def test_a_damaged_file_is_made_anew(kept: Path, name: str, tmp_path: Path) -> None:
    folder = shutil.copytree(kept, tmp_path / "damaged")
    file = next(folder.glob("encoder-*")) / name
    file.write_bytes(file.read_bytes()[:-7])
    assert unpacked.load(folder) is None
    assert load_encoder(folder) is not None
    assert unpacked.load(folder) is not None


class Stranger:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return Path.touch, (Path("touched"),)  # type: ignore[return-value]


def test_a_file_that_names_anything_else_is_not_run(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = shutil.copytree(kept, tmp_path / "strange")
    (next(folder.glob("encoder-*")) / "model.pickle").write_bytes(pickle.dumps(Stranger()))
    assert unpacked.load(folder) is None
    assert not (tmp_path / "touched").exists()


def test_an_unwritable_folder_only_costs_time(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("no folder")
    assert load_encoder(file) is not None
