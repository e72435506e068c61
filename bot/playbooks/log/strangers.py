"""Companies that nobody knows yet, by the place where a company stands in a sentence."""

import re
from collections.abc import Sequence

from bot.playbooks.log.known_words import OUTFITS_ZH, PLACES_ZH, TRADES_EN
from bot.playbooks.log.names import Said
from bot.playbooks.log.people import Person
from bot.playbooks.log.step_words import any_of

MET_AT = re.compile(
    r"(?:^|[\s,，。;；]|拜访了?|去了?趟?|到了?|跟|和|给|见了?|在|叫什么|叫|一家|那家|新客户"
    r"|客户|来了|是|走访了?|约了?)$"
)
_LEAD = re.compile(r"^.*(?:拜访|叫什么|叫|一家|那家|客户|了|去|跟|和|在|给|见|到|的|是|访|个)")
_OUTFIT = re.compile(rf"[\u3400-\u9fff]{{2,6}}?(?:{'|'.join(OUTFITS_ZH)})")
_GENERIC = re.compile(r"^(?:我们|他们|咱们|这个|那个|别的|其他|隔壁|附近|一个|他|我)|[我你他她们这那]")
_AT_OUTFIT = re.compile(
    r"\b(?:at|visited|from|with|called|outfit called|company called|by|over at|met"
    r"|to) ((?:[a-z&'-]+ ){0,2}[a-z&'-]+)"
)
_PLACED_OUTFIT = re.compile(
    rf"(?:拜访了?|走访了?|去了趟?|去过|去趟|见了|新客户)((?:{'|'.join(PLACES_ZH)})[\u3400-\u9fff]{{2,4}}?)(?=见|跟"
    rf"|找|那边|的|拜|谈|聊|开|看|[\s，,。]|$)"
)
_CHUNK = re.compile(r"(?:^|[\s,，。;；]|拜访了?|去了?|跟|和|给|见了?|在|到)([\u3400-\u9fff]{2,4})(?:的|那边的?)?$")
_FUNCTION = frozenset(
    "今昨明前后天周的了跟和去见在给到与找约让说我你他她们那这有是又刚再上下午早晚打电话微信拜访客户采购财"
    "务技术老板新问被把对为等会陪同带请聊过谈先就也还都月号年次一二三四五六七八九十没不短发来回签出完部门"
    "领导经理总监负责人然因所以"
)
_WENT_TO = any_of(
    r"(?:拜访了?|走访了?|去了趟?|到了|见了)([\u3400-\u9fff]{2,4})(?=[\s，,。]|$)",
    r"\b(?:visited|stopped by|stopped at|dropped by|over at|drove (?:out |up |down |over )?to|went (?:out "
    r"|over )?to|from|visit at) ([a-z][a-z'-]+)",
)
_PLAIN_PLACES = frozenset(
    "the a an my our their his her this that these those him them me us with there here and about around see site "  # noqa: SIM905
    "town "
    "mr mrs ms dr last some at both two three people everyone january february march april may june july august "
    "september october november december mon tue wed thu fri slack whatsapp teams zoom email linkedin then now "
    "someone somebody another one each all what where january's it for to on in by".split()
)
_DEPARTMENTS = frozenset(
    "procurement purchasing finance it legal engineering accounting operations ops hr marketing sales production "  # noqa: SIM905
    ""
    "logistics quality maintenance head headquarters hq monday tuesday wednesday thursday friday saturday sunday "
    "yesterday today lunch around about ten nine eight noon work dinner breakfast".split()
)


def elsewhere(text: str, everybody: Sequence[Person], named: Sequence[Said]) -> bool:
    """Whether a word stands where a company would, that is none we know: 去了恒昇 高总说, "visited Acme, saw Ann"."""
    known: list[Person | Said] = [*everybody, *named]
    for match in _WENT_TO.finditer(text):
        word, start = match[1] or match[2], match.start(1) if match[1] else match.start(2)
        ours = any(start < other.end and other.start < start + len(word) for other in known)
        plain = (
            word in _PLAIN_PLACES
            or word in _DEPARTMENTS
            or (not word.isascii() and (set(word) & _FUNCTION or _place(word)))
        )
        if not ours and not plain:
            return True
    return False


def _place(word: str) -> bool:
    return any(word.startswith(place) for place in PLACES_ZH) or any(
        char in word for char in "公司现场里店展厅办厂车间"
    )


def from_elsewhere(text: str, person: Person) -> bool:
    """An unknown word where a company stands: 恒昇王总, Derek from Acme."""
    before = _CHUNK.search(text[: person.start])
    if before and not set(before[1]) & _FUNCTION and not person.full:
        return True
    after = re.match(
        r"'?s? (?:from|at|over at) (?!the\b|our\b|my\b|home\b|their\b|a\b|last\b)([a-z]+)", text[person.end :]
    )
    return bool(after) and after[1] not in _DEPARTMENTS if after else False


def stranger(text: str, everybody: list[Person]) -> str:
    """The name of a company that nobody knows yet."""
    for match in _OUTFIT.finditer(text):
        name = _LEAD.sub("", match[0])
        start = match.end() - len(name)
        if (
            len(name) >= 4
            and MET_AT.search(text[:start])
            and not (_GENERIC.search(name) or set(name) & set("说年月问讲"))
        ):
            return name
    placed = _PLACED_OUTFIT.search(text)
    if placed and not set(placed[1]) & _FUNCTION:
        return placed[1]
    for match in _AT_OUTFIT.finditer(text):
        words = match[1].split()
        at = next((place for place, word in enumerate(words) if word in TRADES_EN), 0)
        if at and not any(word in ("the", "our", "their", "a", "my", "and", "to", "his", "her") for word in words[:at]):
            return " ".join(words[: at + 1])
    return ""
