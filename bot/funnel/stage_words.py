"""What a source's words for a stage, an end or a reason mean here."""

from bot.playbooks.playbook import STAGE_IDS, Playbook, Stage
from bot.playbooks.playbooks import names
from bot.search.normalise import clean

Meaning = tuple[str, str]
"""A stage of the playbook and which of the six it is; ("won", "won"), ("lost", "lost"); ("", "") is not known."""

UNKNOWN: Meaning = ("", "")

CLOSING_WORDS = {
    "won": ("won", "closed won", "closedwon", "win", "赢单", "已赢单", "成交", "已成交", "签单", "结案赢单", "赢"),
    "lost": (
        "lost", "closed lost", "closedlost", "lose", "输单", "已输单", "丢单", "已丢单", "失单", "流失", "已流失",
        "失败", "无效", "作废", "已作废", "终止", "输",
    ),
    "open": ("open", "in progress", "进行中", "跟进中", "打开", "未关闭"),
}  # fmt: skip

REASON_WORDS = {
    "price": ("price", "pricing", "budget", "too expensive", "价格", "价格高", "价格太高", "预算", "预算不足", "太贵"),
    "function": (
        "function", "feature", "features", "missing feature", "product fit", "product mismatch", "功能", "功能不足",
        "功能不满足", "产品不匹配", "产品功能", "需求不匹配",
    ),
    "competitor": ("competitor", "competition", "lost to competitor", "竞品", "竞争对手", "对手", "友商"),
    "other": ("other", "其他", "其它"),
}  # fmt: skip

_CLOSING = {word: meaning for meaning, words in CLOSING_WORDS.items() for word in words}
_REASONS = {word: reason for reason, words in REASON_WORDS.items() for word in words}


def closing(word: str) -> str:
    """open, won or lost; "" for a word that says neither."""
    return _CLOSING.get(clean(word).replace("_", " "), "") if word else ""


def reason(word: str) -> str:
    """price, function, competitor or other; "" for none of them."""
    return _REASONS.get(clean(word).replace("_", " "), "")


class StageWords:
    """Looks up each word once for each playbook: an import says the same few a million times."""

    def __init__(self) -> None:
        self._stages: dict[str, dict[str, Stage]] = {}
        self._known: dict[tuple[str, str], Meaning] = {}

    def meaning(self, book: Playbook, word: str) -> Meaning:
        found = self._known.get((book.id, word))
        if found is None:
            found = self._known[book.id, word] = self._look_up(book, clean(word))
        return found

    def _look_up(self, book: Playbook, word: str) -> Meaning:
        if book.id not in self._stages:
            self._stages[book.id] = {name: stage for stage in book.stages for name in names(stage)}
        stage = self._stages[book.id].get(word) or (_standing_for(book, word) if word in STAGE_IDS else None)
        if stage:
            return stage.id, stage.at
        end = closing(word)
        return (end, end) if end in ("won", "lost") else UNKNOWN


def _standing_for(book: Playbook, at: str) -> Stage:
    """The stage that counts as one of the six, or the last one before it."""
    before = [stage for stage in book.stages if STAGE_IDS.index(stage.at) < STAGE_IDS.index(at)]
    return book.first_at(at) or next(reversed(before), book.stages[0])
