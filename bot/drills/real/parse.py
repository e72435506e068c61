"""A conversation as people paste it: who said what, whichever program they copied it from."""

import csv
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO

from bot.drills.talk import Line, Speaker
from bot.messages import File

FILE_MAX = 200_000
"""Characters of a file that are looked at; a talk has fewer, and an archive should cost nobody his evening."""
LINES_MAX = 300
"""Things said that are read; the rest is left out, and the reply says so."""
SAID_MAX = 2_000
"""Characters of one thing said; nobody says more, and some paste it."""
CANDIDATES = 4
"""Speakers that are offered as “me”: those who said the most."""
NAME_MAX = 24


def listed(words: str) -> tuple[str, ...]:
    return tuple(words.split())


REPS = frozenset(
    listed(
        "我 我方 我们 本人 自己 销售 销售员 销售代表 销售顾问 业务 业务员 业务经理 客户经理 顾问 "
        "me i we rep seller sales salesperson agent ae sdr us"
    )
)
CUSTOMERS = frozenset(
    listed("客户 顾客 对方 甲方 买家 买方 采购 老板 客户方 customer client buyer prospect lead them cust caller")
)


@dataclass(frozen=True, slots=True)
class Said:
    speaker: str
    text: str


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was said, each thing with the label or name it stood under."""

    said: tuple[Said, ...]
    rep: str = ""
    """Which label is the rep's; "" when only the person knows."""
    named: bool = True
    """Whether speakers had labels; else they were told apart by taking turns."""
    cut: bool = False

    @property
    def candidates(self) -> tuple[str, ...]:
        """Who may be the rep, most talkative first."""
        if self.rep:
            return (self.rep,)
        return tuple(name for name, _ in Counter(said.speaker for said in self.said).most_common(CANDIDATES))


def parse(text: str, own: str = "", *, table: bool = False) -> Pasted | None:
    """The talk in a text; None when nobody could tell who is speaking. `own` is the name of who pasted it."""
    text = _visible(text[:FILE_MAX].replace("\r\n", "\n").replace("\r", "\n"))
    ways = (_from_table,) if table else ()
    for way in (*ways, _from_headers, _from_labels, _from_table, _from_turns):
        said = [one for one in way(text, own) if not NOISE.fullmatch(one.text)]
        if len({one.speaker for one in said}) >= 2:
            kept = tuple(said[:LINES_MAX])
            return Pasted(kept, _rep(kept, own), named=way is not _from_turns, cut=len(said) > LINES_MAX)
    return None


def _visible(text: str) -> str:
    """A number with something invisible in it would pass for none."""
    return "".join(c if c.isprintable() or c in "\n\t" else " " if c.isspace() else "" for c in text)


def lines(said: Sequence[Said], rep: str) -> list[Line]:
    """The talk as the scorer hears it: everybody but the rep is the customer, and who goes on is one turn."""
    found: list[Line] = []
    for one in said:
        speaker: Speaker = "rep" if one.speaker == rep else "customer"
        if found and found[-1].speaker == speaker:
            found[-1] = Line(speaker, f"{found[-1].text}\n{one.text}")
        else:
            found.append(Line(speaker, one.text))
    return found


def text_of(file: File) -> str | None:
    """A file's text; None when it is none."""
    plain = file.name.lower().endswith((".txt", ".md", ".csv")) or file.mime.startswith("text/")
    if not plain:
        return None
    for encoding in _encodings(file.data):
        try:
            text = file.data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text if "\x00" not in text else None
    return None


def _encodings(data: bytes) -> tuple[str, ...]:
    return ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")


def is_role(label: str) -> bool:
    """Whether a label says what somebody is, not what they are called."""
    return _key(label) in REPS | CUSTOMERS


def _rep(said: Sequence[Said], own: str) -> str:
    speakers = list(dict.fromkeys(one.speaker for one in said))
    mine = [name for name in speakers if _key(name) in REPS or (own and _key(name) == _key(own))]
    if len(mine) == 1:
        return mine[0]
    others = [name for name in speakers if _key(name) not in CUSTOMERS]
    return others[0] if len(others) == 1 and len(speakers) > 1 else ""


def _key(label: str) -> str:
    return re.sub(r"[(（].*?[)）]|[\s*_.]", "", label).casefold()


# What stands around the words

