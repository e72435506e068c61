"""What comes by itself: a line in the morning, steps that were done elsewhere, and where you are on your own page."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, or_, select

from bot.drills import rows as drill_rows
from bot.drills.stage import Stage
from bot.features import Feature, Step, Turn
from bot.messages import Button, Choices, Part, Role, Text
from bot.people.directory import Directory
from bot.playbooks.deal.page import today_of
from bot.pushes import outbox
from bot.pushes.own_times import mine
from bot.quests import pace, rows
from bot.quests.confirming.leading import ON
from bot.quests.finishing import Finished
from bot.quests.page import bar
from bot.quests.quests import Quests
from bot.quests.rows import Journey
from bot.quests.settling import is_settled, settle_all
from bot.quests.tables import enrolment
from bot.quests.telling import parts, told
from bot.store import Store
from bot.words import words

FIRST, BESIDE = 12.0, 38.0
"""Ranks among what there is to do: a new hire's work is the quest, a rep's are customers."""
AT_ONCE = 100
"""People whom the daily look takes together."""
SHOWN = 2
"""Quests that the morning names."""

PLAYING = frozenset({"drills.say"})
DONE_ELSEWHERE = (
    "drills.say", "drills.end", "drills.finish", "playbooks.log_save", "playbooks.log_undo", "playbooks.opened",
    "playbooks.advance", "playbooks.overridden", "playbooks.won", "playbooks.reopen", "forms.field",
)  # fmt: skip


def register(quests: Feature) -> None:
    quests.follow(*DONE_ELSEWHERE)(follow)
    quests.home(home)


# In the turn that did it


def follow(turn: Turn) -> tuple[Part, ...]:
    """A drill passed or a contact logged counts at once; in the middle of a drill nobody looks."""
    if turn.action in PLAYING and drill_rows.playing(turn.db, turn.person.id) is not None:
        return ()
    events = settle_all(turn.db, turn.get(Quests), turn.get(Stage), turn.person.id, turn.now)
    if events and turn.incoming.place == "group":  # points are between us
        turn.tell(turn.person.id, told(turn.words, events), "quest")
        return ()
    return parts(turn, events)


# In the morning


def _going(turn: Turn) -> tuple[Journey, ...]:
    """Begun, and on the page in the order of what is due."""
    today = today_of(turn)
    found = rows.going(turn.db, turn.get(Quests), turn.person.id, turn.now)
    return tuple(journey for journey in found if journey.enrolment.begins(today, turn.now) <= today)[:SHOWN]


def morning(turn: Turn) -> tuple[Part, ...]:
    """How far you are, and what opens next."""
    return tuple(part for journey in turn.once(_going) for part in (bar(turn, journey), *_opens(turn, journey)))


def _opens(turn: Turn, journey: Journey) -> tuple[Part, ...]:
    following = journey.standing.opens_next()
    if following is None:
        return ()
    return (Text(turn.words("Opens next: {what}", what=following.title.of(turn.words.language)), "muted"),)


def steps(turn: Turn) -> tuple[Step, ...]:
    found = (_step(turn, journey) for journey in turn.once(_going))
    return tuple(step for step in found if step is not None)


def _step(turn: Turn, journey: Journey) -> Step | None:
    """Today's one item; whoever is ahead of plan reads of it without being pushed."""
    said, step = turn.words, pace.today_step(journey.standing)
    if step is None:
        return None
    today = today_of(turn)
    day = pace.day_of(journey.enrolment.begins(today, turn.now), today, mine(turn))
    ahead = step.day > day
    given = {"step": step.title.of(said.language), "minutes": step.minutes}
    line = (
        said("If you like: {step} ({minutes} min)", **given)
        if ahead
        else said("Quest · {step} ({minutes} min)", **given)
    )
    button = Button(said("Begin"), "quests.step", {"quest": journey.quest.id, "step": step.id}, primary=True)
    rank = FIRST if turn.person.role is Role.NEWHIRE and not ahead else BESIDE
    return Step(rank, line, step.why.of(said.language), Choices((button,)), f"quest:{journey.quest.id}")


def home(turn: Turn) -> tuple[Part, ...]:
    found = _going(turn) if turn.incoming.place != "group" else ()
    if not found:
        return ()
    buttons = tuple(
        Button(each.quest.title.of(turn.words.language), "quests.show", {"quest": each.quest.id}) for each in found
    )
    return (*(bar(turn, journey) for journey in found), Choices(buttons))


# Once a day


def settle_daily(
    store: Store, directory: Directory, quests: Quests, stage: Stage, now: datetime, lang: str
) -> set[int]:
    """What imports and other people's turns have made true since yesterday; returns who was told of something.

    Looked at by the hundred, beside whoever writes; then each who has something new is settled in a transaction of
    their own, and the rest are marked in one.
    """
    with store.read() as db:
        people = db.execute(_UNSETTLED, {"by": now.date()}).scalars().all()
    told: set[int] = set()
    for start in range(0, len(people), AT_ONCE):
        some = people[start : start + AT_ONCE]
        told |= {id for id in _changed(store, quests, stage, some, now)
                 if _settle(store, directory, quests, stage, id, now, lang)}  # fmt: skip
        with store.write() as db:
            db.execute(_SETTLED, {"people": some, "today": now.date()})
    return told


def _changed(store: Store, quests: Quests, stage: Stage, people: Sequence[int], now: datetime) -> list[int]:
    with store.read() as db:
        found = rows.of_people(db, quests, people, now)
        return list(dict.fromkeys(each.person_id for each in found if not is_settled(db, stage, each, now)))


def _settle(
    store: Store, directory: Directory, quests: Quests, stage: Stage, person_id: int, now: datetime, lang: str
) -> bool:
    with store.write() as db:
        person = directory.by_id(db, person_id)
        on = person is not None and ON in person.features  # else nothing is lost, and nobody is told of it
        events = settle_all(db, quests, stage, person_id, now) if on else []
        if person and events:
            _tell(db, person_id, events, person.language or lang, now)
    return bool(events)


def _tell(db: Connection, person_id: int, events: Iterable[Finished], language: str, now: datetime) -> None:
    outbox.push(db, told(words(language), events), person_id=person_id, kind="quest", now=now)


_SETTLED = (
    enrolment.update()
    .where(enrolment.c.person_id.in_(bindparam("people", expanding=True)))
    .values(settled_on=bindparam("today"))
)
_UNSETTLED = (
    select(enrolment.c.person_id)
    .where(
        enrolment.c.state != "left",
        or_(enrolment.c.settled_on.is_(None), enrolment.c.settled_on != bindparam("by")),
    )
    .distinct()
)
