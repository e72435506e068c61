"""A person in Slack, from the first contact on: what they do in the fake, and what they see there."""

from collections.abc import Callable

from tests.fakes.slack import Slack
from tests.slack.running import Running

Known = Callable[..., None]


def test_a_direct_message_is_answered(slack: Slack, either: Running, known: Known) -> None:
    known("U1", "Lin")
    lin = slack.user("U1")
    lin.dm("/help").wait()
    answer = slack.wait(lambda: lin.messages[1:])[0]
    assert "What there is to type" in answer.words
    assert slack.markup == []
