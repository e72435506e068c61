"""A visit note is no question and a question is no visit note: only a question may become a gap."""

import pytest

from bot.knowledge.notes import is_small_talk, note_in, says_nothing
from tests.conftest import ROOT

VISITS = """
今天拜访了华泵王总，他担心迁移
昨天见了采购李经理，对价格没意见
上午跑了三家，两家不在
刚和宏远的财务聊了，月底定
下午给客户演示了库存模块
这周拜访客户 5 家，签了 1 家
拜访华东机械，老板不在，约了周四
回访恒达，用得不错
走访德林仓库，现场很乱
刚去了一趟客户那边，送了资料
今天跟陈总通了电话，他同意试点
今早给王总打了电话, 没接
中午和客户吃饭，聊到预算，他说明年
Visited Harbour Pumps today, the CFO worries about migration
Met with the buyer this morning, price is fine
Just called the owner, he wants a pilot
Had a call with their IT head this afternoon: security questions
Today I met Mr Wang at the plant and showed him the stock module
spoke to finance this week, decision on Friday
Yesterday we demoed the stock module to the warehouse team
Had a meeting with the board today
""".strip().split("\n")
NEWS = """
听说蓝海降价了，首年五折
对手推出了免费版
竞品最近在搞活动，买一年送一年
友商昨天发布了新版本
据说金钥匙被收购了
同行都涨价了
Heard that BlueSea cut its prices by 20%
Competitor launched a free tier
rumour: Goldkey was acquired
The market leader just released a mobile app
""".strip().split("\n")
QUESTIONS = """
太贵了
客户说太贵了怎么办
今天见了客户，他说太贵了，怎么回
昨天拜访的客户嫌贵，咋说
对手降价了我们怎么办
听说你们去年裁员了
今天跑了四家，晚上要交的那份東西怎麼寫
拜访报告超过一天没交会怎样，补写规则
今天见了李总，帮我整理成报告
他拿着对手的报价单来压价
竞争对手比你们便宜
我们刚换了系统
隔壁那家才报十八万
拜访前要准备哪些材料
今天能不能签
你们上线要多久
他刚见了别家的人，想再比比，我说点啥
昨天老板说没预算
your price is too high
the customer met a competitor yesterday, what do I say
How do I open a visit
they are happy with their current system
we just bought another system
can I give a discount today
the market is slow this year, they want to wait
he saw a cheaper offer
what should I bring to a visit
we spoke to your competitor
just send me the materials
""".strip().split("\n")


@pytest.mark.parametrize("text", VISITS)
def test_a_visit_is_a_note(text: str) -> None:
    assert note_in(text) == "visit"


@pytest.mark.parametrize("text", NEWS)
def test_market_news_is_a_note(text: str) -> None:
    assert note_in(text) == "news"


@pytest.mark.parametrize("text", QUESTIONS)
def test_a_question_is_no_note(text: str) -> None:
    assert note_in(text) == ""


def test_what_customers_say_is_hardly_ever_taken_for_a_note() -> None:
    phrases = [
        line for file in (ROOT / "knowledge").glob("*/*.says.txt") for line in file.read_text("utf-8").splitlines()
    ]
    taken = [line for line in phrases if note_in(line) or is_small_talk(line) or says_nothing(line)]
    assert len(phrases) > 2000
    assert len(taken) <= len(phrases) / 1000, taken


@pytest.mark.parametrize(
    "text", ["谢谢", "谢谢！", "好的。", "收到", "嗯嗯", "哈哈哈", "OK", "thanks!", "Thank you", "bye~"]
)
def test_small_talk(text: str) -> None:
    assert is_small_talk(text)


@pytest.mark.parametrize(
    "text", ["谢谢你们的方案，太贵了", "好的产品都贵", "hi there is a problem", "早就有系统了", "thanks but no"]
)
def test_no_small_talk(text: str) -> None:
    assert not is_small_talk(text)


@pytest.mark.parametrize(
    ("text", "nothing"), [("？？？", True), ("👍👍", True), (" \n", True), ("贵", False), ("3", False)]
)
def test_whether_there_is_anything_to_look_for(text: str, nothing: bool) -> None:
    assert says_nothing(text) is nothing
