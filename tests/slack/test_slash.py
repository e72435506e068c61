"""Slack takes what begins with a slash for itself, so the bot neither says it nor needs it."""

import pytest

from bot.channels.slack.slash import Slash
from bot.messages import Facts, Reply, Text, say

SLASH = Slash("/sales", ("help", "link", "me", "帮助"))


@pytest.mark.parametrize(
    ("text", "meant"),
    [("help", "/help"), ("Help", "/Help"), ("link ABCD-EFGH", "/link ABCD-EFGH"), ("help me sell", "help me sell"),
     ("me", "/me"), ("帮助", "帮助"), ("price", "price"), ("", "")],
)  # fmt: skip
def test_a_word_alone_is_a_command(text: str, meant: str) -> None:
    assert SLASH.typed(text) == meant


def test_what_the_bot_says_can_be_typed_in_slack() -> None:
    said = SLASH.shown(say("/help shows the rest; see https://a.b/help and /helper, or 帮助"))
    assert said == say("/sales help shows the rest; see https://a.b/help and /helper, or 帮助")
    facts = Facts((("/link code", "Use two accounts"),))
    assert SLASH.shown(Reply((facts,))).parts == (Facts((("/sales link code", "Use two accounts"),)),)


def test_what_is_copied_is_for_elsewhere() -> None:
    code = Reply((Text("/link ABCD-EFGH", copyable=True),))
    assert SLASH.shown(code) == code