_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AaPp]\.?[Mm]\.?)?"
_DAY = (
    r"(?:(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{1,2}月\d{1,2}日"
    r"|昨天|今天|前天|(?:星期|周)[一二三四五六日天]|(?i:yesterday|today|(?:mon|tues|wednes|thurs|fri|satur|sun)day))"
    r"(?:,| at)?\s*)"
)
_PART = r"(?:凌晨|早上|上午|中午|下午|晚上)?\s*"
_MOMENT = rf"{_DAY}?{_PART}{_CLOCK}"
_NAME = rf"(?P<name>[^\s:：\[\]<>，。！？!?][^:：\[\]<>，。！？!?\n]{{0,{NAME_MAX - 1}}}?)"
_HEADERS = (
    re.compile(rf"{_NAME}(?:[(（<]\S+[)）>])?,?\s+\[?(?:APP\s+)?{_MOMENT}\]?[:：]?\s*"),
    re.compile(rf"\[?{_MOMENT}\]?\s+{_NAME}(?:[(（<]\S+[)）>])?[:：]?"),
)
_LABEL = re.compile(rf"(?:\[?{_MOMENT}\]?\s*[-–]?\s*)?{_NAME}\s*[:：]\s*(?P<text>.*)")
_INLINE = re.compile(
    rf"(?<=[\s。！？!?.])(?=(?:{'|'.join(sorted(REPS | CUSTOMERS, key=len, reverse=True))})\s?[:：])", re.I
)
_MARKS = re.compile(r"^\s*(?:[>•·]|[-*+]\s|#{1,6}\s)*\s*|\*\*|__")
NOISE = re.compile(
    r"\[?(?:图片|语音|视频|表情|文件|动画表情|链接|位置|红包|通话时长.*|image|photo|video|voice message"
    r"|sticker|file|gif)\]?"
    r"|<media omitted>|.*撤回了一条消息|以[上下]是.{0,8}消息|—+ .* —+|-{3,}|\W*", re.IGNORECASE,
)  # fmt: skip
"""Lines of the program, not of a person."""


def _rows(text: str) -> list[str]:
    return [_MARKS.sub("", row).strip() for row in text.split("\n")]


def _from_headers(text: str, own: str) -> Iterator[Said]:
    """WeChat, Telegram, Slack: a line with name and time, the words below it."""
    speaker, words = "", list[str]()
    for row in _rows(text):
        header = next((found for rule in _HEADERS if (found := rule.fullmatch(row))), None)
        if header is None:
            words.append(row)
            continue
        yield from _spoken(speaker, words)
        speaker, words = header["name"].strip(" ,"), []
    yield from _spoken(speaker, words)


def _from_labels(text: str, own: str) -> Iterator[Said]:
    """“客户：…”, “Me: …”: a word and a colon; one that comes once is a part of what was said."""
    rows = _rows(text)
    if len([row for row in rows if row]) == 1:
        rows = _INLINE.split(rows[0])
    labelled = [_LABEL.fullmatch(row.strip()) for row in rows]
    labels = _labels([found["name"].strip() for found in labelled if found], own)
    speaker, words = "", list[str]()
    for row, found in zip(rows, labelled, strict=True):
        if found is None or found["name"].strip() not in labels:
            words.append(row)
            continue
        yield from _spoken(speaker, words)
        speaker, words = found["name"].strip(), [found["text"]]
    yield from _spoken(speaker, words)


def _labels(names: Sequence[str], own: str) -> Collection[str]:
    counts = Counter(names)
    return {name for name, n in counts.items() if n >= 2 or is_role(name) or (own and _key(name) == _key(own))}


_SPEAKER = frozenset(listed("speaker from sender name who role author 发言人 说话人 角色 发送人 发送者 姓名 昵称"))
_TEXT = frozenset(listed("text message content body words 内容 消息 文本 正文 聊天内容 消息内容"))


def _from_table(text: str, own: str) -> Iterator[Said]:
    """A table with a column of speakers and one of words; without a heading, its two columns."""
    try:
        rows = [row for row in csv.reader(StringIO(text), delimiter=_delimiter(text)) if any(row)]
    except csv.Error:
        return
    if not rows or min(map(len, rows)) < 2:
        return
    head = [cell.strip().casefold() for cell in rows[0]]
    who = next((n for n, cell in enumerate(head) if cell in _SPEAKER), None)
    what = next((n for n, cell in enumerate(head) if cell in _TEXT), None)
    if who is None or what is None:
        if len(rows[0]) != 2 or len({row[0] for row in rows}) > len(rows) / 2:
            return
        who, what, rows = 0, 1, [[], *rows]
    for row in rows[1:]:
        if len(row) > max(who, what):
            yield from _spoken(row[who].strip(), [row[what]])


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


TURNS = 4


def _from_turns(text: str, own: str) -> Iterator[Said]:
    """Paragraphs without names: two people take turns, and the person says which one they were."""
    parts = [part.strip() for part in re.split(r"\n\s*\n", "\n".join(_rows(text))) if part.strip()]
    if len(parts) < TURNS:
        parts = [row for row in _rows(text) if row]
    if len(parts) >= TURNS:
        for n, part in enumerate(parts):
            yield Said("AB"[n % 2], part[:SAID_MAX])


def _spoken(speaker: str, words: Sequence[str]) -> Iterator[Said]:
    text = "\n".join(row for row in words if row.strip() and not NOISE.fullmatch(row.strip())).strip()
    if speaker and text:
        yield Said(speaker, text[:SAID_MAX])
