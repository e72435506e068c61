"""The scenes that a pitch is wanted for, and for which buyers: knowledge/matrix.yaml."""

import os
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from bot.content import Schema
from bot.errors import ContentError
from bot.knowledge.rows import Row, Rows, read_rows

Buyer = Literal["owner", "cfo", "it", "operations", "purchasing", "sales", "user"]


class Scene(Row):
    """A moment that a pitch answers to; `roles` are the buyers for whom one is wanted."""

    zh: Annotated[str, Field(max_length=40)] = ""
    en: Annotated[str, Field(max_length=40)] = ""
    roles: Annotated[list[Buyer], Field(min_length=1)]

    def name(self, language: str) -> str:
        """In this language, or in the one there is."""
        return (self.zh or self.en if language == "zh" else self.en or self.zh) or self.id


class SceneRows(Schema):
    scenes: Rows = None


def read_scenes(path: Path, workspace: Path, problems: list[ContentError]) -> tuple[tuple[Scene, ...], set[str] | None]:
    """The plan in its order, and the ids that cards may name (None: any, for there is no plan or it cannot be read)."""
    if not os.path.lexists(path):
        return (), None
    scenes, known = read_rows(path, workspace, SceneRows, Scene, problems)
    return tuple(scenes.values()), known
