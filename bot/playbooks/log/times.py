"""The hours that a dictated sentence names, and the day each belongs to."""

import re
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from bot.playbooks.log.days import Span

# Closed classes of the two languages; written down for this project.
_HOURS = {word: n for n, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)}  # noqa: SIM905
_HOURS |= {char: n for n, char in enumerate("一二三四五六七八九十", 1)} | {"两": 2, "十一": 11, "十二": 12}
_LATE = ("下午", "晚上", "晚", "傍晚", "夜里", "今晚", "明晚", "昨晚")
_PART_ZH = "今天|凌晨|大清早|清早|一大早|一早|早上|早晨|早|上午|中午|下午|傍晚|晚上|晚|夜里"
_HOUR_ZH = r"(\d{1,2}|十[一二]?|[一二两三四五六七八九])"

_CLOCK_ZH = re.compile(
    rf"({_PART_ZH})?{_HOUR_ZH}(点半?钟?|时)(半|一刻|三刻|[一二三四五]?十[一二三四五六七八九]?分?|\d\d分?)?"
)
_PLAIN_ZH = re.compile(r"一大早|大清早|早上|上午|中午|下午|傍晚|晚上|夜里|待会儿?|等会儿|等一?下(?=我|给|就)|一会儿")
_CLOCK = re.compile(r"(?<![\d:.])([01]?\d|2[0-3])[:：]([0-5]\d)(?![\d:]) ?([ap]\.?m\b)?")
_WORDS_EN = "|".join(word for word in _HOURS if word.isascii())
_CLOCK_EN = re.compile(
    rf"\b(?:at |around |about )?(\d{{1,2}}|{_WORDS_EN})(?: (thirty|fifteen|forty[- ]five))? ?([ap]\.?m\b|o'clock)",
    re.ASCII,
)
_AT_EN = re.compile(
    rf"\b(?:at|around|about)? ?(\d{{1,2}}|{_WORDS_EN}|noon|midday)(?: (thirty|fifteen"
    rf"|forty[- ]five))?\b(?:(?! ?[%a-z\d])|(?= in the ))",
    re.ASCII,
)
_PLAIN_EN = re.compile(r"\b(?:in the )?(?:morning|afternoon|evening|lunchtime|noon)\b", re.ASCII)
_MINUTES = {"thirty": 30, "fifteen": 15, "forty five": 45, "forty-five": 45}
_COUNTS_POINTS = re.compile(r"(?:[这那有几说提就讲记第]|分)$")
_NEAR = re.compile(r"[\s,，的(]*(?:at |around |about |by |in the )?")


@dataclass(frozen=True, slots=True)
class _Hour:
    start: int
    end: int
    at: time | None
    alone: bool
    """Whether it is an hour of today even with no day beside it."""


def with_times(text: str, spans: list[Span], today: date) -> list[Span]:
    """The spans with the hours said beside them; a part of the day with no day beside it is one of today."""
    left, found = _hours(text), list(spans)
    for place, span in enumerate(spans):
        while hour := next((hour for hour in left if _beside(text, span, hour)), None):
            span = replace(span, start=min(span.start, hour.start), end=max(span.end, hour.end), at=span.at or hour.at)
            left.remove(hour)
        found[place] = span
    free = [hour for hour in left if hour.alone and all(_apart(hour, span) for span in found)]
    found += [_of_today(text, hour, today) for hour in free]
    return sorted(found, key=lambda span: span.start)


def _of_today(text: str, hour: _Hour, today: date) -> Span:
    if text[hour.start : hour.end] == "in the morning":  # of what is to come, tomorrow's
        return Span(hour.start, hour.end, today + timedelta(1), "part", hour.at, "either", today)
    return Span(hour.start, hour.end, today, "part", hour.at, "today", today)


def _beside(text: str, span: Span, hour: _Hour) -> bool:
    if span.start < hour.start < span.end < hour.end:  # 明早六点: 早 belongs to both
        return True
    if hour.start >= span.end:
        return bool(_NEAR.fullmatch(text[span.end : hour.start]))
    return hour.end <= span.start and hour.alone and bool(re.fullmatch(r" ?(?:on )?", text[hour.end : span.start]))


def _apart(hour: _Hour, span: Span) -> bool:
    return hour.end <= span.start or span.end <= hour.start


def _hours(text: str) -> list[_Hour]:
    found: list[_Hour] = []
    for pattern, read in _READINGS:
        for match in pattern.finditer(text):
            hour = read(text, match)
            if hour and all(hour.end <= other.start or other.end <= hour.start for other in found):
                found.append(hour)
    return sorted(found, key=lambda hour: hour.start)


def _chinese(text: str, match: re.Match[str]) -> _Hour | None:
    part, hour, tail = match[1] or "", _hour(match[2]), match[4] or ""
    if not part and not tail and "半" not in match[3] and _COUNTS_POINTS.search(text[: match.start()]):
        return None
    minutes = 30 if "半" in tail + match[3] else _minutes(tail)
    late = any(part.endswith(word) for word in _LATE) or (
        not part.startswith(("早", "凌", "上", "一")) and 1 <= hour < 7
    )
    if match.start() and not part and text[: match.start()].endswith(("早", "晨")):
        late = False
    alone = bool(part) and part != "今天"
    return _made(match, hour + 12 if late and hour < 12 else hour, minutes, alone=alone)


def _minutes(tail: str) -> int:
    if not tail or tail.endswith("刻"):
        return {"一刻": 15, "三刻": 45}.get(tail, 0)
    digits = tail.removesuffix("分")
    if digits.isdigit():
        return int(digits)
    tens, _, ones = digits.partition("十")
    return (_HOURS.get(tens, 1)) * 10 + _HOURS.get(ones, 0)


def _colon(text: str, match: re.Match[str]) -> _Hour | None:
    hour = int(match[1])
    before = text[max(0, match.start() - 2) : match.start()]
    late = (match[3] or "").startswith("p") or before in _LATE
    return _made(match, hour + 12 if late and hour < 12 else hour, int(match[2]), alone=False)


def _english(text: str, match: re.Match[str]) -> _Hour | None:
    hour, half = _hour(match[1]), match[3] or ""
    late = half.startswith("p") or (not half.startswith("a") and hour < 7)
    return _made(match, hour + 12 if late and hour < 12 else hour % 24, _MINUTES.get(match[2] or "", 0), alone=False)


def _bare_english(text: str, match: re.Match[str]) -> _Hour | None:
    hour = 12 if match[1] in ("noon", "midday") else _hour(match[1])
    return _made(match, hour + 12 if hour < 7 else hour, _MINUTES.get(match[2] or "", 0), alone=False)


def _part(text: str, match: re.Match[str]) -> _Hour | None:
    return _Hour(match.start(), match.end(), None, alone=not match[0].isascii() or match[0].startswith("in the"))


def _made(match: re.Match[str], hour: int, minutes: int, alone: bool) -> _Hour | None:
    if hour > 23 or minutes > 59:
        return None
    return _Hour(match.start(), match.end(), time(hour, minutes), alone)


def _hour(word: str) -> int:
    return int(word) if word.isdigit() else _HOURS[word]


_READINGS = (
    (_CLOCK, _colon),
    (_CLOCK_ZH, _chinese),
    (_CLOCK_EN, _english),
    (_AT_EN, _bare_english),
    (_PLAIN_ZH, _part),
    (_PLAIN_EN, _part),
)
