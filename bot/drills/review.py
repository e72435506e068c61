"""What keeps a scenario from being a good drill: findings of `cornerman check`, each with its line."""

import re
from collections.abc import Callable, Iterator, Sequence

from bot.content import nearest
from bot.drills.hearing import subjects
from bot.drills.initiative import DEAL_INTEREST, DEAL_TRUST
from bot.drills.repertoire import Repertoire, Source
from bot.drills.scenario import BURST, GRADES, LANGUAGES, Lines, Persona, Scenario
from bot.errors import ContentError
from bot.search.normalise import clean

Look = Callable[[Scenario, Source], Iterator[ContentError]]
Pool = tuple[str, tuple[str | int, ...], Lines]
"""(kind, where it stands, lines)."""

LEAST: dict[str, int] = {
    "opening": 5, "concession": 4, "accepts": 3, "not_yet": 3, "facts.say": 3, "facts.short": 2, "facts.asks": 3,
    "facts.topic": 3, "objections.opening": 5, "objections.restated": 4, "objections.partial": 4,
    "objections.answered": 3, "objections.resolved": 3, "objections.violation": 3, "objections.evidence": 3,
    "answers.say": 2, "answers.asks": 2, "answers.topic": 2, "questions.say": 3, "questions.good": 3,
    "questions.dodged": 3, "questions.expects": 2,
    "endings.deal": 3, "endings.pilot": 3, "endings.follow_up": 3, "endings.stall": 5, "endings.hang_up": 3,
    "handover.say": 3,
}  # fmt: skip
"""Fewer lines than this in a language, and a rep hears the same again by the third drill."""

HEARD = frozenset({
    "facts.topic", "facts.asks", "answers.topic", "answers.asks", "objections.mentions", "objections.evidence",
    "questions.expects",
})  # fmt: skip
"""What the customer listens for; all other lines are spoken."""

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
CHINESE = re.compile(r"[\u3400-\u9fff]")

PERSONA_LEAST = 4
TRUST_BY_OBJECTION, INTEREST_BY_OBJECTION = 3, 3
"""What exploring, answering and settling one objection brings."""


def review(repertoire: Repertoire, texts: Callable[[Scenario], Sequence[str]]) -> list[ContentError]:
    """`texts` gives the sentences that a rep may state in a scenario."""
    found: list[ContentError] = []
    for scenario in repertoire.scenarios.values():
        source = repertoire.sources[scenario.id]
        found += [problem for look in LOOKS for problem in look(scenario, source)]
        found += in_lines(list(pools(scenario)), source)
        found += unanswerable(scenario, source, [clean(text) for text in texts(scenario)])
    for persona in repertoire.personas.values():
        source = repertoire.sources[f"persona:{persona.id}"]
        found += [*few_persona_lines(persona, source), *in_lines(list(persona_pools(persona)), source)]
    return sorted(found, key=lambda problem: (problem.path, problem.line))


def pools(scenario: Scenario) -> Iterator[Pool]:
    for name in ("opening", "concession", "accepts", "not_yet"):
        yield name, (name,), getattr(scenario, name)
    for kind in ("facts", "objections", "answers", "questions"):
        for n, item in enumerate(getattr(scenario, kind)):
            for name in type(item).model_fields:
                if isinstance(lines := getattr(item, name), Lines):
                    yield f"{kind}.{name}", (kind, n, name), lines
    if scenario.handover:
        yield "handover.say", ("handover", "say"), scenario.handover.say
    for name in type(scenario.endings).model_fields:
        if isinstance(lines := getattr(scenario.endings, name), Lines):
            yield f"endings.{name}", ("endings", name), lines


def persona_pools(persona: Persona) -> Iterator[Pool]:
    for name in type(persona).model_fields:
        if isinstance(lines := getattr(persona, name), Lines):
            yield name, (name,), lines


def few_lines(scenario: Scenario, source: Source) -> Iterator[ContentError]:
    for kind, where, lines in pools(scenario):
        for language in LANGUAGES:
            count, least = len(lines.of(language)), LEAST.get(kind, 1)
            if count < least:
                problem = f"{kind}: {count} in {language}; {least} are the least, or the drill repeats itself."
                yield source.problem(problem, *where, language)


def in_lines(found: Sequence[Pool], source: Source) -> Iterator[ContentError]:
    """What is wrong with single lines, of a scenario or a persona."""
    for kind, where, lines in found:
        for language in LANGUAGES:
            seen: set[str] = set()
            for n, line in enumerate(lines.of(language)):
                problems = [*_burst(kind, line), *_placeholders(kind, line), *_other_language(language, line)]
                if line in seen:
                    problems.append(f"{line!r} is there twice.")
                seen.add(line)
                yield from (source.problem(problem, *where, language, n) for problem in problems)


def _burst(kind: str, line: str) -> Iterator[str]:
    parts = line.split(BURST)
    if len(parts) > 1 and kind in HEARD:
        yield f"{kind}: `|` stands in lines that are spoken; {line!r} is listened for, so make two of it."
    elif not all(part.strip() for part in parts):
        yield f"{kind}: {line!r} has nothing on one side of its `|`."
    elif len(parts) > 2 and kind != "handover.say":
        yield f"{kind}: {line!r} is more than two messages; one `|` is the most."


