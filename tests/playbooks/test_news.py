"""Which sentences say where a deal stands, and which only speak of it."""

from datetime import datetime

import pytest

from bot.playbooks.log.hear import hear
from bot.playbooks.log.heard import World

NOW = datetime.fromisoformat("2026-11-18T18:42:00+08:00")

NEWS = {
    "lost": [
        "徐静说他们选了别家", "这单丢了 丢单了", "康瑞跟别人签了", "罗工打电话说项目黄了", "没戏了 他们决定不做了",
        "被用友抢了",
        "they went with another vendor", "steve told me they chose someone else", "we lost the deal",
        "luis says the project is dead", "linda emailed, they picked a competitor",
    ],
    "payment": [
        "尾款到了", "首付款已经打了", "高总那边款到账了", "他们付了三成预付", "验收通过了 挺顺利", "财务说货款结清了",
        "grace paid the invoice", "the deposit arrived this morning", "karen says the payment is in",
        "they wired the balance",
    ],
    "contract": [
        "合同签了", "今天去永兴 合同终于签了", "签了签了 一百一十八万", "合同盖好章了", "PO下了", "我们中标了",
        "黄总下单了",
        "唐薇签了合同 高兴", "拿下了 绿野这单",
        "claire signed the contract", "contract is signed", "got the PO from steve", "we won the bid",
        "the PO came in today",
        "martin signed the order form at last",
    ],
    "negotiation": [
        "他要求再便宜点", "王总砍价砍得厉害", "客户要折扣", "合同法务在看", "张总想要九十天账期", "于总问能不能降价",
        "luis wants ten percent off", "she asked for a discount", "legal is reviewing the contract",
        "grace wants net 60", "the contract is with their lawyers",
    ],
    "proposal": [
        "林总让给个正式报价", "李总微信催报价", "客户要我们出方案", "他们进入招标了", "郑凯说我们入围了", "要一份报价",
        "海川发了招标文件", "何老师请我们报个价",
        "ann asked for a quote", "mike wants a proposal", "she needs a quote for two lines", "they sent us an RFP",
        "we got shortlisted", "bob invited us to bid",
    ],
    "discovery": [
        "今天做了需求调研", "需求梳理了一遍", "跟陈主管把需求聊清楚了",
        "susan walked me through their process", "had a discovery call with raj",
    ],
    "": [
        "合同还没签", "下周三签合同", "他担心丢单", "报价上周发了 还没看", "明天给报价", "今天给华泵做了演示",
        "周五演示",
        "约了下周去演示", "他说签了合同再说", "签了保密协议", "没签 再等等", "如果中标就请我吃饭",
        "方案讲了一遍 反应一般",
        "尾款下周打", "他答应月底打款", "聊了聊天气", "王总说预算年底前定", "合同我明天寄", "差点丢单",
        "去永兴签到参会", "下个月招标", "怕输了没法交代", "他问什么时候能装", "微信发了报价单", "等中标了再庆祝",
        "sent the quote yesterday", "demo next wednesday", "gave a demo to karen", "she'll sign the contract on friday",
        "contract not signed yet", "signed the NDA", "if we win the bid I buy lunch", "hopes to send the PO tomorrow",
        "emailed the proposal", "he's afraid they lost the file", "no PO yet", "talked about the weather",
        "wants a demo on the 24th", "they will pay the invoice next week", "waiting for the contract",
        "the invoice is wrong, sent a corrected one", "quote is due friday", "bid opens december 8",
        "terms and conditions page was missing", "they won't be signing the contract this year",
        "legal conference was boring", "wrote the proposal on the train",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("text", "stage"), [(text, stage) for stage, texts in NEWS.items() for text in texts])
def test_only_clear_news_hints_at_a_stage(text: str, stage: str) -> None:
    assert hear(text, NOW, World(())).stage_hint == stage


def test_both_languages_are_covered() -> None:
    texts = [text for texts in NEWS.values() for text in texts]
    english = sum(text.isascii() for text in texts)
    assert english >= 40
    assert len(texts) - english >= 40
