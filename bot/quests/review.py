"""What no schema sees of a quest: circles, steps that nobody reaches, names that are not there, marks out of reach."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from bot.content import Lines, line_at, nearest
from bot.errors import ContentError
from bot.people.personal import RULES, Kind
from bot.quests.quest import MAY, NEEDS, Quest, Step

Where = tuple[str | int, ...]
Finding = tuple[str, Where]
"""A sentence, and where in the file what it is about stands."""


def wrong(
    quest: Quest, stem: str, cards: Collection[str] | None, scenarios: Collection[str] | None, shown: str, places: Lines
) -> list[ContentError]:
    """`cards` and `scenarios`: the ids there are; None: nobody looks."""
    found = list(_findings(quest, stem))
    for where, step in _steps(quest):
        found += [(text, (*where, *more)) for text, more in _names(step, cards, scenarios)]
    return [ContentError(shown, line_at(places, *where), text) for text, where in found]


def _findings(quest: Quest, stem: str) -> Iterator[Finding]:
    if quest.id != stem:
        yield f"id: {quest.id!r} should be the file's name, {stem!r}.", ("id",)
    yield from _twice(quest)
    for where, step in _steps(quest):
        for text, more in (*_fields(step), *_marks(step), *_masked(step)):
            yield text, (*where, *more)
    yield from _order(quest)
    for n, gate in enumerate(quest.gates):
        if all(step.milestone for step in gate.steps):
            text = f"steps: every step of the gate {gate.id!r} is a milestone, so it would be passed at once."
            yield text, ("gates", n)


def _steps(quest: Quest) -> Iterator[tuple[Where, Step]]:
    for n, gate in enumerate(quest.gates):
        for m, step in enumerate(gate.steps):
            yield ("gates", n, "steps", m), step


def _twice(quest: Quest) -> Iterator[Finding]:
    seen: Counter[str] = Counter()
    for n, gate in enumerate(quest.gates):
        seen[f"gate {gate.id}"] += 1
        if seen[f"gate {gate.id}"] > 1:
            yield f"id: the gate {gate.id!r} is there twice.", ("gates", n, "id")
    for where, step in _steps(quest):
        seen[step.id] += 1
        if seen[step.id] > 1:
            yield f"id: the step {step.id!r} is there twice.", (*where, "id")


def _fields(step: Step) -> Iterator[Finding]:
    """Each kind has its own; one that nobody reads would be a promise that nobody keeps."""
    given = {name for name in step.model_fields_set if name in _OWN and getattr(step, name) not in (None, [], "")}
    for name in NEEDS[step.kind]:
        if name not in given:
            yield f"kind: {step.kind!r} needs the field {name!r}.", ("kind",)
    for name in sorted(given - {*NEEDS[step.kind], *MAY[step.kind]}):
        yield f"{name}: is not read with `kind: {step.kind}`.", (name,)


_OWN = {name for fields in (*NEEDS.values(), *MAY.values()) for name in fields}


def _marks(step: Step) -> Iterator[Finding]:
    asked = len(step.questions)
    if step.ask is not None and step.questions and step.ask > asked:
        yield f"ask: {step.ask} questions cannot be drawn from {asked}.", ("ask",)
    if step.lost_at is not None and step.talk:
        if step.lost_at > len(step.talk):
            yield f"lost_at: the talk has {len(step.talk)} lines, so it is not lost at {step.lost_at}.", ("lost_at",)
        elif step.talk[step.lost_at - 1].speaker != "rep":
            yield f"lost_at: line {step.lost_at} is the customer's; a talk is lost by the rep.", ("lost_at",)
    for n, question in enumerate(step.questions):
        for language in ("zh", "en"):
            said = [option.of(language).strip() for option in question.options]
            if len(set(said)) < len(said):
                yield "options: two are the same, so no answer would be right.", ("questions", n, "options")
                break


def _masked(step: Step) -> Iterator[Finding]:
    """A real talk comes without what says whom and how much."""
    for n, line in enumerate(step.talk):
        for text in (line.said.zh, line.said.en):
            rule = next((rule for rule in RULES if rule.pattern.search(text)), None)
            if rule is not None:
                yield f"said: holds {_GIVEN_AWAY[rule.kind]} that is not masked; write ***.", ("talk", n, "said")
                break


_GIVEN_AWAY: Mapping[Kind, str] = {
    "email": "an e-mail address", "phone": "a phone number", "id": "an ID card's number",
    "bank": "a bank card's number", "number": "a long number", "amount": "an amount",
}  # fmt: skip


def _order(quest: Quest) -> Iterator[Finding]:
    """A step comes after steps of its own gate or of gates before it, and never after itself."""
    for where, step in _steps(quest):
        for n, id in enumerate(step.after):
            before = quest.steps.get(id)
            if before is None:
                yield f"after: there is no step {id!r}.{nearest(id, quest.steps)}", (*where, "after", n)
            elif quest.gate_of[id] > quest.gate_of[step.id]:
                text = f"after: {id!r} stands behind a later gate, so {step.id!r} could never be reached."
                yield text, (*where, "after", n)
            elif before.milestone and not step.milestone:
                text = f"after: {id!r} is a milestone; what waits for it would keep the gate shut for months."
                yield text, (*where, "after", n)
    for where, step in _steps(quest):
        circle = _circle(quest, step)
        if circle:
            yield f"after: the steps go in a circle: {' → '.join(circle)}.", (*where, "after")
            return


def _circle(quest: Quest, start: Step) -> list[str]:
    """The way from a step back to itself; [] where there is none."""
    ways, seen = [[start.id]], set[str]()
    while ways:
        way = ways.pop()
        for id in quest.steps[way[-1]].after:
            if id == start.id:
                return [*way, id]
            if id in quest.steps and id not in seen:
                seen.add(id)
                ways.append([*way, id])
    return []


def _names(step: Step, cards: Collection[str] | None, scenarios: Collection[str] | None) -> Iterator[Finding]:
    if cards is not None and step.card and step.card not in cards:
        yield f"card: there is no card {step.card!r}.{nearest(step.card, cards)}", ("card",)
    if scenarios is not None and step.scenario and step.scenario not in scenarios:
        yield f"scenario: there is no drill {step.scenario!r}.{nearest(step.scenario, scenarios)}", ("scenario",)
