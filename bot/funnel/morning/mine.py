"""A rep's morning: where their deals stand, what moved, and what there is to do."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.features import Step, Turn
from bot.funnel import look
from bot.funnel.conversions import quarter_so_far
from bot.funnel.morning import news, verdict
from bot.funnel.morning.team import is_week_start, sides_of
from bot.funnel.scope import own
from bot.funnel.symptoms import symptoms
from bot.messages import Button, Choices, Part, Text
from bot.playbooks import deals
from bot.playbooks.days import day_text
from bot.playbooks.deal.closing import REASONS
from bot.playbooks.deals import Deal
from bot.playbooks.playbooks import Playbooks
from bot.pushes import own_times
from bot.pushes.calendar import local
from bot.pushes.templates import Templates
from bot.settings import Settings

CHANGES_MOST = 3
OVERDUE, TODAY, BARE = 15.0, 20.0, 30.0
"""Ranks: after the alerts, before practice."""


def report(turn: Turn) -> tuple[Part, ...]:
    """Nothing for somebody who has no deals and signed none."""
    values = facts(turn, _verdicts(turn))
    if not values:
        return ()
    return (Text(turn.get(Templates).render("morning-rep", turn.words.language, values)),)


def _open(turn: Turn) -> list[Deal]:
    return deals.open_of(turn.db, turn.person.id)


def facts(turn: Turn, verdicts: Sequence[str] = ()) -> dict[str, Any]:
    said, me = turn.words, turn.person
    mine = turn.once(_open)
    rhythm = turn.once(own_times.mine)
    today = local(rhythm.zone, turn.now).date()
    since = news.last_working_day(rhythm, today)
    won = news.won_since(turn.db, (me.id,), news.midnight(rhythm.zone, today.replace(day=1)))
    moved = news.moves(turn.db, (me.id,), news.midnight(rhythm.zone, since))
    if not (mine or won or moved):
        return {}
    return {
        "name": me.name, "deals": len(mine), "worth": news.worth([(d.amount, d.currency) for d in mine], said.language),
        "won": len(won), "won_worth": news.worth(won, said.language), "since": day_text(since, today, said),
        "changes": news.lines(said, moved, turn.get(Playbooks), REASONS)[:CHANGES_MOST], "verdicts": list(verdicts),
    }  # fmt: skip


def _verdicts(turn: Turn) -> list[str]:
    """Once a week, and only to whom the deals give an answer: nobody's few deals are a rate."""
    rhythm = turn.once(own_times.mine)
    today = local(rhythm.zone, turn.now).date()
    if not is_week_start(rhythm, today):
        return []
    settings, scope = turn.get(Settings), own(turn.person)
    spans = look.spans_of(turn.db, scope, quarter_so_far(today), rhythm.zone)
    if spans is None:
        return []
    found = look.win_rate_in(turn.db, scope, *spans)
    lines = [verdict.sentence(turn.words, verdict.WIN_RATE, found)] if found.now.n else []
    if found.verdict == "too_few":  # no symptom of a dozen deals is one
        return lines
    seen = symptoms(*sides_of(turn, scope, spans, rhythm), look.profile_of(settings.funnel), settings.funnel.currency)
    return lines + [verdict.symptom(turn.words, each) for each in seen]


def steps(turn: Turn) -> tuple[Step, ...]:
    """What was planned for today or before, and the biggest deal for which nothing is planned."""
    today = local(turn.person.time_zone, turn.now).date()
    mine = turn.once(_open)
    planned = sorted((deal for deal in mine if deal.next_on and deal.next_on <= today), key=_by_day)
    bare = max((deal for deal in mine if deal.next_on is None), key=lambda deal: deal.amount or 0, default=None)
    found = [_planned(turn, deal, today, n) for n, deal in enumerate(planned)]
    return (*found, _bare(turn, bare)) if bare else tuple(found)


def _by_day(deal: Deal) -> tuple[date, int]:
    return deal.next_on or date.max, -(deal.amount or 0)


def _planned(turn: Turn, deal: Deal, today: date, n: int) -> Step:
    assert deal.next_on is not None
    said = turn.words
    what, about = deal.next_title or said("the next step"), f"deal:{deal.id}"
    if deal.next_on < today:
        text = said(
            "{deal}: {what} (planned for {day})", deal=deal.short, what=what, day=day_text(deal.next_on, today, said)
        )
        return Step(
            OVERDUE + n / 100, text, said("Done? Say how it went. Moved? Say to when."), _buttons(turn, deal), about
        )
    return Step(
        TODAY + n / 100, said("{deal}: {what}, today", deal=deal.short, what=what), "", _buttons(turn, deal), about
    )


def _bare(turn: Turn, deal: Deal) -> Step:
    text = turn.words("{deal} has no next step", deal=deal.name)
    return Step(BARE, text, turn.words("What would they agree to, and when?"), _buttons(turn, deal), f"deal:{deal.id}")


def _buttons(turn: Turn, deal: Deal) -> Choices:
    args = {"deal": str(deal.id)}
    log = Button(turn.words("Log a contact"), "playbooks.log_here", args, primary=True)
    return Choices((log, Button(turn.words("Open the deal"), "playbooks.show", args)))
