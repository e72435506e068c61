"""A reply as Slack's blocks. Text is rich or plain text and never mrkdwn, so that nothing in it becomes a mention.

A long reply is several messages: divided, never cut.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, assert_never

from bot.channels.slack.text import chunks, escaped, shortened
from bot.messages import Button, Choices, Facts, Form, Part, Picture, Progress, Reply, Text

Json = dict[str, Any]

BLOCKS_MAX, HOME_BLOCKS_MAX = 50, 100
TEXT_MAX = 12_000
"""Of one message: Slack refuses a little above 13,000."""
ELEMENT_MAX = 2_900
FALLBACK_MAX = 3_000
"""What notifications and screen readers get; the blocks say it all."""
LINES_MAX, LABEL_MAX, BUTTONS_MAX, ALT_MAX = 50, 75, 25, 2_000
BAR = 10


@dataclass(frozen=True, slots=True)
class Body:
    """One message of Slack's. `pictures`: (which block, its picture); their files have no id before they are sent."""

    number: int
    text: str
    blocks: tuple[Json, ...]
    pictures: tuple[tuple[int, Picture], ...] = ()


@dataclass(frozen=True, slots=True)
class _Unit:
    """A block, what it says, and the picture that it shows."""

    block: Json
    says: str
    picture: Picture | None = None


def bodies(reply: Reply, token: str) -> list[Body]:
    """The messages that a reply becomes, in order."""
    found: list[list[_Unit]] = []
    for unit in _units(reply, token):
        if not found or len(found[-1]) == BLOCKS_MAX or _length(found[-1]) + len(unit.says) > TEXT_MAX:
            found.append([])
        found[-1].append(unit)
    return [_body(number, units) for number, units in enumerate(found)]


def home(reply: Reply, token: str) -> Body:
    """A person's own page: a single one, however long, with twice the room of a message."""
    return _body(0, list(_units(reply, token))[:HOME_BLOCKS_MAX])


def _length(units: list[_Unit]) -> int:
    return sum(len(unit.says) for unit in units)


def _body(number: int, units: list[_Unit]) -> Body:
    words = [unit.says for unit in units if unit.says.strip() and unit.block["type"] != "actions"]
    said = "\n".join(words or [unit.says for unit in units])
    pictures = tuple((at, unit.picture) for at, unit in enumerate(units) if unit.picture)
    return Body(number, _fallback(said), tuple(unit.block for unit in units), pictures)


def _fallback(said: str) -> str:
    text = escaped(shortened(said, FALLBACK_MAX))
    return text if len(text) <= FALLBACK_MAX else escaped(shortened(said, FALLBACK_MAX // len("&amp;")))


def _units(reply: Reply, token: str) -> Iterator[_Unit]:
    index = 0
    for part in reply.parts:
        yield from _part(part, token, index)
        index += len(part.buttons) if isinstance(part, Choices) else isinstance(part, Form)


def _part(part: Part, token: str, index: int) -> Iterator[_Unit]:
    match part:
        case Text():
            yield from _text(part)
        case Facts(rows):
            yield from _facts(rows)
        case Choices(buttons):
            yield from _choices(buttons, token, index)
        case Form(title):
            yield _actions([(f"f:{token}:{index}", title, False)])
        case Picture(_, alt):
            alt = shortened(alt.strip() or "…", ALT_MAX)
            yield _Unit({"type": "image", "slack_file": {"id": ""}, "alt_text": alt}, alt, part)
        case Progress(label, done, total):
            filled = round(BAR * min(done, total) / total) if total > 0 else 0
            yield from _plain(f"{label} {'█' * filled}{'░' * (BAR - filled)} {done}/{total}")
        case _:
            assert_never(part)


def _text(part: Text) -> Iterator[_Unit]:
    text = f"⚠ {part.text}" if part.tone == "warning" else part.text
    for piece in chunks(text, ELEMENT_MAX):
        if said := piece.removesuffix("\n"):  # the next block is a new line anyway
            yield from [_Unit(_toned(said, part), said)] if said.strip() else []


def _toned(text: str, part: Text) -> Json:
    if part.copyable:
        return _rich({"type": "rich_text_preformatted", "elements": [_run(text)]})
    if part.tone == "quote":
        return _rich({"type": "rich_text_quote", "elements": [_run(text)]})
    if part.tone == "muted":
        return {"type": "context", "elements": [{"type": "plain_text", "text": text, "emoji": False}]}
    return _rich(_section(_run(text, bold=part.tone == "title")))


def _facts(rows: tuple[tuple[str, str], ...]) -> Iterator[_Unit]:
    """Each pair a line, as many in a block as fit."""
    lines: list[Json] = []
    said: list[str] = []
    for label, value in rows:
        for name, piece in _pairs(label, value):
            line = f"{name}{piece}"
            if len(lines) == LINES_MAX or sum(map(len, said)) + len(line) > ELEMENT_MAX:
                yield _Unit(_rich(*lines), "\n".join(said))
                lines, said = [], []
            runs = [_run(name, bold=True)] if name else []
            lines.append(_section(*runs, *([_run(piece)] if piece else [])))
            said.append(line)
    if lines:
        yield _Unit(_rich(*lines), "\n".join(said))


def _pairs(label: str, value: str) -> Iterator[tuple[str, str]]:
    """The label with the beginning of its value, then the rest of it."""
    between = "" if not label else "\n" if "\n" in value else "  "
    *before, last = chunks(label, ELEMENT_MAX // 2)
    yield from ((piece, "") for piece in before)
    first, *rest = chunks(between + value, ELEMENT_MAX // 2)
    if last or first:
        yield last, first
    yield from (("", piece) for piece in rest)


def _choices(buttons: tuple[Button, ...], token: str, index: int) -> Iterator[_Unit]:
    """Rows of buttons; a label too long for one stands above in full, under the number that the button bears."""
    shown = []
    for number, button in enumerate(buttons, 1):
        label = button.label.strip() or "…"
        if len(label) > LABEL_MAX:
            label = f"{number}. {label}"
            yield from _plain(label)
        shown.append((f"b:{token}:{index + number - 1}", label, button.primary))
    for start in range(0, len(shown), BUTTONS_MAX):
        yield _actions(shown[start : start + BUTTONS_MAX])


def _plain(text: str) -> Iterator[_Unit]:
    return _text(Text(text))


def _actions(buttons: list[tuple[str, str, bool]]) -> _Unit:
    elements = [_button(*button) for button in buttons]
    return _Unit({"type": "actions", "elements": elements}, "  ".join(f"[{e['text']['text']}]" for e in elements))


def _button(action: str, label: str, primary: bool) -> Json:
    text = {"type": "plain_text", "text": shortened(label.strip() or "…", LABEL_MAX), "emoji": False}
    button: Json = {"type": "button", "action_id": action, "text": text}
    return button | ({"style": "primary"} if primary else {})


def _rich(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": list(elements)}


def _section(*runs: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(runs)}


def _run(text: str, *, bold: bool = False) -> Json:
    run: Json = {"type": "text", "text": text}
    return run | ({"style": {"bold": True}} if bold else {})
