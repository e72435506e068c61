"""What `doctor` says of each platform, over real HTTP, and that it never says a secret."""

import asyncio
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.channels.doctor import Finding, platforms, skew
from bot.channels.slack.manifest import SCOPES
from bot.clock import system_clock
from bot.settings import Secret, Settings, SlackSettings, TelegramSettings
from tests.fakes.slack import Slack
from tests.fakes.telegram import Telegram
from tests.slack.proxies import Proxy, Socks

SIGNING, HOOK = "a-signing-secret-of-the-tests", "a-webhook-secret-of-the-tests-000"
PASSWORD = "geheim"


@pytest.fixture
def slack() -> Iterator[Slack]:
    with Slack() as fake:
        fake.api.scopes = ",".join(SCOPES)
        yield fake


@pytest.fixture
def telegram() -> Iterator[Telegram]:
    with Telegram() as fake:
        yield fake


@pytest.fixture
def settings(slack: Slack, telegram: Telegram, tmp_path: Path) -> Settings:
    tokens = {"bot_token": Secret(slack.bot_token), "app_token": Secret(slack.app_token)}
    return Settings(
        tmp_path, "sqlite:///unused.db", public_url="https://coach.example.com",
        slack=SlackSettings(**tokens, signing_secret=Secret(SIGNING), api=slack.api_url),
        telegram=TelegramSettings(Secret(telegram.token), Secret(HOOK), api=telegram.root),
    )  # fmt: skip


def look(settings: Settings, ahead: timedelta = timedelta(0)) -> dict[str, Finding]:
    found = asyncio.run(platforms(settings, lambda: system_clock() + ahead))
    said = " ".join(finding.said for finding in found)
    for secret in (settings.slack.bot_token, settings.slack.app_token, settings.telegram.bot_token):
        assert not secret or secret.reveal() not in said
    assert not any(word in said for word in (SIGNING, HOOK, PASSWORD, "xoxb-", "xapp-"))
    return {finding.check: finding for finding in found}


def wrong(found: dict[str, Finding]) -> dict[str, str]:
    return {finding.check: finding.said for finding in found.values() if finding.state == "wrong"}


def closed_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
    return port


def test_two_platforms_that_work(settings: Settings, slack: Slack, telegram: Telegram) -> None:
    found = look(settings)
    assert wrong(found) == {}
    assert list(found) == [
        "slack token", "slack scopes", "slack clock", "slack socket",
        "telegram token", "telegram polling", "telegram clock",
    ]  # fmt: skip
    assert found["slack token"].said == "cornerman in Home"
    assert found["telegram token"].said == "@cornerman_bot"
    assert {finding.state for finding in found.values()} == {"fine"}
    assert slack.breaches == telegram.breaches == []


def test_what_is_not_set_up_is_not_wrong(tmp_path: Path) -> None:
    found = look(Settings(tmp_path, "sqlite:///unused.db"))
    assert {name: finding.state for name, finding in found.items()} == {"slack": "none", "telegram": "none"}


def test_wrong_tokens(settings: Settings) -> None:
    slack = replace(settings.slack, bot_token=Secret("xoxb-wrong"))
    telegram = replace(settings.telegram, bot_token=Secret("123456:wrong"))
    said = wrong(look(replace(settings, slack=slack, telegram=telegram)))
    assert said["slack token"] == "SLACK_BOT_TOKEN: Slack does not know it. Copy it again from the app's page."
    assert said["telegram token"].startswith("Telegram does not know TELEGRAM_BOT_TOKEN.")
    assert set(said) == {"slack token", "telegram token"}


def test_a_wrong_app_token_leaves_the_other_checks(settings: Settings) -> None:
    slack = replace(settings.slack, app_token=Secret("xapp-wrong"))
    said = wrong(look(replace(settings, slack=slack)))
    assert said == {"slack socket": "SLACK_APP_TOKEN: Slack does not know it. Copy it again from the app's page."}


def test_missing_scopes_are_named(settings: Settings, slack: Slack) -> None:
    slack.api.scopes = ",".join(scope for scope in SCOPES if scope not in ("files:write", "groups:history"))
    assert wrong(look(settings))["slack scopes"].startswith("files:write, groups:history missing.")
    slack.api.scopes = ",".join(scope for scope in SCOPES if scope != "groups:history")
    found = look(settings)
    assert (wrong(found), found["slack scopes"].state) == ({}, "none")


def test_http_needs_no_app_token(settings: Settings) -> None:
    slack = replace(settings.slack, transport="http", app_token=Secret())
    found = look(replace(settings, slack=slack))
    assert (wrong(found), found["slack http"].state) == ({}, "fine")
    said = wrong(look(replace(settings, slack=slack, public_url="")))
    assert said == {"slack http": "Slack has to reach us: set [web] public_url to the https address."}


