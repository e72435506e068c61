"""The manifest is what the channel needs, no more and no less, and Slack would take it."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.channels.slack import calls, manifest
from bot.errors import CornermanError
from bot.features import Feature, Routes, Turn
from bot.messages import EVERYONE, Reply
from bot.settings import Settings
from bot.settings.values import SlackSettings
from tests.fakes.slack_api import METHODS, SCOPES
from tests.test_cli import run

SETTINGS = Settings(workspace=Path(), database_url="sqlite://", language="en")
CODE = Path(calls.__file__).parent


@pytest.fixture
def routes() -> Routes:
    feedback = Feature("feedback", "Feedback")

    @feedback.command("feedback", roles=EVERYONE, help="h" * 200, shortcut="Save as feedback, and much more than that")
    def save(turn: Turn, _: Any) -> Reply:
        raise NotImplementedError

    return Routes((feedback,))


def test_socket_mode_needs_no_address(routes: Routes) -> None:
    made = manifest.manifest(routes, SETTINGS)
    assert made["settings"]["socket_mode_enabled"] is True
    assert "http" not in json.dumps(made)
    assert made["features"]["slash_commands"][0]["command"] == "/sales"


def test_http_names_one_address_three_times_and_cannot_do_without(routes: Routes) -> None:
    http = replace(SETTINGS, slack=SlackSettings(transport="http", command="/coach"))
    with pytest.raises(CornermanError, match="public_url"):
        manifest.manifest(routes, http)
    made = manifest.manifest(routes, replace(http, public_url="https://sales.example.com/"))
    assert json.dumps(made).count('"https://sales.example.com/slack/events"') == 3
    assert made["settings"]["socket_mode_enabled"] is False


def test_a_shortcut_of_a_feature_is_offered_inside_slacks_limits(routes: Routes) -> None:
    shortcut = manifest.manifest(routes, SETTINGS)["features"]["shortcuts"][0]
    assert (shortcut["callback_id"], shortcut["type"]) == ("feedback.feedback", "message")
    assert len(shortcut["name"]) <= 24
    assert len(shortcut["description"]) <= 150
    assert "shortcuts" not in manifest.manifest(Routes(()), SETTINGS)["features"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_names_and_descriptions_fit(routes: Routes, language: str) -> None:
    made = manifest.manifest(routes, replace(SETTINGS, language=language))
    assert len(made["display_information"]["name"]) <= 35
    assert len(made["display_information"]["description"]) <= 140
    assert len(made["features"]["slash_commands"][0]["description"]) <= 2000
    assert len(made["features"]["slash_commands"][0]["usage_hint"]) <= 1000


NEEDS = {
    "chat.postMessage": "chat:write", "chat.update": "chat:write", "chat.delete": "chat:write",
    "chat.postEphemeral": "chat:write", "conversations.history": "im:history", "conversations.replies": "im:history",
    "conversations.open": "im:write", "files.getUploadURLExternal": "files:write", "users.info": "users:read",
    "files.completeUploadExternal": "files:write", "files.info": "files:read",
    "apps.connections.open": "", "views.open": "", "views.publish": "",
}  # fmt: skip


def test_the_scopes_are_those_of_the_calls_that_are_made() -> None:
    code = "".join(file.read_text("utf-8") for file in CODE.glob("*.py"))
    called = {name for name in re.findall(r'"([a-z]+\.[a-zA-Z.]+)"', code) if name in METHODS}
    assert called - {"auth.test"} == set(NEEDS)
    of_events = {"app_mentions:read", "commands", "im:history"}
    elsewhere = {"channels:history", "groups:history"}
    assert {scope for scope in NEEDS.values() if scope} | of_events | elsewhere == set(manifest.SCOPES)
    assert set(SCOPES.split(",")) == set(manifest.SCOPES)


def test_the_page_explains_every_scope() -> None:
    page = (Path(__file__).parents[2] / "docs" / "how-to" / "slack.md").read_text("utf-8")
    for scope, why in manifest.SCOPES.items():
        assert f"| `{scope}` | {why} |" in page


def test_the_verb_prints_it(tmp_path: Path) -> None:
    (tmp_path / "cornerman.toml").write_text("", "utf-8")
    assert json.loads(run(tmp_path, "slack", "manifest").stdout)["display_information"]["name"] == "Cornerman"
    assert json.loads(run(tmp_path, "slack", "manifest", "--json").stdout)["features"]["slash_commands"]
