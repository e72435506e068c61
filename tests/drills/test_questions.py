"""Questions by their form, in both languages, with and without a question mark."""

import pytest

from bot.drills.moves import questions

OPEN_ZH = """
你们现在月底对账怎么对的
为什么上次那套没用起来
平时排产都看哪些数
具体卡在哪个环节了
您跟我说说仓库这块
能不能聊聊去年那次上线
方便讲讲采购这边的流程吗
您最担心的是什么？
价格呢
咱们厂插单一般咋处理
想听您说说今年最头疼的是哪块
您觉得问题出在什么地方
""".strip().splitlines()

CLOSED_ZH = """
你们有没有用过ERP
月底要加班不
老板知道这事吗
您是采购部的吧
合同签了没有
账目能不能对上
是否需要对接金税
这周方便吗？
一个月盘几次
总共多少人用
谁来拍板
您那边几号结账
什么时候要上线
""".strip().splitlines()

NONE_ZH = """
没什么问题
这个怎么都行
谁都能看懂
来了几个朋友
好几家都在用
我们不管多少钱都做
我知道您要什么
没多少差别
他有什么说什么
我不知道他什么时候来
哪怕只上仓库也行
那就这么定了吧
咱们先走流程吧
还是老样子
我觉得还是先上财务
正忙着呢
差不多了
几乎没人用
你说怎么办就怎么办
我给您讲讲我们的产品
多少有点贵
什么都没变
""".strip().splitlines()

OPEN_EN = """
how do you plan the week today
walk me through a normal order
what happens when a colour runs out?
so what did the last vendor do wrong
why does month end take so long
tell me more about the warehouse
can you tell me how the count works?
What's behind that?
Thanks. And how does that end up in finance?
could you walk me through the returns
I'd love to hear what went wrong in 2019.
""".strip().splitlines()

CLOSED_EN = """
do you use barcodes
is the owner in the loop
How many users do you have?
who signs it in the end
You close on the fifth, right?
have you tried an ERP before
when does the contract run out?
does that answer it
You own two plants?
""".strip().splitlines()

NONE_EN = """
What you said about stock makes sense.
How it works is simple: you scan and go.
I know what you mean.
Let me walk you through our modules.
When you are ready, call me.
Which means nobody checks it.
The team decides what they need.
Who knows.
I'll explain how that works on Tuesday.
We can do that for you.
Have a nice weekend.
""".strip().splitlines()


def kinds(text: str, language: str) -> list[str]:
    return [question.kind for question in questions(text, language)]


@pytest.mark.parametrize("text", OPEN_ZH)
def test_open_in_chinese(text: str) -> None:
    assert kinds(text, "zh") == ["open"]


@pytest.mark.parametrize("text", CLOSED_ZH)
def test_closed_in_chinese(text: str) -> None:
    assert kinds(text, "zh") == ["closed"]


@pytest.mark.parametrize("text", NONE_ZH)
def test_no_question_in_chinese(text: str) -> None:
    assert kinds(text, "zh") == []


@pytest.mark.parametrize("text", OPEN_EN)
def test_open_in_english(text: str) -> None:
    assert kinds(text, "en") == ["open"]


@pytest.mark.parametrize("text", CLOSED_EN)
def test_closed_in_english(text: str) -> None:
    assert kinds(text, "en") == ["closed"]


@pytest.mark.parametrize("text", NONE_EN)
def test_no_question_in_english(text: str) -> None:
    assert kinds(text, "en") == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("您是不是觉得现在的系统太慢", "zh"),
        ("您肯定也想月底少加班，没错吧？", "zh"),
        ("难道您不想省点人工吗", "zh"),
        ("Don't you think a modern system would help?", "en"),
        ("Surely your old software can't cope with that, can it?", "en"),
        ("You'd agree that Excel is risky, wouldn't you?", "en"),
    ],
)
def test_leading(text: str, language: str) -> None:
    assert kinds(text, language) == ["leading"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("是先上仓库还是先上财务", "zh"),
        ("您要年付还是季付？", "zh"),
        ("Is it the price or the payment terms?", "en"),
    ],
)
def test_either_or(text: str, language: str) -> None:
    assert kinds(text, language) == ["either"]


def test_every_question_of_a_message_counts() -> None:
    assert len(questions("编码统一没？有没有重码？谁在管？", "zh")) == 3
    assert len(questions("What machines do you run? How do you plan them? Any reports?", "en")) == 3


def test_a_question_is_verbatim() -> None:
    text = "理解您的难处。那上次是卡在哪一步了？ 周三我过去一趟。"
    assert [question.text for question in questions(text, "zh")] == ["那上次是卡在哪一步了？"]


def test_only_yes_or_no_makes_a_chain() -> None:
    assert [question.yes_no for question in questions("有没有用ERP？谁在管？", "zh")] == [True, False]
    assert [question.yes_no for question in questions("Do you use an ERP? How many users?", "en")] == [True, False]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("周三下午三点方便吗", "zh"),
        ("能帮我约一下厂长吗", "zh"),
        ("我们先试一个仓库，好不好", "zh"),
        ("Shall we meet on Thursday?", "en"),
        ("Can you send me the list?", "en"),
    ],
)
def test_proposals_ask_for_no_information(text: str, language: str) -> None:
    assert [question.proposes for question in questions(text, language)] == [True]


def test_language_is_read_off_the_script() -> None:
    assert kinds("how do you plan the week today", "zh") == ["open"]
    assert kinds("你们怎么排产", "en") == ["open"]
