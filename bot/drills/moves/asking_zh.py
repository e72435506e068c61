"""Chinese questions by form. Written chat often has no question mark, and question words often ask nothing:
没什么, 谁都行, 好几个. So a question word counts unless something beside it makes it indefinite."""

import re
from dataclasses import replace

from bot.drills.moves.dates import dated
from bot.drills.moves.reading import Question
from bot.drills.moves.sentences import clauses

_TAIL = re.compile(r"[\s。！？!?；;，,、…~～.:：\"'”’」）)]+$")
_LAUGH = re.compile(r"(哈|呵|嘿|嘻){2,}$|[（(][^（()）]*[)）]$")

# --- Yes or no ---
_MA = re.compile(r"(吗|(?<![什怎这那多要])么)[啊呀]?$")
_A_NOT_A = re.compile(r"(?<![动时])([\u4e00-\u9fff])(?:不|没)\1(?!就|会儿)")
_WHETHER = re.compile(r"是否|能否|可否|有否")
_DONE_YET = re.compile(r"(了|过|好|完|到|成|着|齐|清|懂|定|见|上)(没|没有|不曾)[啊呀]?$")
_HAVE_NOT = re.compile(r"^[^我]*有.{1,8}(没|没有)$|^.{2,8}(?<![还都也并就从来才根本可再])没[啊呀]?$")
_OR_NOT = re.compile(
    r"(行|好|能|对|是|会|要|有|来|去|走|用|在|可以|知道|晓得|认识|记得|需要|愿意|方便|清楚|明白|了|到|起|"
    r"得)不[啊呀]?$|(要|有|会|能|想|用|做|是|需要)[^不没，]{1,6}不$"
)
_NOT_ASKED_NOT = re.compile(r"(也|都|可|才|偏|要|还|就|从|并|绝|决|再|受)不$")
_HUH = re.compile(r"^(是|真的|对|啊|嗯|哦|啥|什么|怎么了?|为什么|为啥|干嘛|谁|哪儿|哪里)(吗|啊|呀)?$")
# --- Seeking assent ---
_TAG = re.compile(r"(对|是|没错|不是|可以|行|好)(吧|吗|么|不)$|是不是$|对不对$|好不好$|行不行$|可不可以$")
_LEADING = re.compile(
    r"是不是(也|就|都|很|特别|觉得|应该|应当|早就|该|感觉|挺|太)|难道|您?(不觉得|不认为)|(肯定|一定|当然|想必|"
    r"谁不).{0,18}(吧|对吧|是吧|没错吧)$"
    r"|(没错|对不对|对|是)吧$|(不是|还不)(更|很|应该).{1,12}(吗|么)$"
)
_GUESS = re.compile(
    r"(不会|该不会|不至于|应该|大概|恐怕|怕是|想必|肯定|一定|估计|可能|没有?|还没|不是|已经|早就|[您你](是|"
    r"们?(公司|厂|那边)?(也|都)?(是|有)))"
    r".{0,14}吧$|[您你].{1,10}(了|过|的)吧$"
)
_PROPOSES = re.compile(
    r"我.{0,6}(帮|给|替|让|为|跟|去|来|先|再|就|送|把)|^(那|那就|要不|不如|咱|咱们|我们|我|快|先|别|来|走|让)|(算了|好了|行了|得了|走|来|去|看看|试试)吧$"
)

# --- Which of two ---
_EITHER = re.compile(
    r"是(?!因为)[^，。]{1,14}还是(?!算|得|别|觉)"
    r"|[\u4e00-\u9fffA-Za-z0-9](?<![我你他她它您们但可也就过以后这那])还是(?!算了|得|先|别|不|没|很|挺|会|觉|老|"
    r"这样|那样|把|让|要)"
)
_EITHER_UNMARKED = re.compile(r"是[^，。]{1,14}还是(?!算|得|别|觉)|还是.{1,12}[呢啊呀]$|还是(没|没有|不是|不行|不要)$")

