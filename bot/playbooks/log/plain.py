"""Whether a day is plainly our next step, or only likely so: what is not plain is asked, never guessed in silence."""

import re

from bot.playbooks.log import step_words as say
from bot.playbooks.log.step_words import any_of

_MORE = (
    "ring|phone|email|text|chase|head|return|book|write|stop|swing|pop|take|drive|look|ping|reach|touch|order|demo|fix"
    "|arrange|create|confirm|prepare|quote|resend|update|answer|catch|join|host|train|draft|propose|offer|retest"
    "|remind|ask|mail|post|fax|fill|introduce|show|rework|push out|hand over"
)
DEEDS = f"{say.DO}|{_MORE}"


def _gerund(verb: str) -> str:
    if verb.endswith("e") and verb not in ("be", "see"):
        return verb[:-1] + "ing"
    doubled = verb[-1] in "tpnmg" and len(verb) in (3, 4) and verb[-2] in "aeiou" and verb[-3] not in "aeiou"
    return verb + (verb[-1] if doubled else "") + "ing"


GERUNDS = {_gerund(verb): verb for verb in DEEDS.split("|")} | {"submitting": "submit"}
_DOING = "|".join(GERUNDS)
THINGS = (
    "demo|visit|meeting|call|follow[- ]up|quote|proposal|offer|contract|kick[- ]?off|install|training|workshop"
    "|walk-?through|presentation|pilot|lunch|dinner|coffee|breakfast|site visit|plan|numbers|samples?|email|text"
    "|review|deck|zoom|teams|appointment|showing|tour|catch[- ]up|check[- ]in|pricing|price|invoice|quotation"
    "|session|retest|answers|order form|try|debrief|sync|handover|round|draft|paperwork|recap|replacement|report"
)
_LED_EN = (
    r"(?:[\s,.:;\-]|\b(?:reminder|remember|remind me|so|then|and|also|plus|but|ok|next|steps?|anyway|just|will|gonna"
    r"|going to|to|need to"
    r"|have to|must|should|promised to|agreed to|planning to|it|is|the|an?|our|my|new|another|revised|second"
    r"|first|final|updated|back|again|there|maybe|one more|written|gotta|have|has|is due)\b)*"
)
BARE = re.compile(rf"{_LED_EN}(?:\b(?:{say.DO}|{_MORE}|{_DOING}|{THINGS}|back)\b|$)", re.ASCII)
_STEP_EN = re.compile(
    rf"{_LED_EN}\b(?:{say.DO}|{_MORE}|{_DOING}|{THINGS}|again|i|we|i'm|i'll|we're|we'll)\b",
    re.ASCII,
)

