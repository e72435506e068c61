"""Ways to Slack and ways into it: proxies, and shortcuts on somebody's message."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from bot.app import App
from bot.feedback.tables import feedback
from tests.fakes.slack import Slack
from tests.slack.proxies import Proxy, Socks
from tests.slack.running import Running, with_slack
from tests.slack.test_channel import Known, answers, states


@pytest.mark.parametrize(("kind", "scheme"), [(Proxy, "http"), (Socks, "socks5"), (Socks, "socks5h")])
def test_calls_and_connections_go_through_the_proxy(
    slack: Slack, sqlite_app: App, known: Known, kind: Callable[[int], Proxy], scheme: str
) -> None:
    known("U1", "Lin")
    with kind(slack.port) as proxy:
        through = with_slack(sqlite_app, slack, proxy=f"{scheme}://127.0.0.1:{proxy.port}")
        with Running(through, slack):
            before = proxy.passed
            assert before >= 3  # two connections, and the calls
            slack.user("U1").upload_file("U1", "a.png", b"png", "/help").wait()
            slack.wait(lambda: answers(slack))
            assert proxy.passed >= before


def test_a_proxy_that_refuses_is_named(slack: Slack, sqlite_app: App) -> None:
    from bot.errors import CornermanError

    running = Running(with_slack(sqlite_app, slack, proxy="http://127.0.0.1:1"), slack)
    with pytest.raises(CornermanError, match="cannot be reached"):
        running.__enter__()


@pytest.mark.parametrize("transport", ["socket", "http"])
def test_a_shortcut_opens_the_form_with_what_was_said(
    slack: Slack, sqlite_app: App, known: Known, transport: Any
) -> None:
    known("U1", "Lin")
    lin = slack.user("U1")
    with Running(with_slack(sqlite_app, slack, transport), slack) as running:
        said = slack.user("U2", "Mo").say("C1", "we &lt;lost&gt; the deal").message
        assert said is not None
        lin.shortcut("feedback.feedback", said).wait()
        form = slack.wait(lambda: lin.modal)
        lin.submit(form)
        saved = slack.wait(lambda: answers(slack, "C1"))[0]
        assert "Thank you, it is noted." in saved.words
        with sqlite_app.store.read() as db:
            assert db.execute(select(feedback.c.text)).scalar() == "we <lost> the deal"
        assert saved.ephemeral_to == "U1"
        lin.shortcut("feedback.nothing", said).wait()
        running.idle()
        assert states(sqlite_app) == ["sent", "sent"]
