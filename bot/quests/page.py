"""/quest: where you are, what is for today, what opens next; and every way back into a step."""

from datetime import date
from typing import Any

from bot.drills.stage import Stage
from bot.features import Feature, Turn
from bot.knowledge.show import PAGE, page_of, start_of
from bot.messages import EVERYONE, Button, Choices, Part, Progress, Reply, Text, say
from bot.playbooks.days import day_text, whole_day
from bot.playbooks.deal.page import today_of
from bot.pushes.calendar import local
from bot.pushes.own_times import mine
from bot.quests import pace, rows
from bot.quests.confirming.verdicts import name_of
from bot.quests.quest import ANSWERED, Quest, Step
from bot.quests.quests import Quests
from bot.quests.rows import Journey
from bot.quests.settling import settle_all
from bot.quests.showing import SHOW
from bot.quests.skills.choices import begin_alone, choice_of
from bot.quests.telling import lines_of, why
from bot.quests.versions import offer
from bot.quests.ways_in import At, journey_in, step_in
from bot.words import N_, Words

OTHERS = 3
"""Open steps that the page offers besides today's."""
MARKS = {"done": "✓", "waived": "–", "asked": "…", "resting": "…", "open": "○", "shut": "·"}


def register(quests: Feature) -> None:
    quests.command(
        "quest", roles=EVERYONE, zh=("闯关",), help=N_("Your quest: today's step, and what opens next"),
    )(menu)  # fmt: skip
    quests.button("menu", roles=EVERYONE)(menu)
    quests.button("show", roles=EVERYONE)(show)
    quests.button("steps", roles=EVERYONE)(steps)
    quests.button("step", roles=EVERYONE)(open_step)


# Ways to the page


def menu(turn: Turn, _: Any = None) -> Reply:
    """The quest that somebody is in; the list where there are several, what there is to begin where there is none."""
    news = settled(turn)
    journeys = rows.of_person(turn.db, turn.get(Quests), turn.person.id, turn.now)
    going = [journey for journey in journeys if journey.enrolment.state == "going"]
    named = _named(turn.text, journeys)
    if named is not None or len(going) == 1:
        page = quest_page(turn, named or going[0])
    else:
        page = _list(turn, going, [journey for journey in journeys if journey.enrolment.state == "done"])
    return Reply((*news, *page.parts))


def show(turn: Turn, _: Any = None) -> Reply:
    news = settled(turn)
    journey = journey_in(turn, turn.args.get("quest", ""))
    return Reply((*news, *quest_page(turn, journey).parts)) if journey else menu(turn)


def settled(turn: Turn) -> tuple[Part, ...]:
    """Whatever was done elsewhere counts before anything is shown."""
    events = settle_all(turn.db, turn.get(Quests), turn.get(Stage), turn.person.id, turn.now)
    return tuple(Text(line) for event in events for line in lines_of(turn.words, event))


def _named(text: str, journeys: list[Journey]) -> Journey | None:
    wanted = text.strip().casefold()
    if not wanted:
        return None
    names = [(each, {each.quest.id, each.quest.title.zh, each.quest.title.en.casefold()}) for each in journeys]
    return next((journey for journey, called in names if wanted in called), None)


def _list(turn: Turn, going: list[Journey], done: list[Journey]) -> Reply:
    said = turn.words
    known = {journey.enrolment.quest for journey in (*going, *done)}
    free = [
        quest for quest in turn.get(Quests).all() if turn.person.role.value in quest.roles and quest.id not in known
    ]
    if not (going or done or free):
        return say(said("There is no quest for you yet. Your manager can enrol you with /enrol."))
    parts: list[Part] = [bar(turn, journey) for journey in going]
    buttons = [_to(said, journey.quest, "quests.show") for journey in (*going, *done)]
    if free:
        head = said("Quests that you can begin:") if not going else said("You can also begin:")
        first = start_of(turn)
        parts.append(Text("\n".join([head, *(f"· {_about(said, quest)}" for quest in free[first : first + PAGE])])))
        begins = [_begin(said, quest) for quest in free] if turn.offers("quests.begin") else []
        buttons += page_of(said, begins, first, "quests.menu")
    return Reply((*parts, Choices(tuple(buttons))))


