"""/mentees: your new hires, where each of them is, and what waits for you."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.features import Feature, Turn
from bot.features import Step as ToDo
from bot.knowledge.show import PAGE, page_of, start_of
from bot.messages import EVERYONE, Button, Choices, Part, Person, Reply, Text, say
from bot.people.directory import Directory
from bot.pushes.calendar import DAY, local
from bot.pushes.own_times import mine
from bot.pushes.rhythm import is_at_work
from bot.quests import rows
from bot.quests.answering.reflecting import KEPT
from bot.quests.confirming import confirmations, leading, verdicts
from bot.quests.confirming.confirmations import Asking
from bot.quests.course import Event, State
from bot.quests.mentoring import choosing, held, waiving
from bot.quests.mentoring.brief import brief, on_plan
from bot.quests.page import MARKS
from bot.quests.quest import Gate, Step
from bot.quests.quests import Quests
from bot.quests.rows import Journey
from bot.quests.ways_in import enrolled_in
from bot.words import N_, Words

BRIEFED = 5
"""New hires that one Monday message speaks of."""
RANK = 12.0
WRITTEN = 300
"""Characters of a reflection that are shown."""


def register(quests: Feature) -> None:
    quests.command("mentees", roles=EVERYONE, zh=("带教",), help=N_("Your new hires, and what waits for you"))(mentees)
    quests.button("new_hires", roles=EVERYONE)(mentees)
    quests.button("mentee", roles=EVERYONE)(mentee)
    choosing.register(quests)
    waiving.register(quests)
    held.register(quests)


@dataclass(frozen=True, slots=True)
class Mentee:
    journey: Journey
    person: Person
    waits: tuple[Asking, ...]
    """What waits for whoever looks."""


@dataclass(frozen=True, slots=True)
class Named:
    """A mentee in the list, whose steps nobody has read yet."""

    enrolment_id: int
    person: Person
    waits: tuple[Asking, ...]


def _named(turn: Turn) -> list[Named]:
    """First those who wait for something, then by name."""
    waits: dict[int, list[Asking]] = {}
    for each in confirmations.waiting_for(turn.db, turn.get(Quests), turn.person.id, turn.now):
        waits.setdefault(each.journey.enrolment.id, []).append(each)
    whose = leading.helped(turn) | {id: asked[0].journey.person_id for id, asked in waits.items()}
    people = turn.get(Directory).some(turn.db, set(whose.values()) - {turn.person.id}) if whose else {}
    found = [Named(id, people[who], tuple(waits.get(id, ()))) for id, who in whose.items() if who in people]
    return sorted(found, key=lambda each: (not each.waits, each.person.name, -each.enrolment_id))


def _with_steps(turn: Turn, found: Sequence[Named]) -> list[Mentee]:
    journeys = rows.some(turn.db, turn.get(Quests), [each.enrolment_id for each in found], turn.now) if found else ()
    by_id = {journey.enrolment.id: journey for journey in journeys}
    return [Mentee(by_id[each.enrolment_id], each.person, each.waits) for each in found]


def with_people(turn: Turn, journeys: Iterable[Journey], waits: dict[int, tuple[Asking, ...]]) -> Iterator[Mentee]:
    found = list(journeys)
    people = turn.get(Directory).some(turn.db, {journey.person_id for journey in found} - {turn.person.id})
    for journey in found:
        if somebody := people.get(journey.person_id):
            yield Mentee(journey, somebody, waits.get(journey.enrolment.id, ()))


# All of them


def mentees(turn: Turn, _: Any = None) -> Reply:
    said, found, points = turn.words, _named(turn), held.waiting(turn)
    if not found and not points:
        return say(said("Nobody whom you mentor or lead is in a quest now."))
    first = start_of(turn)
    buttons = [_to(each) for each in found]
    shown = page_of(said, buttons, first, "quests.new_hires")
    lines = [line(turn, each) for each in _with_steps(turn, found[first : first + PAGE])]
    more = (_held_button(said, len(points)),) if points else ()
    listed = (Text("\n".join(f"· {each}" for each in lines)),) if lines else ()
    return Reply((Text(said("Your new hires"), "title"), *listed, Choices((*shown, *more))))


def line(turn: Turn, each: Mentee) -> str:
    said, standing = turn.words, each.journey.standing
    text = said("{name} · {quest} · gate {gate} of {gates} · {done} of {total} steps · {pace}",
                name=each.person.name, quest=each.journey.quest.title.of(said.language),
                gate=min(standing.gate + 1, len(standing.quest.gates)), gates=len(standing.quest.gates),
                done=standing.done, total=standing.total, pace=on_plan(turn, each.journey))  # fmt: skip
    return said("{line} · {n} for you to confirm", line=text, n=len(each.waits)) if each.waits else text


def _to(each: Named) -> Button:
    return Button(each.person.name, "quests.mentee", {"enrolment": str(each.enrolment_id)})


def _held_button(said: Words, n: int) -> Button:
    return Button(said("Points that wait for a look: {n}", n=n), "quests.held")


# One of them


def mentee(turn: Turn, _: Any = None) -> Reply:
    found = _mentee_in(turn)
    return page(turn, found) if found else say(turn.words("That is for their mentor, and for who leads them."))


def _mentee_in(turn: Turn) -> Mentee | None:
    """Whom a button is about, where this person may read of them."""
    journey = enrolled_in(turn, turn.args.get("enrolment", ""))
    if journey is None:
        return None
    asked = tuple(each for each in confirmations.askings([journey]) if each.event.by == turn.person.id)
    each = next(with_people(turn, [journey], {journey.enrolment.id: asked}), None)
    return each if each and (asked or leading.may_see(turn, journey, each.person)) else None


def page(turn: Turn, each: Mentee, head: str = "") -> Reply:
    said, journey = turn.words, each.journey
    mentor = leading.mentor_of(turn.db, turn.get(Directory), journey)
    title = f"{each.person.name} · {journey.quest.title.of(said.language)}"
    known = said("Mentor: {name}", name=mentor.name if mentor else said("nobody yet"))
    gates = tuple(Text(_gate(turn, journey, n, gate)) for n, gate in enumerate(journey.quest.gates))
    key = Text(said("✓ done, ○ open, … waits, – let off, · opens later"), "muted")
    first = (Text(head),) if head else ()
    three = Text("\n".join(brief(turn, journey, each.person)))
    asked = tuple(part for asking in each.waits for part in _asked(turn, each, asking))
    return Reply((*first, Text(title, "title"), three, Text(known, "muted"), *gates, key, *asked, _ways(turn, each)))


def _gate(turn: Turn, journey: Journey, n: int, gate: Gate) -> str:
    said = turn.words
    head = said("Gate {n}: {gate}", n=n + 1, gate=gate.title.of(said.language))
    return "\n".join((head, *(_step(turn, step, journey.standing.states[step.id]) for step in gate.steps)))


def _step(turn: Turn, step: Step, state: State) -> str:
    """A step, and who confirmed it, let them off and why, or is asked."""
    said, title = turn.words, f"{MARKS[state.status]} {step.title.of(turn.words.language)}"
    event = state.asked or state.over
    if event is None or event.by is None:
        return f"{title}{_written(step, event)}"
    name = verdicts.name_of(turn, event.by)
    if state.status == "waived":
        return said("{step} (let off by {name}: {reason})", step=title, name=name, reason=event.reason)
    if state.status == "done":
        return said("{step} (confirmed by {name})", step=title, name=name)
    return said("{step} ({name} is asked)", step=title, name=name)


def _written(step: Step, over: Event | None) -> str:
    """What they thought back to: the step told them who reads it."""
    text = over.evidence.removeprefix(KEPT) if over is not None and step.kind == "reflect" else ""
    return f"\n   “{text[:WRITTEN].rstrip()}{'…' if len(text) > WRITTEN else ''}”" if text else ""


def _asked(turn: Turn, each: Mentee, asking: Asking) -> tuple[Part, ...]:
    return verdicts.request(turn.words, each.person.name, asking).parts


def _ways(turn: Turn, each: Mentee) -> Choices:
    said, args = turn.words, {"enrolment": str(each.journey.enrolment.id)}
    back = Button(said("Your new hires"), "quests.new_hires")
    if not leading.may_lead(turn, each.person):
        return Choices((back,))
    off = Button(said("Let off a step"), "quests.let_off", args)
    return Choices((off, Button(said("Mentor"), "quests.mentor", args), back))


# In the morning


def morning(turn: Turn) -> tuple[Part, ...]:
    """On the first working day of the week: three lines on each new hire whom this person mentors."""
    if not is_first_day(turn):
        return ()
    ids = leading.mentored(turn)
    if not ids:
        return ()
    found = list(with_people(turn, rows.some(turn.db, turn.get(Quests), ids, turn.now), {}))
    parts = [Text("\n".join(brief(turn, each.journey, each.person))) for each in found[:BRIEFED]]
    left = len(found) - len(parts)
    more = (Text(turn.words("{n} more: /mentees", n=left), "muted"),) if left > 0 else ()
    return (*parts, *more)


def is_first_day(turn: Turn) -> bool:
    rhythm = mine(turn)
    today = local(rhythm.zone, turn.now).date()
    earlier = (today - n * DAY for n in range(1, today.weekday() + 1))
    return is_at_work(rhythm, today) and not any(is_at_work(rhythm, day) for day in earlier)


def steps(turn: Turn) -> tuple[ToDo, ...]:
    """Colleagues who wait for this person's word."""
    said, found = turn.words, confirmations.waiting_for(turn.db, turn.get(Quests), turn.person.id, turn.now)
    return tuple(
        ToDo(RANK, said("{name} asks you to confirm “{step}”", name=verdicts.name_of(turn, each.journey.person_id),
                        step=each.step.title.of(said.language)),
             choices=verdicts.choices(said, each), about=f"asked:{each.event.id}")
        for each in found
    )  # fmt: skip
