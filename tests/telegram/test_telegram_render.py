"""How a reply looks on Telegram: pure, so that every limit is tried without a network."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import MessageEntity

from bot.channels.telegram.render import Card, columns, press_in, render
from bot.channels.telegram.spans import CAPTION_MAX, TEXT_MAX, Draft, cuts, pieces, units
from bot.messages import Button, Choices, Facts, Form, Picture, Press, Progress, Reply, Text, say

ODD = ["👨‍👩‍👧‍👦", "🇨🇳", "é", "e\u0301", "👍🏽", "שלום", "مرحبا", "中", "。", "\n", " ", "a", "❤️", "𝔘", "\u202e"]
TEXTS = st.lists(st.sampled_from(ODD), max_size=400).map("".join)


def utf16(text: str) -> bytes:
    return text.encode("utf-16-le")


def covered(card: Card, kind: str) -> list[str]:
    """What the entities of a kind cover, cut out as Telegram does."""
    encoded = utf16(card.text)
    spans = [(e.offset * 2, (e.offset + e.length) * 2) for e in card.entities if e.type == kind]
    return [encoded[start:end].decode("utf-16-le") for start, end in spans]


@given(TEXTS, st.integers(34, 300))
def test_pieces_are_the_text(text: str, most: int) -> None:
    """Nothing is lost or said twice, no piece is too long, and no character is broken."""
    parts = [text[start:end] for start, end in cuts(text, most)]
    assert "".join(parts) == text
    for part, after in pairwise(parts):
        assert units(part) <= most
        assert not after.startswith(("\u200d", "\ufe0f", "\u0301", "🏽"))
        assert not part.endswith("\u200d")
    for part in parts:
        assert utf16(part).decode("utf-16-le") == part
        assert part


@given(st.lists(st.tuples(TEXTS, st.sampled_from(["", MessageEntity.BOLD, MessageEntity.CODE])), max_size=8))
def test_entities_cover_what_is_styled(blocks: list[tuple[str, str]]) -> None:
    """Put together, what the entities of all pieces cover is what was styled, blanks aside."""
    draft = Draft()
    for text, style in blocks:
        draft.block(text, style)
    found: dict[str, str] = {MessageEntity.BOLD: "", MessageEntity.CODE: ""}
    for piece in pieces(draft, 200):
        encoded = utf16(piece.text)
        assert len(encoded) // 2 <= 200
        for entity in piece.entities:
            assert 0 <= entity.offset < entity.offset + entity.length <= len(encoded) // 2
            found[entity.type] += encoded[entity.offset * 2 : (entity.offset + entity.length) * 2].decode("utf-16-le")
    for style, text in found.items():
        styled = "".join(block for block, name in blocks if name == style)
        assert "".join(text.split()) == "".join(styled.split())


def test_a_long_answer_is_split_where_one_would_pause() -> None:
    line = "客户说太贵了，我们先问他和什么比。" * 20
    cards = render(say("\n".join([line] * 30)), "tok")
    assert len(cards) == 3
    assert all(units(card.text) <= TEXT_MAX for card in cards)
    assert all(card.text.endswith("。\n") for card in cards[:-1])
    (first, *_) = render(say("一句话。" * 3000), "tok")
    assert first.text.endswith("。")
    (first, *_) = render(say("word " * 3000), "tok")
    assert first.text.endswith("word ")
    assert [units(card.text) for card in render(say("字" * 10_000), "tok")] == [4096, 4096, 1808]


def test_buttons_stand_under_the_last_piece() -> None:
    buttons = Choices((Button("Yes", "a.b"), Button("No", "a.c")))
    *others, last = render(Reply((Text("字" * 9000), buttons)), "tok")
    assert [card.keyboard for card in others] == [None, None]
    assert last.keyboard
    assert [(b.text, b.callback_data) for b in last.keyboard.inline_keyboard[0]] == [("Yes", "tok:0"), ("No", "tok:1")]


def test_short_labels_share_a_row() -> None:
    labels = ["复制给客户", "展开", "不是这个", "A label that needs all of the line", "Yes", "", "好" * 60]
    (card,) = render(Reply((Text("?"), Choices(tuple(Button(label, "a.b") for label in labels)))), "tok")
    assert card.keyboard
    rows = [[button.text for button in row] for row in card.keyboard.inline_keyboard]
    assert rows == [labels[:3], [labels[3]], ["Yes", "…"], [labels[6]]]
    assert columns("复制 ok") == 7


def test_a_form_keeps_the_numbers_of_the_other_buttons() -> None:
    reply = Reply((Form("Settings", "a.b", (), "Save"), Choices((Button("Yes", "a.b"),))))
    (card,) = render(reply, "tok")
    assert card.text == "Settings"
    assert card.keyboard
    assert card.keyboard.inline_keyboard[0][0].callback_data == "tok:1"


def test_tones_are_entities_and_text_stays_text() -> None:
    markup = "<b>x</b> *y* _z_ [l](http://a.b) `c` <!channel> @everyone"
    tones = [Text(markup, "title"), Text(markup, "quote"), Text(markup, "muted"), Text(markup, "warning"), Text(markup)]
    (card,) = render(Reply((*tones, Text("copy me", copyable=True), Text("two\nlines", copyable=True))), "")
    assert card.text.count(markup) == 5
    for kind in (MessageEntity.BOLD, MessageEntity.BLOCKQUOTE, MessageEntity.ITALIC):
        assert covered(card, kind) == [markup]
    assert "⚠ " + markup in card.text
    assert covered(card, MessageEntity.CODE) == ["copy me"]
    assert covered(card, MessageEntity.PRE) == ["two\nlines"]


def test_facts_and_progress() -> None:
    (card,) = render(Reply((Facts((("价格", "27.8 万"), ("Steps", "one\ntwo"))), Progress("Reading", 3, 10))), "")
    assert card.text == "价格：27.8 万\nSteps:\none\ntwo\n\nReading ▰▰▰▱▱▱▱▱▱▱ 3/10"
    assert covered(card, MessageEntity.BOLD) == ["价格：", "Steps:"]
    assert render(Reply((Progress("Reading", 0, 0),)), "")[0].text.endswith("0/0")


def test_a_picture_carries_what_fits() -> None:
    one = Picture(b"png", "A chart")
    yes = Choices((Button("Yes", "a.b"),))
    (card,) = render(Reply((one, Text("Sales", "title"), yes)), "tok")
    assert (card.png, card.text) == (b"png", "A chart\n\nSales")
    assert covered(card, MessageEntity.BOLD) == ["Sales"]
    assert card.keyboard
    picture, text = render(Reply((one, Text("字" * CAPTION_MAX), yes)), "tok")
    assert (picture.text, picture.png, picture.keyboard) == ("A chart", b"png", None)
    assert text.keyboard
    assert [card.text for card in render(Reply((one, one, Text("x"))), "")] == ["A chart", "A chart", "x"]
    caption, rest = render(Reply((Picture(b"png", "字" * 1500),)), "")
    assert (units(caption.text), len(caption.text + rest.text)) == (CAPTION_MAX, 1500)


def test_nothing_to_say() -> None:
    assert render(say(), "tok") == ()
    assert render(say(" \n\t"), "tok") == ()
    (card,) = render(Reply((Choices((Button("Yes", "a.b"),)),)), "tok")
    assert card.text.strip()


def test_half_an_emoji_can_be_sent() -> None:
    (card,) = render(Reply((Text("a\ud83d", "title"), Choices((Button("\udc4d", "a.b"),)))), "tok")
    card.text.encode()
    assert card.keyboard
    card.keyboard.inline_keyboard[0][0].text.encode()


def test_at_most_a_hundred_entities() -> None:
    (card,) = render(Reply((Facts(tuple(("k", str(n)) for n in range(300))),)), "")
    assert len(card.entities) == 100


@pytest.mark.parametrize(
    "data", [None, "", ":", ":0", "x", "x:", "x:y", "x:-1", "x:٣", "x:99999", "é:0", "x" * 60 + ":0"]
)
def test_a_payload_that_we_never_made(data: str | None) -> None:
    assert press_in(data) == Press("", -1)


def test_a_payload_of_ours() -> None:
    assert press_in("Ab_-12345678:7") == Press("Ab_-12345678", 7)
