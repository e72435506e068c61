"""Numbers as people write them in either language: 12.5, 三十, twelve."""

import re

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0, "俩": 2, "仨": 3}
_TEENS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty"
)
_ENGLISH = {word: number for number, word in enumerate(_TEENS.split(" "))}
_ENGLISH |= {"thirty": 30, "forty": 40, "fifty": 50, "hundred": 100, "half": 50}
CHINESE = "[零〇一二两三四五六七八九十]"
ENGLISH = "|".join(sorted(_ENGLISH, key=len, reverse=True))
NUMBER = rf"\d+(?:\.\d+)?|{CHINESE}+|(?:{ENGLISH})"


def value(text: str) -> float | None:
    """Under a hundred is all that percentages and discounts need."""
    text = text.strip().lower()
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return float(text)
    if text in _ENGLISH:
        return float(_ENGLISH[text])
    return _chinese(text)


def _chinese(text: str) -> float | None:
    if not re.fullmatch(f"{CHINESE}+", text):
        return None
    if "十" not in text:
        return float("".join(str(_DIGITS[char]) for char in text))
    tens, _, ones = text.partition("十")
    return 10.0 * (_DIGITS[tens[-1]] if tens else 1) + (_DIGITS[ones[0]] if ones else 0)
