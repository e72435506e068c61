"""The days that a dictated sentence names: pure functions of the text and of today."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from bot.playbooks.log.dates_en import RULES as ENGLISH
from bot.playbooks.log.dates_zh import RULES as CHINESE
from bot.playbooks.log.days import Reading, Rule, Span
from bot.playbooks.log.times import with_times

__all__ = ["Span", "find", "fold"]


def find(text: str, today: date) -> list[Span]:
    """Every day named, in order. A span's `start` and `end` are places in `text`."""
    folded = fold(text)
    rules = [*ENGLISH, *(() if folded.isascii() else CHINESE)]
    spans = _longest(span for rule in rules for span in _matches(rule, folded, today))
    return with_times(folded, _joined(folded, spans), today)


def fold(text: str) -> str:
    """Lower case and half width, every character staying where it is."""
    return "".join(_folded(char) for char in text)


def _folded(char: str) -> str:
    if "\uff01" <= char <= "\uff5e":
        char = chr(ord(char) - 0xFEE0)
    if char in "’‘":
        return "'"
    if char.isspace():
        return " "
    lower = char.lower()
    return lower if len(lower) == 1 else char


def _matches(rule: Rule, text: str, today: date) -> Iterator[Span]:
    pattern, read = rule
    for match in pattern.finditer(text):
        try:
            reading = read(match, today)
        except (ValueError, OverflowError):  # the 31st of a month that has 30, or a year without end
            continue
        if reading is not None:
            yield _span(match, reading)


def _span(match: re.Match[str], reading: Reading) -> Span:
    said = "said" if "said" in match.re.groupindex else 0  # without the word that leads to it
    return Span(
        match.start(said),
        match.end(said),
        reading.day,
        reading.granularity,
        None,
        reading.way,
        reading.last,
        reading.sure,
        reading.kind,
    )


def _longest(spans: Iterator[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start - span.end, span.start)):
        if all(span.end <= other.start or other.end <= span.start for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda span: span.start)


_OF_THE_SAME_DAY = re.compile(r"[\s,(（，]*(?:the |on |on the |那天|就是|也就是|, the )?")
_ONE_OR_THE_OTHER = re.compile(r" ?(?:or|或者?|还是|、|/|to|-|到|至|和|跟) ?(?:on |the |maybe )?")


def _joined(text: str, spans: list[Span]) -> list[Span]:
    """ "Thursday the 17th" is one day; "Tuesday or Wednesday" is none."""
    found: list[Span] = []
    for span in spans:
        before = found[-1] if found else None
        moved = before is not None and text[: before.start].endswith("from ")
        if before is None or (one := _one(before, span, text[before.end : span.start], moved)) is None:
            found.append(span)
        else:
            found[-1] = one
    return found


def _one(a: Span, b: Span, between: str, moved: bool) -> Span | None:
    kinds = {a.kind, b.kind}
    if kinds == {"weekday", "calendar"} and _OF_THE_SAME_DAY.fullmatch(between) and a.day and b.day:
        named, weekday = (a, b) if a.kind == "calendar" else (b, a)
        agreed = [day for day in (named.day, named.last) if day and day.weekday() == weekday.day.weekday()]  # type: ignore[union-attr]
        return replace(named, start=a.start, end=b.end, sure=bool(agreed))
    if kinds == {"relative", "weekday"} and _OF_THE_SAME_DAY.fullmatch(between):
        relative, weekday = (a, b) if a.kind == "relative" else (b, a)
        return (
            replace(relative, start=a.start, end=b.end)
            if relative.day and relative.day in (weekday.day, weekday.last)
            else None
        )
    if "loose" in (a.granularity, b.granularity) or kinds == {"relative"}:
        return None
    if a.kind == b.kind and _ONE_OR_THE_OTHER.fullmatch(between) and not moved:
        return replace(a, end=b.end, day=None, last=None, granularity="loose")
    return None