@pytest.mark.parametrize(("seconds", "way"), [(90, "90 s ahead"), (-400, "400 s behind")])
def test_a_clock_that_is_off(settings: Settings, seconds: int, way: str) -> None:
    said = wrong(look(settings, timedelta(seconds=seconds)))
    assert set(said) == {"slack clock", "telegram clock"}
    off = int(way.split()[0])
    for sentence in said.values():  # the header knows whole seconds
        assert any(f" {off + one} s {way.split()[2]}." in sentence for one in (-1, 0, 1)), sentence


def test_a_platform_that_is_away_leaves_the_other(settings: Settings) -> None:
    away = f"http://127.0.0.1:{closed_port()}"
    found = look(replace(settings, slack=replace(settings.slack, api=f"{away}/api/")))
    assert set(wrong(found)) == {"slack"}
    assert "cannot be reached (ClientConnectorError)" in found["slack"].said
    assert found["telegram polling"].state == "fine"
    found = look(replace(settings, telegram=replace(settings.telegram, api=away)))
    assert set(wrong(found)) == {"telegram"}
    assert found["slack socket"].state == "fine"


@pytest.mark.parametrize("scheme", ["http", "socks5"])
def test_a_proxy_that_refuses_is_named_without_its_password(settings: Settings, scheme: str) -> None:
    port = closed_port()
    url = f"{scheme}://me:{PASSWORD}@127.0.0.1:{port}"
    both = replace(
        settings, slack=replace(settings.slack, proxy=url), telegram=replace(settings.telegram, proxy=url)
    )  # fmt: skip
    said = wrong(look(both))
    assert set(said) == {"slack proxy", "telegram proxy"}
    assert all(sentence.startswith(f"127.0.0.1:{port} does not answer.") for sentence in said.values())


@pytest.mark.parametrize(("kind", "scheme"), [(Proxy, "http"), (Socks, "socks5"), (Socks, "socks5h")])
def test_a_proxy_that_works(
    settings: Settings, slack: Slack, telegram: Telegram, kind: Callable[[int], Proxy], scheme: str
) -> None:
    with kind(slack.port) as one, kind(telegram.port) as two:
        through = [f"{scheme}://127.0.0.1:{proxy.port}" for proxy in (one, two)]
        found = look(replace(
            settings, slack=replace(settings.slack, proxy=through[0]),
            telegram=replace(settings.telegram, proxy=through[1]),
        ))  # fmt: skip
        assert wrong(found) == {}
        assert found["slack proxy"].said == f"127.0.0.1:{one.port} takes connections"
        looked = 1 if scheme == "http" else 0  # whether it takes connections; that is no passing by SOCKS
        assert min(one.passed, two.passed) > looked


def test_a_server_that_is_no_proxy(settings: Settings, slack: Slack) -> None:
    """It takes connections and understands nothing: still a sentence, and no password."""
    url = f"http://me:{PASSWORD}@127.0.0.1:{slack.port}"
    found = look(replace(settings, telegram=replace(settings.telegram, api="https://telegram.invalid", proxy=url)))
    assert found["telegram proxy"].state == "fine"
    assert set(wrong(found)) == {"telegram"}


def test_a_webhook_in_the_way_of_polling(settings: Settings, telegram: Telegram) -> None:
    telegram.updates.webhook = {"url": f"https://other.example.com/{HOOK}", "max_connections": 40}
    said = wrong(look(settings))
    assert said["telegram polling"].startswith("A webhook to other.example.com is set")


def test_webhooks(settings: Settings, telegram: Telegram) -> None:
    chosen = replace(settings, telegram=replace(settings.telegram, transport="webhook"))
    assert "None is set" in wrong(look(chosen))["telegram webhook"]
    assert "set [web] public_url" in wrong(look(replace(chosen, public_url="")))["telegram webhook"]
    telegram.updates.webhook = {"url": "https://other.example.com/x", "max_connections": 40}
    assert "which is not public_url" in wrong(look(chosen))["telegram webhook"]
    telegram.updates.webhook = {"url": "https://coach.example.com/x", "max_connections": 40}
    assert look(chosen)["telegram webhook"].said == "it leads to coach.example.com; 0 updates wait"
    failed = {"last_error_date": telegram.date(), "last_error_message": "Wrong response from the webhook: 502"}
    telegram.updates._hook_error = failed
    assert "Wrong response from the webhook: 502" in wrong(look(chosen))["telegram webhook"]
    telegram.updates._hook_error = failed | {"last_error_date": telegram.date() - 7200}
    assert wrong(look(chosen)) == {}


@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
def test_a_platform_that_slows_us_down(settings: Settings, slack: Slack, telegram: Telegram) -> None:
    slack.api.world.pauses.pause("auth.test", 30)
    telegram.faults.once("429")
    said = wrong(look(settings))
    assert said["slack token"] == "Slack asks us to slow down. Run this again in a minute."
    assert said["telegram token"] == "Telegram asks us to slow down. Run this again in a minute."


def test_a_date_that_nobody_can_read() -> None:
    now = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
    assert skew("x", "", now).state == skew("x", "soon", now).state == "none"
    assert skew("x", "Mon, 23 Nov 2026 01:00:59 GMT", now).state == "fine"
    assert skew("x", "Mon, 23 Nov 2026 01:01:01 GMT", now).state == "wrong"
