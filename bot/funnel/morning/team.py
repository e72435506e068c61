"""A manager's morning: where the team stands against its target, what moved, and what has really changed."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from bot.features import Turn
from bot.funnel import look, rows
from bot.funnel.conversions import quarter_so_far
from bot.funnel.metrics.figure import Span
from bot.funnel.morning import news, verdict
from bot.funnel.scope import Scope, people_in, under
from bot.funnel.symptoms import Side, of_each, symptoms
from bot.funnel.tables import figure
from bot.messages import Button, Choices, Part, Reply, Role, Text, say
from bot.playbooks.days import day_text
from bot.playbooks.deal.closing import REASONS
from bot.playbooks.money import money
from bot.playbooks.playbooks import Playbooks
from bot.playbooks.tables import deal
from bot.pushes import own_times
from bot.pushes.calendar import local
from bot.pushes.rhythm import Rhythm, is_at_work
from bot.pushes.templates import Templates
from bot.settings import Settings
from bot.signals import Finding

CHANGES_MOST = 3
SYMPTOMS_MOST = 2
NAMED_AMONG = 100
"""People; whoever leads more has managers who know theirs by name."""


@dataclass(frozen=True, slots=True)
class Team:
    name: str
    ids: tuple[int, ...]
    """The team and all below it."""
    people: tuple[int, ...]
    rhythm: Rhythm
    today: date


def report(turn: Turn) -> tuple[Part, ...]:
    """Nothing for whoever leads nobody with deals."""
    team = team_of(turn)
    values = facts(turn, team) if team else {}
    if not values:
        return ()
    text = turn.get(Templates).render("morning-manager", turn.words.language, values)
    return Text(text), Choices((Button(turn.words("A version for the team"), "funnel.for_team"),))


def for_team(turn: Turn, _: Any) -> Reply:
    """Totals and what was signed, nothing about one person: to be put before everybody."""
    team = team_of(turn)
    values = facts(turn, team) if team else {}
    if not values:
        return say(turn.words("There are no deals in this period."))
    text = turn.get(Templates).render("morning-channel", turn.words.language, values)
    return Reply((Text(text, copyable=True),))


def team_of(turn: Turn) -> Team | None:
    me = turn.person
    if me.role is not Role.MANAGER or not me.team:
        return None
    ids = under(turn.db, me.team)
    people = people_in(turn.db, ids)
    rhythm = turn.once(own_times.mine)
    return Team(me.team, ids, people, rhythm, local(rhythm.zone, turn.now).date())


def facts(turn: Turn, team: Team) -> dict[str, Any]:
    said, language = turn.words, turn.words.language
    in_hand = _in_hand(turn.db, team)
    month = news.midnight(team.rhythm.zone, team.today.replace(day=1))
    won = news.won_since(turn.db, team.people, month)
    since = news.last_working_day(team.rhythm, team.today)
    moved = news.moves(turn.db, team.people, news.midnight(team.rhythm.zone, since))
    if not (in_hand or won or moved):
        return {}
    currency = turn.get(Settings).funnel.currency
    target = _target(turn.db, team, currency)
    signed = sum(amount or 0 for amount, unit in won if unit in (currency, ""))
    changes = news.lines(said, moved, turn.get(Playbooks), REASONS)
    return {
        "team": team.name, "deals": sum(n for _, n, _ in in_hand),
        "worth": news.worth([(amount, unit) for unit, _, amount in in_hand], language), "won": len(won),
        "won_worth": news.worth(won, language), "since": day_text(since, team.today, said),
        "target": money(target, currency, language) if target else "",
        "attained": f"{signed / target:.0%}" if target else "", "elapsed": f"{elapsed(team.rhythm, team.today):.0%}",
        "changes": changes[:CHANGES_MOST],
        "wins": news.lines(said, [move for move in moved if move.at in ("won", "contract")], turn.get(Playbooks), {}),
        "verdicts": _verdicts(turn, team),
    }  # fmt: skip


def elapsed(rhythm: Rhythm, today: date) -> float:
    """The share of the month's working days that are over before today."""
    first = today.replace(day=1)
    days = [first + timedelta(days=n) for n in range(31) if (first + timedelta(days=n)).month == first.month]
    worked = [day for day in days if is_at_work(rhythm, day)]
    return sum(day < today for day in worked) / len(worked) if worked else 0.0


def _in_hand(db: Connection, team: Team) -> list[tuple[str, int, int]]:
    """(currency, open deals, their worth)"""
    open_ = (deal.c.status == "open", deal.c.owner_id.in_(team.people))
    sums = select(deal.c.currency, func.count(), func.coalesce(func.sum(deal.c.amount), 0))
    return [(unit, n, int(sum_)) for unit, n, sum_ in db.execute(sums.where(*open_).group_by(deal.c.currency))]


def _target(db: Connection, team: Team, currency: str) -> int:
    """The month's, from the books; 0 where there is none."""
    where = (figure.c.month == f"{team.today:%Y-%m}", figure.c.team == team.name, figure.c.currency.in_((currency, "")))
    return db.execute(select(figure.c.target).where(*where)).scalar() or 0


# What has changed


def is_week_start(rhythm: Rhythm, today: date) -> bool:
    """The first working day of its week: the day for what does not change by the day."""
    monday = today - timedelta(days=today.weekday())
    return not any(is_at_work(rhythm, monday + timedelta(days=n)) for n in range(today.weekday()))


def _verdicts(turn: Turn, team: Team) -> list[str]:
    """Once a week the win rate whatever it says, and the symptoms; on other days only what has really changed."""
    scope, weekly = Scope(teams=team.ids), is_week_start(team.rhythm, team.today)
    settings = turn.get(Settings)
    spans = look.spans_of(turn.db, scope, quarter_so_far(team.today), team.rhythm.zone)
    if spans is None:
        return []
    found = look.win_rate_in(turn.db, scope, *spans)
    lines = [verdict.sentence(turn.words, verdict.WIN_RATE, found)] if _worth_saying(found, weekly) else []
    if not weekly:
        return lines
    sides = sides_of(turn, scope, spans, team.rhythm)
    profile, currency = look.profile_of(settings.funnel), settings.funnel.currency
    lines += [verdict.symptom(turn.words, each) for each in symptoms(*sides, profile, currency)]
    each = of_each(*sides, profile, currency) if len(team.people) <= NAMED_AMONG else []
    return lines + [verdict.about(turn.words, who, found) for who, found in each][:SYMPTOMS_MOST]


def _worth_saying(found: Finding, weekly: bool) -> bool:
    return weekly or found.verdict == "signal"


def sides_of(turn: Turn, scope: Scope, spans: tuple[Span, Span], rhythm: Rhythm) -> tuple[Side, Side]:
    return _side(turn, scope, spans[0], rhythm), _side(turn, scope, spans[1], rhythm)


def _side(turn: Turn, scope: Scope, span: Span, rhythm: Rhythm) -> Side:
    closed = rows.closed(turn.db, scope, span, turn.get(Settings).funnel.currency)
    days = (span.period.start + timedelta(days=n) for n in range(span.period.days))
    return Side(span, closed, rows.touches(turn.db, scope, span), sum(is_at_work(rhythm, day) for day in days))
