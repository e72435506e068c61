"""Reads a workspace's files strictly: a mistake is named with file, line and the nearest valid value."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from bot.errors import ContentError

S = TypeVar("S", bound="Schema")

FILE_MAX = 1 << 20
"""Bytes; a text file larger than this is a mistake, and parsing it would stall everybody."""


class Schema(BaseModel):
    """Base of what a file may say: no unknown field, no silent conversion."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


@dataclass(frozen=True, slots=True)
class Section:
    heading: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Document:
    """A Markdown file: front matter as read, the line of each field, and its `##` sections in order."""

    path: str
    front: dict[str, Any]
    lines: dict[str, int]
    sections: tuple[Section, ...]


def read_text(path: Path, shown: str) -> str:
    if path.stat().st_size > FILE_MAX:
        raise ContentError(shown, 1, f"is larger than {FILE_MAX // 1024} KiB. Split it or take out what is not text.")
    try:
        return path.read_text("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise ContentError(shown, 1, f"is not UTF-8 text (byte {error.start}). Save it as UTF-8.") from error


def read_document(path: Path, shown: str) -> Document:
    text = read_text(path, shown)
    if not text.startswith("---\n"):
        raise ContentError(shown, 1, "should begin with a line --- and the card's fields.")
    end = text.find("\n---\n", 3)
    if end < 0:
        raise ContentError(shown, 1, "the fields are not closed: a second line --- is missing.")
    front, lines = read_mapping(text[4 : end + 1], shown, first_line=2)
    body_line = text.count("\n", 0, end + 5) + 1
    return Document(shown, front, lines, tuple(_sections(text[end + 5 :], shown, body_line)))


def read_yaml(path: Path, shown: str) -> tuple[dict[str, Any], dict[str, int]]:
    return read_mapping(read_text(path, shown), shown)


def read_mapping(text: str, shown: str, first_line: int = 1) -> tuple[dict[str, Any], dict[str, int]]:
    """A YAML mapping and the line of each of its top-level keys; duplicates, aliases and tags are errors."""
    try:
        node = yaml.compose(text, Loader=_Strict)
    except ContentError as error:
        raise ContentError(shown, first_line + error.line, error.problem) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = first_line + (mark.line if mark else 0)
        raise ContentError(shown, line, f"is not valid YAML: {getattr(error, 'problem', None) or error}.") from error
    if node is None:
        return {}, {}
    if not isinstance(node, yaml.MappingNode):
        raise ContentError(shown, first_line, "should be lines of `name: value`.")
    _check_keys(node, shown, first_line)
    lines = {key.value: first_line + key.start_mark.line for key, _ in node.value}
    try:
        return _Strict("").construct_document(node), lines
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        raise ContentError(shown, first_line + (mark.line if mark else 0), f"cannot be read: {error}") from error


class _Strict(yaml.SafeLoader):
    """SafeLoader without aliases: `*x` in a card is a slip, and nested aliases can eat all memory."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.events.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise ContentError("", mark.line, "a YAML alias (*name) is not allowed; write the value out.")
        return super().compose_node(parent, index)


def _check_keys(node: yaml.Node, shown: str, first_line: int) -> None:
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _check_keys(item, shown, first_line)
    if not isinstance(node, yaml.MappingNode):
        return
    seen: dict[str, int] = {}
    for key, value in node.value:
        line = first_line + key.start_mark.line
        if not isinstance(key, yaml.ScalarNode):
            raise ContentError(shown, line, "a field's name should be plain text.")
        if key.value in seen:
            raise ContentError(shown, line, f"{key.value!r} is given twice (first in line {seen[key.value]}).")
        seen[key.value] = line
        _check_keys(value, shown, first_line)


def _sections(body: str, shown: str, line: int) -> Iterable[Section]:
    heading, start, text = "", line, list[str]()
    for number, row in enumerate(body.split("\n"), line):
        if not row.startswith("## "):
            text.append(row)
            continue
        yield from _section(heading, text, start, shown)
        heading, start, text = row[3:].strip(), number, []
    yield from _section(heading, text, start, shown)


def _section(heading: str, text: list[str], line: int, shown: str) -> Iterable[Section]:
    said = "\n".join(text).strip()
    if heading:
        yield Section(heading, said, line)
    elif said:
        raise ContentError(shown, line, "text before the first `## ` heading belongs to no section.")


def checked(schema: type[S], data: dict[str, Any], lines: dict[str, int], shown: str) -> S:
    """`data` as a value of `schema`; the first problem is raised with its line and the nearest valid value."""
    try:
        return schema.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = str(first["loc"][0]) if first["loc"] else ""
        line = lines.get(name, 1)
        raise ContentError(shown, line, _problem(schema, name, first)) from error


def _problem(schema: type[Schema], name: str, found: Any) -> str:
    kind, given = found["type"], found.get("input")
    if kind == "extra_forbidden":
        return f"there is no field {name!r}.{nearest(name, schema.model_fields)}"
    if kind == "missing":
        return f"the field {name!r} is missing."
    if kind in ("literal_error", "enum"):
        expected = [word.strip(" '") for word in found["ctx"]["expected"].replace(" or ", ", ").split(",")]
        return f"{name}: {given!r} is not known.{nearest(str(given), expected)} Known: {', '.join(expected)}."
    return f"{name}: {given!r} is wrong: {found['msg'][0].lower()}{found['msg'][1:]}."


def nearest(given: str, known: Iterable[str]) -> str:
    """` Did you mean 'x'?` for the known word nearest to `given`, or nothing."""
    from rapidfuzz import process  # 50 ms that only a mistake needs

    found = process.extractOne(given, list(known), score_cutoff=55)
    return f" Did you mean {found[0]!r}?" if found else ""


STARTER = ("cornerman.toml", "knowledge")


def starter() -> Path:
    """Where the starter workspace lies: inside the installed package, or beside it in a checkout."""
    packaged = Path(__file__).parent / "_starter"
    return packaged if packaged.is_dir() else Path(__file__).parent.parent
