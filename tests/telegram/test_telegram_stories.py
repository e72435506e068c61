"""Every story that a chat without forms can tell, played by somebody on Telegram."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.app import App
from bot.messages import Role
from tests.telegram.player import Player
from tests.test_stories import _check, _play, seed, stories


@pytest.fixture
def app(fresh_file: Path, make_app: Callable[..., App]) -> App:
    """One that people reach from outside, as those on a phone need."""
    return make_app(f"sqlite:///{fresh_file}", public_url="https://coach.example.com")


def told_here(story: dict[str, Any]) -> bool:
    return bool({"telegram", "terminal"} & set(story.get("channels", ["terminal"])))


@pytest.mark.parametrize("story", [each for each in stories() if told_here(each.values[0])])
def test_a_story_on_telegram(story: dict[str, Any], app: App) -> None:
    who = dict(story.get("who", {}))
    with Player(app, role=Role(who.pop("role", "rep")), **who) as someone:
        seed(app, someone.person, story)
        for step in story["steps"]:
            _play(someone, step)
            _check(someone, step)


def test_a_button_that_nobody_offers_is_said_so(app: App) -> None:
    with Player(app) as someone:
        someone.say("/help")
        with pytest.raises(AssertionError, match="nobody offers"):
            someone.press("does not exist")
