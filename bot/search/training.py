"""Starts the child process that fits a head, and fetches what it made; finished heads are kept by content."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp

from bot.search.chatter import chatter
from bot.search.encoder import Encoder
from bot.search.head import Head, head_id, worth_training
from bot.search.job import Job
from bot.search.phrases import Entry, Phrases
from bot.search.vectors import VectorCache, encode_all

HEADS_KEPT = 3
IN_BACKGROUND = 10  # answering comes first
ONE_THREAD = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}


class TrainingFailed(Exception):
    """The child process ended without a head."""


@dataclass
class Training:
    """A head in the making; `poll` from time to time. The one object here that changes: it follows a process."""

    digest: str
    _cache: Path
    _job: Job | None = None
    _process: subprocess.Popen[bytes] | None = None
    _head: Head | None = None
    _failed: bool = field(default=False)

    @property
    def running(self) -> bool:
        return self._process is not None

    @property
    def progress(self) -> float:
        """0 to 1."""
        if self._job is None:
            return 1.0
        return self._job.progress()

    def poll(self) -> Head | None:
        """The head once it is ready; None before, and for good if there is nothing to train or it failed."""
        if self._process is not None and self._process.poll() is not None:
            self._collect()
        return self._head

    def wait(self) -> Head | None:
        if self._process is not None:
            self._process.wait()
        return self.poll()

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._clear()

    @property
    def failed(self) -> bool:
        return self._failed

    def _collect(self) -> None:
        assert self._job is not None
        assert self._process is not None
        made = self._job.folder / "head"
        kept = _folder(self._cache, self.digest)
        if self._process.returncode == 0 and made.is_dir() and not kept.exists():
            os.replace(made, kept)
        self._head = Head.load(kept, self.digest)
        self._failed = self._head is None
        self._clear()
        _drop_old(self._cache, kept)

    def _clear(self) -> None:
        if self._job is not None:
            shutil.rmtree(self._job.folder, ignore_errors=True)
        self._job = self._process = None


def start_training(
    entries: Sequence[Entry], encoder: Encoder | None, cache_dir: Path, niceness: int = IN_BACKGROUND
) -> Training:
    """Returns at once; finished already when this very content was trained before."""
    phrases = Phrases.of(entries)
    digest = head_id(phrases, encoder.id if encoder else "words")
    ready = Head.load(_folder(cache_dir, digest), digest)
    if ready or not worth_training(phrases):
        return Training(digest, cache_dir, _head=ready)
    texts = (*phrases.texts, *chatter())  # all that the child will ask about: it has no model of its own
    vectors = encode_all(texts, encoder, VectorCache(cache_dir)) if encoder else None
    cache_dir.mkdir(parents=True, exist_ok=True)
    job = Job(Path(mkdtemp(prefix="training-", dir=cache_dir)))
    job.write(entries, encoder.id if encoder else None, texts, vectors)
    command = [sys.executable, "-m", "bot.search.train", str(job.folder), digest, str(niceness)]
    process = subprocess.Popen(command, env=_environment(), stdin=subprocess.DEVNULL)  # noqa: S603
    return Training(digest, cache_dir, job, process)


def kept_head(phrases: Phrases, encoder: Encoder | None, cache_dir: Path) -> Head | None:
    """The head of this very content, if it was trained before."""
    digest = head_id(phrases, encoder.id if encoder else "words")
    return Head.load(_folder(cache_dir, digest), digest)


def train_head(entries: Sequence[Entry], encoder: Encoder | None, cache_dir: Path) -> Head | None:
    """Waits for the head. None when there is too little or too much to train on."""
    training = start_training(entries, encoder, cache_dir, niceness=0)
    head = training.wait()
    if training.failed:
        raise TrainingFailed(f"The search head could not be trained; see the log above. Folder: {cache_dir}")
    return head


def _environment() -> dict[str, str]:
    """One thread, and the same `bot` as here even where it is run from a checkout."""
    root = str(Path(__file__).parents[2])
    path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    return os.environ | ONE_THREAD | {"PYTHONPATH": path}


def _folder(cache_dir: Path, digest: str) -> Path:
    return cache_dir / f"head-{digest}"


def _drop_old(cache_dir: Path, newest: Path) -> None:
    old = sorted((f for f in cache_dir.glob("head-*") if f != newest), key=lambda f: f.stat().st_mtime)
    for folder in old[: -(HEADS_KEPT - 1)]:
        shutil.rmtree(folder, ignore_errors=True)
