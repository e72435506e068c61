"""Slack over HTTP: only what Slack signed just now is read, and the same request has no second effect."""

import json
from collections.abc import Iterator

import aiohttp
import pytest
from slack_sdk.signature import SignatureVerifier

from bot.app import App
from bot.channels.slack.webhook import BODY_MAX
from bot.clock import MovedClock
from bot.store.inbox import inbox
from tests.fakes.slack import Slack
from tests.fakes.slack_world import TEAM
from tests.slack.running import Running, with_slack
from tests.slack.test_channel import Known, answers, count


@pytest.fixture
def bot(sqlite_app: App, slack: Slack) -> Iterator[Running]:
    with Running(with_slack(sqlite_app, slack, "http"), slack) as running:
        yield running


def event(text: str = "/help") -> str:
    said = {"type": "message", "channel_type": "im", "channel": "DU1", "user": "U1", "team": TEAM, "text": text}
    return json.dumps(
        {"type": "event_callback", "event_id": "Ev1", "team_id": TEAM, "event": {**said, "ts": "1.000001"}}
    )


class Post:
    """Requests as an attacker makes them."""

    def __init__(self, slack: Slack, clock: MovedClock) -> None:
        self.slack, self.clock = slack, clock

    def __call__(self, body: str | bytes, *, age: float = 0, secret: str = "", **headers: str) -> int:
        stamp = f"{self.clock().timestamp() - age:.0f}"
        secret = secret or self.slack.signing_secret
        raw = body if isinstance(body, bytes) else body.encode()
        signed = SignatureVerifier(secret).generate_signature(timestamp=stamp, body=raw.decode("utf-8", "replace"))
        given = {
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signed or "",
            "Content-Type": "application/json",
        }
        return int(self.slack.call(self._post(raw, {**given, **headers})))

    async def _post(self, body: bytes, headers: dict[str, str]) -> int:
        async with (
            aiohttp.ClientSession() as session,
            session.post(self.slack.link.request_url, data=body, headers=headers) as answer,
        ):
            return answer.status


@pytest.fixture
def post(slack: Slack, clock: MovedClock) -> Post:
    return Post(slack, clock)


def test_what_slack_did_not_sign_just_now_is_refused_unread(
    slack: Slack, bot: Running, known: Known, post: Post
) -> None:
    known("U1", "Lin")
    form = "application/x-www-form-urlencoded"
    refusals = [
        post(event(), secret="somebody-else"),
        post(event(), age=301),
        post(event(), age=-301),
        post(event(), **{"X-Slack-Signature": ""}),
        post(event(), **{"X-Slack-Signature": "v0=ü".encode().decode("latin-1")}),
        post(event(), **{"X-Slack-Request-Timestamp": "now"}),
        post(event(), **{"X-Slack-Request-Timestamp": "٣"}),
        post(b"\xff\xfe"),
        post("{"),
        post("payload={", **{"Content-Type": form}),
    ]
    assert refusals == [401] * len(refusals)
    assert post("x" * (BODY_MAX + 1)) == 413
    bot.idle()
    assert count(bot.app, inbox) == 0
    assert slack.calls == []


@pytest.mark.parametrize(
    "body", ["{}", "[]", '"x"', "null", "1", '{"type": "event_callback"}', '{"type": "view_closed"}']
)
def test_nonsense_that_is_signed_is_silence(bot: Running, post: Post, body: str) -> None:
    assert post(body) in (200, 401, 404)
    bot.idle()
    assert count(bot.app, inbox) == 0


def test_an_identical_request_has_no_second_effect(slack: Slack, bot: Running, known: Known, post: Post) -> None:
    known("U1", "Lin")
    assert [post(event()) for _ in range(5)] == [200] * 5
    slack.wait(lambda: answers(slack))
    bot.idle()
    assert post(event()) == 200
    bot.idle()
    assert len(answers(slack)) == count(bot.app, inbox) == 1


def test_a_command_that_is_replayed_has_no_second_effect(slack: Slack, bot: Running, known: Known) -> None:
    known("U1", "Lin")
    asked = slack.user("U1").command("C1", "/sales", "help")
    slack.wait(lambda: answers(slack, "C1"))
    slack.redeliver(asked).wait()
    bot.idle()
    assert len(answers(slack, "C1")) == 1


def test_the_address_is_verified(slack: Slack, bot: Running) -> None:
    assert slack.call(slack.link.verify_url()) is True


def test_text_that_no_database_takes_is_answered(slack: Slack, bot: Running, known: Known, post: Post) -> None:
    known("U1", "Lin")
    assert post(event("/nothing \\ud800 \\u0000 \0".replace("\\\\", "\\"))) == 200
    slack.wait(lambda: answers(slack))
