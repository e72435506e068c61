"""Every story that a chat with forms can tell, played by somebody in Slack."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.app import App
from bot.messages import Role
from tests.slack.player import Player
from tests.test_stories import _check, _play, seed, stories


@pytest.fixture
def app(fresh_sqlite: Path, tmp_path: Path, make_app: Callable[..., App]) -> App:
    """One that people reach from outside, as those on a phone need."""
    shutil.copy(fresh_sqlite, tmp_path / "story.db")
    return make_app(f"sqlite:///{tmp_path / 'story.db'}", public_url="https://coach.example.com")


def told_here(story: dict[str, Any]) -> bool:
    return "slack" in story.get("channels", ["slack"])


@pytest.mark.parametrize("story", [each for each in stories() if told_here(each.values[0])])
def test_a_story_in_slack(story: dict[str, Any], app: App) -> None:
    who = dict(story.get("who", {}))
    with Player(app, role=Role(who.pop("role", "rep")), **who) as someone:
        seed(app, someone.person, story)
        for step in story["steps"]:
            _play(someone, step)
            _check(someone, step)
