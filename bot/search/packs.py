"""Questions with known answers, as files hold them: a pack of cards and questions, or questions for a workspace."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from bot.search.phrases import Entry

Json = dict[str, Any]


class PackError(ValueError):
    """A line that cannot be used; the message says which and why."""


@dataclass(frozen=True)
class Question:
    """`card` is None where no card answers; `groups` holds the line's other keys, by which figures are split."""

    text: str
    card: str | None
    groups: Mapping[str, str] = field(default_factory=dict)


def load_pack(folder: Path) -> tuple[list[Entry], list[Question]]:
    """Reads cards.jsonl and questions.jsonl."""
    entries = load_cards(folder / "cards.jsonl")
    return entries, load_questions(folder / "questions.jsonl", {entry.id for entry in entries})


def load_cards(file: Path) -> list[Entry]:
    entries: dict[str, Entry] = {}
    for where, line in _lines(file):
        card = _text(line, "id", where)
        if card in entries:
            raise PackError(f"{where}: the card {card!r} is there twice")
        aliases = line.get("aliases", [])
        if not isinstance(aliases, list) or not all(isinstance(alias, str) for alias in aliases):
            raise PackError(f"{where}: 'aliases' must be a list of texts")
        entries[card] = Entry(card, (_text(line, "title", where),), tuple(aliases))
    return list(entries.values())


def load_questions(file: Path, cards: set[str] | None = None) -> list[Question]:
    """`cards`, if given, are the ids that a question may name."""
    questions: list[Question] = []
    for where, line in _lines(file):
        text = _text(line, "text", where)
        if "card" not in line:
            raise PackError(f"{where}: 'card' is missing; write null where no card answers")
        card = line["card"]
        if card is not None and (not isinstance(card, str) or (cards is not None and card not in cards)):
            raise PackError(f"{where}: there is no card {card!r}")
        groups = {key: str(value) for key, value in line.items() if key not in {"text", "card"}}
        questions.append(Question(text, card, groups))
    return questions


def for_cards(questions: Iterable[Question], cards: set[str]) -> list[Question]:
    """For a workspace that lacks some cards: a question for one of those has no card here, and is its own kind."""
    return [
        q if q.card is None or q.card in cards else replace(q, card=None, groups={**q.groups, "kind": "card absent"})
        for q in questions
    ]


def _lines(file: Path) -> Iterator[tuple[str, Json]]:
    try:
        content = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise PackError(f"{file}: cannot be read ({problem})") from problem
    for number, raw in enumerate(content.split("\n"), 1):
        if not raw.strip():
            continue
        where = f"{file}:{number}"
        try:
            line = json.loads(raw)
        except ValueError as problem:
            raise PackError(f"{where}: this line is not JSON ({problem})") from problem
        if not isinstance(line, dict):
            raise PackError(f"{where}: a line must be an object with named values")
        yield where, line


def _text(line: Json, key: str, where: str) -> str:
    value = line.get(key)
    if not isinstance(value, str) or not value.strip():
        raise PackError(f"{where}: {key!r} must be a text and must not be empty")
    return value
