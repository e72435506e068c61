"""/radar: your six axes, what would move the lowest, and who can see it: first you alone, then whoever leads you."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.charts import radar as draw
from bot.charts.radar import Spoke
from bot.drills import rows as drill_rows
from bot.drills.rubric import PASS
from bot.drills.stage import Stage
from bot.errors import CornermanError
from bot.features import Feature, Turn
from bot.messages import EVERYONE, Button, Choices, Facts, Part, Person, Picture, Reply, Role, Text, say
from bot.people.directory import NAME_MAX, Directory
from bot.playbooks.days import whole_day
from bot.playbooks.deal.page import today_of
from bot.pushes.calendar import local
from bot.quests import rows
from bot.quests.confirming.leading import managers_of, names, words_for
from bot.quests.quest import SKILL_NAMES, Skill
from bot.quests.quests import Quests
from bot.quests.skills.choices import Choice, begin_alone, change, choice_of
from bot.quests.skills.observed import observed
from bot.quests.skills.radar import AXIS_OF, Axis, Radar, before, radar
from bot.words import N_, Words

BAR = 10


@dataclass(frozen=True, slots=True)
class Looked:
    """A radar and its picture, drawn outside the transaction: it takes a twentieth of a second."""

    person_id: int
    now: Radar
    before: Radar | None
    picture: Picture | None
    """None while nothing at all was seen."""


def register(quests: Feature) -> None:
    quests.command(
        "radar", roles=EVERYONE, zh=("能力",), help=N_("Your six skills, and what would move the lowest"), prepare=look
    )(show)
    quests.button("radar_show", roles=EVERYONE, prepare=look)(show)
    quests.button("radar_share", roles=EVERYONE)(share)


# Whose


def look(turn: Turn) -> Looked | None:
    """None: not to be seen by whoever asks, so not even read."""
    person = whose(turn)
    if person is None or not _may_look(turn, person, choice_of(turn.db, person.id)):
        return None
    seen = observed(turn.db, turn.get(Quests), person.id, turn.now)
    today, past = radar(seen, turn.now), before(seen, turn.now)
    return Looked(person.id, today, past, _picture(turn, person, today, past) if seen else None)


def whose(turn: Turn) -> Person | None:
    """Who is asked about, where that is oneself or somebody whom one leads; whether they may look yet is another
    question."""
    number, name, found = turn.args.get("person", ""), turn.text.strip()[:NAME_MAX], turn.get(Directory)
    if not number and not name:
        return turn.person
    try:
        person = found.by_id(turn.db, int(number)) if number else found.named(turn.db, name)
    except CornermanError:
        return None
    return person if person and (person.id == turn.person.id or _leads(turn, turn.person, person)) else None


def _leads(turn: Turn, manager: Person, person: Person) -> bool:
    return manager.role is Role.MANAGER and manager.id in {each.id for each in _leaders(turn, person)}


def _may_look(turn: Turn, person: Person, choice: Choice) -> bool:
    if turn.incoming.place == "group":
        return False
    return person.id == turn.person.id or choice.radar_open(turn.now)


# The page


def show(turn: Turn, looked: Looked | None) -> Reply:
    said, person = turn.words, whose(turn)
    if turn.incoming.place == "group":
        return say(said("A radar is nothing for a group. Ask me in our own chat."))
    if person is None:
        return say(said("You can see your own radar, and later those of the people you lead."))
    choice = _told_of(turn, person)
    if not _may_look(turn, person, choice):
        return say(_not_yet(turn, person, choice))
    if looked is None or looked.person_id != person.id:
        looked = look(turn)
        assert looked is not None
    return Reply(tuple(_parts(turn, person, choice, looked)))


def _told_of(turn: Turn, person: Person) -> Choice:
    """Whoever is asked about before they have seen their radar hears of it, and has their time alone from then on."""
    choice = choice_of(turn.db, person.id)
    if choice.radar_since is not None:
        return choice
    choice = begin_alone(turn.db, person.id, turn.now)
    if person.id != turn.person.id:
        said = words_for(turn, person)
        text = said("You have a radar of your skills. Only you see it until {day}, then {name} as well.",
                    day=_until(person, choice, said), name=turn.person.name)  # fmt: skip
        button = Button(said("My radar"), "quests.radar_show")
        turn.tell(person.id, Reply((Text(text), Choices((button,)))), "quest")
    return choice


def _not_yet(turn: Turn, person: Person, choice: Choice) -> str:
    return turn.words("{name} looks at it alone until {day}, unless they show it to you earlier.", name=person.name,
                      day=_until(turn.person, choice, turn.words))  # fmt: skip


def _until(reader: Person, choice: Choice, said: Words) -> str:
    assert choice.radar_until is not None
    return whole_day(local(reader.time_zone, choice.radar_until).date(), said)


def _parts(turn: Turn, person: Person, choice: Choice, looked: Looked) -> Iterator[Part]:
    said = turn.words
    yield Text(_title(turn, person), "title")
    if looked.picture is None:
        yield Text(said("Nothing seen yet: drills, quests and visit reports fill it."))
    else:
        yield looked.picture
        yield Facts(tuple(_row(said, axis, looked.before) for axis in looked.now.axes))
    text, buttons = _moves(turn, person, looked.now.lowest)
    yield Text(text)
    who, choose = _seen_by(turn, person, choice)
    yield Text(said("Who can see this: {who}", who=who), "muted")
    if buttons or choose:
        yield Choices((*buttons, *choose))


def _title(turn: Turn, person: Person) -> str:
    return turn.words("Skills of {name}, {day}", name=person.name, day=f"{today_of(turn):%Y-%m-%d}")


def _row(said: Words, axis: Axis, past: Radar | None) -> tuple[str, str]:
    shown = _shown(said, axis)
    if axis.value is not None:
        full = round(axis.value * BAR / 100)
        shown = f"{'█' * full}{'░' * (BAR - full)} {shown}"
    told = _told(said, past, axis.skill)
    return said(SKILL_NAMES[axis.skill]), f"{shown} · {told}" if told else shown


def _shown(said: Words, axis: Axis) -> str:
    return said("not enough yet (n = {n})", n=axis.n) if axis.value is None else f"{axis.value} (n = {axis.n})"


def _told(said: Words, past: Radar | None, skill: Skill) -> str:
    value = past[skill].value if past else None
    return "" if value is None else said("30 days ago {value}", value=value)


def _picture(turn: Turn, person: Person, today: Radar, past: Radar | None) -> Picture:
    said = turn.words
    spokes = [
        Spoke(said(SKILL_NAMES[axis.skill]), axis.value, _shown(said, axis), past[axis.skill].value if past else None,
              _told(said, past, axis.skill)) for axis in today.axes
    ]  # fmt: skip
    note = said("What is 30 days old counts half. n: how often it was seen.")
    drawing = draw(_title(turn, person), spokes, now=said("now"), before=said("30 days ago"), note=note)
    return Picture(drawing.png, drawing.alt)


# What would move the lowest axis


def _moves(turn: Turn, person: Person, axis: Axis) -> tuple[str, tuple[Button, ...]]:
    """A step that is open, else a drill; the button is its owner's alone."""
    said, name = turn.words, turn.words(SKILL_NAMES[axis.skill])
    found = _step(turn, person, axis.skill) or _drill(turn, person, axis.skill)
    if found is not None:
        mine = person.id == turn.person.id and turn.offers(found.action)
        return said("What would move “{axis}” now: {what}", axis=name, what=found.label), (found,) if mine else ()
    if axis.skill == "process":
        return said("What would move “{axis}”: visit reports in time.", axis=name), ()
    return said("What would move “{axis}”: steps of a quest.", axis=name), ()


