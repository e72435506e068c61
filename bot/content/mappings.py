"""YAML without its traps: no duplicate names, no aliases, no tags, no merging, and the line of every value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from yaml.composer import Composer

from bot.content.texts import HIDDEN, hidden_character, read_text
from bot.errors import ContentError

Where = tuple[str | int, ...]
Lines = Mapping[Where, int]
"""Where a value stands in the data, such as ("facts", 3, "zh") → its line in the file. () is the whole."""

TEXT = "tag:yaml.org,2002:str"


def line_at(lines: Lines, *where: str | int) -> int:
    """The line of a value, or of the nearest thing around it that is there."""
    for end in range(len(where), 0, -1):
        if where[:end] in lines:
            return lines[where[:end]]
    return lines.get((), 1)


def read_yaml(path: Path, shown: str) -> tuple[dict[str, Any], Lines]:
    return read_mapping(read_text(path, shown), shown)


def read_mapping(text: str, shown: str, first_line: int = 1) -> tuple[dict[str, Any], Lines]:
    """A YAML mapping and the line of each of its values."""
    found = _Found(shown, first_line)
    try:
        node = _composed(text)
        if node is None:
            return {}, {(): first_line}
        if not isinstance(node, yaml.MappingNode):
            raise found.error(node.start_mark, "should be lines of `name: value`.")
        return found.value(node, ()), found.lines
    except _Forbidden as error:
        raise found.error(error.mark, error.problem) from None
    except yaml.YAMLError as error:
        problem = getattr(error, "problem", None) or str(error).split("\n")[0]
        raise found.error(getattr(error, "problem_mark", None), f"is not valid YAML: {problem}.") from error
    except RecursionError:
        raise ContentError(shown, first_line, "is nested too deeply.") from None


def _composed(text: str) -> yaml.Node | None:
    """Read by libyaml where it is there, three times faster; the other one says better what is wrong."""
    try:
        return yaml.compose(text, Loader=_Quick)
    except yaml.YAMLError:
        return yaml.compose(text, Loader=_Strict)


class _Forbidden(Exception):
    """YAML that a card has no use for."""

    def __init__(self, mark: Any, problem: str) -> None:
        self.mark, self.problem = mark, problem


class _NoAliasesNorTags(Composer):
    """In a card they are a slip, and nested aliases can eat all memory."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event: Any = self.peek_event()  # type: ignore[attr-defined]
        if isinstance(event, yaml.events.AliasEvent):
            raise _Forbidden(event.start_mark, "a YAML alias (*name) is not allowed; write the value out.")
        if event.tag is not None:
            raise _Forbidden(event.start_mark, f"a YAML tag ({event.tag}) is not allowed; put the value in quotes.")
        return super().compose_node(parent, index)


class _Strict(_NoAliasesNorTags, yaml.SafeLoader):
    """All of it in Python."""


if yaml.__with_libyaml__:

    class _Quick(_NoAliasesNorTags, yaml.CSafeLoader):
        """Events from libyaml, everything else as in `_Strict`."""

        def __init__(self, stream: str) -> None:
            yaml.CSafeLoader.__init__(self, stream)
            Composer.__init__(self)

else:
    _Quick = _Strict  # type: ignore[misc, assignment]


@dataclass
class _Found:
    """Turns nodes into values and notes their lines."""

    shown: str
    first_line: int
    lines: dict[Where, int] = field(default_factory=dict)

    def error(self, mark: Any, problem: str) -> ContentError:
        return ContentError(self.shown, self.first_line + (mark.line if mark else 0), problem)

    def value(self, node: yaml.Node, where: Where) -> Any:
        self.lines.setdefault(where, self.first_line + node.start_mark.line)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, where)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*where, n)) for n, item in enumerate(node.value)]
        return self._scalar(node)

    def _mapping(self, node: yaml.MappingNode, where: Where) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, item in node.value:
            name = self._name(key)
            place = (*where, name)
            if name in found:
                raise self.error(key.start_mark, f"{name!r} is given twice (first in line {self.lines[place]}).")
            self.lines[place] = self.first_line + key.start_mark.line
            found[name] = self.value(item, place)
        return found

    def _name(self, key: yaml.Node) -> str:
        if not isinstance(key, yaml.ScalarNode) or key.tag != TEXT:
            raise self.error(key.start_mark, "a field's name should be plain text.")
        return str(self._scalar(key))

    def _scalar(self, node: yaml.Node) -> Any:
        if hidden := HIDDEN.search(node.value):  # written as an escape, such as "\x07"
            raise self.error(node.start_mark, hidden_character(hidden[0]))
        try:
            return _Strict("").construct_object(node)
        except (ValueError, OverflowError) as error:  # 2026-02-30 looks like a date
            raise self.error(node.start_mark, f"{shortened(node.value)} cannot be read: {error}.") from error


def shortened(value: object) -> str:
    """A value as it is quoted in a finding."""
    text = repr(value)
    return text if len(text) <= 60 else text[:60] + "…"