# --- Question words ---
_OPEN = re.compile(r"什么|啥|怎么|怎样|咋|为何|如何|哪|干嘛|干吗")
_FACT = re.compile(
    r"什么时候|啥时候?|什么时间|什么价|什么名|哪天|哪年|哪一?个?月|哪里|哪儿|哪一?位|哪一?家|哪边"
    r"|哪个?(人|领导|老总|公司|城市|部门)|谁|多少|多久|多大|多长|多远|多高|多快|多重"
    r"|怎么称呼|几(?![乎十百千万率])|贵姓|何时|何处"
)
_INDEFINITE = re.compile(
    r"(?P<twice>什么|怎么|谁|哪里?|多少|啥|咋)[^，。]{1,6}(?P=twice)|(没|没有|无|不是|不算|不用|不要|不需要|别|"
    r"不会|不能)(有)?(再|再有|说|做|干|想|买|带|管)?(什么|啥|多少|几|哪|谁|多久|多大|多长|多远)"
    r"|(什么|啥|怎么|怎样|谁|哪里|哪儿|哪个|哪|哪天|多少|多久|多大|什么时候|啥时候)[^，。？?]{0,4}(都|也)(?!是|有人)"
    r"|(什么|啥)的$|[点些](什么|啥)(?=的|吧|$)|什么什么|谁谁|哪怕|天哪|不怎么|没怎么|怎么说呢|怎么着|怎么样都"
    r"|(好|十|二十|三十|这|那|前|后|头|近|最近|过|隔|没|来|才|就|上|下|这么|那么|每|有那么|有|用|聊|说|花)几"
    r"|几(个|位)?(朋友|同事|兄弟)|几乎|多少(有点|有些|会|还是|能|得|要|也|都|给)|多大(点|的?事|个?事)|没多|不多"
    r"|(不管|无论|不论|任凭|任何|随便|管它|管他|甭管|凡是)"
    r"|哪(有|能|敢|知道|里哪里|儿的话|里的话)|谁(知道|让|叫|家没|不想|不是)"
)
_COUNTED = re.compile(
    r"几(点|个|天|号|月|年|次|家|套|人|成|条|张|台|岁|层|位|遍|趟|周|班|块|种|路|批|单|步|小时|分钟|折)"
)
_COUNT_ASKED = re.compile(
    r"(第|周|星期|礼拜|分|要|得|差|开|等|做|是|到|你|您|一共|总共|每天|每月|一年|一天|一周|一次|大概)几|^几"
)
_TOLD = re.compile(
    r"(知道|晓得|明白|清楚|懂|忘了|忘记|记得|告诉(您|你)|看看|就看|要看|得看|想想|问题是|关键是|看出|发现|决定|"
    r"理解|反映|说明|解释|研究|讨论|搞不懂|不懂)"
    r".{0,12}$"
)
_ASKS_ANYWAY = re.compile(
    r"(想|要|来)?(请问|请教|问一?下|问问|问您|问你)|想(知道|了解|听听|弄清)|冒昧|[您你].{0,4}(知道|晓得|清楚|"
    r"觉得|看|说|想|记得)"
)
_ABOUT = re.compile(r"^.{0,9}[^着才还可正没早多好在]呢$")
_GOING_ON = re.compile(r"(着|正|在|还|才|可|早|没|不|多|挺|哩)[^，]{0,6}呢$")

# --- Asked in the form of a request ---
_REQUEST = re.compile(
    r"(聊聊|聊一聊|聊一下|讲讲|讲一讲|讲一下|说说|说一说|说一下|谈谈|谈一谈|捋捋|捋一捋|捋一遍|走一遍|展开|描述|"
    r"介绍(一下|下)?|举个例子|具体说|细说|多说|说细)"
)
_OF_YOU = re.compile(
    r"[您你]|能|可以|方便|请|麻烦|想听|愿意听|(跟|给|帮|和|陪)我|^(先|就|再)?(随便|具体|细|多)?(聊|讲|说|谈)"
)
_BY_ME = re.compile(
    r"我.{0,6}(给|跟|和|向|为|帮|来|再|先)(您|你|大家)?.{0,6}$|我来|我先|(咱|我们).{0,6}(周|号|点|当面)"
)

# --- Proposals and favours: questions by form that ask for no information ---
_PROPOSING = re.compile(
    r"(能|可以|可不可以|能不能|能否|可否|方便|麻烦|愿意|肯)(请|再|先|也|不能)?[您你]?(帮|给我|告诉我?|借|让我|请|"
    r"替我|为我|陪|过来|安静|快点|停|别)"
    r"|[您你](能|可以|可不可以|能不能|能否|可否|愿意)(请|再|先|帮)?(帮|给我|借|让我|替|为我|陪|过来|来|等|把|坐)"
    r"|^(那么?|嗯|好的?|请问|请|现在|今晚|明天)?(我|我们|咱们?|咱俩)(现在|今晚|明天|也|就|先|一起|还)?(能|可以|"
    r"可不可以|能不能|可否|能否|要不要|何不|一起|去|来|应该|该).{0,20}(吗|吧|么|呢|好不好|怎么样|如何)?$"
    r"|何不|不如我们|(要不要|想不想|愿不愿意|愿意|介意|有没有兴趣|有兴趣|想要?).{0,6}(一起|跟我|和我|我帮|加入|"
    r"出去|来一|喝|吃点|试试|试一|看看)"
    r"|(要|需要|来)(点|杯|份|些|一杯|一份|一点).{0,8}(吗|么)$"
    r"|(我们|咱|一起|我来|我去|我给|让我|请|先).{1,24}(好吗|好不好|好么|行吗|行不行|可以吗|可不可以|怎么样|如何|"
    r"成吗|行不|好不|行吧|好吧)$"
    r"|^.{4,}(，|,)\s*(好吗|好不好|行吗|行不行|可以吗|可不可以|怎么样|如何|成吗)$"
)
_SUITS = re.compile(
    r"(方便|有空|合适|来得及|有时间|行|可以|好|成|妥)(吗|么|不|吧|不行|没)$|(行不行|方不方便|合不合适|可不可以|"
    r"好不好|有没有空|怎么样|如何)$"
)


