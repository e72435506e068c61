"""Tells a question from a note: news of a visit or of the market is never a gap in the knowledge base."""

import re
from typing import Literal

Note = Literal["", "visit", "news"]

_VISIT = re.compile(
    r"(今天|昨天|刚|刚刚|上午|下午|今早|早上|中午|前天|这周|上周).{0,12}"
    r"(拜访|见了|去了|跑了|聊了|聊到|谈了|打了电话|通了电话|演示了|送了)"
    r"|拜访了|^(拜访|走访|回访)(?!报告|记录|计划|前)[^\s?？]{1,12}[,，。 ]"
    r"|\b(today|yesterday|this morning|this afternoon|just)\b.{0,24}"
    r"\b(visited|met|saw|called|spoke|demoed|had a (call|meeting))\b"
    r"|\b(visited|met with|had a (call|meeting|demo) with|spoke (to|with))\b.{0,60}"
    r"\b(today|yesterday|this (morning|afternoon|week))\b",
    re.IGNORECASE | re.DOTALL,
)
_NEWS = re.compile(
    r"^(?!.*(听说|据说)(你们|我们|咱们))"  # what is said of us is said by a customer
    r".*(听说|据说|得知|市场上|行业里|同行都|对手|竞品|竞争对手|别家|友商).{0,20}"
    r"(降价|涨价|推出|发布|上线了|新出|收购|裁员|搞活动|送一年|免费送|挖)"
    r"|\b(heard|rumou?r|competitor|market)\b.{0,50}"
    r"\b(launch\w*|cut (its |their )?prices?|price cut|acquir\w+|releas\w+|raised prices|laid off|gives? away)\b",
    re.IGNORECASE | re.DOTALL,
)
_ASKS = re.compile(
    r"[?？]|怎么|怎麼|怎样|怎樣|咋|啥|如何|什么|什麼|多少|帮我|"
    r"能不能|有没有|吗\b|吗$|呢$|\b(how|what|why|which|can i|should i|do i)\b",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"(你好|您好|早|早上好|下午好|晚上好|在吗|在不在|hi|hello|hey|good (morning|afternoon|evening))[\s!！.。~～?？]*",
    re.IGNORECASE,
)
_SMALL_TALK = re.compile(
    r"(谢谢|多谢|感谢|好的|收到|嗯+|ok|okay|辛苦了|哈+|再见|thanks?( you)?|thx|cool|great|got it|bye)[\s!！.。~～]*",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,，。;；!！\n]+|\. ")


def note_in(text: str) -> Note:
    """Whether a message tells of a visit or of the market rather than asks."""
    if _ASKS.search(text):
        return ""
    if _VISIT.search(text):
        return "visit"
    return "news" if _NEWS.search(text) else ""


def tells_visit(text: str) -> bool:
    """Whom somebody saw and when: nothing that a card answers."""
    return _VISIT.search(text) is not None


def clauses(text: str) -> list[str]:
    """The parts of a note: what the customer is worried about stands in one of them, the visit in another."""
    parts = [part.strip() for part in _CLAUSE.split(text)]
    return [part for part in parts if len(part) > 2]


def is_greeting(text: str) -> bool:
    return _GREETING.fullmatch(text.strip()) is not None


def is_small_talk(text: str) -> bool:
    return _SMALL_TALK.fullmatch(text.strip()) is not None


def says_nothing(text: str) -> bool:
    """Only emoji, punctuation or blanks: nothing to look for."""
    return not any(c.isalnum() for c in text)
