"""Stories that ask no card, played by somebody in Slack; those that do are played with all channels."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.app import App
from bot.messages import Role
from tests.conftest import StillClock
from tests.slack.player import Player

STORIES = yaml.safe_load((Path(__file__).parents[1] / "stories" / "welcome.yaml").read_text("utf-8"))


@pytest.fixture
def clock() -> StillClock:
    """Stories name the hour."""
    return StillClock()


@pytest.mark.parametrize("story", [each for each in STORIES if "terminal" not in each.get("channels", [])],
                         ids=lambda story: story["story"])  # fmt: skip
def test_a_story_in_slack(story: dict[str, Any], sqlite_app: App) -> None:
    who = dict(story.get("who", {}))
    with Player(sqlite_app, role=Role(who.pop("role", "rep")), **who) as someone:
        for step in story["steps"]:
            said = someone.say(step["say"]) if "say" in step else someone.press(step["press"], step.get("values"))
            for expected in _list(step.get("hears")):
                assert expected in said, f"after {step}: {said}"
            for unwanted in _list(step.get("hears_not")):
                assert unwanted not in said, f"after {step}: {said}"
            if "buttons" in step:
                assert someone.labels == step["buttons"]


def _list(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value] if value else []


def test_a_button_that_nobody_offers_is_said_so(sqlite_app: App) -> None:
    with Player(sqlite_app) as someone:
        someone.say("/help")
        with pytest.raises(AssertionError, match="nobody offers"):
            someone.press("does not exist")
