"""Demo mode: an invented team, a clock that can be moved, and anyone's view. Registered only by `run --demo`."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.clock import MovedClock
from bot.errors import CornermanError
from bot.features import Feature, Turn
from bot.messages import EVERYONE, ROLE_NAMES, Button, Choices, Person, Reply, Role, Text, say
from bot.people.directory import Directory
from bot.words import N_

demo = Feature("demo", N_("Demo"), always=True)

COMPANY, EAST, OVERSEAS = "演示公司", "华东组", "海外组"

TEAM = (
    ("演示-销售", Role.REP, EAST, "zh"),
    ("演示-新人", Role.NEWHIRE, EAST, "zh"),
    ("演示-经理", Role.MANAGER, EAST, "zh"),
    ("Demo-Rep", Role.REP, OVERSEAS, "en"),
    ("Demo-Editor", Role.EDITOR, OVERSEAS, "en"),
)
"""Nobody: every name says that it is for show."""


def seed(db: Connection, directory: Directory, now: datetime) -> None:
    """The invented team, once."""
    if any(name == TEAM[0][0] for name in (p.name for p in directory.everyone(db))):
        return
    directory.add_team(db, COMPANY)
    for name in (EAST, OVERSEAS):
        directory.add_team(db, name, COMPANY)
    for name, role, team, language in TEAM:
        directory.add(db, name, now=now, role=role, team_name=team, language=language)


@demo.command(
    "demo", roles=EVERYONE, zh=("演示",), help=N_("Demo: move the clock, see as somebody else"), usage="tomorrow"
)
def play(turn: Turn, _: Any) -> Reply:
    match turn.text.split(maxsplit=1):
        case ["tomorrow" | "明天"]:
            return _tomorrow(turn)
        case ["as", name]:
            return _as(turn, name)
    return _menu(turn)


@demo.button("tomorrow", roles=EVERYONE)
def tomorrow(turn: Turn, _: Any) -> Reply:
    return _tomorrow(turn)


@demo.button("view", roles=EVERYONE)
def view(turn: Turn, _: Any) -> Reply:
    return _as(turn, turn.args.get("name", ""))


def _menu(turn: Turn) -> Reply:
    said = turn.words
    everyone = turn.get(Directory).everyone(turn.db)
    buttons = [Button(said("Go to tomorrow 08:00"), "demo.tomorrow", primary=True)]
    buttons += [Button(_label(turn, p), "demo.view", {"name": p.name}) for p in everyone if p.id != turn.person.id]
    here = turn.now.astimezone(ZoneInfo(turn.person.time_zone))
    head = said("Demo. It is {time}; you see what {name} sees.", time=f"{here:%Y-%m-%d %H:%M}", name=turn.person.name)
    invented = Text(said("Everybody here is invented, the customers too."), "muted")
    return Reply((Text(head), invented, Choices(tuple(buttons))))


def _label(turn: Turn, person: Person) -> str:
    return turn.words("See as {name} ({role})", name=person.name, role=turn.words(ROLE_NAMES[person.role]))


def _tomorrow(turn: Turn) -> Reply:
    """Tomorrow at eight, where the person is: just before the morning message."""
    here = turn.now.astimezone(ZoneInfo(turn.person.time_zone))
    morning = datetime.combine(here.date() + timedelta(days=1), time(8), here.tzinfo)
    turn.get(MovedClock).move(morning - turn.now)
    return say(turn.words("It is now {time}.", time=f"{morning:%Y-%m-%d %H:%M}"))


def _as(turn: Turn, name: str) -> Reply:
    directory = turn.get(Directory)
    try:
        other = directory.named(turn.db, name)
    except CornermanError:
        return say(turn.words("There is nobody called {name} in the demo.", name=name))
    directory.view_as(turn.db, turn.incoming.channel, turn.incoming.account, other.id)
    role = turn.words(ROLE_NAMES[other.role])
    return say(turn.words("You now see what {name} ({role}) sees. /demo brings you back.", name=other.name, role=role))
