"""The figures that cards may say, each once: knowledge/facts.yaml."""

from pathlib import Path

from bot.content import Schema
from bot.errors import ContentError
from bot.knowledge.rows import Row, Rows, read_rows


class Fact(Row):
    zh: str = ""
    en: str = ""


class FactRows(Schema):
    facts: Rows = None


def read_facts(path: Path, workspace: Path, problems: list[ContentError]) -> tuple[dict[str, Fact], set[str] | None]:
    """The facts, and the ids that cards may name (None: nobody knows them, the file cannot be read)."""
    return read_rows(path, workspace, FactRows, Fact, problems)