def _about(said: Words, quest: Quest) -> str:
    return f"{quest.title.of(said.language)}\n{quest.about.of(said.language)}"


def _to(said: Words, quest: Quest, action: str) -> Button:
    return Button(quest.title.of(said.language), action, {"quest": quest.id})


def _begin(said: Words, quest: Quest) -> Button:
    return Button(said("Begin: {quest}", quest=quest.title.of(said.language)), "quests.begin", {"quest": quest.id})


# The page


def quest_page(turn: Turn, journey: Journey) -> Reply:
    said, quest = turn.words, journey.quest
    head = Text(quest.title.of(said.language), "title")
    if journey.enrolment.state == "left":
        text = said("You have left this quest. What you did is kept.")
        return Reply((head, Text(text), Choices((_begin(said, quest),))))
    today = _today(turn, journey) if not journey.standing.finished else _finished(turn, journey)
    below = (*_waits(turn, journey), *_next(turn, journey), *offer(turn, journey), *_who_sees(turn))
    return Reply((head, bar(turn, journey), *today, *below, _buttons(turn, journey)))


def _who_sees(turn: Turn) -> tuple[Part, ...]:
    """Said once, before anybody has done anything that could be looked at."""
    if choice_of(turn.db, turn.person.id).radar_since is not None:
        return ()
    until = begin_alone(turn.db, turn.person.id, turn.now).radar_until
    assert until is not None
    day = whole_day(local(turn.person.time_zone, until).date(), turn.words)
    text = turn.words("Managers and your mentor see which steps you have done. How well, only you see until {day}.",
                      day=day)  # fmt: skip
    return (Text(text, "muted"),)


def bar(turn: Turn, journey: Journey) -> Progress:
    """ "Day 8 of 22 · gate 2 of 5: Objections", and how much of it is done."""
    said, standing, quest = turn.words, journey.standing, journey.quest
    today = today_of(turn)
    if standing.finished:
        label = said("All {n} gates passed", n=len(quest.gates))
    else:
        gate = quest.gates[standing.gate].title.of(said.language)
        at = {"n": standing.gate + 1, "m": len(quest.gates), "gate": gate}
        label = _when(turn, journey, today, at)
    return Progress(label, standing.done, standing.total)


def _when(turn: Turn, journey: Journey, today: date, at: dict[str, Any]) -> str:
    said, first, days = turn.words, journey.enrolment.begins(today, turn.now), pace.days_of(journey.quest)
    if first > today:
        return said("Begins: {day} · gate {n} of {m}: {gate}", day=day_text(first, today, said), **at)
    day = max(pace.day_of(first, today, mine(turn)), 1)
    if day > days:
        return said("Day {day}, planned for {days} · gate {n} of {m}: {gate}", day=day, days=days, **at)
    return said("Day {day} of {days} · gate {n} of {m}: {gate}", day=day, days=days, **at)


def _today(turn: Turn, journey: Journey) -> tuple[Part, ...]:
    said, step = turn.words, pace.today_step(journey.standing)
    if step is None:
        return (Text(said("Nothing to do just now: what is left waits for somebody, or rests for some hours.")),)
    what = said("Now: {step}", step=step.title.of(said.language))
    return Text(what), why(said, step)


def _finished(turn: Turn, journey: Journey) -> tuple[Part, ...]:
    milestones = [step for step in journey.standing.open() if step.milestone]
    if not milestones:
        return ()
    titles = " · ".join(step.title.of(turn.words.language) for step in milestones)
    return (Text(turn.words("Still ahead, without hurry: {steps}", steps=titles)),)