def _placeholders(kind: str, line: str) -> Iterator[str]:
    names = [name.strip() for name in PLACEHOLDER.findall(line)]
    if kind != "echo" and names:
        yield f"{kind}: {{{names[0]}}} would be said as it stands; only a persona's `echo` has {{words}}."
        return
    if other := [name for name in names if name != "words"]:
        yield f"echo: {{{other[0]}}} would be said as it stands.{nearest(other[0], ['words'])}"
    elif kind == "echo" and "{words}" not in line:
        yield "echo: {words} is missing, where the rep's own go."


def _other_language(language: str, line: str) -> Iterator[str]:
    if language == "en" and CHINESE.search(line):
        yield f"en: {line!r} is Chinese."


def wrong_subject(scenario: Scenario, source: Source) -> Iterator[ContentError]:
    """An example question that gets another subject's answer."""
    places = [(f"fact:{fact.id}", ("facts", n), fact.asks) for n, fact in enumerate(scenario.facts)]
    places += [(f"answer:{n}", ("answers", n), answer.asks) for n, answer in enumerate(scenario.answers)]
    for key, where, asks in places:
        for language in LANGUAGES:
            for n, ask in enumerate(asks.of(language)):
                found = subjects(scenario, language, clean(ask))
                if found[0] != key:
                    problem = f"asks: {ask!r} is taken for a question about {found[0]}; give `topic` its words."
                    yield source.problem(problem, *where, "asks", language, n)


def grades(scenario: Scenario, source: Source) -> Iterator[ContentError]:
    """Numbers that cannot be played, and endings that no rep can reach."""
    for grade in GRADES:
        numbers, where = scenario.difficulty[grade], ("difficulty", grade)
        if numbers.objections > len(scenario.objections):
            problem = f"objections: {numbers.objections} are asked for and {len(scenario.objections)} are there."
            yield source.problem(problem, *where, "objections")
        if numbers.turns < 3 * numbers.objections + 1:
            problem = f"turns: {numbers.turns} are too few to ask, answer and settle {numbers.objections} objections."
            yield source.problem(problem, *where, "turns")
        if numbers.trust + TRUST_BY_OBJECTION * numbers.objections < DEAL_TRUST:
            yield source.problem("trust: the ending `deal` cannot be reached: too low to rise to 7.", *where, "trust")
        if INTEREST_BY_OBJECTION * numbers.objections + len(scenario.facts) < DEAL_INTEREST:
            problem = "objections: the ending `deal` cannot be reached: too few facts and objections to raise interest."
            yield source.problem(problem, *where, "objections")


def handover(scenario: Scenario, source: Source) -> Iterator[ContentError]:
    """A newcomer who comes too late, or who is there already."""
    over = scenario.handover
    if over is None:
        return
    if late := [grade for grade in GRADES if over.after >= scenario.difficulty[grade].turns - 2]:
        problem = f"after: the talk is over before the hand-over ({', '.join(late)})."
        yield source.problem(problem, "handover", "after")
    if over.to == scenario.persona:
        yield source.problem(f"to: {over.to!r} is the one who talks already.", "handover", "to")


def unresolvable(scenario: Scenario, source: Source) -> Iterator[ContentError]:
    """A root that nobody is told keeps its objection open for good."""
    for n, objection in enumerate(scenario.objections):
        root = scenario.fact(objection.root)
        start = min(numbers.trust for numbers in scenario.difficulty.values())
        if root.trust > start + 1:
            problem = f"root: {root.id!r} asks for trust {root.trust}, and a hard drill begins with {start}."
            yield source.problem(problem, "objections", n, "root")
        if "explore" in objection.needs and not {"open", "explore"} & set(root.by):
            problem = f"root: {root.id!r} comes out by neither open nor explore, so asking does not help."
            yield source.problem(problem, "objections", n, "root")


def unanswerable(scenario: Scenario, source: Source, texts: Sequence[str]) -> Iterator[ContentError]:
    """An objection whose point no card speaks to: the rep has nothing to answer with."""
    for n, objection in enumerate(scenario.objections):
        for language in LANGUAGES:
            words = [clean(word) for word in objection.evidence.of(language)]
            if not any(word in text for word in words for text in texts):
                problem = f"evidence: none of its {language} words is in a card of this scenario or its knowledge."
                yield source.problem(problem, "objections", n, "evidence", language)


def few_persona_lines(persona: Persona, source: Source) -> Iterator[ContentError]:
    for name, _, lines in persona_pools(persona):
        for language in LANGUAGES:
            if len(lines.of(language)) < PERSONA_LEAST:
                problem = f"{name}: {len(lines.of(language))} in {language}; {PERSONA_LEAST} are the least."
                yield source.problem(problem, name, language)


LOOKS: tuple[Look, ...] = (few_lines, wrong_subject, grades, handover, unresolvable)
