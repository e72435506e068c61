"""How well turns are read, against turns that people labelled."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.drills.moves.reader import Reader
from bot.drills.moves.reading import Asked

ASKED: tuple[Asked, ...] = ("open", "closed", "none")


def f1(wanted: Sequence[object], said: Sequence[object], value: object = True) -> float:
    right = sum(one == other == value for one, other in zip(wanted, said, strict=True))
    counted = sum(one == value for one in wanted) + sum(one == value for one in said)
    return 2 * right / counted if counted else 0.0


def macro_f1(wanted: Sequence[object], said: Sequence[object], values: Iterable[object]) -> float:
    each = [f1(wanted, said, value) for value in values]
    return sum(each) / len(each)


def reading_figures(talks: Iterable[Mapping[str, Any]], reader: Reader) -> dict[str, float]:
    """What the labels of a file allow: `question` and `acknowledge` of rep turns, `is_question` of all turns."""
    pairs: dict[str, list[tuple[object, object]]] = {"question": [], "acknowledge": [], "is_question": []}
    for talk in talks:
        _compare(talk, reader, pairs)
    measures = {
        "question_macro_f1": ("question", ASKED),
        "acknowledge_macro_f1": ("acknowledge", (True, False)),
        "question_f1": ("is_question", (True,)),
    }
    return {
        name: macro_f1([want for want, _ in pairs[label]], [said for _, said in pairs[label]], values)
        for name, (label, values) in measures.items()
        if pairs[label]
    }


def _compare(talk: Mapping[str, Any], reader: Reader, pairs: dict[str, list[tuple[object, object]]]) -> None:
    previous = ""
    for turn in talk["turns"]:
        if pairs.keys() & turn.keys():
            reading = reader.read(turn["text"], previous, talk["lang"])
            said = {"question": reading.asked, "acknowledge": reading.reflects, "is_question": reading.is_question}
            for label in pairs.keys() & turn.keys():
                pairs[label].append((turn[label], said[label]))
        if turn["speaker"] == "customer":
            previous = turn["text"]
