"""The sentences that a rep may state, read once: their figures, their words, what they deny, and where to look.

A talk brings some 170 of them and asks of each sentence of the rep; only those that share a word or a figure with it
can say it or deny it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.drills.scoring.figures import Figure, figures
from bot.drills.scoring.terms import content
from bot.drills.scoring.words import find, plain, says

SHEETS = 64
"""Kept: one for each scenario and language that is being played."""


@dataclass(frozen=True, slots=True)
class Fact:
    text: str
    content: frozenset[str]
    figures: tuple[Figure, ...]
    denials: tuple[frozenset[str], ...]
    """What each of its clauses says there is not."""


@dataclass(frozen=True)
class Sheet:
    facts: tuple[Fact, ...]
    figures: tuple[Figure, ...]
    """Each once."""
    by_word: Mapping[str, tuple[int, ...]]
    by_figure: Mapping[Figure, tuple[int, ...]]

    def near(self, text: str) -> Iterator[Fact]:
        """The facts that share a word or a figure with `text`, in their order."""
        found = {at for word in content(text) for at in self.by_word.get(word, ())}
        for figure in figures(text):
            found.update(at for other, places in self.by_figure.items() if figure.same(other) for at in places)
        return (self.facts[at] for at in sorted(found))

    def holds(self, figure: Figure) -> bool:
        return any(figure.same(other) for other in self.figures)


@lru_cache(maxsize=SHEETS)
def sheet(knowledge: tuple[str, ...]) -> Sheet:
    facts = tuple(map(_fact, knowledge))
    words: dict[str, tuple[int, ...]] = defaultdict(tuple)
    told: dict[Figure, tuple[int, ...]] = defaultdict(tuple)
    for at, fact in enumerate(facts):
        for word in fact.content:
            words[word] += (at,)
        for figure in fact.figures:
            told[figure] += (at,)
    distinct = {(figure.value, figure.kind): figure for figure in told}
    return Sheet(facts, tuple(distinct.values()), dict(words), dict(told))


@lru_cache(maxsize=SHEETS)
def without_rebates(knowledge: tuple[str, ...]) -> tuple[str, ...]:
    """What is told as everybody's, never as a discount."""
    return tuple(line for line in knowledge if not says("rebate", line))


def _fact(line: str) -> Fact:
    return Fact(line, content(line), figures(line), tuple(content(clause) for clause in _negative_clauses(line)))


def _negative_clauses(line: str) -> tuple[str, ...]:
    """What stands after the negation: 只提供云端部署，不提供本地部署 denies 本地部署; a supposition nothing."""
    found = []
    if says("supposes", line):
        return ()
    for clause in plain(line).replace("，", ",").replace("；", ",").replace(";", ",").split(","):
        denial = find("lacks", clause)
        if denial and not says("only", clause):
            found.append(clause[denial.end() :] or clause)
    return tuple(found)
