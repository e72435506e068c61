"""Whose words a phrase is in, by small lists of words: good enough to say what kind is missing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.knowledge.cards import Card
from bot.search.normalise import clean
from bot.search.phrases import is_chinese

Voice = Literal["words", "scene", "direct"]
"""What the customer says; what a rep tells of it; what a rep types who looks for the card."""


@dataclass(frozen=True, slots=True)
class Speaker:
    id: str
    zh: str
    en: str
    named: re.Pattern[str]
    """How a phrase names this person."""


def _speaker(id: str, zh: str, en: str, chinese: str, english: str) -> Speaker:
    return Speaker(id, zh, en, re.compile(rf"{chinese}|(?<![a-z])(?:{english})s?(?![a-z])"))


SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林"
CUSTOMERS = (
    _speaker("boss", "老板", "owner", rf"老板娘?|老总|董事长|总经理|[{SURNAMES}]总", "owner|boss|ceo|founder|chairman"),
    _speaker("bookkeeper", "财务", "bookkeeper", "财务|会计|出纳",
             "bookkeeper|accountant|accounting|finance|cfo|cashier"),
    _speaker("foreman", "厂长", "plant manager", "厂长|车间|主任|仓库|仓管|班长|计划员",
             "foreman|plant|workshop|warehouse|shop ?floor|production|planner"),
    _speaker("buyer", "采购", "buyer", "采购", "buyer|purchasing|purchaser|procurement"),
)  # fmt: skip
COLLEAGUES = (
    _speaker("newhire", "新人", "new hire", "新人|新来的|实习|刚入职|第一周", "new hire|newbie|trainee|first week"),
    _speaker("rep", "销售", "rep", "销售|业务员", "rep|salesman|salespeople|sales"),
    _speaker("manager", "主管", "manager", "主管|经理|总监|领导", "manager|director|team lead"),
    _speaker("delivery", "交付同事", "colleague in delivery", "交付|实施|顾问|售前", "delivery|consultant|presales"),
)


def speakers(card: Card) -> tuple[Speaker, ...]:
    """Who speaks the card's phrases: a tool, a portrait or a story is asked for by our own people."""
    return COLLEAGUES if card.kind in ("process", "persona", "case") else CUSTOMERS


QUOTED = re.compile(r"^[\"“「『]")
ASKING = re.compile(
    r"怎么(?:讲|说|跟|接|回|打|切|破|办|应|处|带|相处)|咋(?:回|接|办)|如何|(?:给|发|帮)我|卖点|案例|话术|找谁|哪个部门"
    r"|\b(?:what|how|which|where|who) (?:do|can|should|to|is our|are our)\b|\bwhat's our\b|\bour (?:own )?story\b"
    r"|\b(?:help|benefits?|talking points)\b|^(?:find|show|give|send) me\b",
)
"""A colleague who looks for the card."""
TOLD = re.compile(
    rf"^(?:他|她|客户|对方|老板|老头|人家|厂长|财务|会计|采购|主任|[{SURNAMES}]总|纪要)"
    rf"|(?:他们?|她|对方|客户|老板娘?|财务|会计|厂长|主任|采购|经理|老总|[{SURNAMES}]总)[^，。,？?]{{0,6}}?"
    r"(?:说|讲|问|嫌|要|觉得|回|提|怕|怪|看|摇头|发|答|笑|翻|指)"
    r"|^(?:我(?:刚|今天|昨天|报|发|跟|把|去)|刚|今天|昨天|上周|上礼拜|报价单?发)"
    r"|^(?:he|she|they|her|his|their|customer|client|prospect|owner|boss|buyer|the other side)\b"
    r"|\b(?:he|she|they|customer|client|owner|boss|accountant|bookkeeper|buyer|manager|guy|lady|wife)\b[^,.?]{0,24}?"
    r"\b(?:sa(?:y|id)|ask|want|think|thought|tell|told|look|laugh|keep|kept|wrote|write|repl|refus|fear|complain|counted)"
    r"|^i (?:sent|just|told|asked|showed|met)\b|^(?:yesterday|today|just|meeting notes)\b",
)
OWN = re.compile(r"^(?:我|咱|俺|你们|您|贵公司|(?:we|our|us|i|i'm|my|you|your)\b)")
SHORT_ZH, SHORT_EN = 8, 4
"""Characters; words."""


def voice_of(phrase: str) -> Voice:
    text = clean(phrase)
    if QUOTED.search(text):
        return "words"
    if ASKING.search(text):
        return "direct"
    if TOLD.search(text):
        return "scene"
    if OWN.search(text):
        return "words"
    short = len(text) <= SHORT_ZH if is_chinese(text) else len(text.split()) <= SHORT_EN
    return "direct" if short else "words"


def speaker_of(phrase: str, among: Sequence[Speaker]) -> Speaker | None:
    """Who is named first."""
    text = clean(phrase)
    found = [(match.start(), n) for n, one in enumerate(among) if (match := one.named.search(text))]
    return among[min(found)[1]] if found else None
