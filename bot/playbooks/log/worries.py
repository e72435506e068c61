"""What worries the customer, in the speaker's words."""

import re
from collections.abc import Sequence

from bot.playbooks.log import step_words as say
from bot.playbooks.log.clauses import Clauses
from bot.playbooks.log.days import Span
from bot.playbooks.log.step_words import any_of

_TRIM = " ,，。.;；、:：!?！？的"

# Words by which a worry is told; written down for this project from common usage.
_WORRY = any_of(
    r"担心|担忧|害怕|(?<![恐只生就可不别])怕(?!是)|顾虑|嫌|不放心|太贵|贵了|偏贵|好贵|价格(?:偏|太|有点)?高|价高",
    r"砍价|压价|没预算|预算(?:不够|不足|紧|有限|砍了)|超(?:出)?预算",
    r"(?:觉得|感觉|认为|说|回)[^，。,\s]{0,8}(?:太(?![好棒忙满快谢]|感谢)|贵|慢|复杂|麻烦|不靠谱|不划算|不值|不稳)",
    r"犹豫|抱怨|不满(?!足)|吐槽|质疑|没把握|信不过|骂我|骂我们|发火|接受不了|等不了|太慢|太久|太长|太麻烦|太复杂",
    r"不好用|没必要",
    r"\b(?:worr(?:y|ied|ies|ying)|concern(?:s|ed)?(?! about nothing)|push(?:ed|es|ing)? back (?:on|about|against)"
    r"|nervous|afraid|scared|too (?:expensive|high|pricey|slow|complex|complicated|much (?:money|work|risk|effort)"
    r"|long|risky|costly|big|steep|rigid)|(?:no|not enough|lacks?|over|out of) budget|(?:does|do|did)n't (?:like"
    r"|trust|see (?:the|why|any))|hesita\w+|hesitant|object(?:s|ed|ion|ions)?(?: to)?(?! (?:is|was) to)"
    r"|s[ck]eptical|complain\w*|balk(?:ed|s)?|unsure|doubts?|uneasy|wary|price is (?:a|an|the) (?:problem|issue)"
    r"|is (?:a|an|the) (?:problem|issue|deal ?breaker)|can't afford|hates? the|(?:not|isn't) happy|unhappy|angry"
    r"|furious|cheaper (?:elsewhere|from|than|at))\b",
)
_NONE = any_of(
    r"(?:不|没|没有|没啥|没什么|别|无|不再|不用|打消了?|解决了)[^，。,\s]{0,3}$",
    r"(?:我|我们|咱们?|我自己|我还|我就|我也|我们也)(?:有点|比较|很|最|还|就|也)?$",
    r"\b(?:no|not|never|without|isn't|wasn't|aren't|don't|didn't|nothing|any|i'm|i am|i was|we're|i|no longer"
    r"|stopped being)(?: (?:a|an|at all|really|that|so|too|longer|more|any|real|big|major|be|to|bit|little|further"
    r"|have|had|raise|voice)){0,3} $",
)
_NONE_AFTER = any_of(
    r"(?:都)?(?:没有了?|解决了|打消了|消除了|不存在)|[^，。,\s]{0,4}打消",
    r",? (?:is|are|was|were) (?:gone|resolved|settled|off the table)",
)
_WAITED = any_of(
    r"(?:等|排队|会议?|聊|吃|喝|堵|路上)[^，。,\s]{0,4}$",
    r"\b(?:wait|waited|waiting|traffic|drive|drove|queue|ran|took|meeting)[^,.]{0,12}$",
)
_LENGTHS = ("太久", "太长", "太慢", "too long", "too slow")
# What follows is the next statement: 他担心迁移 | 下周三演示.
_NEXT_STEP_EN = re.compile(
    r"(?: and| so| but|,)? ?(?:"
    + say.DO
    + r"|demo|visit|meeting|follow[- ]up|quote|proposal|kick-?off)(?: again| back)?(?: is| set)?(?: on| for"
    r"| by)? ?(?:the )?$"
)


def objection(clauses: Clauses, spans: Sequence[Span], original: str) -> str:
    """The words of the first worry of theirs; "" where none is told."""
    for found in _WORRY.finditer(clauses.text):
        clause = clauses.all[clauses.at(found.start())]
        if not _is_none(clauses.text, found, clause.start):
            return original[clause.start : _end(clauses, spans, found, clause.start, clause.end)].strip(_TRIM)
    return ""


def _is_none(text: str, found: re.Match[str], start: int) -> bool:
    before = text[start : found.start()]
    if found[0].endswith(_LENGTHS) and _WAITED.search(before):
        return True
    return bool(_NONE.search(before) or _NONE_AFTER.match(text[found.end() :]))


def _end(clauses: Clauses, spans: Sequence[Span], found: re.Match[str], start: int, end: int) -> int:
    """A worry ends where the day of the next step begins, and before the step's name where that stands in front."""
    day = next((span.start for span in spans if found.end() <= span.start < end), None)
    if day is None:
        return end
    named = _NEXT_STEP_EN.search(clauses.text[found.end() : day])
    return found.end() + named.start() if named and named[0].strip() else day
