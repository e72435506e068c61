"""What is hidden before it leaves for a platform abroad, and what stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.mask import masked, masked_reply, names_of
from bot.messages import Button, Choices, Facts, Field, Form, Picture, Progress, Reply, Role, Text
from bot.people.directory import Directory
from bot.store import Store
from bot.store.migrations import migrate
from tests.conftest import NOW

NAMES = frozenset({"王小明", "王小", "Lin Mei", "Will", "启明华泵", "Eve*", "赵"})

HIDDEN = {
    # phones
    "打 13812345678 找他": "打 138****5678 找他",
    "电话138-1234-5678。": "电话138****5678。",
    "+86 138 1234 5678": "+86 138****5678",
    "8613812345678": "86138****5678",
    "No.13812345678": "No.138****5678",
    "021-62345678": "021****78",
    "(0512) 6234 5678": "051****78",
    "座机：62345678": "座机：****78",
    "phone: 6234 5678": "phone: ****78",
    "+49 171 2345678": "+491****78",
    "call (415) 555-2671": "call 415****71",
    "400-820-8820": "400****20",
    # e-mail, cards
    "邮箱lin.mei@example.com.cn，好": "邮箱l***@***，好",
    "身份证 11010119900307123X": "身份证 110****3X",
    "身份证 110101199003071234": "身份证 110****34",
    "SSN 123-45-6789": "SSN 123****89",
    "卡 6222 0212 3456 7890 123": "卡 6222****0123",
    "6222021234567890": "622****90",
    # amounts
    "¥27.8 万": "¥***",
    "报 278,000元": "报 ***元",
    "$1,200/month": "$***/month",
    "US$1.2M": "US$***",
    "12 万": "***",
    "RMB 30k": "RMB***",
    "30k off": "*** off",
    "报价低三万": "报价低***",
    "三十万元": "***元",
    "人民币三十万元整": "人民币***整",
    "10到15万": "***",
    "¥10-15 万": "¥***",
    "20万~30万元": "***元",
    "十几万": "***",
    "便宜五千": "便宜***",
    "三百块": "***块",
    "30块钱": "***块钱",
    "12万行不行": "***行不行",
    "12万年薪": "***年薪",
    "thirty thousand dollars": "*** dollars",
    "50 euros": "*** euros",
    "1.2 million": "***",
    "3.5亿": "***",
    "30w": "***",
    # people and customers
    "王小明说": "王**说",
    "**王小明**": "**王****",
    "问王小": "问王**",
    "Lin Mei said": "L** M** said",
    "Will will": "W** will",
    "启明华泵的王总": "启**的王总",
}  # fmt: skip

KEPT = (
    "3 天以后见 150 人", "20%", "99.9 %", "2026-11-23 09:00", "2026年11月23日", "11/23", "v8.4.1", "8.4.10",
    "202611230900", "20261123000187", "2024 2025 2026 2027", "12万用户", "三万多人", "一万五千人", "30k users",
    "3 million records", "10,000 rows", "40 万 SKU", "两块屏幕", "一块去", "千万不要", "万一", "五百强", "一半要",
    "16:30-17:00", "第 3 章", "1/2", "128GB", "Willing", "赵", "太贵了，再考虑考虑", "We have 3 plants", "Eve*",
    "3元组", "5元素", "4K 屏", "IPv4 10.0.0.1",
)  # fmt: skip


@pytest.mark.parametrize("text", HIDDEN)
def test_what_says_whom_and_how_much_is_hidden(text: str) -> None:
    assert masked(text, NAMES) == HIDDEN[text]


@pytest.mark.parametrize("text", KEPT)
def test_what_says_neither_stays(text: str) -> None:
    assert masked(text, NAMES) == text


WORDS = st.text(
    st.sampled_from("报价找他说的是了，。 -+*@.()（）:：\nabkwmXx¥$元块万千百三十几to0123456789王小明人"), max_size=40
)


@given(WORDS)
def test_what_is_masked_stays_as_it_is(text: str) -> None:
    once = masked(text, NAMES)
    assert masked(once, NAMES) == once


@given(
    st.text(st.characters(exclude_categories=["Nd", "Cs"]), max_size=10),
    st.from_regex(r"1[3-9][0-9]([ -]?)[0-9]{4}\1[0-9]{4}", fullmatch=True),
    st.text(st.characters(exclude_categories=["Nd", "Cs"]), max_size=10),
)
def test_nothing_of_a_phones_middle_is_left(before: str, phone: str, after: str) -> None:
    left = "".join(c for c in masked(before + phone + after) if c in "0123456789")
    assert left in phone[:3] + phone[-4:]


@given(
    st.text(
        st.characters(
            exclude_categories=["N", "Cs"], exclude_characters="@一二两三四五六七八九十几半壹贰叁肆伍陆柒捌玖拾"
        )
    )
)
def test_a_text_without_numbers_and_names_is_unchanged(text: str) -> None:
    words = text.replace("hundred", "").replace("illion", "").replace("thousand", "")
    assert masked(words) == words


def test_every_part_of_a_reply_is_masked_and_what_comes_back_is_not() -> None:
    secret, hidden = "王小明 13812345678", "王** 138****5678"
    form = Form(
        secret,
        "a.b",
        (Field("text", secret, value=secret), Field("who", "x", ((secret, secret),))),
        secret,
        {"k": secret},
    )
    reply = Reply(
        (
            Text(secret, "quote", copyable=True), Facts(((secret, secret),)),
            Choices((Button(secret, "a.b", {"k": secret}),)), form, Picture(b"png", secret), Progress(secret, 1, 2),
        ), edit=True,
    )  # fmt: skip
    text, facts, choices, shown, picture, progress = masked_reply(reply, NAMES).parts
    assert text == Text(hidden, "quote", copyable=True)
    assert facts == Facts(((hidden, hidden),))
    assert choices == Choices((Button(hidden, "a.b", {"k": secret}),))
    assert picture == Picture(b"png", hidden)
    assert progress == Progress(hidden, 1, 2)
    assert isinstance(shown, Form)
    assert (shown.title, shown.submit, shown.args) == (hidden, hidden, {"k": secret})
    assert shown.fields == (Field("text", hidden, value=secret), Field("who", "x", ((secret, hidden),)))
    assert masked_reply(reply, NAMES).edit


def test_the_names_are_those_of_the_directory(database: str) -> None:
    store, directory = Store(database), Directory({}, "Asia/Shanghai")
    migrate(store)
    with store.write() as db:
        directory.add(db, "王小明", now=NOW)
        directory.leave(db, directory.add(db, "Lin Mei", now=NOW).id, NOW)
        directory.add(db, "Admin", now=NOW, role=Role.ADMIN)
        directory.change(db, directory.add(db, "Eve", now=NOW).id, name="erased-7")
    with store.read() as db:
        assert names_of(db) == {"王小明", "Lin Mei"}
    store.close()
