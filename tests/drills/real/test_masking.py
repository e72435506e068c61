"""What of a real talk is hidden before it is kept, and what stays because the score needs it."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.drills.real.masking import Mask, amount_key

CHINESE = {
    # people
    "跟王总说": "跟[客户甲]说",
    "李经理和张工都在": "[客户甲]和[客户乙]都在",
    "李经理说，李经理定": "[客户甲]说，[客户甲]定",
    "欧阳总监": "[客户甲]",
    "陈姐，您好": "[客户甲]，您好",
    "我叫王建国。建国定的": "我叫[客户甲]。[客户甲]定的",
    "我是赵敏，财务": "我是[客户甲]，财务",
    "找高原，他管": "找[客户甲]，他管",
    "老王说行": "[客户甲]说行",
    "赵小红昨天来过": "[同事甲]昨天来过",
    "林美跟你们说过": "[销售]跟你们说过",
    # companies
    "苏州华泵机械有限公司报过，华泵嫌贵": "[公司1]报过，[公司1]嫌贵",
    "我们是三一集团的": "我们是[公司1]的",
    "海宁大成家纺厂在用": "[公司1]在用",
    # numbers that belong to somebody
    "打13812345678": "打[电话]",
    "＋86 138 1234 5678": "[电话]",
    "打１３８１２３４５６７８": "打[电话]",
    "座机 021-62345678": "座机 [电话]",
    "电话：62345678": "电话：[电话]",
    "微信号：linmei_88，加我": "微信号：[微信]，加我",
    "加微信wxid123456": "加微信[微信]",
    "邮箱 lin.mei@example.com.cn": "邮箱 [邮箱]",
    "看 https://example.com/a?b=1，里面有": "看 [网址]，里面有",
    "身份证 11010119900307123X": "身份证 [证件号]",
    "卡 6222 0212 3456 7890 123": "卡 [账号]",
    "单号 20261120123": "单号 [号码]",
    "车牌苏E12345": "车牌[车牌]",
    "寄到苏州市吴中区星湖街328号3楼": "寄到[地址]",
    # amounts
    "报35.6万，就是¥356,000": "报[金额1]，就是[金额1]",
    "三十五万六": "[金额1]",
    "一年6万8": "一年[金额1]",
    "十五万，另加3000块": "[金额1]，另加[金额2]",
    "用友才 12 万": "用友才 [金额1]",
}
ENGLISH = {
    "Hi Tom Miller, Tom said yes": "Hi [Customer A], [Customer A] said yes",
    "Mr. Brown and Ms Green": "Mr. [Customer A] and Ms [Customer B]",
    "My name is Jane Doe.": "My name is [Customer A].",
    "Thanks,\nBob": "Thanks,\n[Customer A]",
    "Lin Mei told me, lin mei did": "[Rep] told me, [Rep] did",
    "We at Acme Pumps Ltd pay. Acme Pumps is small": "We at [Company 1] pay. [Company 1] is small",
    "Weber GmbH": "[Company 1]",
    "jane@acme.com or www.acme.com/x, ok": "[e-mail] or [link], ok",
    "+44 20 7946 0958": "[phone]",
    "call (415) 555-2671": "call [phone]",
    "WhatsApp: tom_88": "WhatsApp: [WeChat]",
    "12 Baker Street, London": "[address], London",
    "$12k, that is $12,000": "[amount 1], that is [amount 1]",
    "54 thousand dollars": "[amount 1]",
}
KEPT = [
    "便宜3%，12天，2026-11-20 10:03，300人，两周，3个点",
    "我们公司要的是注塑厂的功能",
    "这钱总是不够，周总结说了",
    "加工和施工",
    "联系方式给我",
    "厂里工程师说软件公司不行",
    "这个方案我是认可的",
    "第二期12个月，8到10周",
    "小程序能用吗",
    "微信能对接吗",
    "找时间聊，叫我改天",
    "20个用户",
    "一共3万条记录",
    "10% off in 3 weeks for 300 users",
    "Hi there, will you call on Monday?",
    "I'm sorry, this is too slow",
    "Does WeChat work?",
    "Thanks for that. Best price?",
    "2026-11-20 at 10:03",
    "We need the Group report",
    "The company is small",
]


@pytest.mark.parametrize("text", CHINESE)
def test_chinese(text: str) -> None:
    assert Mask("zh", own="林美", known=["赵小红"]).texts([text]) == [CHINESE[text]]


@pytest.mark.parametrize("text", ENGLISH)
def test_english(text: str) -> None:
    assert Mask("en", own="Lin Mei").texts([text]) == [ENGLISH[text]]


@pytest.mark.parametrize("text", KEPT)
def test_what_the_score_needs_stays(text: str) -> None:
    assert Mask("zh" if re.search("[一-鿿]", text) else "en", own="林美").texts([text]) == [text]


def test_a_speaker_is_the_same_person_in_every_line() -> None:
    mask = Mask("zh", rep="小林", customers=["王建国", "陈工"])
    texts = mask.texts(["王总，陈工在吗", "在，王建国也在", "建国，我小林", "李总呢"])
    assert texts == ["[客户甲]，[客户乙]在吗", "在，[客户甲]也在", "[客户甲]，我[销售]", "[客户丙]呢"]
    assert mask.again("王总，李总") == "[客户甲]，[客户丙]"


def test_who_is_named_later_is_hidden_before() -> None:
    texts = ["华泵那单？", "对，苏州华泵机械有限公司"]
    assert Mask("zh").texts(texts) == ["[公司1]那单？", "对，[公司1]"]


@pytest.mark.parametrize(
    "same",
    [("35.6万", "¥356,000", "356000元", "三十五万六", "35万6"), ("$12k", "12,000 dollars", "1.2w"), ("十五万", "15 万"),
     ("两千块", "2000元"), ("1.5 million", "150万"), ("6万8千", "68000")],
)  # fmt: skip
def test_one_amount_however_it_is_written(same: tuple[str, ...]) -> None:
    assert len(set(map(amount_key, same))) == 1


PIECES = st.sampled_from(
    [*CHINESE, *ENGLISH, *KEPT, "[客户甲]", "[金额1]", "[公司1]总", "[", "]", "1", "万", "-", " ", "1234567"]
)
LETTERS = st.text(alphabet="王总李经理我叫找厂公司12345670万元$k.- @Mr A[金额]", max_size=12)
WORDS = st.lists(st.one_of(PIECES, LETTERS), max_size=6)
TALKS = st.lists(WORDS.map("".join), min_size=1, max_size=4)


@given(TALKS, st.sampled_from(["zh", "en"]))
@example(["[金额1]5万", "[金额2]万"], "zh")
@example(["1" * 30], "en")
def test_masking_twice_is_masking_once(texts: list[str], language: str) -> None:
    once = Mask(language, own="林美", customers=["王建国"], known=["赵小红"]).texts(texts)
    again = Mask(language, own="林美", customers=["王建国"], known=["赵小红"]).texts(once)
    assert again == once
    assert len(once) == len(texts)


@given(TALKS, st.sampled_from(["zh", "en"]))
def test_no_long_number_survives(texts: list[str], language: str) -> None:
    masked = Mask(language).texts(texts)
    assert not any(re.search(r"\d{7,}", text) for text in masked)
    assert not any("13812345678" in text or "example.com" in text for text in masked)
