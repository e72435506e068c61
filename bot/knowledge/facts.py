"""The figures that cards may say, each once: knowledge/facts.yaml."""

import os
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from bot.content import Lines, Schema, checked, line_at, read_yaml
from bot.errors import ContentError


class Fact(Schema):
    id: Annotated[str, Field(pattern=r"\S")]
    zh: str = ""
    en: str = ""


class FactRows(Schema):
    facts: list[Any] | None = None
    """Each row is checked alone, so that one slip does not take the others down."""


def read_facts(path: Path, workspace: Path, problems: list[ContentError]) -> tuple[dict[str, Fact], set[str] | None]:
    """The facts, and the ids that cards may name; what is wrong goes to `problems`.

    A card is not at fault for a broken row: its id may be named. None: the file as a whole cannot be read.
    """
    if not os.path.lexists(path):
        return {}, set()
    shown = path.relative_to(workspace).as_posix()
    try:
        data, lines = read_yaml(path, shown)
        rows = checked(FactRows, data, lines, shown).facts or []
    except ContentError as error:
        problems.append(error)
        return {}, None
    named = {row["id"] for row in rows if isinstance(row, dict) and isinstance(row.get("id"), str)}
    return _each(rows, lines, shown, problems), named


def _each(rows: list[Any], lines: Lines, shown: str, problems: list[ContentError]) -> dict[str, Fact]:
    facts: dict[str, Fact] = {}
    for n, row in enumerate(rows):
        try:
            fact = checked(Fact, row, lines, shown, "facts", n)
        except ContentError as error:
            problems.append(error)
            continue
        if fact.id in facts:
            problems.append(ContentError(shown, line_at(lines, "facts", n, "id"), f"{fact.id!r} is given twice."))
        facts.setdefault(fact.id, fact)
    return facts
