"""The rest of what is heard: our step in the speaker's words, the customer's worry, and where the deal stands."""

import re
from collections.abc import Sequence
from typing import Literal

from bot.playbooks.log import step_words as say
from bot.playbooks.log import titles
from bot.playbooks.log.clauses import Clauses
from bot.playbooks.log.heard import Next
from bot.playbooks.log.steps import Days
from bot.playbooks.playbook import StageId, TouchKind

StageHint = StageId | Literal["lost", ""]
StepKind = Literal["quote", "contract", "material", ""] | TouchKind

_TRIM = " ,，。.;；、:：!?！？的"

# What a step leaves or is, the first that fits. Written down for this project.
STEPS: tuple[tuple[StepKind, re.Pattern[str]], ...] = (
    ("demo", re.compile(r"演示|掩饰|掩示|\b(?:demo|dem oh|walk-?through|present)\w*|讲一遍", re.ASCII)),
    (
        "quote",
        re.compile(r"报价|抱价|最终价|\b(?:quote|quotation|pricing|price|offer|numbers|proposal)\b|方案", re.ASCII),
    ),
    ("contract", re.compile(r"合同|签|\b(?:contract|sign|signing|agreement|paperwork)\b", re.ASCII)),
    ("meeting", re.compile(r"视频|开会|会议|\b(?:zoom|teams|meeting|webex)\b", re.ASCII)),
    ("call", re.compile(r"电话|打给|再打|通话|\b(?:call|calling|ring|phone)\b", re.ASCII)),
    ("email", re.compile(r"邮件|\be-?mail\b", re.ASCII)),
    ("message", re.compile(r"微信|短信|\b(?:text|message|whatsapp)\b", re.ASCII)),
    (
        "material",
        re.compile(
            r"资料|样品|样板|文件|案例|说明|证书|模板|\b(?:send|deck|brochure|samples?|documents?"
            r"|drawings|report|sheet|questionnaire|ship)\b",
            re.ASCII,
        ),
    ),
    (
        "visit",
        re.compile(
            r"拜访|上门|回访|去|过去|见|跑一趟|\b(?:visit|go|come by|stop by|see|meet|back out|drop)\b", re.ASCII
        ),
    ),
)

_WORRY = re.compile(
    r"担心|怕|顾虑|嫌|不放心|太贵|贵了|砍价|压价|没预算|预算不够|超预算"
    r"|觉得[^，。\s]{0,6}(?:太|贵|慢|复杂|麻烦|不)|说[^，。\s]{0,6}太|犹豫|抱怨|不满"
    r"|\b(?:worr(?:y|ied|ies)|concern(?:s|ed)?|push(?:ed|es|ing)? back|too (?:expensive|high"
    r"|pricey|slow|complex|complicated|much|long|risky)|nervous|afraid|scared"
    r"|no budget|doesn't like|don't like|hesita\w+|object\w*|skeptical|sceptical|complain\w*"
    r"|cheaper|a problem|rejected)\b"
)
# The latest stage that something said points to.
STAGES: tuple[tuple[StageHint, re.Pattern[str]], ...] = (
    (
        "lost",
        re.compile(
            r"丢单|输了|没戏|选了别家|选了别人|被抢|不做了|\b(?:lost (?:it|the deal|them)"
            r"|went with (?:another|a competitor|someone)|chose (?:another|a competitor))\b",
            re.ASCII,
        ),
    ),
    ("payment", re.compile(r"尾款|回款|首付到|预付款|打款|验收过|\b(?:invoice|final payment|deposit)\b", re.ASCII)),
    (
        "contract",
        re.compile(r"签了|签完|合同签|po下了|下了po|中标|\b(?:signed|got the signature|po is in|won the)\b", re.ASCII),
    ),
    (
        "negotiation",
        re.compile(
            r"合同|砍价|降价|压价|便宜|账期|折扣|法务|再降|\b(?:contract|discount|terms|clause|legal"
            r"|negotiat\w+)\b",
            re.ASCII,
        ),
    ),
    (
        "proposal",
        re.compile(
            r"报价|抱价|方案|演示|掩饰|招标|投标|交标|\b(?:quote|proposal|demo|tender|bid|pricing"
            r"|offer)\b",
            re.ASCII,
        ),
    ),
    (
        "discovery",
        re.compile(r"需求|调研|现状|摸底|痛点|\b(?:requirements|discovery|pain points|their needs)\b", re.ASCII),
    ),
)


def next_step(clauses: Clauses, days: Days, names: Sequence[str]) -> Next | None:
    span = days.next
    if span is None:
        return _undated(clauses, days, names)
    number = clauses.at(span.start)
    clause = clauses.all[number]
    end = clauses.all[number + 1].end if clauses.leads_on(span) else clause.end
    before, after = clauses.text[clause.start : span.start], clauses.text[span.end : end]
    kind = _kind(before + " " + after)
    return Next(titles.title(before, after, names, kind), kind, days.next_day, span.at)


def _undated(clauses: Clauses, days: Days, names: Sequence[str]) -> Next | None:
    """再联系, "will follow up": ours without a day; and a step whose day only has to be asked."""
    undated = say.UNDATED.search(clauses.text)
    clause = clauses.all[clauses.at(undated.start())] if undated else None
    if clause is None or (say.THEY.match(clause.text) and not say.ASKED_OF_US.search(clause.text)):
        return Next("") if days.ask_next else None
    kind = _kind(clause.text)
    return Next(titles.title("", clause.text, names, kind), kind)


def _kind(text: str) -> StepKind:
    return next((kind for kind, pattern in STEPS if pattern.search(text)), "")


def objection(clauses: Clauses, original: str) -> str:
    found = _WORRY.search(clauses.text)
    if not found:
        return ""
    clause = clauses.all[clauses.at(found.start())]
    end = next((span_end for span_end in (clause.end,) if span_end >= found.end()), found.end())
    return original[clause.start : end].strip(_TRIM)


def stage(text: str) -> StageHint:
    return next((stage for stage, pattern in STAGES if pattern.search(text)), "")
