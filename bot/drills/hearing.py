"""What the customer makes of a message: which of their subjects it touches, and how it is said."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from rapidfuzz import fuzz

from bot.drills.ears import Understood
from bot.drills.moves import Question
from bot.drills.scenario import Lines, Scenario
from bot.search.normalise import clean

LONG_ZH, LONG_EN = 120, 80
"""Chinese characters, English words: more is a lecture (rubric)."""

MANY = 3
LIKE_AN_EXAMPLE = 78
"""rapidfuzz ratio from which a question is one of the scenario's examples in other words; whole English questions share
a good half of their letters whatever they are about."""

_NOTHING = re.compile(
    r"(ok(ay)?|好(的|吧|呀|啊)?|嗯+|哦+|行(吧|的)?|是(的)?|收到|明白|了解|yes|yep|sure|hm+|thanks?( you)?|thx|great|"
    r"谢谢|\W*)[\s.!。!~]*",
    re.IGNORECASE,
)
_CJK = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Heard:
    """One message of the rep's, as far as this scenario is concerned."""

    understood: Understood
    subjects: tuple[str, ...]
    """Keys of the subjects that it asks about, the best match first: `fact:ID`, `answer:N`."""
    mentions: frozenset[str]
    """Ids of objections that it brings up."""
    evidence: frozenset[str]
    """Ids of objections to whose point it speaks."""
    replies: frozenset[str]
    """Ids of the customer's own questions that it answers."""
    words: str
    """A phrase to pick up, or nothing."""
    key: str
    repeated: bool
    empty: bool
    long: bool

    def moved(self, criterion: str, polarity: str = "+") -> bool:
        return any(move.criterion == criterion and move.polarity == polarity for move in self.understood.moves)

    def blocked(self, *blockers: str) -> bool:
        return any(found.criterion in blockers for found in self.understood.blockers)

    @property
    def questions(self) -> tuple[Question, ...]:
        """“Shall we say Thursday?” proposes and asks nothing."""
        return tuple(question for question in self.understood.reading.questions if not question.proposes)

    @property
    def asks(self) -> bool:
        return bool(self.questions)

    @property
    def openly(self) -> bool:
        """Asks for more than a yes or a no."""
        return any(not question.yes_no and question.kind != "leading" for question in self.questions)

    @property
    def many(self) -> bool:
        return len(self.questions) >= MANY

    @property
    def gives(self) -> bool:
        """Something for nothing, or more than the rep may."""
        return self.moved("discount_discipline", "-")

    @property
    def trades(self) -> bool:
        offers = self.understood.reading.offers
        return self.moved("discount_discipline") and any(offer.conditional and not offer.denied for offer in offers)

    @property
    def steps(self) -> bool:
        """A next step with a date."""
        return self.moved("next_step")


def hear(scenario: Scenario, language: str, text: str, understood: Understood, before: Sequence[str]) -> Heard:
    """`before` are the keys of earlier messages."""
    said, reading = clean(text), understood.reading
    asked = clean(" ".join(question.text for question in reading.questions)) or said
    key = blake2b(re.sub(r"\W", "", said).encode(), digest_size=8).hexdigest()
    return Heard(
        understood=understood,
        subjects=subjects(scenario, language, asked) if reading.questions else (),
        mentions=frozenset(o.id for o in scenario.objections if o.mentions and _holds(said, o.mentions, language)),
        evidence=frozenset(o.id for o in scenario.objections if _holds(said, o.evidence, language)),
        replies=frozenset(q.id for q in scenario.questions if answers(said, q.expects, language)),
        words=_phrase(scenario, language, said),
        key=key,
        repeated=key in before and not _NOTHING.fullmatch(said),
        empty=_NOTHING.fullmatch(said) is not None,
        long=is_long(text),
    )


def is_long(text: str) -> bool:
    characters = len(_CJK.findall(text))
    return characters > LONG_ZH or len(text.split()) > LONG_EN


def subjects(scenario: Scenario, language: str, asked: str) -> tuple[str, ...]:
    """Keys of what a question is about: words first, then likeness to the examples."""
    known = [(f"fact:{fact.id}", fact.topic, fact.asks) for fact in scenario.facts]
    known += [(f"answer:{n}", answer.topic, answer.asks) for n, answer in enumerate(scenario.answers)]
    scored = [(_weight(asked, topic, asks, language), key) for key, topic, asks in known]
    return tuple(key for weight, key in sorted(scored, key=lambda each: -each[0]) if weight > 0)


def answers(said: str, expects: Lines, language: str) -> bool:
    return any(character.isdigit() for character in said) or _holds(said, expects, language)


def _weight(asked: str, topic: Lines, asks: Lines, language: str) -> float:
    hit = sum(len(word) for word in _hits(asked, topic.of(language)))
    alike = max((fuzz.ratio(asked, clean(ask)) for ask in asks.of(language)), default=0.0)
    return hit + (alike / 10 if alike >= LIKE_AN_EXAMPLE else 0)


def _holds(said: str, lines: Lines, language: str) -> bool:
    return any(True for _ in _hits(said, lines.of(language)))


def _hits(said: str, words: Iterable[str]) -> Iterable[str]:
    return (word for word in words if _pattern(word).search(said))


@lru_cache(maxsize=10_000)
def _pattern(word: str) -> re.Pattern[str]:
    """Chinese words anywhere; Latin ones from the beginning of a word, so that `deliver` finds delivery."""
    word = clean(word)
    return re.compile((r"\b" if word[:1].isascii() else "") + re.escape(word))


def _phrase(scenario: Scenario, language: str, said: str) -> str:
    """The longest of the scenario's own words that the rep used."""
    pools = [fact.topic for fact in scenario.facts] + [objection.evidence for objection in scenario.objections]
    found = [_whole(said, word) for pool in pools for word in _hits(said, pool.of(language)) if 1 < len(word) <= 24]
    return max(found, key=len, default="")


def _whole(said: str, word: str) -> str:
    """A Latin word to its end: `consolidat` was said as consolidation."""
    match = _pattern(word).search(said)
    assert match
    return said[match.start() :].split(" ")[0].rstrip(".,;:!?") if word.isascii() and " " not in word else match[0]
