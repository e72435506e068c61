"""One written form for what people type: width, case, script and invisible characters do not matter."""

import os
import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from hashlib import blake2b
from itertools import pairwise
from typing import cast

import numpy as np
import Stemmer
from numpy.typing import NDArray

MAX_CHARS = 600  # a pasted document is about what it opens with; keeps the slowest question near 20 ms
MAX_GRAM = 4

Terms = NDArray[np.uint64]
Split = Callable[[str], Terms]

_RUNS = re.compile(r"[a-z0-9]+(?:['’][a-z]+)?|[\u3400-\u9fff\uf900-\ufaff]+")
_SPACES = re.compile(r"\s+")
CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_DROPPED = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})


def clean(text: str) -> str:
    """NFKC, lower case, simplified Chinese, single spaces; control, bidi and zero-width characters removed."""
    text = unicodedata.normalize("NFKC", text[: 4 * MAX_CHARS])
    if not text.isprintable():
        text = "".join(_visible(char) for char in text)
    text = _SPACES.sub(" ", text.lower()).strip()[:MAX_CHARS].rstrip()
    return simplified(text)


def _visible(char: str) -> str:
    if char in "\t\n\r":
        return " "
    return "" if unicodedata.category(char) in _DROPPED else char


def simplified(text: str) -> str:
    if not _looks_traditional(text):
        return text
    return str(_converter()(text))


@cache
def _converter() -> Callable[[str], str]:
    from opencc import OpenCC  # only a traditional text needs it

    return cast(Callable[[str], str], OpenCC("t2s").convert)


def _looks_traditional(text: str) -> bool:
    """GB 2312 holds the simplified characters in common use, so one outside it may be traditional."""
    if text.isascii():
        return False
    cjk = "".join(CJK.findall(text))
    return len(cjk.encode("gb2312", "ignore")) < 2 * len(cjk)


def words(text: str) -> list[str]:
    """Stems of Latin words and, for Chinese, single characters and pairs; `text` is already clean."""
    found: list[str] = []
    for run in _RUNS.findall(text):
        if run[0] < "\u3400":
            found.append(stem(run))
        else:
            found.extend(run)
            found.extend(run[i : i + 2] for i in range(len(run) - 1))
    return found


def syllables(text: str) -> list[str]:
    """Toneless pinyin of Chinese characters, single and in pairs, so that homophones match."""
    found: list[str] = []
    for run in _RUNS.findall(text):
        if run[0] < "\u3400":
            continue
        sounds = [sound(char) for char in run]
        found.extend(sounds)
        found.extend(f"{a} {b}" for a, b in pairwise(sounds))
    return found


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    return str(_stemmer().stemWord(word))


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


@lru_cache(maxsize=10_000)
def sound(char: str) -> str:
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")  # whole-phrase readings cost 55 MB; single ones do
    from pypinyin import lazy_pinyin

    return str(lazy_pinyin(char)[0])


def grams(text: str) -> Terms:
    """Every run of 1 to 4 characters, each packed into one number (16 bits a character)."""
    codes = np.frombuffer(f" {text} ".encode("utf-16-le", "replace"), dtype=np.uint16).astype(np.uint64)
    packed, found = codes, [codes]
    for size in range(1, MAX_GRAM):
        if len(codes) <= size:
            break
        packed = packed[:-1] | (codes[size:] << np.uint64(16 * size))
        found.append(packed)
    return np.concatenate(found)


def _numbered(split: Callable[[str], list[str]]) -> Split:
    def numbers(text: str) -> Terms:
        return np.array([_number(term) for term in split(text)], dtype=np.uint64)

    return numbers


@lru_cache(maxsize=50_000)
def _number(term: str) -> int:
    return int.from_bytes(blake2b(term.encode("utf-8", "replace"), digest_size=8).digest(), "little")


SPLITS: Mapping[str, Split] = {"letters": grams, "words": _numbered(words), "sounds": _numbered(syllables)}
