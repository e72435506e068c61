"""Files of the knowledge folder that are one list of rows with ids, such as facts.yaml and matrix.yaml."""

import os
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import Field

from bot.content import Lines, Schema, checked, line_at, read_yaml
from bot.errors import ContentError


class Row(Schema):
    id: Annotated[str, Field(pattern=r"\S")]


R = TypeVar("R", bound=Row)
Rows = list[Any] | None
"""Each row is checked alone, so that one slip does not take the others down."""


def read_rows(
    path: Path, workspace: Path, whole: type[Schema], row: type[R], problems: list[ContentError]
) -> tuple[dict[str, R], set[str] | None]:
    """The rows of the one field of `whole`, and the ids that cards may name; what is wrong goes to `problems`.

    A card is not at fault for a broken row: its id may be named. None: the file as a whole cannot be read.
    """
    if not os.path.lexists(path):
        return {}, set()
    shown, (field,) = path.relative_to(workspace).as_posix(), whole.model_fields
    try:
        data, lines = read_yaml(path, shown)
        rows = getattr(checked(whole, data, lines, shown), field) or []
    except ContentError as error:
        problems.append(error)
        return {}, None
    named = {one["id"] for one in rows if isinstance(one, dict) and isinstance(one.get("id"), str)}
    return _each(field, rows, row, lines, shown, problems), named


def _each(
    field: str, rows: list[Any], row: type[R], lines: Lines, shown: str, problems: list[ContentError]
) -> dict[str, R]:
    found: dict[str, R] = {}
    for n, data in enumerate(rows):
        try:
            one = checked(row, data, lines, shown, field, n)
        except ContentError as error:
            problems.append(error)
            continue
        if one.id in found:
            problems.append(ContentError(shown, line_at(lines, field, n, "id"), f"{one.id!r} is given twice."))
        found.setdefault(one.id, one)
    return found
