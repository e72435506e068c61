"""The texts of the morning message that a workspace may word itself, with what each is checked with."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.pushes.templates import Template

_FOLDER = Path(__file__).parent / "texts"
_MINE: Mapping[str, Any] = {
    "name": "Lin", "deals": 7, "worth": "¥2.1M", "won": 1, "won_worth": "¥356k", "since": "Fri 20 Nov",
    "changes": ["Acme is in “Terms” now"], "verdicts": ["Win rate: 5/9, 4/10 before: too few to tell."],
}  # fmt: skip
_TEAM: Mapping[str, Any] = {
    "team": "East", "deals": 31, "worth": "¥9.8M", "won": 4, "won_worth": "¥1.2M", "target": "¥3M",
    "attained": "40%", "elapsed": "68%", "since": "Fri 20 Nov", "changes": ["Acme is signed ¥356k"],
    "wins": ["Acme is signed ¥356k"], "verdicts": ["Win rate: 30/52 (58%), 28/50 (56%) before: normal variation."],
}  # fmt: skip

TEXTS = (
    Template("morning-rep", _FOLDER, _MINE),
    Template("morning-manager", _FOLDER, _TEAM),
    Template("morning-channel", _FOLDER, _TEAM),
)
