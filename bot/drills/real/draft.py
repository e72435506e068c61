"""A scenario begun from a real talk: what the customer said stands where it belongs, the rest says TODO."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml

from bot.drills.moves import questions
from bot.drills.real import rows
from bot.drills.real.reading import Reviewed, objections
from bot.drills.repertoire import TODO
from bot.drills.review import LEAST
from bot.drills.scenario import BURST, LANGUAGES, Persona
from bot.drills.stage import DISCOUNT_LIMIT, Stage
from bot.features import Turn
from bot.knowledge.library import Library
from bot.messages import Reply, Text, say

SAID_MAX = 300
FACTS, OBJECTIONS, ANSWERS, ASKED = (3, 6), (2, 4), 3, 2
"""How many a scenario has: (the least, the most), or the least."""
SHOWN = 14
"""Lines of a draft that the chat shows."""

DIFFICULTY = {
    "easy": {"objections": 2, "trust": 5, "patience": 9, "turns": 12},
    "medium": {"objections": 2, "trust": 4, "patience": 8, "turns": 13},
    "hard": {"objections": 2, "trust": 3, "patience": 6, "turns": 14},
}


def look(turn: Turn) -> str | None:
    kept = rows.shared(turn.db, int(turn.args.get("review", "0")))
    if kept is None or kept.chosen is None:
        return None
    stage = turn.get(Stage)
    return draft(kept.id, kept.chosen, turn.get(Library), stage.repertoire.personas)


def show(turn: Turn, text: str | None) -> Reply:
    said, id = turn.words, turn.args.get("review", "0")
    if text is None:
        return say(said("That conversation is no longer offered."))
    lines = text.split("\n")
    todo = sum(TODO in line for line in lines)
    command = f"cornerman drill draft {id} > {path(int(id))}"
    return Reply((
        Text(said("A draft of {n} lines, {todo} of them to be written. It begins:", n=len(lines), todo=todo)),
        Text("\n".join(lines[:SHOWN]), "quote"),
        Text(said("All of it, on the machine of the workspace; “cornerman check” then names what is missing:")),
        Text(command, copyable=True),
    ))  # fmt: skip


def path(id: int) -> str:
    return f"drills/scenarios/{name(id)}.yaml"


def name(id: int) -> str:
    return f"real-talk-{id}"


def draft(id: int, found: Reviewed, library: Library, personas: Mapping[str, Persona]) -> str:
    """YAML; it can be played once nothing in it says TODO and no placeholder is left."""
    data = _Draft(found, library, personas).scenario(id)
    body = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=10_000, default_flow_style=False)
    head = (
        "# Begun from a real conversation whose names, companies, numbers and amounts were taken out.\n"
        "# Write what says TODO, put invented names and figures where a [placeholder] stands, then: cornerman check\n"
    )
    return head + body


class _Draft:
    def __init__(self, found: Reviewed, library: Library, personas: Mapping[str, Persona]) -> None:
        self._language, self._lines = found.talk.language, found.talk.lines
        self._library, self._personas = library, personas
        self._customer = [n for n, line in enumerate(self._lines) if line.speaker == "customer"]
        texts = [self._lines[n].text for n in self._customer]
        self._raised = {self._customer[n]: card for n, card in objections(texts, library)}
        self._told = list(self._facts())[: FACTS[1]]

    def scenario(self, id: int) -> dict[str, Any]:
        persona = self._persona()
        cards = list(dict.fromkeys(card for _, card in self._objections()))
        about = [self._personas[persona].card] if persona in self._personas else []
        return {
            "id": name(id), "version": 1, "title": _both(TODO), "brief": _both(TODO), "persona": persona,
            "cards": [*cards, *about], "discount_limit_pct": DISCOUNT_LIMIT, "difficulty": DIFFICULTY,
            "opening": self._pool("opening", [self._lines[n].text for n in self._customer[:1]]),
            "facts": [self._fact(n) for n in range(max(FACTS[0], len(self._told)))],
            "objections": [self._objection(n, card) for n, card in self._objections()],
            "answers": [self._empty("answers", "topic", "asks", "say") for _ in range(ANSWERS)],
            "questions": [self._question(n) for n in range(ASKED)],
            "concession": self._pool("concession"), "accepts": self._pool("accepts"), "not_yet": self._pool("not_yet"),
            "endings": {
                **self._empty("endings", "deal", "pilot", "follow_up", "stall", "hang_up"), "stall_means": _both(TODO),
            },
        }  # fmt: skip

    def _persona(self) -> str:
        """The one whose card is nearest to what this customer says."""
        cards = {persona.card: id for id, persona in sorted(self._personas.items(), reverse=True)}
        text = " ".join(self._lines[n].text for n in self._customer)
        hits = self._library.search(text, list(cards)).hits if cards else ()
        return cards[hits[0].id] if hits else next(iter(sorted(self._personas)), TODO.lower())

    def _facts(self) -> Iterator[tuple[int, str]]:
        """(the customer's line, the question before it): what came out because somebody asked."""
        for n in self._customer:
            asked = questions(self._lines[n - 1].text, self._language) if n else ()
            if asked and n not in self._raised and not self._asks(n):
                yield n, asked[-1].text

    def _asks(self, n: int) -> bool:
        return bool(questions(self._lines[n].text, self._language))

    def _fact(self, n: int) -> dict[str, Any]:
        say, ask = ([self._lines[self._told[n][0]].text], [self._told[n][1]]) if n < len(self._told) else ([], [])
        return {
            "id": f"fact-{n + 1}", "by": ["open", "explore"], "topic": self._pool("facts.topic"),
            "asks": self._pool("facts.asks", ask), "say": self._pool("facts.say", say),
            "short": self._pool("facts.short"), "hint": _both(TODO),
        }  # fmt: skip

    def _objections(self) -> list[tuple[int | None, str]]:
        """(line, card), each card once; where the talk had too few, the workspace's first ones stand in."""
        found: dict[str, int | None] = {}
        for n, card in self._raised.items():
            found.setdefault(card, n)
        shelf = self._library.shelf
        spare = (id for id in shelf.ids if any(card.kind == "objection" for card in shelf.versions(id)))
        while len(found) < OBJECTIONS[0] and (id := next(spare, "")):
            found.setdefault(id, None)
        return [(n, card) for card, n in found.items()][: OBJECTIONS[1]]

    def _objection(self, n: int | None, card: str) -> dict[str, Any]:
        """Its root is what the customer told next."""
        said = [self._lines[n].text] if n is not None else []
        later = [k for k, (line, _) in enumerate(self._told) if n is not None and line > n]
        names = ("restated", "partial", "answered", "resolved", "violation")
        return {
            "id": card, "opening": self._pool("objections.opening", said),
            **self._empty("objections", *names), "root": f"fact-{(later or [0])[0] + 1}",
            "evidence": self._pool("objections.evidence"),
        }  # fmt: skip

    def _question(self, n: int) -> dict[str, Any]:
        own = [self._lines[k].text for k in self._customer if k not in self._raised and self._asks(k)]
        return {
            "id": f"question-{n + 1}", "say": self._pool("questions.say", own[n : n + 1]),
            **self._empty("questions", "expects", "good", "dodged"),
        }  # fmt: skip

    def _empty(self, kind: str, *fields: str) -> dict[str, Any]:
        return {field: self._pool(f"{kind}.{field}") for field in fields}

    def _pool(self, kind: str, known: Sequence[str] = ()) -> dict[str, list[str]]:
        """What was said, and as many TODO lines as a drill needs."""
        written = [_one_line(text) for text in known]
        least = LEAST.get(kind, 1)
        return {
            language: [*(mine := written if language == self._language else []), *_todo(least - len(mine))]
            for language in LANGUAGES
        }


def _todo(count: int) -> list[str]:
    return [TODO] * max(0, count)


def _both(text: str) -> dict[str, str]:
    return dict.fromkeys(LANGUAGES, text)


def _one_line(text: str) -> str:
    """As a customer's burst; the bar between two messages is ours alone."""
    rows_ = [row.strip().replace(BURST, "/") for row in text.split("\n") if row.strip()]
    return BURST.join(rows_)[:SAID_MAX]
