"""A reply as plain text: buttons are numbered `[n] label` and pressed by sending `#n`."""

from typing import assert_never

from bot.messages import Choices, Facts, Form, Part, Picture, Progress, Reply, Text
from bot.words import Words


def render(reply: Reply, said: Words) -> str:
    blocks, number = [], 1
    for part in reply.parts:
        text, number = _part(part, number, said)
        blocks.append(text)
    return "\n".join(block for block in blocks if block)


def _part(part: Part, number: int, said: Words) -> tuple[str, int]:
    """The part's text, and the number of the next button."""
    match part:
        case Text(text, tone):
            return (f"「{text}」" if tone == "quote" else text), number
        case Facts(rows):
            return "\n".join(_fact(label, value, said) for label, value in rows), number
        case Choices(buttons):
            labels = [f"[{n}] {button.label}" for n, button in enumerate(buttons, number)]
            return "\n".join(labels), number + len(buttons)
        case Form(title):
            return f"[{number}] {title}", number + 1
        case Picture(_, alt):
            return said("(picture: {alt})", alt=alt), number
        case Progress(label, done, total):
            return f"{label} {done}/{total}", number
        case _:
            assert_never(part)


def _fact(label: str, value: str, said: Words) -> str:
    return said("{label}: {value}", label=label, value=value if "\n" not in value else f"\n{value}")


def pressed(text: str) -> int | None:
    """The index of the button that `#n` presses."""
    number = text.strip()[1:] if text.strip().startswith(("#", "＃")) else ""
    return int(number) - 1 if len(number) < 5 and number.isdecimal() and 0 < int(number) < 1000 else None
