"""Texts that a workspace may word itself: Jinja2 in a sandbox that knows a handful of filters and nothing else.

A room brings a text for each language; a file of the same name under `messages/` in the workspace comes before it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.content import read_text
from bot.errors import ContentError
from bot.words import LOCALES

if TYPE_CHECKING:
    from jinja2.sandbox import ImmutableSandboxedEnvironment

FOLDER = "messages"
SUFFIX = ".j2"
FILTERS = frozenset({"default", "first", "join", "last", "length", "round"})
"""All that a text may do with a value; loops and conditions are the language's own."""
NODES = frozenset({
    "Template", "Output", "TemplateData", "Name", "Const", "If", "For", "Filter", "Compare", "Operand", "And", "Or",
    "Not", "CondExpr", "Getitem", "Slice", "Test", "Getattr",
})  # fmt: skip
"""All that a text is made of. Nothing of it can grow: no calls, no sums, no variables of its own, no loop in a loop."""
TEXT_MAX = 4_000
SOURCE_MAX = 20_000


@dataclass(frozen=True, slots=True)
class Template:
    """A text that can be worded anew; `sample` is what `check` renders it with."""

    name: str
    folder: Path
    sample: Mapping[str, Any]


class Templates:
    def __init__(self, workspace: Path, known: tuple[Template, ...]) -> None:
        self.workspace, self.known = workspace, {each.name: each for each in known}
        self._made: dict[tuple[Path, int], Any] = {}

    def render(self, name: str, language: str, values: Mapping[str, Any]) -> str:
        """The text without blank lines; a workspace's wording that fails gives way to the room's own."""
        own, ours = self._own(name, language), _file(self.known[name].folder, name, language)
        try:
            return self._render(own, values) if own.is_file() else self._render(ours, values)
        except ContentError:
            return self._render(ours, values)

    def problems(self) -> list[ContentError]:
        """What is wrong with the workspace's own wordings: each is rendered once with invented values."""
        found = [problem for path in self._files() if (problem := self._problem(path))]
        return sorted(found, key=lambda problem: (problem.path, problem.line))

    def _problem(self, path: Path) -> ContentError | None:
        name, _, language = path.name.removesuffix(SUFFIX).rpartition(".")
        if name not in self.known or language not in LOCALES:
            there = ", ".join(f"{each}.{tag}{SUFFIX}" for each in self.known for tag in LOCALES)
            return ContentError(self._shown(path), 1, f"there is no text of this name. There are: {there}.")
        try:
            self._render(path, self.known[name].sample)
        except ContentError as error:
            return error
        return None

    def _files(self) -> list[Path]:
        return sorted((self.workspace / FOLDER).glob(f"*{SUFFIX}"))

    def _own(self, name: str, language: str) -> Path:
        return _file(self.workspace / FOLDER, name, language)

    def _render(self, path: Path, values: Mapping[str, Any]) -> str:
        from jinja2 import TemplateError

        try:
            text = self._template(path).render(values)
        except TemplateError as error:
            line, why = getattr(error, "lineno", None) or 1, str(error.message).rstrip(".")
            raise ContentError(self._shown(path), line, f"cannot be rendered: {why}.") from error
        except (TypeError, ValueError, ArithmeticError) as error:
            raise ContentError(self._shown(path), 1, f"cannot be rendered: {error}.") from error
        rows = (row.rstrip() for row in text[:TEXT_MAX].split("\n"))
        return "\n".join(row for row in rows if row)

    def _template(self, path: Path) -> Any:
        key = (path, path.stat().st_mtime_ns)
        if key not in self._made:
            self._made[key] = _compiled(read_text(path, self._shown(path)))
        return self._made[key]

    def _shown(self, path: Path) -> str:
        return path.relative_to(self.workspace).as_posix() if path.is_relative_to(self.workspace) else path.name


def _file(folder: Path, name: str, language: str) -> Path:
    return folder / f"{name}.{language}{SUFFIX}"


def _compiled(source: str) -> Any:
    """Looked through before it is compiled: the compiler would work out a constant of a gigabyte."""
    from jinja2 import TemplateSyntaxError, nodes

    if len(source) > SOURCE_MAX:
        raise TemplateSyntaxError(f"it is longer than {SOURCE_MAX:,} characters", 1)
    made = _environment()
    try:
        tree = made.parse(source)
        for node in tree.find_all(nodes.Node):
            if type(node).__name__ not in NODES:
                raise TemplateSyntaxError(f"“{type(node).__name__}” is not for texts", node.lineno)
        for loop in tree.find_all(nodes.For):
            if loop.recursive or next(loop.find_all(nodes.For), None):
                raise TemplateSyntaxError("a loop in a loop is not for texts", loop.lineno)
    except RecursionError:
        raise TemplateSyntaxError("it is nested too deeply", 1) from None
    return made.from_string(tree)


def _environment() -> "ImmutableSandboxedEnvironment":
    """Nothing is reachable but the values, a few filters and loops; what is not known is an error, not a blank."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    made = ImmutableSandboxedEnvironment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.filters = {name: made.filters[name] for name in FILTERS}
    made.globals.clear()
    return made
