"""How English names a day."""

import re
from datetime import date, timedelta

from bot.playbooks.log.days import (
    Read,
    Reading,
    Rule,
    Way,
    day_of_month,
    end_of_month,
    in_days,
    in_months,
    loose,
    month_day,
    month_end,
    weekday,
)

# Closed classes of the language; written down for this project.
_ONES = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split()  # noqa: SIM905
_ORDINALS = (  # noqa: SIM905
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_NUMBERS = {word: n for n, word in enumerate(_ONES, 1)} | {"a": 1, "an": 1, "the": 1, "twenty": 20, "thirty": 30}
_NTH = {word: n for n, word in enumerate(_ORDINALS, 1)} | {"thirtieth": 30}
_NTH |= {f"twenty {word}": 20 + n for n, word in enumerate(_ORDINALS[:9], 1)} | {"thirty first": 31}
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_NAMED = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tues?|weds?|thu(?:rs?)?|fri"
_D = rf"(?P<day>{_NAMED})\b"
_MONTH = (
    r"(?P<month>january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?"
)
_NTH_WORDS = "|".join(sorted((word.replace(" ", "[ -]") for word in _NTH), key=len, reverse=True))
_ANY_NTH = rf"(?P<nth>\d{{1,2}}(?:st|nd|rd|th)|{_NTH_WORDS})\b"
_COUNT = rf"(?P<count>\d{{1,3}}|{'|'.join((*_ONES, 'twenty', 'thirty', 'an', 'a'))})"
_UNIT = r"(?P<unit>day|week|month|fortnight|business day|working day)s?\b"
# What "the second" counts when it is no day of the month.
_COUNTED = (
    r"(?! (?:(?!for |at |in |with |on )\w+ )?(?:floor|line|time|one|phase|week|party|meeting|call|visit|site|shift"
    r"|quarter|plant|half|person|option|try|attempt|guy|thing|round|batch|building|day|offer|quote|demo|draft|version"
    r"|street|avenue|choice|place)s?\b)"
)
_FEAST = (
    r"(?:easter|christmas|xmas|thanksgiving|new year'?s?(?: eve| day)?|the holidays?|the break"
    r"|labor day|memorial day)"
)


def _words(match: re.Match[str], today: date) -> Reading:
    return in_days(today, _RELATIVE[re.sub(r"^the ", "", match[0])])


_RELATIVE = {
    "day before yesterday": -2, "yesterday": -1, "yesterdays": -1, "last night": -1, "today": 0, "tonight": 0,
    "this morning": 0,
    "this afternoon": 0, "this evening": 0, "just now": 0, "earlier today": 0, "end of day": 0, "end of the day": 0,
    "eod": 0, "cob": 0, "close of business": 0, "tomorrow": 1, "tmrw": 1, "tmr": 1, "tomoro": 1, "tomorow": 1,
    "end of day tomorrow": 1, "eod tomorrow": 1, "day after tomorrow": 2, "overmorrow": 2,
}  # fmt: skip


def _number_of(match: re.Match[str]) -> int:
    return _WEEKDAYS.index(match["day"][:3])


def _weekday(match: re.Match[str], today: date) -> Reading:
    return weekday(today, _number_of(match))


def _this_weekday(match: re.Match[str], today: date) -> Reading:
    return weekday(today, _number_of(match), 0)


def _next_weekday(match: re.Match[str], today: date) -> Reading:
    return weekday(today, _number_of(match), 1)


def _last_weekday(match: re.Match[str], today: date) -> Reading:
    """The last one gone by: within a week that began with it both it and the one before may be meant."""
    last = today - timedelta((today.weekday() - _number_of(match)) % 7 or 7)
    return Reading(last, "back", last, sure=last < today - timedelta(today.weekday()), kind="weekday")


def _week_from_weekday(match: re.Match[str], today: date) -> Reading:
    day = weekday(today, _number_of(match)).day
    weeks = 2 if match[0].startswith("two") else 1
    return Reading((day or today) + timedelta(weeks=weeks), "ahead", kind="weekday")


def _weekday_after(match: re.Match[str], today: date) -> Reading:
    """After what, only the listener knows."""
    return Reading(weekday(today, _number_of(match)).day, "ahead", sure=False, kind="weekday")


def _after_next(match: re.Match[str], today: date) -> Reading:
    return weekday(today, _number_of(match), 2)


def _week_ago_weekday(match: re.Match[str], today: date) -> Reading:
    return weekday(today, _number_of(match), -1)


def _beside_feast(match: re.Match[str], today: date) -> Reading:
    """Thanksgiving is the fourth Thursday of November."""
    november = date(today.year, 11, 1)
    fourth = november + timedelta((3 - november.weekday()) % 7 + 21)
    feasts = {"t": fourth, "n": date(today.year + 1, 1, 1)}
    feast = feasts.get(match["feast"][0], date(today.year, 12, 25))
    day = feast + timedelta(1 if match["side"] == "after" else -1)
    return in_days(today, (day - today).days)


def _month_number(match: re.Match[str]) -> int:
    return _MONTHS.index(match["month"][:3]) + 1


def _nth(text: str) -> int:
    digits = re.match(r"\d+", text)
    return int(digits[0]) if digits else _NTH[text.replace("-", " ")]


def _month_day(match: re.Match[str], today: date) -> Reading:
    year = match.groupdict().get("year")
    return month_day(today, _month_number(match), _nth(match["nth"]), int(year) if year else None)


def _of_month(match: re.Match[str], today: date) -> Reading | None:
    return day_of_month(today, _nth(match["nth"]))


def _of_next_month(match: re.Match[str], today: date) -> Reading | None:
    return day_of_month(today, _nth(match["nth"]), {"this": 0, "next": 1, "last": -1}[match["which"]])


def _iso(match: re.Match[str], today: date) -> Reading:
    return month_day(today, int(match[2]), int(match[3]), int(match[1]))


def _slashed(match: re.Match[str], today: date) -> Reading:
    a, b = int(match[1]), int(match[2])
    month, day = (b, a) if a > 12 else (a, b)
    reading = month_day(today, month, day)
    return Reading(reading.day, "either", reading.last, sure=a > 12 or b > 12 or a == b, kind="calendar")


def _counted(match: re.Match[str], sign: int, today: date) -> Reading:
    count = int(match["count"]) if match["count"].isdigit() else _NUMBERS[match["count"]]
    unit = match["unit"]
    if unit == "month":
        return in_months(today, sign * count)
    days = {"week": 7, "fortnight": 14}.get(unit, 1) * count
    return in_days(today, sign * days, sure="business" not in unit and "working" not in unit)


def _later(match: re.Match[str], today: date) -> Reading:
    return _counted(match, 1, today)


def _about(match: re.Match[str], today: date) -> Reading:
    reading = _counted(match, 1, today)
    return Reading(reading.day, "ahead", sure=False)


def _ago(match: re.Match[str], today: date) -> Reading:
    return _counted(match, -1, today)


def _week_from_tomorrow(match: re.Match[str], today: date) -> Reading:
    return in_days(today, 8)


def _end_of_month(match: re.Match[str], today: date) -> Reading:
    return month_end(today)


def _end_of_next_month(match: re.Match[str], today: date) -> Reading:
    return month_end(today, 1)


def _end_of_named(match: re.Match[str], today: date) -> Reading:
    return end_of_month(today, _month_number(match))


def _end_of_week(match: re.Match[str], today: date) -> Reading:
    friday = weekday(today, 4, 0).day if today.weekday() != 4 else today
    return Reading(friday, "ahead", sure=False)


def _vague(way: Way) -> Read:
    return lambda match, today: loose(way)


def _rule(pattern: str, read: Read) -> Rule:
    return re.compile(pattern, re.ASCII), read


_PLAIN = "|".join(sorted(_RELATIVE, key=len, reverse=True))
_PREP = r"\b(?:(?:on|by|till|until|from|since|before|for|to|make it|is|it's|around) |(?=the ))"

RULES: tuple[Rule, ...] = (
    _rule(rf"\b(?:the )?(?:{_PLAIN})\b", _words),
    _rule(
        r"(?<!black )(?<!good )(?<!every )(?<!other )(?<!on a )(?<!one )(?<!some )"
        rf"\b{_D}(?! (?:after next|week\b))",
        _weekday,
    ),
    _rule(r"\b(?:on|by|for|last|next|this) (?P<day>sat|sun)\b(?!')", _weekday),
    _rule(rf"\b(?:this coming|this|coming) {_D}", _this_weekday),
    _rule(rf"\bnext {_D}", _next_weekday),
    _rule(rf"\b{_D} (?:of )?next week\b", _next_weekday),
    _rule(rf"\bnext week (?:on )?{_D}", _next_weekday),
    _rule(rf"\b{_D} (?:of )?last week\b", _week_ago_weekday),
    _rule(rf"\blast {_D}", _last_weekday),
    _rule(rf"\b(?:an? week|two weeks) (?:from|on|after) (?:this |next )?{_D}", _week_from_weekday),
    _rule(rf"\ba week {_D}", _week_from_weekday),
    _rule(rf"\b(?:the )?{_D} after next", _after_next),
    _rule(rf"\b{_D} week\b", _week_from_weekday),
    _rule(r"\bday (?P<side>before|after) (?P<feast>thanksgiving|christmas|xmas|new year'?s?)\b", _beside_feast),
    _rule(rf"\b(?:the )?{_D} after(?: that)?\b(?! next)", _weekday_after),
    _rule(rf"\b{_MONTH} (?:the )?{_ANY_NTH}(?:,? (?P<year>20\d\d))?", _month_day),
    _rule(
        rf"\b{_MONTH} (?P<nth>\d{{1,2}})(?:,? (?P<year>20\d\d))?\b(?![:%.,]?\d| ?(?:am|pm|k\b"
        rf"|percent|units?|people|o'clock))",
        _month_day,
    ),
    _rule(rf"\b(?:the )?{_ANY_NTH} (?:of )?{_MONTH}(?:,? (?P<year>20\d\d))?", _month_day),
    _rule(rf"\b(?P<nth>\d{{1,2}}) (?:of )?{_MONTH}(?! (?:be|have|not|well)\b)(?:,? (?P<year>20\d\d)\b)?", _month_day),
    _rule(rf"\b(?:the )?{_ANY_NTH} (?:of )?(?P<which>this|next|last) month\b", _of_next_month),
    _rule(rf"{_PREP}(?P<said>(?:the )?(?P<nth>\d{{1,2}}(?:st|nd|rd|th)))\b{_COUNTED}", _of_month),
    _rule(
        r"\b(?:on|by|till|until|from|since|before|for|to) "
        rf"(?P<said>the (?P<nth>{_NTH_WORDS}))\b{_COUNTED}"
        r"(?= ?(?:$|[,.;!?，。]|(?:at|with|and|to|in|of|so|then|if|i|we|he|she|they)\b))",
        _of_month,
    ),
    _rule(r"(?<!\d)(20\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)", _iso),
    _rule(r"(?<![\d/.])(?!24/7)(\d{1,2})/(\d{1,2})(?![\d/%.])", _slashed),
    _rule(rf"\b(?:in|within) {_COUNT} {_UNIT}(?:(?:'s?|s')? time)?(?! or\b)", _later),
    _rule(rf"\bin (?:about|around|roughly|like|maybe|another) {_COUNT} {_UNIT}(?! or\b)", _about),
    _rule(rf"\bin (?:about )?{_COUNT} (?:{_UNIT} )?(?:or|to) \w+(?: (?:days|weeks|months))?\b", _vague("ahead")),
    _rule(
        r"\bin \d+ ?- ?\d+ (?:days|weeks|months)\b|\bmid[- ]?week\b|\b(?:before"
        r"|after) the weekend\b",
        _vague("ahead"),
    ),
    _rule(rf"\b{_COUNT} {_UNIT} (?:from (?:now|today)|out)\b", _later),
    _rule(
        rf"\b{_COUNT} {_UNIT} (?:later|after that)\b|\bthe (?:next day|day after"
        rf"|following day)\b(?! tomorrow)",
        _vague("ahead"),
    ),
    _rule(rf"\b(?:the )?following {_D}", _weekday_after),
    _rule(rf"\b{_COUNT} {_UNIT} (?:ago|back)\b", _ago),
    _rule(r"\b(?:a )?week from tomorrow\b|\btomorrow week\b", _week_from_tomorrow),
    _rule(r"\b(?:the )?end of (?:the |this )?month\b|\bmonth[- ]end\b|\beom\b", _end_of_month),
    _rule(r"\b(?:the )?end of next month\b", _end_of_next_month),
    _rule(rf"\b(?:the )?end of {_MONTH}", _end_of_named),
    _rule(r"\b(?:the )?end of (?:the |this )?week\b|\beow\b", _end_of_week),
    _rule(
        r"\b(?:sometime |some time |early |late |later |mid |middle of |end of )*(?:next"
        r"|this) (?:week|weak|month|quarter|year)\b",
        _vague("ahead"),
    ),
    _rule(r"\b(?:beginning|start|middle|end) of (?:the )?(?:next )?(?:week|month|quarter|year)\b", _vague("ahead")),
    _rule(
        rf"\b(?:early|mid|late|sometime in|in|beginning of|start of|middle of|by)[- ](?:to[- ]\w+ "
        rf"|early |mid |late )?{_MONTH}(?! \d| the \d)",
        _vague("ahead"),
    ),
    _rule(rf"\bweek of (?:the )?(?:{_ANY_NTH}|{_MONTH} \d{{1,2}})", _vague("ahead")),
    _rule(r"\b(?:the )?(?:first|second|third|last) week (?:of|in) (?:the )?\w+", _vague("ahead")),
    _rule(
        r"\b(?:the )?(?:week|month) (?:before|after)(?: that| next)?\b|\bin the new year\b|\bnew year\b",
        _vague("ahead"),
    ),
    _rule(rf"\b(?:after|before|around|over|until|till) (?:the )?{_FEAST}", _vague("ahead")),
    _rule(
        r"\b(?:in|within) (?:a )?(?:few|couple(?: of)?|two or three|several) (?:days|weeks"
        r"|months)\b",
        _vague("ahead"),
    ),
    _rule(r"\b(?:a |the )?(?:few|couple(?: of)?|several) (?:days|weeks|months|nights) (?:ago|back)\b", _vague("back")),
    _rule(r"\bin (?:the )?(?:spring|summer|fall|autumn|winter|q[1-4])\b|\b(?:early|late) q[1-4]\b", _vague("ahead")),
    _rule(
        r"\bthe other (?:day|week|night|morning|afternoon)\b|\blast (?:week|month)\b"
        r"|\bearlier this week\b",
        _vague("back"),
    ),
    _rule(r"\b(?:over|on|at) the weekend\b", _vague("either")),
    _rule(rf"\b(?:maybe |perhaps )?{_MONTH} (?:sometime|or so|maybe|if at all)\b", _vague("ahead")),
    _rule(rf"\b(?:maybe|perhaps|probably) {_MONTH}(?! the \d| \d)", _vague("ahead")),
    _rule(r"\blast weekend\b|\ba while (?:ago|back)\b|\brecently\b", _vague("back")),
    _rule(r"\b(?:this|next|the) weekend\b", _vague("ahead")),
)
