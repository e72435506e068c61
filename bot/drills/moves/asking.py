"""Which questions a turn asks, by its form: rules, because a question mark is often missing and often wrong."""

from functools import lru_cache

from bot.drills.moves import asking_en, asking_zh
from bot.drills.moves.reading import Question
from bot.drills.moves.sentences import RECENT, han, sentences


@lru_cache(maxsize=RECENT)
def questions(text: str, language: str) -> tuple[Question, ...]:
    """In the order of the text. A sentence is one question at most, and its plainest part says of which kind."""
    found: list[Question] = []
    for sentence in sentences(text):
        asked = (asking_zh if is_chinese(sentence, language) else asking_en).read(sentence)
        if asked:
            found.append(asked)
    return tuple(found)


def is_chinese(text: str, language: str) -> bool:
    """By the script: reps write English words in Chinese talks and the other way round."""
    share = han(text)
    return share > 0 if language.startswith("zh") else share > len(text) / 4
