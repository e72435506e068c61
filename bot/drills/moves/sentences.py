"""Where one thing said ends and the next begins, in writing that may have no punctuation at all."""

import re
from functools import lru_cache

RECENT = 2_000
"""Texts whose parts are kept: every rule of a turn asks for the same ones."""

HAN = r"\u3400-\u9fff"
_ENDS = re.compile(
    r"[。！？!?；;\n]+[\"'”’」）)]*"
    r"|(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bMrs)(?<!\be\.g)(?<!\bi\.e)(?<!\bvs)(?<!\bNo)[.…]+[\"'”’)]*(?=\s|$)"
    rf"|(?<=[{HAN}])…+"
)
_CHINESE_ENDS = re.compile("[。！？!?；;]")
_GAPS = re.compile(rf"(?<=[{HAN}])\s+(?=[{HAN}])")
_COMMAS = re.compile(rf"[，,:：]+(?=\s|[{HAN}\"“]|$)|\s[-–—]+\s|——|(?<=[{HAN}])\s+(?=[{HAN}])")
_LETTER = re.compile(rf"[A-Za-z0-9{HAN}%]")


@lru_cache(maxsize=RECENT)
def sentences(text: str) -> tuple[str, ...]:
    """Verbatim parts of the text; spaces part a Chinese text that has no other stops."""
    parts = _cut(text, _ENDS)
    if _CHINESE_ENDS.search(text):
        return parts
    return tuple(piece for part in parts for piece in _cut(part, _GAPS))


@lru_cache(maxsize=RECENT)
def clauses(sentence: str) -> tuple[str, ...]:
    return _cut(sentence, _COMMAS)


def _cut(text: str, at: re.Pattern[str]) -> tuple[str, ...]:
    """What ends a part stays with it."""
    parts: list[str] = []
    start = 0
    for match in at.finditer(text):
        parts.append(text[start : match.end()])
        start = match.end()
    parts.append(text[start:])
    return tuple(part.strip() for part in parts if _LETTER.search(part))


def han(text: str) -> int:
    return len(re.findall(f"[{HAN}]", text))


def length(text: str, language: str) -> int:
    """In the unit that the rubric counts lectures in: Chinese characters (a Latin word is one), English words."""
    latin = len(re.findall(r"[A-Za-z0-9][\w'’.%-]*", text))
    return han(text) + latin if language.startswith("zh") or han(text) > latin else latin
