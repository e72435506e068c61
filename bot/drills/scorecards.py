"""A scorecard as JSON: kept with its drill, so that an old one reads the same for good."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from bot.drills.talk import Found, Mark, Scorecard


def as_json(card: Scorecard) -> dict[str, Any]:
    return asdict(card)


def from_json(data: Mapping[str, Any]) -> Scorecard:
    marks = tuple(
        Mark(mark["criterion"], mark["level"], tuple(Found(**found) for found in mark["evidence"]))
        for mark in data["marks"]
    )
    return Scorecard(
        marks=marks,
        blockers=tuple(Found(**found) for found in data["blockers"]),
        total=data["total"],
        rubric=data["rubric"],
        by=data["by"],
        moves=tuple(Found(**found) for found in data["moves"]),
    )
