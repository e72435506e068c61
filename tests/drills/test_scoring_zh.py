"""Chinese turns by kind: what each must count for, and what it must never count for."""

import pytest

from bot.drills.moves import Reader, load_reader
from bot.drills.scoring import score
from bot.drills.talk import Line, Talk

KNOWN = (
    "试点 30 天，用客户自己的数据，收 1.2 万元，签约后全额抵合同款。",
    "报修 48 小时内到现场，电话 15 分钟内有人应答，时间是 8 点到 20 点。",
    "一家 320 人的泵阀厂 9 个月把库存从 3800 万降到 2900 万。",
    "免费保修 12 个月。",
    "上线半年的客户账实相符率平均 97%。",
    "标准项目 12 周，仓库第 5 周先用起来。",
)
CASES = (
    ("仓库账老对不上，一个月停线三回。", "我理解下来，是账上有、架上没有，一个月停三回线。", {"listening+"}),
    ("都是骗人的，我们上过一套烂尾了。", "难怪您不信，四十万扔进去没响声。", {"acknowledge+"}),
    ("你们太贵了。", "免费的谁不喜欢，您是拿哪家在比？", {"acknowledge+", "explore_first+"}),
    ("你们太贵了。", "行，给您打九折，今天能签吗？", {"discount_discipline-", "discount_over_limit!"}),
    ("你们太贵了。", "给您打七折，够了吧？", {"discount_discipline-", "discount_over_limit!"}),
    ("你们太贵了。", "要是签两年，可以给您 4%。", {"discount_discipline+"}),
    ("你们太贵了。", "您点个头，我给您个人三个点。", {"discount_discipline-", "improper_benefit!"}),
    ("隔壁说能打七折。", "七折是采购说的，我没法代他答应。", {"explore_first-"}),
    ("先试试行不行？", "我们有 30 天试点，1.2 万。", {"evidenced_answer+"}),
    ("坏了多久来人？", "48 小时到人，电话 15 分钟内有人应。", {"evidenced_answer+"}),
    ("有没有案例？", "有家泵阀厂库存从3800万降到2900万。", {"evidenced_answer+"}),
    ("质保呢？", "免费保修 12 个月。", {"evidenced_answer+"}),
    ("要弄几个月？", "大概 12 周。", {"evidenced_answer+"}),
    ("你好，哪家的？", "您好，我是启明 ERP 的。", set()),
    ("好的。", "您什么时候方便？", set()),
    ("我们走招标。", "供应商评审您这边是谁来打分？", {"qualify_decision+"}),
    ("我不懂系统。", "你是不是傻？", {"insult!"}),
    ("价格谁定？", "用的人在这儿，签字的在楼上，是吧。", set()),
    ("你们是一站式的吗？", "一站式的意思是仓库到财务用一个库。", set()),
    ("账对不上。", "账对不上，一个月下来要多搭进去多少人工？", {"implication+"}),
)  # fmt: skip


@pytest.fixture(scope="module")
def reader() -> Reader:
    return load_reader(None)


@pytest.mark.parametrize(("heard", "said", "counts"), CASES, ids=[said for _, said, _ in CASES])
def test_a_chinese_turn_counts_for_what_it_is(reader: Reader, heard: str, said: str, counts: set[str]) -> None:
    talk = Talk("zh", (Line("customer", heard), Line("rep", said)), KNOWN, discount_limit_pct=5)
    card = score(talk, reader, ended=True)
    found = {move.criterion + move.polarity for move in card.moves} | {each.criterion + "!" for each in card.blockers}
    assert found == counts
