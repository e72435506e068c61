"""A run of dictated words cut where a new statement begins: at marks, at who does something, after a day."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from bot.playbooks.log.days import Span

_MARK = re.compile(r"[，。；、！？：,;!?…\n]+|\.(?!\d)|(?<=[\u3400-\u9fff\d]) +|(?<=[a-z]) +(?=[\u3400-\u9fff])| - ")
# 我 begins a statement, unless it is the object of the word before it.
_SUBJECT_ZH = re.compile(
    r"(?<![给让要叫跟和约带陪找问诉见对来到在请帮催等回送发寄交应许欠于向为把被看信骂复系知诉])(?:我|咱|他|她|对方)"
)
_SUBJECT_EN = re.compile(r"(?<!that )(?<!if )(?<!when )\b(?:i|he|she|they|we|jake)\b(?=[ '])")
_TURN_EN = re.compile(
    r"\b(?:so|then|but|anyway|also|and then|next steps?|(?<!i )(?<!we )(?<!they )(?<!he )(?<!she )need to|follow[- ]up"
    r"|check back|(?<!'re )(?<!'s )(?<!'m )(?<!are )(?<!is )(?<!am )(?:sending|calling)|rescheduled|promised|kickoff"
    r"|and i|plus)\b"
)
_WILL = re.compile(r"\b(?:will|gonna|going to)\b")
_GOES_ON = re.compile(r" ?(?:with|by|at|for|to|via|over|in|on|morning|afternoon|then|and see|'s)\b|'s|[的,，。.\s]*$")


_NEXT_SUBJECT = re.compile(r"[让要叫约请]?(?:我们?|咱们?|他们?|她们?)$")
_BARE_ZH = re.compile(r"(?:[呃嗯啊哦]|那个|然后|就是|[让要]?(?:我们?|咱们?)|(?:他|她)们?|说|到)*")


@dataclass(frozen=True, slots=True)
class Clause:
    start: int
    end: int
    text: str


class Clauses:
    def __init__(self, text: str, spans: Sequence[Span]) -> None:
        cuts = {0, len(text)}
        cuts.update(match.end() for match in _MARK.finditer(text))
        for pattern in (_SUBJECT_ZH, _SUBJECT_EN, _TURN_EN):
            cuts.update(match.start() for match in pattern.finditer(text))
        cuts |= set(_left_out_subjects(text, sorted(cuts)))
        inside = {cut for span in spans for cut in cuts if span.start < cut < span.end}
        cuts -= inside
        cuts |= set(_after_days(text, spans, sorted(cuts)))
        self._starts = sorted(cuts)
        self.all = [Clause(a, b, text[a:b]) for a, b in zip(self._starts, self._starts[1:], strict=False)]
        self.text = text

    def at(self, place: int) -> int:
        """The number of the clause that a place in the text belongs to."""
        return max(0, min(len(self.all) - 1, bisect_right(self._starts, place) - 1))

    def before(self, span: Span) -> str:
        clause = self.all[self.at(span.start)]
        return self.text[clause.start : span.start]

    def after(self, span: Span, spans: Sequence[Span]) -> str:
        """What follows a day up to the next statement or day; the next statement where it ends its own."""
        number = self.at(span.start)
        rest = self._until(span.end, self.all[number].end, spans)
        if not self.leads_on(span):
            return rest
        following = self.all[number + 1]
        return self._until(following.start, following.end, spans)

    def leads_on(self, span: Span) -> bool:
        """Whether the day stands alone, so that what is told of it comes in the next statement."""
        number = self.at(span.start)
        head, rest = self.before(span).strip(), self.text[span.end : self.all[number].end]
        alone = len(head.split()) <= 3 if head.isascii() else bool(_BARE_ZH.fullmatch(head))
        return alone and not rest.strip(" ,，。.、;；的之以前左右先") and number + 1 < len(self.all)

    def _until(self, start: int, end: int, spans: Sequence[Span]) -> str:
        nearest = min((span.start for span in spans if start <= span.start < end), default=end)
        return _NEXT_SUBJECT.sub("", self.text[start:nearest]) if nearest < end else self.text[start:nearest]


def _left_out_subjects(text: str, cuts: list[int]) -> list[int]:
    """ "He wasn't in, left my card, will try again": too far from its "he" to be his."""
    found = []
    for match in _WILL.finditer(text):
        begun = max(cut for cut in cuts if cut <= match.start())
        if len(text[begun : match.start()].split()) > 3:
            found.append(match.start())
    return found


def _after_days(text: str, spans: Sequence[Span], cuts: list[int]) -> list[int]:
    """In English a day mostly ends what is said of it: "he's out till Monday / trying him again Tuesday"."""
    found = []
    for span in spans:
        if not text[span.start : span.end].isascii() or _GOES_ON.match(text, span.end):
            continue
        begun = max((cut for cut in cuts if cut <= span.start), default=0)
        if len(text[begun : span.start].split()) > 1:
            found.append(span.end)
    return found
