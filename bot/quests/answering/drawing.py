"""Which questions are asked, and in what order: drawn from a seed, so that one try sees one draw and the next another.
Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import TypeVar

from bot.quests.quest import Question, Step

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Drawn:
    question: Question
    order: tuple[int, ...]
    """Place on the screen → place in the file, where the first is right."""

    def options(self, language: str) -> tuple[str, ...]:
        return tuple(self.question.options[place].of(language) for place in self.order)

    def is_right(self, picked: int) -> bool:
        return self.order[picked] == 0


def draw(step: Step, seed: str) -> tuple[Drawn, ...]:
    asked = shuffled(step.questions, seed)[: step.ask or len(step.questions)]
    return tuple(_drawn(question, f"{seed} {n}") for n, question in enumerate(asked))


def _drawn(question: Question, seed: str) -> Drawn:
    return Drawn(question, tuple(shuffled(range(len(question.options)), seed)))


def shuffled(items: Sequence[T], seed: str) -> list[T]:
    return [items[n] for n in sorted(range(len(items)), key=lambda n: blake2b(f"{seed} {n}".encode()).digest())]
