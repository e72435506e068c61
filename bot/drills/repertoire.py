"""The scenarios and personas of a workspace: drills/scenarios/*.yaml, drills/personas/*.yaml."""

from collections.abc import Collection, Iterator, Mapping, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from bot.content import Lines as Places
from bot.content import Schema, line_at, nearest, read_each
from bot.drills.real.masking import PLACEHOLDER
from bot.drills.rubric import IDS
from bot.drills.scenario import GRADES, Persona, Scenario
from bot.errors import ContentError

S = TypeVar("S", bound=Schema)

TODO = "TODO"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a scenario or persona was read from, to name a line."""

    path: str
    places: Places

    def problem(self, problem: str, *where: str | int) -> ContentError:
        return ContentError(self.path, line_at(self.places, *where), problem)


@dataclass(frozen=True, slots=True)
class Repertoire:
    """All that can be played, and what is wrong with the rest."""

    scenarios: Mapping[str, Scenario]
    personas: Mapping[str, Persona]
    sources: Mapping[str, Source]
    """By id; a persona's stands under `persona:ID`."""
    problems: tuple[ContentError, ...] = ()


EMPTY = Repertoire({}, {}, {})


def read_repertoire(workspace: Path, cards: frozenset[str]) -> Repertoire:
    """Reads every file; a broken one is a problem in the list, and the others can be played.

    `cards`: the ids of the workspace's cards.
    """
    problems: list[ContentError] = []
    sources: dict[str, Source] = {}
    personas: dict[str, Persona] = {}
    for persona, source in _read(Persona, workspace, "personas", problems):
        personas[persona.id], sources[f"persona:{persona.id}"] = persona, source
        problems += _names(source, "card", [persona.card], cards, "card")
    scenarios: dict[str, Scenario] = {}
    broken = {path.stem for path in drill_files(workspace, "personas")} - personas.keys()  # told of at their own files
    for scenario, source in _read(Scenario, workspace, "scenarios", problems):
        found = [
            *_references(scenario, source, {*personas, *broken}, cards),
            *_unwritten(scenario.model_dump(), source),
        ]
        problems += found
        if not found and broken.isdisjoint(_cast(scenario)):
            scenarios[scenario.id], sources[scenario.id] = scenario, source
    return Repertoire(scenarios, personas, sources, tuple(sorted(problems, key=lambda p: (p.path, p.line))))


def drill_files(workspace: Path, kind: str = "*") -> list[Path]:
    return sorted((workspace / "drills").glob(f"{kind}/*.yaml"))


def _read(schema: type[S], workspace: Path, kind: str, problems: list[ContentError]) -> Iterator[tuple[S, Source]]:
    for value, shown, places in read_each(schema, drill_files(workspace, kind), workspace, problems):
        source, stem = Source(shown, places), Path(shown).stem
        if value.id == stem:  # type: ignore[attr-defined]
            yield value, source
        else:
            problems.append(source.problem(f"id: {value.id!r} should be the file's name, {stem!r}.", "id"))  # type: ignore[attr-defined]


def _cast(scenario: Scenario) -> list[str]:
    return [scenario.persona, *([scenario.handover.to] if scenario.handover else [])]


def _references(
    scenario: Scenario, source: Source, personas: Set[str], cards: frozenset[str]
) -> Iterator[ContentError]:
    """What a scenario names must be there: without it there is no playing."""
    facts = [fact.id for fact in scenario.facts]
    objections = [objection.id for objection in scenario.objections]
    questions = [question.id for question in scenario.questions]
    yield from _names(source, "persona", [scenario.persona], personas, "persona")
    for n, card in enumerate(scenario.cards):
        yield from _names(source, "cards", [card], cards, "card", n)
    for n, objection in enumerate(scenario.objections):
        where = ("objections", n)
        yield from _missing(source, (*where, "id"), "card", objection.id, cards)
        yield from _missing(source, (*where, "root"), "fact", objection.root, facts)
    for kind, ids in (("facts", facts), ("objections", objections), ("questions", questions)):
        yield from _twice(source, kind, ids)
    for grade in GRADES:
        if grade not in scenario.difficulty:
            yield source.problem(f"difficulty: {grade!r} is missing.", "difficulty")
    for criterion in scenario.weights:
        yield from _missing(source, ("weights", criterion), "criterion", criterion, IDS)
    if scenario.handover:
        yield from _missing(source, ("handover", "to"), "persona", scenario.handover.to, personas)
        for n, id in enumerate(scenario.handover.asks):
            yield from _missing(source, ("handover", "asks", n), "question", id, questions)


def _unwritten(value: Any, source: Source, *where: str | int) -> Iterator[ContentError]:
    """What a draft leaves to its editor: nobody should hear it from a customer."""
    if isinstance(value, str):
        if value.startswith(TODO):
            yield source.problem("still says TODO: write it, or take the line out.", *where)
        elif found := PLACEHOLDER.search(value):
            yield source.problem(f"{found[0]} stands for what was masked: invent something in its place.", *where)
        return
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in parts:
        yield from _unwritten(part, source, *where, name)


def _names(
    source: Source, field: str, ids: list[str], known: Collection[str], what: str, *at: int
) -> Iterator[ContentError]:
    for id in ids:
        yield from _missing(source, (field, *at), what, id, known)


def _missing(
    source: Source,
    where: tuple[str | int, ...],
    what: str,
    id: str,
    known: Collection[str],
) -> Iterator[ContentError]:
    if id not in known:
        field = next(str(part) for part in reversed(where) if isinstance(part, str))
        yield source.problem(f"{field}: there is no {what} {id!r}.{nearest(id, known)}", *where)


def _twice(source: Source, kind: str, ids: list[str]) -> Iterator[ContentError]:
    for n, id in enumerate(ids):
        if id in ids[:n]:
            yield source.problem(f"{kind}: {id!r} is there twice.", kind, n, "id")
