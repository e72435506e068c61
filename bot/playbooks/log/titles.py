"""A step as it would stand on a task list: what is to be done, without the day, the names and the filler."""

import re
from collections.abc import Iterable

from bot.playbooks.log.plain import DEEDS, GERUNDS, THINGS

LONGEST_ZH = 12
LONGEST_EN = 6
"""Words."""

_MARKS = re.compile(r"[，。；、！？：,;!?…\n“”\"()（）]|\.(?!\d)")
_TRIM = " ,，。.;；、:：!?！？的了吧啊呢呀嘛哈"

# What a step may begin with, and what says nothing behind it. Written down for this project from common usage.
_DEED_ZH = re.compile(
    r"(?:重新|重|再)?(?:演示|掩饰|报价|报个?价|抱价|拜访|回访|上门|登门|签约|签合同|签字|签|跟进|跟一下|再联系|联系"
    r"|催|打电话|打给|打|电话"
    r"|回电话?|回复|答复|回|培训|安装|装|进场|调试|踏勘|面谈|见面|见|约|送|寄|发|交付|交|提交|带|给|做|讲|开会|开通"
    r"|开账号|视频"
    r"|问|谈|聊|碰|对账?|查|写|出|拟|改|整理|补|提醒|追|找|试|测|验|请|加|派|跑|看|去|过去|来|走|复盘|重)"
)
_NOUN_ZH = re.compile(r"演示|掩饰|demo|报价|抱价|方案|合同|拜访|电话|培训|会议|复盘会|验收|进场|调试|答疑|第二场")
_PAPER_ZH = re.compile(r"(?:把|将|个|的|份|版)?((?:[^让我把给个的将他她要写看\s]{1,3}(?=报告|方案|合同|清单))?"
                       r"(?:报告|方案|合同|清单|对账单|价格表|报价单?|报价|资料|样品|样机|发票|目录|案例|文档|纪要"
                       r"|白皮书|计划|图纸))")  # fmt: skip
_HANDED_PAPER_ZH = re.compile(
    r"[，, ]*(?:把|将)?(?:[^，。\s]{0,2})(对账单|报告|方案|合同|报价单?|价格表|资料|样品|样机|发票|目录|案例|文档"
    r"|纪要|计划|图纸|清单)([发给寄出交送])"
)
_FOR_ZH = re.compile(
    r"(?:给|跟|和|向|对|同|替|找)(?:他们?|她们?|对方|客户|您|你)|(?<=[发给回问约见打])(?:给)?(?:他们?|她们?|对方|客户)"
)
_US_ZH = re.compile(r"我们?这边|我们?|咱们?|他们?|她们?|对方|客户|公司那边")
_GOING_ZH = re.compile(
    r"(?:过去|去|来|要|看|派人|给个|给一?[份个版]|给)(?=签|送|装|踏勘|谈|做|演示|培训|报价|正式|参观|看|交|见|拜访"
    r"|汇报|新)"
)
_END_ZH = re.compile(r"(?:过去|给|一下|到|在|跟|和|再说|为止|他|她)+$")
_ALONE_ZH = {
    "打": "打电话", "再打": "再打电话", "打给": "打电话", "去": "上门", "再去": "再上门", "过去": "上门",
    "签": "签合同",
    "约": "约时间", "再约": "再约时间", "见": "见面", "发": "发资料", "寄": "寄资料", "回": "回复", "再回": "回复",
    "送": "送资料", "给": "给答复", "出": "出方案", "问": "问进展", "再问": "再问进展", "催": "催进展",
    "再催": "再催进展",
    "交": "交资料", "看": "看现场", "再看": "再跟进", "再": "跟进", "带": "带资料", "找": "联系",
    "再找": "再联系", "谈": "面谈", "聊": "沟通", "对": "核对", "讲": "讲方案", "做": "演示", "掩饰": "演示",
    "抱价": "报价",
    "重": "重做", "报个价": "报价", "报价发": "发报价", "走": "上门", "追": "催进展", "再追": "再催进展",
    "加": "加微信", "装": "安装",
}  # fmt: skip
_VAGUE_ZH = frozenset(("改", "来", "再来", "约", "再", "加", "请", "看", "做"))
_HANDED_ZH = frozenset("发给出交寄送带做")