def _step(turn: Turn, person: Person, skill: Skill) -> Button | None:
    language = turn.words.language
    for journey in rows.going(turn.db, turn.get(Quests), person.id, turn.now):
        for step in journey.standing.open():
            if step.skill == skill and journey.standing.states[step.id].status == "open":
                return Button(step.title.of(language), "quests.step", {"quest": journey.quest.id, "step": step.id})
    return None


def _drill(turn: Turn, person: Person, skill: Skill) -> Button | None:
    """The one that weighs the axis most, first of those not passed yet."""
    seen_by = [criterion for criterion, axis in AXIS_OF.items() if axis == skill]
    scenarios = turn.get(Stage).repertoire.scenarios.values()
    if not seen_by or not scenarios:
        return None
    bests = drill_rows.bests(turn.db, person.id)
    best = min(
        scenarios,
        key=lambda each: (bests.get(each.id, 0) >= PASS, -sum(each.weight()[c] for c in seen_by), each.id),
    )
    return Button(best.title.of(turn.words.language), "drills.play", {"scenario": best.id})


# Who sees it


def _seen_by(turn: Turn, person: Person, choice: Choice) -> tuple[str, tuple[Button, ...]]:
    said = turn.words
    who = names(_leaders(turn, person))
    you = said("you") if person.id == turn.person.id else person.name
    if not who:
        return said("{you} alone", you=you), ()
    day = _until(turn.person, choice, said)
    mine = person.id == turn.person.id
    if choice.radar_until is not None and turn.now >= choice.radar_until:
        return said("{you}; since {day} also {names}", you=you, day=day, names=who), ()
    if choice.radar_shared:
        back = Button(said("Keep it to myself until {day}", day=day), "quests.radar_share", {"to": ""})
        return said("{you} and {names}, as chosen", you=you, names=who), (back,) if mine else ()
    early = Button(said("Let my manager see it now"), "quests.radar_share", {"to": "manager"})
    return said("{you} alone until {day}, then also {names}", you=you, day=day, names=who), (early,) if mine else ()


def _leaders(turn: Turn, person: Person) -> list[Person]:
    """Managers alone: an admin decides for others, and has no business with what they are good at."""
    found = managers_of(turn.db, turn.get(Directory), person)
    return [each for each in found if each.role is Role.MANAGER]


def share(turn: Turn, _: Any) -> Reply:
    """One's own alone; after the time alone there is nothing left to keep back."""
    said, me = turn.words, turn.person
    choice = begin_alone(turn.db, me.id, turn.now)
    shared = turn.args.get("to") == "manager"
    change(turn.db, me.id, radar_shared=shared)
    chosen = Choice(choice.on_boards, shared, choice.radar_since)
    who, buttons = _seen_by(turn, me, chosen)
    return Reply((Text(said("Who can see this: {who}", who=who)), Choices((*buttons, _back(said)))))


def _back(said: Words) -> Button:
    return Button(said("My radar"), "quests.radar_show")
