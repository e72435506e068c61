"""Socket Mode: connections that end, hang or hear nothing."""

from typing import Any

import pytest

from bot.app import App
from tests.fakes import slack_api
from tests.fakes.slack import Slack
from tests.slack.running import Running, with_slack
from tests.slack.test_channel import Known, answers


def test_there_are_two_connections(slack: Slack, bot: Running) -> None:
    assert len(slack.link.connections) == 2


@pytest.mark.parametrize("how", ["refresh_requested", "cut", "mute"])
def test_a_connection_that_ends_is_made_anew(slack: Slack, bot: Running, known: Known, how: str) -> None:
    known("U1", "Lin")
    slack.link.redeliver_after = 0.2
    before = list(slack.link.connections)
    if how == "mute":
        slack.deafen(2, mute=True)
    else:
        slack.call(slack.link.cut() if how == "cut" else slack.link.disconnect(how))
    gone = before if how != "refresh_requested" else before[:1]
    slack.wait(lambda: len(slack.link.connections) == 2 and not set(gone) & set(slack.link.connections), 15)
    slack.user("U1").dm("/help").wait()
    slack.wait(lambda: answers(slack))


def test_a_connection_that_answers_pings_and_hears_nothing_is_noticed(slack: Slack, bot: Running, known: Known) -> None:
    """The other one hears what comes again, so nothing is lost meanwhile, and nothing is doubled."""
    known("U1", "Lin")
    slack.link.redeliver_after, slack.link.retries = 0.1, 100
    deaf = slack.link.connections[0]
    slack.deafen(1)
    asked = [slack.user("U1").dm("/help") for _ in range(40)]
    for each in asked:
        each.wait(20)
    slack.wait(lambda: deaf not in slack.link.connections and len(slack.link.connections) == 2, 15)
    slack.wait(lambda: len(answers(slack)) == 40, 20)
    bot.idle()
    assert len(answers(slack)) == 40


def test_a_connection_whose_tasks_hang_is_replaced(slack: Slack, bot: Running) -> None:
    """Nothing of the SDK runs any more for it, as after its monitor died."""
    running = bot.channel._running
    assert running is not None
    assert running.sockets is not None
    link = running.sockets._links[0]

    async def hang() -> None:
        link.client.auto_reconnect_enabled = link.client.default_auto_reconnect_enabled = False
        for task in (link.client.current_session_monitor, link.client.message_receiver):
            assert task is not None
            task.cancel()
        assert link.client.current_session is not None
        await link.client.current_session.close()

    bot.call(hang())
    slack.wait(lambda: running.sockets._links[0] is not link and len(slack.link.connections) == 2, 15)


def test_a_connection_that_is_refused_at_first_is_made_later(
    slack: Slack, sqlite_app: App, known: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    known("U1", "Lin")
    opened, calls = slack_api.apps_connections_open, []

    def late(api: slack_api.WebApi, args: Any) -> Any:
        calls.append(args)
        if len(calls) == 2:
            raise slack_api.Refused("internal_error")
        return opened(api, args)

    monkeypatch.setitem(slack_api.METHODS, "apps.connections.open", late)
    with Running(with_slack(sqlite_app, slack), slack):  # which waits for the second
        slack.user("U1").dm("/help").wait()
        slack.wait(lambda: answers(slack))
    assert len(calls) == 3
