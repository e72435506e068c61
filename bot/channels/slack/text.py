"""Plain text on its way to Slack and back: escaped, divided without losing a character, and freed of Slack's markup."""

import re
from unicodedata import combining

SENTENCE_ENDS = "。！？；!?;…\n"
_JOINER = "\u200d"
_MARK = re.compile(r"<([^<>]*)>")


def escaped(text: str) -> str:
    """Text that Slack reads as itself, where it would look for markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def shortened(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def chunks(text: str, most: int) -> list[str]:
    """The text in pieces that fit, ending at a line, else a sentence, else a character; together they are the text."""
    found = []
    while len(text) > most:
        end = _end(text, most)
        found.append(text[:end])
        text = text[end:]
    return [*found, text]


def _end(text: str, most: int) -> int:
    """Where the first piece ends; a boundary in its first half would make too many pieces."""
    line = text.rfind("\n", most // 2, most)
    if line >= 0:
        return line + 1
    sentence = max(text.rfind(mark, most // 2, most) for mark in SENTENCE_ENDS)
    if sentence >= 0:
        return sentence + 1
    end = most
    while end > most // 2 and _belongs_together(text[end - 1], text[end]):
        end -= 1
    return end


def _belongs_together(before: str, after: str) -> bool:
    """An emoji made of several characters, a letter and its accent, a Latin word."""
    if before == _JOINER or after in (_JOINER, "\ufe0f") or combining(after):
        return True
    if "\U0001f3fb" <= after <= "\U0001f3ff":
        return True
    return before.isascii() and after.isascii() and before.isalnum() and after.isalnum()


def unmarked(text: str, me: str = "") -> str:
    """What somebody typed, as they see it: no mention of `me`, other mentions and links as their words."""
    text = _MARK.sub(lambda found: _said(found[1], me), storable(text))
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()


def _said(mark: str, me: str) -> str:
    target, _, label = mark.partition("|")
    sign, name = target[:1], target[1:]
    match sign:
        case "@":
            return f"@{label}" if label and name != me else ""
        case "#":
            return f"#{label}" if label else ""
        case "!":
            return label or f"@{name.partition('^')[0]}"
        case _:
            return label or target.removeprefix("mailto:").removeprefix("tel:")


def storable(text: str) -> str:
    """Without what no database takes: half a character, and the character that ends strings."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()
