"""Somebody who goes on talking is answered, and the open form is dropped without a change."""

import pytest

from bot.app import App
from bot.features.forms import is_sentence
from tests.talk import Someone


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("2", False), ("中文", False), ("English", False), ("Asia/Tokyo", False), ("no idea really", False),
     ("东京时间", False), ("客户说太贵了怎么办", True), ("he says it is too expensive", True)],
)  # fmt: skip
def test_a_sentence_is_no_choice(text: str, sentence: bool) -> None:
    assert is_sentence(text) is sentence


def test_a_question_gets_out_of_the_settings(sqlite_app: App) -> None:
    lin = Someone(sqlite_app, forms=False, channel="terminal")
    lin.say("/settings")
    lin.say("随便打的")
    assert "选项" in lin.text
    lin.say("客户说你们报价太贵了")
    assert "设置没动" in lin.text
    assert "复制给客户" in lin.labels
    lin.say("太贵了")
    assert "选项" not in lin.text