# Somebody else does something then: "frank signs Friday", "new person starts Monday", "the board meets on the 3rd".
DOES = re.compile(
    r"\b(?:signs|starts|meets|opens|closes|pays|votes|decides|returns|goes|leaves|comes|gets back|expires|ends|moves"
    r"|sends|ships|answers|replies|calls|checks|reviews|visits|arrives|finishes|begins|wants to decide|takes over)"
    r"(?: \w+){0,4} ?(?:on |by |in |at |for |before )?(?:the )?$"
)
# "He'll come back to us by …", "she'll let me know …": what they do to us.
TO_US_EN = any_of(
    r"\b(?:come|comes|coming|get|gets|getting|report|write|circle|be) back to (?:me|us)\b",
    r"\blet(?:s|ting)? (?:me|us) know",
    r"\b(?:will|'ll|'d|would|gonna|is|are|'s|'re) (?:call|ring|tell|send|text|e-?mail|calling|sending"
    r"|telling) (?:me|us)\b",
)
GOES_OUT = re.compile(
    r"\b(?:contract|quote|proposal|offer|recording|confirmation|sample|part|form|deck|invoice|order|material|draft"
    r"|report"
    r"|recap|replacement|paperwork|answer)s? (?:goes?|ships?|going|shipping|due|is due)(?: out| to \w+"
    r"| with it)? ?(?:on |by |for )?$"
)
# What they want by then is ours to bring, unless it is time or a word among themselves.
WANTS = re.compile(
    r"\b(?:wants?|wanted|needs?|needed|asks? for|asked for|would like|'d like|expects?|requested)\b"
    r"(?! to (?!meet|see (?:it|us|me|a|the|our)\b|have (?:it|a|the|another)\b|get (?:it|a|the)\b|go live|start with"
    r"|try)| time)"
)
AGREED = re.compile(
    r"\b(?:make it|i said|said yes|works for me|i offered|offered|how about|from me|we show (?:him|her|them)"
    r"|is due out|(?:he|she|they) gets?(?= (?:it|that|one|them)))\b"
)
OTHERS = re.compile(
    r"\b(?:start|launch|go[- ]live|deadline|decision|trial|board|budget|vote|tender|exam|renewal|delivery|opening"
    r"|audit)\b"
)
IMPERATIVE = re.compile(r"\b(?:call|ring|text|e-?mail|visit|see|ping) me\b|\bcome (?:by|over|back)\b[^,.]{0,12}$")
REPORTED = re.compile(r"\b(?:said|says|told|thinks|mentioned|reckons|hinted|figures|hopes)\b")
PROMISED = re.compile(r"[\s,.]*(?:promised|rescheduled|booked|scheduled|agreed|owe|set up|offered)\b")
HEARD = any_of(
    r"\b(?:told|tells|telling|informed|reminded) (?:me|us)\b(?! to\b)",
    r"\b(?:i|we) (?:heard|hear|think|guess|believe|hope|understand)\b",
    r"\b(?:our|my) (?:competitor|contact|rival|friend|competition)\b",
)
FIRST = re.compile(r"\b(?:i|i'll|i'm|i'd|we|we'll|we're|we'd|me|us|my|our)\b")
_LED_ZH = re.compile(
    r"(?:[\s，,]|之?以?前|上午|下午|早上|晚上|中午|一早|左右|就|先|再|的|时候|那天|得|要|还|又|准备|打算|计划|安排)*"
)
_OURS_ONLY_ZH = any_of(
    r"演示|掩饰|掩示|demo|报价|抱价|方案|拜访|回访|上门|登门|跟进|跟一下|催|打给|打电话|电话|再|约|去|过去|送|带",
    r"培训|安装|进场|培|调试|踏勘|见|面谈|见面|请|做|讲|装|交付|签约|签合同|开通|开账号|试用|重|补|整理|拉|写|提醒",
    r"问|谈|聊|碰|对账",
)
_EITHERS_ZH = re.compile(r"寄|发|给|回|答复|出|定|批|付|来|到|签|开|交|看|对|打|提|做|走|报|测|验")
_BRING_ZH = any_of(
    r"[发给出报交](?:个|一?[版份])?(?:最终|新)?(?:价|方案|报价|资料|目录|案例|样品|合同|回执)",
    r"把[^，。\s]{1,8}(?:发|给|送|寄|带|做|弄|改|准备)",
)
_THEY_SAY_ZH = re.compile(r"(?<!我)(?:说|讲|表示|答应|回复|催)(?!好|定)|(?:微信|电话|邮件)(?:里|上)?说")
_THEY_WANT_ZH = re.compile(r"要(?!是|不)|想|让|催|问|等着|需要|希望")


_MARKS = " ,，。.!！?？;；、…"


def bare_step(head: str, tail: str, before: str) -> bool:
    """Whether words with no subject tell what we do then. `before` is the statement before them."""
    tail = tail.rstrip(_MARKS)
    if not (head + tail).isascii():
        return _bare_step_zh(head, tail, before)
    if GOES_OUT.search(head):
        return True
    if DOES.search(head) or REPORTED.search(head) or TO_US_EN.search(head):
        return False
    return bool(BARE.match(head) if head.strip() else _STEP_EN.match(tail))


def _bare_step_zh(head: str, tail: str, before: str) -> bool:
    led = _LED_ZH.match(tail)
    rest = tail[led.end() :] if led else tail
    mine = bool(re.match(r"[\s，,]*我", before))
    said = not mine and bool(_THEY_SAY_ZH.search(before + head)) and not _THEY_WANT_ZH.search(before + head)
    if not (head + rest).strip():
        return len(before.strip()) <= 4 and bool(_OURS_ONLY_ZH.search(before))
    if _OURS_ONLY_ZH.match(rest) or _BRING_ZH.match(rest) or (not rest.strip() and _OURS_ONLY_ZH.search(head)):
        return True
    return bool(_EITHERS_ZH.match(rest)) and not said
