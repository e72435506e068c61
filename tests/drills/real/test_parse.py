"""Conversations as they are pasted, from every program that people copy them from."""

import pytest

from bot.drills.real.parse import FILE_MAX, LINES_MAX, lines, parse, text_of
from bot.messages import File

C, R = "customer", "rep"

# text → (rep's label, what the scorer hears)
READ = {
    "客户：太贵了\n我：您和哪家比？\n客户：用友\n我：明白": ("我", [C, R, C, R]),
    "客户: 太贵了\n\n我: 您和哪家比？\n还有一句\n\n客户: 用友": ("我", [C, R, C]),
    "Customer: too expensive\nMe: compared to what?\nCustomer: the others": ("Me", [C, R, C]),
    "Rep: hello\nBuyer: price?\nRep: 12 a month": ("Rep", [R, C, R]),
    "**客户**：太贵了\n**销售**：和谁比？": ("销售", [C, R]),
    "- Customer: no\n- Sales: why?": ("Sales", [C, R]),
    "客户：太贵了 我：您和哪家比？ 客户：用友 我：明白": ("我", [C, R, C, R]),
    "张三 2026-11-20 10:03\n太贵了\n\n林美 2026-11-20 10:04\n和谁比？\n\n张三 10:05\n用友": ("林美", [C, R, C]),
    "林美 10:03\n在吗\n报价收到了吗\n\n王总 10:09\n收到": ("林美", [R, C]),
    "2026-11-20 10:03:22 王总(10086)\n太贵\n2026-11-20 10:04:22 林美(10010)\n嗯": ("林美", [C, R]),
    "王总  昨天 10:03\n贵\n林美  昨天 晚上 10:04\n嗯": ("林美", [C, R]),
    "Tom Miller, [20.11.2026 10:03]\ntoo much\n\nLin Mei, [20.11.2026 10:04]\nwhy?": ("Lin Mei", [C, R]),
    "Tom Miller  10:03 AM\ntoo much\nwe pay less\nLin Mei  10:04 AM\nwhy?": ("Lin Mei", [C, R]),
    "[20.11.26, 10:03:12] Tom: hi\n[20.11.26, 10:04:12] Lin Mei: hi\n[20.11.26, 10:05:12] Tom: price?":
        ("Lin Mei", [C, R, C]),
    "20/11/2026, 10:03 - Tom: hi\n20/11/2026, 10:04 - Lin Mei: hi\n20/11/2026, 10:05 - Tom: so?":
        ("Lin Mei", [C, R, C]),
    "王总 10:03\n[图片]\n王总 10:04\n这个价？\n林美 10:05\n[语音]\n您看看": ("林美", [C, R]),
    "speaker,text\nCustomer,too expensive\nMe,\"compared to what, sir?\"": ("Me", [C, R]),
    "时间,发言人,内容\n10:03,客户,太贵了\n10:04,我,和谁比": ("我", [C, R]),
    "客户：方案一：15万\n我：好": ("我", [C, R]),
    "王总：太贵\n林美：明白\n备注：有折扣\n王总：好": ("林美", [C, R, C]),
}  # fmt: skip


@pytest.mark.parametrize("text", READ)
def test_a_talk_is_read(text: str) -> None:
    own = "Lin Mei" if "Lin Mei" in text else "林美"
    found = parse(text, own)
    assert found is not None
    rep, speakers = READ[text]
    assert (found.rep, [line.speaker for line in lines(found.said, found.rep)]) == (rep, speakers)


def test_the_words_are_those_that_were_said() -> None:
    found = parse("张三 2026-11-20 10:03\n太贵了\n真的\n\n我 10:04\n和谁比？")
    assert found is not None
    assert [(one.speaker, one.text) for one in found.said] == [("张三", "太贵了\n真的"), ("我", "和谁比？")]
    table = parse('speaker,text\nCustomer,no\nMe,"what, sir?"', table=True)
    assert table is not None
    assert table.said[1].text == "what, sir?"


UNKNOWN = {
    "王总：太贵\n李四：和谁比\n王总：用友\n李四：明白": ("王总", "李四"),
    "太贵了\n\n和谁比？\n\n用友\n\n明白了": ("A", "B"),
    "so expensive\nwhy?\nthe budget\nI see": ("A", "B"),
    "王总 10:03\n贵\n李四 10:04\n嗯\n陈工 10:05\n不行": ("王总", "李四", "陈工"),
}


@pytest.mark.parametrize("text", UNKNOWN)
def test_who_is_the_rep_is_asked_where_nobody_can_know(text: str) -> None:
    found = parse(text, "赵六")
    assert found is not None
    assert (found.rep, found.candidates) == ("", UNKNOWN[text])


def test_the_other_one_is_the_rep_where_the_customer_is_named() -> None:
    found = parse("客户：太贵\n小林：和谁比\n客户：用友\n小林：明白")
    assert found is not None
    assert found.rep == "小林"


@pytest.mark.parametrize(
    "text", ["", "太贵了", "客户：太贵了", "我：你好\n我：在吗", "one\ntwo", "\n\n\n", ":\n:\n:", "[图片]"]
)
def test_what_is_no_talk_is_none(text: str) -> None:
    assert parse(text) is None


def test_a_long_talk_is_cut() -> None:
    found = parse("客户：贵\n我：嗯\n" * 10_000)
    assert found is not None
    assert (len(found.said), found.cut) == (LINES_MAX, True)
    assert parse("x" * (FILE_MAX * 3)) is None


TALK = "客户：太贵了\n我：和谁比"


@pytest.mark.parametrize(
    ("name", "mime", "data", "text"),
    [
        ("talk.txt", "text/plain", TALK.encode(), TALK),
        ("talk.TXT", "application/octet-stream", TALK.encode("gbk"), TALK),
        ("talk", "text/markdown", TALK.encode("utf-8-sig"), TALK),
        ("talk.csv", "text/csv", TALK.encode("utf-16"), TALK),
        ("talk.docx", "application/zip", TALK.encode(), None),
        ("talk.txt", "text/plain", b"\x89PNG\x00\x00", None),
        ("talk.txt", "text/plain", b"\xff\xff\xff\xff", None),
    ],
)
def test_a_file_is_read_when_it_is_text(name: str, mime: str, data: bytes, text: str | None) -> None:
    assert text_of(File(name, mime, data)) == text
