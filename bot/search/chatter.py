"""Messages that no sales card answers: they teach the calibrator what talk from elsewhere looks like."""

from functools import cache
from pathlib import Path

from bot.search.normalise import clean

FILE = Path(__file__).with_name("chatter.txt")


@cache
def chatter() -> tuple[str, ...]:
    """300 Chinese and 300 English lines, clean; about half of them office talk that is not selling."""
    return tuple(clean(line) for line in FILE.read_text("utf-8").splitlines())