def _waits(turn: Turn, journey: Journey) -> tuple[Part, ...]:
    """What others are to confirm, and what somebody was let off: everybody sees the same."""
    said, lines = turn.words, []
    for step in journey.quest.steps.values():
        state = journey.standing.states[step.id]
        event, title = state.asked or state.over, step.title.of(said.language)
        name = name_of(turn, event.by if event else None)
        if state.asked is not None:
            asked = f"{local(turn.person.time_zone, state.asked.at):%m-%d}"
            lines.append(said("… {step}: {name} is to confirm it, asked on {day}", step=title, name=name, day=asked))
        elif state.status == "waived" and event is not None:
            lines.append(said("– {step}: {name} let you off: {reason}", step=title, name=name, reason=event.reason))
    return (Text("\n".join(lines), "muted"),) if lines else ()


def _next(turn: Turn, journey: Journey) -> tuple[Part, ...]:
    """What opens next, and what is still missing for it."""
    said, standing = turn.words, journey.standing
    if standing.finished:
        return ()
    gate = journey.quest.gates[standing.gate]
    left = [step for step in journey.quest.required(gate) if not standing.states[step.id].is_over]
    following = standing.opens_next()
    what = following.title.of(said.language) if following else said("the certificate")
    told = said.plural(
        "Opens next: {what}, {n} step to go", "Opens next: {what}, {n} steps to go", len(left), what=what
    )
    return (Text(told, "muted"),)


def _buttons(turn: Turn, journey: Journey) -> Choices:
    said, standing = turn.words, journey.standing
    now = pace.today_step(standing)
    found = [_step_button(journey, step, said("Begin"), primary=True) for step in ([now] if now else [])]
    others = [step for step in standing.open() if step is not now and standing.states[step.id].status == "open"]
    found += [_step_button(journey, step, step.title.of(said.language)) for step in others[:OTHERS]]
    found.append(Button(said("All steps"), "quests.steps", {"quest": journey.quest.id}))
    if standing.finished and turn.offers("quests.certificate"):
        found.append(Button(said("Certificate"), "quests.certificate", {"quest": journey.quest.id}))
    return Choices(tuple(found))


def _step_button(journey: Journey, step: Step, label: str, *, primary: bool = False) -> Button:
    return Button(label, "quests.step", {"quest": journey.quest.id, "step": step.id}, primary=primary)


# All steps


def steps(turn: Turn, _: Any) -> Reply:
    journey = journey_in(turn, turn.args.get("quest", ""))
    if journey is None:
        return menu(turn)
    said, standing, parts = turn.words, journey.standing, list[Part]()
    parts.append(Text(journey.quest.title.of(said.language), "title"))
    for n, gate in enumerate(journey.quest.gates):
        head = said("Gate {n}: {gate}", n=n + 1, gate=gate.title.of(said.language))
        lines = [f"{MARKS[standing.states[step.id].status]} {_line(said, step)}" for step in gate.steps]
        parts.append(Text("\n".join((head, *lines))))
    parts.append(Text(said("✓ done, ○ open, … waits, – let off, · opens later"), "muted"))
    buttons = [Button(said("Back"), "quests.show", {"quest": journey.quest.id})]
    if journey.enrolment.state == "going" and turn.offers("quests.leave"):
        buttons.append(Button(said("Leave this quest"), "quests.leave", {"quest": journey.quest.id}))
    return Reply((*parts, Choices(tuple(buttons))))


def _line(said: Words, step: Step) -> str:
    title = step.title.of(said.language)
    if step.milestone:
        return said("{step} (a milestone, day {day})", step=title, day=step.day)
    return said("{step} (day {day})", step=title, day=step.day)


# Into a step


def open_step(turn: Turn, _: Any) -> Reply:
    """The door: what is shut, done or rests is not shown, whatever button is pressed."""
    settled(turn)
    at = step_in(turn)
    if isinstance(at, Reply):
        return at
    if at.step.kind in ANSWERED and at.journey.standing.states[at.step.id].begun is None:
        rows.happen(turn.db, at.journey, at.step, "begun", turn.now)
        again = step_in(turn)
        at = again if isinstance(again, At) else at
    return SHOW[at.step.kind](turn, at)
