"""What keeps a scenario from being a good drill: findings of `cornerman check`, each with its line."""

from collections.abc import Callable, Iterator, Sequence

from bot.drills.hearing import subjects
from bot.drills.initiative import DEAL_INTEREST, DEAL_TRUST
from bot.drills.repertoire import Repertoire, Source
from bot.drills.scenario import GRADES, LANGUAGES, Lines, Persona, Scenario
from bot.errors import ContentError
from bot.search.normalise import clean

Look = Callable[[Scenario, Source], Iterator[ContentError]]

LEAST: dict[str, int] = {
    "opening": 5, "concession": 4, "accepts": 3, "not_yet": 3, "facts.say": 3, "facts.short": 2, "facts.asks": 3,
    "facts.topic": 3, "objections.opening": 5, "objections.restated": 4, "objections.partial": 4,
    "objections.answered": 3, "objections.resolved": 3, "objections.violation": 3, "objections.evidence": 3,
    "answers.say": 2, "answers.asks": 2, "answers.topic": 2, "questions.say": 3, "questions.good": 3,
    "questions.dodged": 3, "questions.expects": 2,
    "endings.deal": 3, "endings.pilot": 3, "endings.follow_up": 3, "endings.stall": 5, "endings.hang_up": 3,
}  # fmt: skip
"""Fewer lines than this in a language, and a rep hears the same again by the third drill."""

PERSONA_LEAST = 4
TRUST_BY_OBJECTION, INTEREST_BY_OBJECTION = 3, 3
"""What exploring, answering and settling one objection brings."""


def review(repertoire: Repertoire, texts: Callable[[Scenario], Sequence[str]]) -> list[ContentError]:
    """`texts` gives the sentences that a rep may state in a scenario."""
    found: list[ContentError] = []
    for scenario in repertoire.scenarios.values():
        source = repertoire.sources[scenario.id]
        found += [problem for look in LOOKS for problem in look(scenario, source)]
        found += unanswerable(scenario, source, [clean(text) for text in texts(scenario)])
    for persona in repertoire.personas.values():
        found += few_persona_lines(persona, repertoire.sources[f"persona:{persona.id}"])
    return sorted(found, key=lambda problem: (problem.path, problem.line))


def pools(scenario: Scenario) -> Iterator[tuple[str, tuple[str | int, ...], Lines]]:
    """(kind, where it stands, lines) of every pool."""
    for name in ("opening", "concession", "accepts", "not_yet"):
        yield name, (name,), getattr(scenario, name)
    for kind in ("facts", "objections", "answers", "questions"):
        for n, item in enumerate(getattr(scenario, kind)):
            for name in type(item).model_fields:
                if isinstance(lines := getattr(item, name), Lines):
                    yield f"{kind}.{name}", (kind, n, name), lines
    for name in type(scenario.endings).model_fields:
        if isinstance(lines := getattr(scenario.endings, name), Lines):
            yield f"endings.{name}", ("endings", name), lines


def few_lines(scenario: Scenario, source: Source) -> Iterator[ContentError]:
    for kind, where, lines in pools(scenario):
        for language in LANGUAGES:
            count, least = len(lines.of(language)), LEAST.get(kind, 1)
            if count < least:
                problem = f"{kind}: {count} in {language}; {least} are the least, or the drill repeats itself."
                yield source.problem(problem, *where, language)


def same_lines(scenario: Scenario, source: Source) -> Iterator[ContentError]:
    for _, where, lines in pools(scenario):
        for language in LANGUAGES:
            seen: set[str] = set()
            for n, line in enumerate(lines.of(language)):
                if line in seen:
                    yield source.problem(f"{line!r} is there twice.", *where, language, n)
                seen.add(line)


def wrong_subject(scenario: Scenario, source: Source) -> Iterator[ContentError]:
    """An example question that gets another subject's answer."""
    places = [(f"fact:{fact.id}", ("facts", n), fact.asks) for n, fact in enumerate(scenario.facts)]
    places += [(f"answer:{n}", ("answers", n), answer.asks) for n, answer in enumerate(scenario.answers)]
    for key, where, asks in places:
        for language in LANGUAGES:
            for n, ask in enumerate(asks.of(language)):
                found = subjects(scenario, language, clean(ask))
                if not found or found[0] != key:
                    other = found[0] if found else "nothing"
                    problem = f"asks: {ask!r} is taken for a question about {other}; give `topic` its words."
                    yield source.problem(problem, *where, "asks", language, n)


def grades(scenario: Scenario, source: Source) -> Iterator[ContentError]:
    """Numbers that cannot be played, and endings that no rep can reach."""
    for grade in GRADES:
        numbers = scenario.difficulty.get(grade)
        if numbers is None:
            yield source.problem(f"difficulty: {grade!r} is missing.", "difficulty")
            continue
        where = ("difficulty", grade)
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
        if scenario.handover and scenario.handover.after >= numbers.turns - 2:
            yield source.problem("after: the talk is over before the hand-over.", "handover", "after")


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
    for name in type(persona).model_fields:
        lines = getattr(persona, name)
        if not isinstance(lines, Lines):
            continue
        for language in LANGUAGES:
            if len(lines.of(language)) < PERSONA_LEAST:
                problem = f"{name}: {len(lines.of(language))} in {language}; {PERSONA_LEAST} are the least."
                yield source.problem(problem, name, language)
            for n, line in enumerate(lines.of(language)):
                if name == "echo" and "{words}" not in line:
                    yield source.problem("echo: {words} is missing, where the rep's own go.", name, language, n)


LOOKS: tuple[Look, ...] = (few_lines, same_lines, wrong_subject, grades, unresolvable)