_NOTHING_EN = frozenset(
    "i i'll i'm i'd we we'll we're we'd he she they it him her them his their its he's she's they're he'll she'll "  # noqa: SIM905
    ""
    "us me will gonna going to the a an my our that this so then just again over on by for at before around in and "
    "ok um uh well also but gotta have has need needs want wants must should would 'll am is are be been wanted".split()
)
_BETWEEN_EN = frozenset(("the", "a", "an", "my", "our", "his", "her", "their", "him", "them", "that", "this", "again"))
_STOP_EN = frozenset(
    [
        "and",
        "so",
        "because",
        "if",
        "who",
        "which",
        "then",
        "when",
        "but",
        "or",
        "while",
        "as",
        "with",
        "till",
        "until",
        "from",
        "after",
        "before",
        "goes",
        "starts",
        "ships",
        "happens",
        "works",
    ]
)
_LAST_EN = frozenset("to for on by at in of with about over up the a an out due is are".split()) - {"up", "out"}  # noqa: SIM905
_DEED_EN = frozenset(DEEDS.split("|"))
_THING_EN = frozenset(THINGS.split("|")) | frozenset(
    "sample samples kickoff kick-off walkthrough walk-through follow-up catch-up check-in references reference "  # noqa: SIM905
    "drawings "
    "brochure estimate figures answer certificate terms documents report".split()
)
_LIGHT_EN = frozenset(("have", "be", "do", "go", "come", "get", "run", "hold", "start", "take", "make", "set"))
_MODIFIERS_EN = frozenset("new revised second first final updated written signed next site order pilot project".split())  # noqa: SIM905

_ALONE_EN = {
    "try": "try again", "check": "check in", "be back": "go back", "see": "visit", "come": "visit", "ring": "call",
    "phone": "call", "call me": "call", "go over there": "visit", "come by": "visit", "go": "visit",
    "send": "send material",
    "send it": "send material", "do it": "follow up", "get": "follow up", "have": "follow up", "be": "follow up",
    "meeting both": "meeting", "write": "write back", "make": "follow up", "give": "follow up", "text": "send message",
}  # fmt: skip

_BY_KIND = {
    "demo": ("演示", "demo"), "quote": ("报价", "quote"), "contract": ("合同", "contract"), "material": ("发资料",
    "send material"),
    "call": ("打电话", "call"), "visit": ("上门", "visit"), "meeting": ("开会", "meeting"), "email": ("发邮件",
    "email"),
    "message": ("发消息", "message"),
}  # fmt: skip


def title(before: str, after: str, names: Iterable[str], *, english: bool) -> str:
    """ "" where no deed is named. `before` and `after` the day stand the words of its statement."""
    for name in sorted(filter(None, names), key=len, reverse=True):
        before, after = _without(before, name), _without(after, name)
    chinese = not (english and (before + after).isascii())
    return (_chinese if chinese else _english)(_MARKS.sub(" ", before).strip(), _MARKS.sub(" ", after).strip())


def thing(words: str, names: Iterable[str], *, english: bool) -> str:
    """What is spoken of, where no deed is wanted."""
    for name in sorted(filter(None, names), key=len, reverse=True):
        words = _without(words, name)
    if not english:
        return _ALONE_ZH.get(found := _last(_NOUN_ZH, words), found)
    tokens = [_base(token) for token in _MARKS.sub(" ", words).split()]
    things = [at for at, token in enumerate(tokens) if token in _THING_EN]
    return _kept(tokens[_with_modifiers(tokens, things[-1]) :]) if things else ""


