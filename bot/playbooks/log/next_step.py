"""Our next step as it stands on the card: what kind of thing it is, and what it is called."""

import re
from collections.abc import Sequence
from typing import Literal

from bot.playbooks.log import step_words as say
from bot.playbooks.log import titles
from bot.playbooks.log.clauses import Clauses
from bot.playbooks.log.heard import Next
from bot.playbooks.log.step_words import any_of
from bot.playbooks.log.steps import Days
from bot.playbooks.playbook import TouchKind

StepKind = Literal["quote", "contract", "material", ""] | TouchKind


_MARKS = " ,，。.!！?？;；、"

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
        any_of(
            r"拜访|上门|回访|去|过去|见|跑一趟",
            r"\b(?:visit|go|come by|come|stop by|see|meet|back out|drop|out there|over there|back there|back)\b",
        ),
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
    if not (before + after).strip(_MARKS) and number:  # 中泰 电话 下周
        before = clauses.all[number - 1].text
    kind = _kind(before + " " + after)
    return Next(_called(clauses, number, before, after, names, kind), kind, days.next_day, span.at)


def _called(clauses: Clauses, number: int, before: str, after: str, names: Sequence[str], kind: StepKind) -> str:
    """Of a statement that names only the day, the thing is in the one before: 她要看 demo | 定在13号."""
    english = clauses.text.isascii()
    title = titles.title(before, after, names, english=english)
    if not title and number:
        told = clauses.all[number - 1].text
        title = titles.thing(told, names, english=english)
        kind = kind or _kind(told)
    return title or titles.by_kind(kind, english=english)


def _undated(clauses: Clauses, days: Days, names: Sequence[str]) -> Next | None:
    """再联系, "will follow up": ours without a day; and a step whose day only has to be asked."""
    undated = say.UNDATED.search(clauses.text)
    clause = clauses.all[clauses.at(undated.start())] if undated else None
    if clause is None or (say.THEY.match(clause.text) and not say.ASKED_OF_US.search(clause.text)):
        return Next("") if days.ask_next else None
    kind = _kind(clause.text)
    return Next(_called(clauses, 0, "", clause.text, names, kind), kind)


def _kind(text: str) -> StepKind:
    return next((kind for kind, pattern in STEPS if pattern.search(text)), "")
