"""The files of a folder, each read as what it may say: a broken one is told of, and the others serve."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from bot.content.mappings import Lines, read_yaml
from bot.content.schema import Schema, checked
from bot.errors import ContentError

S = TypeVar("S", bound=Schema)


def read_each(
    schema: type[S], paths: Iterable[Path], workspace: Path, problems: list[ContentError]
) -> Iterator[tuple[S, str, Lines]]:
    """(value, its path as it is shown, its lines); what cannot be read is added to `problems`."""
    for path in paths:
        shown = path.relative_to(workspace).as_posix()
        try:
            data, places = read_yaml(path, shown)
            value = checked(schema, data, places, shown)
        except ContentError as error:
            problems.append(error)
            continue
        yield value, shown, places


def strays(folder: Path, workspace: Path, what: str) -> Iterator[ContentError]:
    """Files that nobody reads, because of their ending; `what` they are meant to be: "a playbook"."""
    for file in sorted(folder.glob("*.yml")):
        yield ContentError(file.relative_to(workspace).as_posix(), 1, f"is not read: {what}'s file ends in .yaml.")
