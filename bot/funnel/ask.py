"""/funnel in words: 漏斗 本月华东制造业. Reps see their own deals, and of others' only sums; managers their teams'."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.features import Feature, Turn
from bot.funnel import beside
from bot.funnel.asked import Asked, understand
from bot.funnel.look import look, win_rate_since
from bot.funnel.metrics.cuts import Dimension
from bot.funnel.metrics.definitions import DEFINITIONS
from bot.funnel.metrics.figure import span_of
from bot.funnel.rows import others_in
from bot.funnel.scope import DIMENSIONS, EVERYTHING, Scope, own, under, values_in, widest
from bot.funnel.shown import View, parts
from bot.messages import EVERYONE, LEADERS, Button, Choices, Facts, Part, Person, Reply, Role, Text
from bot.people.directory import Directory
from bot.playbooks.playbooks import Playbooks
from bot.settings import Settings
from bot.signals import LEAST, Period
from bot.words import N_, Words

OTHERS_LEAST = 2
"""Colleagues behind a narrowed sum that a rep may see: with one, it would be that one's own number."""
_ANONYMOUS: tuple[Dimension, ...] = tuple(by for by in DIMENSIONS if by != "owner")


def register(funnel: Feature) -> None:
    funnel.command("funnel", roles=EVERYONE, zh=("漏斗",), prepare=seen, usage=N_("this month, east"),
                   help=N_("Deals by stage, asked in your own words"))(answer)  # fmt: skip
    funnel.button("definitions", roles=EVERYONE)(definitions)
    funnel.button("trend", roles=EVERYONE, prepare=trend)(answer)
    funnel.button("products", roles=EVERYONE, prepare=products)(answer)
    funnel.button("activity", roles=LEADERS, prepare=activity)(answer)


@dataclass(frozen=True, slots=True)
class _Reach:
    """What somebody may ask about."""

    scope: Scope
    """Where nothing is said."""
    wide: Scope
    """The widest of which they may see sums."""
    teams: tuple[str, ...]
    names: bool
    """Whether others' deals and names may be shown."""


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asked about, within what they may see."""

    asked: Asked
    scope: Scope
    team: str
    """Whose monthly figures belong to it."""
    title: str
    names: bool
    too_few: bool = False
    """Asked for a sum that would be one colleague's: it is about the asker's own deals instead."""


def question(turn: Turn, text: str) -> Question:
    who = turn.person
    reach = _reach(turn.db, turn.get(Directory), who)
    values = values_in(turn.db, reach.wide, DIMENSIONS if reach.names else _ANONYMOUS)
    today = turn.now.astimezone(ZoneInfo(who.time_zone)).date()
    asked = understand(text, values, reach.teams, today)
    scope, team, title = _scope(turn.db, turn.words, who, reach, asked)
    narrowed = replace(scope, values=asked.values)
    span = span_of(asked.period, who.time_zone)
    if not reach.names and asked.values and 0 < others_in(turn.db, narrowed, who, span) < OTHERS_LEAST:
        mine = replace(own(who), values=asked.values)
        return Question(asked, mine, "", turn.words("Your deals"), reach.names, too_few=True)
    return Question(asked, narrowed, team, title, reach.names)


def seen(turn: Turn) -> tuple[Part, ...]:
    """Understands the words, looks at the rows and draws, before the transaction."""
    settings, who, of = turn.get(Settings), turn.person, question(turn, turn.text)
    period, scope = of.asked.period, of.scope
    found = look(turn.db, turn.get(Playbooks), settings, scope, of.team, period, who.time_zone, turn.now)
    book = turn.get(Playbooks).get(found.path.playbook) if found.path.playbook else None
    whole = _whole_days(period, turn.now.astimezone(ZoneInfo(who.time_zone)).date())
    since = win_rate_since(turn.db, scope, whole, who.time_zone) if found.deals >= LEAST else None
    shown = parts(turn.words, View(of.title, of.asked, found, book, None if of.names else who.id, since))
    if of.too_few:
        few = turn.words("Among colleagues, too few work on such deals for a sum: these are yours alone.")
        shown = (Text(few, "muted"), *shown)
    return (*shown, further(turn)) if found.deals >= LEAST else shown


def _whole_days(period: Period, today: date) -> Period:
    """Up to yesterday: a morning is no match for a whole day of the quarter before."""
    return replace(period, end=today - timedelta(days=1)) if period.start < today <= period.end else period


def further(turn: Turn) -> Choices:
    """The same question, seen otherwise."""
    said, args = turn.words, {"asked": turn.text}
    ways = (("trend", N_("Over time")), ("products", N_("By product")), ("activity", N_("Activity and result")))
    offered = ((f"funnel.{name}", label) for name, label in ways)
    return Choices(tuple(Button(said(label), action, args) for action, label in offered if turn.offers(action)))


def trend(turn: Turn) -> tuple[Part, ...]:
    of = question(turn, turn.args.get("asked", ""))
    return beside.trend(turn.words, turn.db, turn.get(Settings), of.scope, of.title, of.asked.period.end,
                        turn.person.time_zone)  # fmt: skip


def products(turn: Turn) -> tuple[Part, ...]:
    of = question(turn, turn.args.get("asked", ""))
    return beside.products(turn.words, turn.db, turn.get(Settings), of.scope, of.title, of.asked.period,
                           turn.person.time_zone)  # fmt: skip


def activity(turn: Turn) -> tuple[Part, ...]:
    of = question(turn, turn.args.get("asked", ""))
    return beside.activity(turn.words, turn.db, turn.get(Playbooks), turn.get(Settings), of.scope, of.title,
                           of.asked.period, turn.person.time_zone)  # fmt: skip


def answer(turn: Turn, shown: tuple[Part, ...]) -> Reply:
    return Reply(shown)


def definitions(turn: Turn, _: Any) -> Reply:
    said = turn.words
    chosen = [DEFINITIONS[name] for name in turn.args.get("of", "").split(",") if name in DEFINITIONS]
    rows = tuple((said(title), said(text)) for title, text in chosen)
    return Reply((Text(said("How it is counted"), "title"), Facts(rows)))


def _reach(db: Connection, directory: Directory, who: Person) -> _Reach:
    names = who.role in LEADERS
    widely = widest(db, who)
    if not names:
        wide = Scope(teams=under(db, who.team)) if who.team else own(who)
        return _Reach(own(who), wide, (who.team,) if who.team else (), False)
    if who.role is Role.ADMIN:
        return _Reach(widely, widely, tuple(name for name, _ in directory.teams(db)), True)
    return _Reach(widely, widely, tuple(sorted(directory.teams_below(db, who.team))) if who.team else (), True)


def _scope(db: Connection, said: Words, who: Person, reach: _Reach, asked: Asked) -> tuple[Scope, str, str]:
    """Whose deals, whose monthly figures, and the title. Asked for more than is open, one gets the most that is."""
    if asked.team:
        return Scope(teams=under(db, asked.team)), asked.team, asked.team
    if asked.whose == "mine":
        return own(who), "", said("Your deals")
    if asked.whose == "team" and who.team:
        return Scope(teams=under(db, who.team)), who.team, who.team
    scope = reach.wide if asked.whose == "all" else reach.scope
    if scope == EVERYTHING:
        return scope, "", said("The company")
    return scope, who.team, who.team if scope.teams is not None else said("Your deals")