def read(sentence: str) -> Question | None:
    found = _read(sentence)
    return replace(found, proposes=True) if found and _proposes(_bare(sentence)) else found


def _proposes(line: str) -> bool:
    return bool(_PROPOSING.search(line) or (_SUITS.search(line) and dated(line)))


def _read(sentence: str) -> Question | None:
    marked = bool(re.search(r"[?？]", sentence))
    whole = _bare(sentence)
    parts = [_bare(clause) for clause in clauses(sentence)] or [whole]
    kinds = [kind for part in parts if (kind := _kind(part, marked and part == parts[-1]))]
    if not kinds and marked:
        kinds = ["yes_no"]
    if not kinds:
        return None
    if _LEADING.search(whole) and "open" not in kinds:
        return Question(sentence, "leading", True)
    if "open" in kinds:
        return Question(sentence, "open")
    if "either" in kinds or (marked and _EITHER.search(whole)):
        return Question(sentence, "either")
    return Question(sentence, "closed", "yes_no" in kinds and "fact" not in kinds)


def _bare(text: str) -> str:
    return _LAUGH.sub("", _TAIL.sub("", text)).strip(" \"“'「（(")


def _kind(clause: str, marked: bool) -> str:
    """open, fact, either, yes_no or "" for a clause that asks nothing."""
    if _HUH.match(clause):
        return "yes_no" if marked or re.match(r"(是吗|真的|对吗)", clause) else _word(clause, True)
    if _is_request(clause):
        return "open"
    if _yes_no(clause):
        return "yes_no"
    word = _word(clause, marked)
    if word:
        return word
    if _EITHER.search(clause) and (marked or _EITHER_UNMARKED.search(clause)):
        return "either"
    return _left_open(clause, marked)


def _yes_no(clause: str) -> bool:
    if _MA.search(clause):
        return True
    if _WHETHER.search(clause) or _A_NOT_A.search(clause):
        return not re.search(r"不管|无论|不论|取决于|不在乎|我不知道|我也?不清楚", clause)
    if _DONE_YET.search(clause) or _HAVE_NOT.search(clause):
        return not clause.startswith("我")
    return bool(_OR_NOT.search(clause)) and not _NOT_ASKED_NOT.search(clause)


def _word(clause: str, marked: bool) -> str:
    if not marked and re.search(r"(都|也|就)?(不知道|不清楚|没人知道)", clause) and not _ASKS_ANYWAY.search(clause):
        return ""
    plain = _INDEFINITE.sub("〇", clause)
    asked = _FACT.search(plain)
    if asked and not _asks_count(plain, asked, marked):
        asked = None
    opened = _OPEN.search(re.sub(_FACT, "〇", plain))
    first = opened or asked
    if not first or (not marked and _is_told(clause, plain, first)):
        return ""
    return "open" if opened else "fact"


def _asks_count(plain: str, asked: re.Match[str], marked: bool) -> bool:
    """几 is "some" as often as "how many"."""
    if asked[0] != "几":
        return True
    at_the_end = re.search(_COUNTED.pattern + r"(了|啊|呀|呢|的)?$", plain)
    return marked or bool(at_the_end or re.search(f"[您你].*{_COUNTED.pattern}", plain))


def _is_told(clause: str, plain: str, word: re.Match[str]) -> bool:
    """我知道他要什么 tells; 您知道他要什么 asks."""
    before = plain[: word.start()]
    return bool(_TOLD.search(before)) and not _ASKS_ANYWAY.search(clause)


def _is_request(clause: str) -> bool:
    match = _REQUEST.search(clause)
    if not match or _BY_ME.search(clause[: match.start()]):
        return False
    return bool(_OF_YOU.search(clause[: match.start() + 2]))


def _left_open(clause: str, marked: bool) -> str:
    """价格呢 asks about the price; 正忙着呢 asks nothing. 吧 asks where it guesses, not where it proposes."""
    if clause.endswith("呢"):
        return "open" if marked or (_ABOUT.match(clause) and not _GOING_ON.search(clause)) else ""
    if _TAG.search(clause) and not clause.startswith(("好吧", "行吧")):
        return "yes_no"
    if _GUESS.search(clause) and not _PROPOSES.search(clause):
        return "yes_no"
    return ""
