"""What an invented rep writes down of a contact, and what they agreed on next: content of the demo, not of the bot."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from random import Random

from bot.simulate.life import Contacted
from bot.simulate.names import Language

DONE: Mapping[Language, Mapping[str, str]] = {
    "zh": {
        "visit": "拜访了{who}", "call": "给{who}打了电话", "message": "和{who}微信聊了", "email": "给{who}发了邮件",
        "demo": "给{who}做了演示", "meeting": "和{who}开了线上会", "other": "联系了{who}",
    },
    "en": {
        "visit": "Visited {who}", "call": "Called {who}", "message": "Wrote to {who}", "email": "E-mailed {who}",
        "demo": "Showed it to {who}", "meeting": "Online meeting with {who}", "other": "Spoke with {who}",
    },
}  # fmt: skip
WORRY: Mapping[Language, Mapping[str, str]] = {
    "zh": {
        "price-too-high": "觉得价格高", "missing-feature": "说少一个功能", "chose-another": "说在看别家",
        "not-now": "说现在不急",
    },
    "en": {
        "price-too-high": "finds it expensive", "missing-feature": "misses a function",
        "chose-another": "looks at somebody else", "not-now": "says not now",
    },
}  # fmt: skip
NEXT: Mapping[Language, Mapping[str, Sequence[str]]] = {
    "zh": {
        "lead": ("约上门拜访", "发公司介绍"), "discovery": ("上门看现场", "整理需求清单"),
        "proposal": ("演示方案", "发方案给财务"), "negotiation": ("谈合同条款", "送报价单"),
        "contract": ("催首付款",), "payment": ("对账",),
    },
    "en": {
        "lead": ("agree on a visit", "send who we are"), "discovery": ("see the plant", "list what they need"),
        "proposal": ("show the solution", "send it to finance"), "negotiation": ("terms", "bring the quote"),
        "contract": ("first payment",), "payment": ("reconcile",),
    },
}  # fmt: skip


def said(rng: Random, language: Language, people: Sequence[str]) -> Callable[[Contacted, int], tuple[str, str]]:
    def of(each: Contacted, n: int) -> tuple[str, str]:
        who = people[n % len(people)]
        done = DONE[language][each.kind].format(who=who)
        worry = WORRY[language].get(each.worry, "")
        following = rng.choice(NEXT[language][each.at])
        join = "，" if language == "zh" else ", "
        return join.join(filter(None, (done, worry))), following

    return of


LINES: Mapping[Language, Sequence[str]] = {
    "zh": (
        "您好，想先听您说说：现在库存是怎么管的？", "这种情况多久一次？一次损失多少？",
        "明白，您担心这一点很正常。最担心的是哪部分？", "如果明年还这样，最先受影响的是谁？",
        "我理解。您拿来比较的是哪一家，比的是什么？", "除了您，还有谁会一起定这件事？",
        "这样说，您放心些了吗？", "那下周三下午三点，我带方案过来，您和财务一起看，可以吗？",
    ),
    "en": (
        "Hello, may I first hear how you manage stock today?",
        "How often does that happen, and what does it cost each time?",
        "I see why that worries you. Which part worries you most?",
        "If it stays like this next year, who feels it first?",
        "I understand. Whom do you compare us with, and on what?",
        "Who else decides this with you?",
        "Does that answer it?", "Then Wednesday at 3, you and finance, a short look at the solution?",
    ),
}  # fmt: skip
"""What a rep says in a drill, whoever the customer is: it scores as it scores."""


def sentence(language: Language, kind: str, customer: str, who: str, worry: str, at: str, coming: date) -> str:
    """As somebody would dictate it to /log."""
    following = NEXT[language][at][0]
    worried = WORRY[language].get(worry, "")
    if language == "zh":
        met = DONE[language][kind].format(who=f"{customer}{who}")
        return "，".join(filter(None, (f"今天{met}", worried, f"{coming.month}月{coming.day}日{following}")))
    met = DONE[language][kind].format(who=f"{who} at {customer}" if who else customer)
    return ", ".join(filter(None, (f"{met} today", worried, f"{following} on {coming:%d %B}")))
