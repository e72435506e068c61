"""Plays the transcripts in tests/stories, on both databases, and renders each reply on every channel."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import yaml
from rich.console import Console

from bot.app import App
from bot.channels import plain, terminal
from bot.channels.web.assets import Assets
from bot.channels.web.bubbles import Bubble
from bot.channels.web.page import Page
from bot.messages import Choices, Facts, Message, Person, Role, Text
from bot.words import words
from tests.playbooks.conftest import advance, give_deals
from tests.quests import meanwhile
from tests.talk import Someone

STORIES = Path(__file__).parent / "stories"


def stories() -> list[Any]:
    found = []
    for file in sorted(STORIES.glob("*.yaml")):
        for story in yaml.safe_load(file.read_text("utf-8")):
            found.append(pytest.param(story, id=f"{file.stem}: {story['story']}"))
    return found


@pytest.fixture
def app(database: str, make_app: Callable[..., App]) -> App:
    """One that people reach from outside, as those on a phone need."""
    return make_app(database, public_url="https://coach.example.com")


@pytest.mark.parametrize("channel", ["web", "terminal"])
@pytest.mark.parametrize("story", stories())
def test_story(story: dict[str, Any], channel: str, app: App) -> None:
    if channel not in story.get("channels", ["web", "terminal"]):
        pytest.skip(f"this story is not told on {channel}")
    who = dict(story.get("who", {}))
    role = Role(who.pop("role", "rep"))
    someone = Someone(app, role=role, channel=channel, forms=channel == "web", **who)
    seed(app, someone.person, story)
    for step in story["steps"]:
        _play(someone, step)
        _check(someone, step)
        if someone.messages:
            _render(app, someone.messages[-1])


def seed(app: App, person: Person, story: dict[str, Any]) -> None:
    """`with: deals`: three deals at two customers, and a colleague; `with: signing`: one is about to be signed.

    Of quests, those that tests/quests/meanwhile.py names.
    """
    wanted = story.get("with")
    if wanted in meanwhile.BEGINNINGS:
        return meanwhile.begin(app, person, wanted)
    assert wanted in (None, "deals", "signing"), f"nobody knows how to begin with {wanted}"
    if wanted:
        with app.store.write() as db:
            team = app.directory.add_team(db, "华东")
            app.directory.change(db, person.id, team_id=team)
            app.directory.add(db, "Mei", now=app.clock(), role=Role.REP, team_name="华东")
        give_deals(app, person)
    if wanted == "signing":
        advance(app, 1, "negotiation")


def _play(someone: Someone, step: dict[str, Any]) -> None:
    if "say" in step:
        someone.say(step["say"])
    elif "press" in step:
        someone.press(step["press"], step.get("values"))
    elif "meanwhile" in step:
        meanwhile.happen(someone.app, someone.person, step["meanwhile"])
    elif "push" in step:
        someone.hear(step["push"])
    else:
        raise AssertionError(f"a step says or presses something: {step}")


def _check(someone: Someone, step: dict[str, Any]) -> None:
    for expected in _list(step.get("hears")):
        assert expected in someone.text, f"after {step}: {someone.text}"
    for unwanted in _list(step.get("hears_not")):
        assert unwanted not in someone.text, f"after {step}: {someone.text}"
    if "buttons" in step:
        assert someone.labels == step["buttons"], f"after {step}: {someone.text}"
    if "edits" in step:
        assert bool(someone.messages[-1].edits) == step["edits"]


def _list(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value] if value else []


def _render(app: App, message: Message) -> None:
    """Every text of the reply arrives on every channel, as text."""
    shown = plain.render(message.reply, words("zh"))
    page = Page(Assets(), "zh", demo=False).bubbles([Bubble(message.id, (message.token,), message.reply)], "zh", "csrf")
    read = _no_blanks(unescape(re.sub(r"<[^>]*>", "", page)))
    console = Console(width=60, file=open("/dev/null", "w"), record=True)  # noqa: SIM115
    console.print(terminal.render(message.reply, words("zh")))
    console.file.close()
    drawn = _no_blanks(console.export_text())
    for said in _texts(message):
        assert said in shown
        assert _no_blanks(said.removeprefix("- ")) in read
        assert _no_blanks(said) in drawn


def _no_blanks(text: str) -> str:
    """Without what wrapping adds."""
    return "".join(text.split())


def _texts(message: Message) -> list[str]:
    found: list[str] = []
    for part in message.reply.parts:
        match part:
            case Text(text):
                found += text.split("\n")
            case Facts(rows):
                found += [line for row in rows for cell in row for line in cell.split("\n")]
            case Choices(buttons):
                found += [button.label for button in buttons]
            case _:
                pass
    return [text for text in found if text.strip()]


def test_a_story_that_is_wrong_fails(sqlite_app: App) -> None:
    """The player itself can fail: a story that expects other words does not pass."""
    someone = Someone(sqlite_app)
    step = {"say": "/help", "hears": "words that nobody says"}
    _play(someone, step)
    with pytest.raises(AssertionError):
        _check(someone, step)
