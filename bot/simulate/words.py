"""What an invented rep writes down of a contact, and what they agreed on next: content of the demo, not of the bot."""

from collections.abc import Callable, Mapping, Sequence
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