def by_kind(kind: str, *, english: bool) -> str:
    """What a step is called of which only the kind is known."""
    return _BY_KIND.get(kind, ("跟进", "follow up"))[1 if english else 0]


def _without(words: str, name: str) -> str:
    if name.isascii():
        return re.sub(rf"(?:\b(?:with|to|at|for) )?\b{re.escape(name)}\b(?:'s)?", "", words, flags=re.IGNORECASE)
    return re.sub(rf"(?:给|跟|和|向|找|对)?{re.escape(name)}", "", words)


def _chinese(before: str, after: str) -> str:
    """The day stands before what is done on it; only what is left bare looks for its object in front of the day."""
    if handed := _HANDED_PAPER_ZH.match(after):
        return (handed[2] + handed[1])[:LONGEST_ZH]
    behind = _deed_zh(after)
    paper = _last(_PAPER_ZH, before)
    if behind and behind[0] in _HANDED_ZH and len(behind) <= 2 and paper:
        return (behind[0] + paper)[:LONGEST_ZH]
    if behind and behind not in _VAGUE_ZH:
        return _ALONE_ZH.get(behind, behind)[:LONGEST_ZH]
    noun = _last(_NOUN_ZH, after) or _last(_NOUN_ZH, before)
    ahead = noun or _deed_zh(before)
    return "" if ahead in _VAGUE_ZH else _ALONE_ZH.get(ahead, ahead)[:LONGEST_ZH]


def _deed_zh(words: str) -> str:
    plain = _GOING_ZH.sub("", _US_ZH.sub("", _FOR_ZH.sub("", words)))
    start = _DEED_ZH.search(plain)
    if not start:
        return ""
    rest = plain[start.start() :].split(" ")[0].strip(_TRIM)
    return _END_ZH.sub("", rest[:LONGEST_ZH]).strip(_TRIM) or rest


def _last(pattern: re.Pattern[str], words: str) -> str:
    found = [match[match.lastindex or 0] for match in pattern.finditer(words)]
    return found[-1] if found else ""


def _english(before: str, after: str) -> str:
    """In English the day mostly ends what is said of it."""
    return _deed_en(before) or _deed_en(after)


def _deed_en(words: str) -> str:
    tokens = [_base(token) for token in words.split()]
    start = _start_en(tokens)
    if start is None:
        return ""
    return _kept(tokens[start:])


def _kept(tokens: list[str]) -> str:
    kept = [token for token in _until_stop(tokens) if token not in _BETWEEN_EN][:LONGEST_EN]
    while len(kept) > 1 and kept[-1] in _LAST_EN:
        kept.pop()
    words = " ".join(kept)
    return _ALONE_EN.get(words, words)


def _start_en(tokens: list[str]) -> int | None:
    """The first deed; a thing where there is none, or only a light word ("we have a call")."""
    deeds = [at for at, token in enumerate(tokens) if token in _DEED_EN]
    things = [at for at, token in enumerate(tokens) if token in _THING_EN]
    strong = [at for at in deeds if tokens[at] not in _LIGHT_EN]
    if strong:
        return strong[0] if strong[0] not in things else _with_modifiers(tokens, strong[0])
    if things:
        return _with_modifiers(tokens, things[0])
    return deeds[0] if deeds else None


def _with_modifiers(tokens: list[str], at: int) -> int:
    while at and tokens[at - 1] in _MODIFIERS_EN:
        at -= 1
    return at


def _until_stop(tokens: list[str]) -> list[str]:
    stop = next((at for at, token in enumerate(tokens) if at and token in _STOP_EN), len(tokens))
    return tokens[:stop]


def _base(word: str) -> str:
    if word.lower() in ("meeting", "training"):
        return word.lower()
    word = word.removesuffix("'s")
    return GERUNDS.get(word.lower(), word if word.isupper() and word != "I" else word.lower())
