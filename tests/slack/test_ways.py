"""Ways to Slack and ways into it: proxies, and shortcuts on somebody's message."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.app import App
from bot.features import Feature, Turn
from bot.messages import EVERYONE, Field, Form, Reply, Text
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


@pytest.fixture
def saving(sqlite_app: App) -> App:
    """A feature with a shortcut: a message becomes the beginning of a form."""
    feedback = Feature("feedback", "Feedback", always=True)

    @feedback.command("feedback", roles=EVERYONE, help="Save", shortcut="Save as feedback")
    def ask(turn: Turn, _: Any) -> Reply:
        field = Field("text", "What was said", value=turn.text, multiline=True, max_length=500, required=True)
        return Reply((Form("Feedback", "feedback.save", (field,), "Save"),))

    @feedback.button("save", roles=EVERYONE)
    def save(turn: Turn, _: Any) -> Reply:
        return Reply((Text(f"Saved: {turn.incoming.values['text']}"),))

    for route in feedback.routes:
        sqlite_app.routes._place(route)
    return sqlite_app


@pytest.mark.parametrize("transport", ["socket", "http"])
def test_a_shortcut_opens_the_form_with_what_was_said(slack: Slack, saving: App, known: Known, transport: Any) -> None:
    known("U1", "Lin")
    lin = slack.user("U1")
    with Running(with_slack(saving, slack, transport), slack) as running:
        said = slack.user("U2", "Mo").say("C1", "we &lt;lost&gt; the deal").message
        assert said is not None
        lin.shortcut("feedback.feedback", said).wait()
        form = slack.wait(lambda: lin.modal)
        lin.submit(form)
        saved = slack.wait(lambda: answers(slack, "C1"))[0]
        assert "Saved: we <lost> the deal" in saved.words
        assert saved.ephemeral_to == "U1"
        lin.shortcut("feedback.nothing", said).wait()
        running.idle()
        assert states(saving) == ["sent", "sent"]
