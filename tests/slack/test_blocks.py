"""What a reply looks like in Slack: inside every limit, nothing cut, and nothing in it that is markup."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.channels.slack.blocks import bodies, home
from bot.channels.slack.heard import pressed
from bot.channels.slack.modals import Origin, filled_in, modal
from bot.channels.slack.text import chunks, escaped, unmarked
from bot.messages import Button, Choices, Facts, Field, Form, Picture, Progress, Reply, Text, Tone
from tests.fakes import slack_rules

TRICKS = (
    "<!channel>",
    "<@U1>",
    "<http://x|y>",
    "*b*",
    "`c`",
    "&",
    "_i_",
    "@here",
    "#general",
    "https://x.example",
    "\n",
    "。",
    "话术",
    "👨‍👩‍👧",
)
words = st.lists(st.sampled_from(TRICKS) | st.text(max_size=40), max_size=30).map("".join)
long_words = words | st.builds(lambda text, times: text * times, words, st.integers(1, 400)).map(lambda t: t[:20_000])
TONES: tuple[Tone, ...] = ("plain", "title", "quote", "muted", "warning")
tones = st.sampled_from(TONES)
buttons = st.builds(Button, words, st.just("people.help"), primary=st.booleans())
forms = st.builds(lambda title: Form(title, "people.x", (), "Send"), words)
parts = st.one_of(
    st.builds(Text, long_words, tones, st.booleans()),
    st.lists(st.tuples(words, long_words), max_size=60).map(lambda rows: Facts(tuple(rows))),
    st.lists(buttons, max_size=60).map(lambda found: Choices(tuple(found))),
    forms,
    st.builds(Progress, words, st.integers(0, 9), st.integers(0, 9)),
)
replies = st.lists(parts, max_size=8).map(lambda found: Reply(tuple(found)))


TRICK = "".join(TRICKS)
EVERYWHERE = Reply((
    *(Text(TRICK, tone) for tone in TONES), Text(TRICK, copyable=True), Facts(((TRICK, TRICK),)),
    Choices((Button(TRICK, "people.help"),)), Form(TRICK, "people.x", (), "Send"), Progress(TRICK, 1, 2),
))  # fmt: skip
"""Markup in every place that a text can have: chance alone does not try each of them."""


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list | tuple):
        for inner in value:
            yield from nodes(inner)


@settings(max_examples=150, deadline=None)
@given(replies)
@example(EVERYWHERE)
def test_no_reply_is_beyond_slack_and_no_text_in_it_is_markup(reply: Reply) -> None:
    for body in bodies(reply, "tok"):
        assert slack_rules.of_message({"text": body.text or "…", "blocks": list(body.blocks)}) == []
        assert not {"mrkdwn", "markdown", *slack_rules.SPECIAL} & {str(node.get("type")) for node in nodes(body.blocks)}
        assert "<" not in body.text
        assert ">" not in body.text


def test_the_check_itself_can_fail() -> None:
    link = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [
        {"type": "link", "url": "http://x"}]}]}  # fmt: skip
    assert "link" in {node.get("type") for node in nodes([link])}


@settings(max_examples=100, deadline=None)
@given(replies)
def test_every_button_bears_its_own_number(reply: Reply) -> None:
    actions = [node["action_id"] for body in bodies(reply, "a:b") for node in nodes(body.blocks) if "action_id" in node]
    assert [pressed(action) for action in actions] == [("a:b", index) for index, _ in enumerate(reply.actions())]


@settings(max_examples=200, deadline=None)
@given(long_words, st.integers(4, 3000))
def test_chunks_are_the_text_and_fit(text: str, most: int) -> None:
    found = chunks(text, most)
    assert "".join(found) == text
    assert all(0 < len(each) <= most for each in found) or found == [""]


def test_a_long_chinese_answer_is_several_messages_and_whole() -> None:
    text = "".join(f"第{number}句，客户说太贵了，先别急着降价。" for number in range(700))[:13_000]
    found = bodies(Reply((Text("标题", "title"), Text(text), Choices((Button("展开", "a.b"),)))), "tok")
    assert len(found) == 2
    said = "".join(node["text"] for body in found for node in nodes(body.blocks) if node.get("type") == "text")
    assert said == "标题" + text
    assert [node["type"] for node in found[-1].blocks][-1] == "actions"
    assert all(chunk.endswith("。") for chunk in chunks(text, 2_900)[:-1])


def test_a_boundary_is_a_line_else_a_sentence_else_a_character() -> None:
    assert chunks("one two\nthree. four", 12) == ["one two\n", "three. four"]
    assert chunks("一二三。四五六七八", 6) == ["一二三。", "四五六七八"]
    assert chunks("abcdefghij 一二三", 12) == ["abcdefghij 一", "二三"]
    family = "👨‍👩‍👧"
    assert chunks(f"一二三四五{family}", 8) == ["一二三四五", family]


def test_a_label_too_long_for_a_button_stands_above_it() -> None:
    label = "很长的按钮" * 20
    body = bodies(Reply((Choices((Button("短", "a.b"), Button(label, "a.b"))),)), "tok")[0]
    assert f"2. {label}" in slack_rules.texts(list(body.blocks))
    assert next(node for node in nodes(body.blocks) if node.get("action_id") == "b:tok:1")["text"]["text"].endswith("…")


def test_home_has_twice_the_room() -> None:
    body = home(Reply(tuple(Text(f"line {number}") for number in range(120))), "tok")
    assert slack_rules.of_view({"type": "home", "blocks": list(body.blocks)}, ("home",)) == []
    assert len(body.blocks) == 100


def test_tones_copies_bars_and_pictures() -> None:
    parts = (Text("a", "quote"), Text("b", "muted"), Text("c", copyable=True), Text("d", "warning"), Picture(b"", "e"))
    shown = json.dumps(bodies(Reply((*parts, Progress("f", 3, 6))), "tok")[0].blocks, ensure_ascii=False)
    for kind in ("rich_text_quote", "context", "rich_text_preformatted", "⚠ d", '"alt_text": "e"', "f █████░░░░░ 3/6"):
        assert kind in shown


fields = st.builds(
    Field, st.text("abc_", min_size=1, max_size=9), words,
    st.lists(st.tuples(st.text("xyz", max_size=9), words), max_size=100).map(tuple), words,
    st.integers(1, 5000), st.booleans(), st.booleans(),
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(words, st.lists(fields, max_size=8, unique_by=lambda field: field.name), words)
def test_no_form_is_beyond_slack(title: str, found: list[Field], submit: str) -> None:
    view = modal(Form(title, "a.b", tuple(found), submit), Origin("tok", 1, "group", "C1:1.000001"))
    assert slack_rules.of_view(view, ("modal",)) == []
    assert Origin.of(view["private_metadata"]) == Origin("tok", 1, "group", "C1:1.000001")


def test_more_options_than_a_menu_takes_are_in_groups() -> None:
    field = Field("n", "N", tuple((str(n), f"number {n}") for n in range(250)), "201")
    menu = modal(Form("T", "a.b", (field,), "Go"), Origin("t", 0, "dm", ""))["blocks"][0]["element"]
    assert [len(group["options"]) for group in menu["option_groups"]] == [100, 100, 50]
    assert menu["initial_option"]["value"] == "201"


def test_what_is_filled_in_is_read_back() -> None:
    state = {
        "f:a": {"v:a": {"type": "static_select", "selected_option": {"value": "=", "text": {}}}},
        "f:b": {"v:b": {"type": "static_select", "selected_option": {"value": "zh", "text": {}}}},
        "f:c": {"v:c": {"type": "plain_text_input", "value": "too\0 dear"}},
        "f:d": {"v:d": {"type": "plain_text_input", "value": None}},
        "other": {},
    }
    assert filled_in(state) == {"a": "", "b": "zh", "c": "too dear", "d": "", "other": ""}


@pytest.mark.parametrize("metadata", ["", ":", "x", "t:x:dm/", "t:-1:dm/", "{}", "t:1"])
def test_metadata_of_others_is_no_form_of_ours(metadata: str) -> None:
    assert Origin.of(metadata).place == "dm"


def test_what_people_typed_is_read_as_they_see_it() -> None:
    typed = "<@UBOT> ask <@U2|Mo> in <#C1|general> about <https://x.example|that &amp; this>, 3 &lt; 4 <!here>"
    assert unmarked(typed, "UBOT") == "ask @Mo in #general about that & this, 3 < 4 @here"
    assert unmarked("<@U3> <mailto:a@b.example|a@b.example> <!subteam^S1|@sales> <http://x>") == (
        "a@b.example @sales http://x"
    )
    assert escaped("<!channel> & <@U1>") == "&lt;!channel&gt; &amp; &lt;@U1&gt;"
