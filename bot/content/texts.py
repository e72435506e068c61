"""Text files: UTF-8, of a size that people write, without characters that nobody sees."""

import re
from pathlib import Path

from bot.errors import ContentError

FILE_MAX = 1 << 20
"""Bytes; a text file larger than this is a mistake, and parsing it would stall everybody."""

HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
"""Control characters, line ends that only some programs count, and halves of characters."""


def read_text(path: Path, shown: str) -> str:
    """The file's text with plain line ends; raises a finding for anything that is no such text."""
    raw = _bytes(path, shown)
    if len(raw) > FILE_MAX:
        raise ContentError(shown, 1, f"is larger than {FILE_MAX // 1024} KiB. Split it or take out what is not text.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ContentError(shown, line, f"is not UTF-8 text (byte {error.start}). Save it as UTF-8.") from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if hidden := HIDDEN.search(text):
        raise ContentError(shown, text.count("\n", 0, hidden.start()) + 1, hidden_character(hidden[0]))
    return text


def hidden_character(character: str) -> str:
    return f"a character that cannot be seen (U+{ord(character):04X}) is in the text. Take it out."


def _bytes(path: Path, shown: str) -> bytes:
    try:
        if path.exists() and not path.is_file():  # reading a pipe would wait forever
            raise ContentError(shown, 1, "is a folder or a device; a text file should be here.")
        with path.open("rb") as file:
            return file.read(FILE_MAX + 1)
    except OSError as error:
        raise ContentError(shown, 1, f"cannot be read: {error.strerror}.") from error
