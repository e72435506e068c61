"""The funnel of the company or a team: a table to read, or JSON."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from bot.cli.base import app_of, main, print_json
from bot.errors import CornermanError

if TYPE_CHECKING:
    from bot.app import App
    from bot.funnel.metrics.figure import Figure
    from bot.funnel.overview import Overview


@main.command()
@click.option("--team", default="", help="A team, with the teams under it; otherwise the company.")
@click.option("--from", "start", metavar="DATE", help="First day, such as 2026-10-01; otherwise the first deal's.")
@click.option("--to", "end", metavar="DATE", help="Last day; otherwise today.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_context
def funnel(context: click.Context, team: str, start: str | None, end: str | None, as_json: bool) -> None:
    """Deals by stage, how they end, what they are worth: with the definition of each number."""
    first, last = start and _day(start), end and _day(end)
    with app_of(context) as app:
        found, rows = _funnel(app, team, first or None, last or None)
    if as_json:
        print_json(rows)
        return
    click.echo("\n".join(_table(rows, found.figures)))


def _funnel(app: "App", team: str, first: date | None, last: date | None) -> tuple["Overview", dict[str, Any]]:
    from bot.funnel.look import compared, look
    from bot.funnel.overview import as_json
    from bot.funnel.rows import begins
    from bot.funnel.scope import EVERYTHING, Scope, under
    from bot.playbooks.playbooks import Playbooks
    from bot.signals import Period

    zone, now = app.settings.time_zone, app.clock()
    with app.store.read() as db:
        if team:
            app.directory.team_id(db, team)
        scope = Scope(teams=under(db, team)) if team else EVERYTHING
        end = last or now.astimezone(ZoneInfo(zone)).date()
        start = first or min(end, (begins(db, scope) or now).astimezone(ZoneInfo(zone)).date())
        if start > end:
            raise CornermanError(f"The period ends before it begins: {start} to {end}.")
        period = Period(start, end)
        found = look(db, app.service(Playbooks), app.settings, scope, team, period, zone, now)
        since = compared(db, app.settings, scope, period, zone, found.currency)
    return found, as_json(found, period, team, since)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise click.UsageError(f"{text!r} is no date. Write it like 2026-10-01.") from error


def _table(found: dict[str, Any], figures: "Mapping[str, Figure]") -> list[str]:
    from bot.funnel.metrics.definitions import DEFINITIONS

    who = found["team"] or "The company"
    lines = [f"{who}, {found['from']} to {found['to']}: {found['deals']} deals, {found['open']} open, "
             f"{found['won']} won, {found['lost']} lost", ""]  # fmt: skip
    lines += [f"{'':24}{'entered':>9}{'reached':>9}{'to next':>9}{'days':>7}{'open':>7}"]
    lines += [_stage(row) for row in found["stages"]]
    lines += ["", *(_row(name, figure, found["currency"]) for name, figure in figures.items())]
    lines += [f"{one['figure']} since {one['before']['from']}: {one['verdict']}" for one in found["signals"] or []]
    if found["lost_reasons"]:
        lines += ["", "Lost because of: " + ", ".join(f"{why} {n}" for why, n in found["lost_reasons"].items())]
    lines += [found["notes"]["currency"]] if "currency" in found["notes"] else []
    return [*lines, "", "How it is counted:", *(f"  {title}: {text}" for title, text in DEFINITIONS.values())]


_SHARES = frozenset({
    "win_rate", "discount_mean", "discount_weighted", "collection_rate", "gross_margin", "attainment",
    "outside_profile",
})  # fmt: skip
_DAYS = frozenset({"cycle_days_mean", "cycle_days_median", "cycle_days_censored", "response_days"})


def _stage(row: dict[str, Any]) -> str:
    onward = "" if row["conversion"] is None else f"{row['conversion']:.1%}"
    stay = "" if row["dwell_days_median"] is None else f"{row['dwell_days_median']:.1f}"
    return f"{row['stage']:24}{row['entered']:9}{row['reached']:9}{onward:>9}{stay:>7}{row['open']:7}"


def _row(name: str, figure: "Figure", currency: str | None) -> str:
    value = figure.value
    if value is None:
        said = f"–  ({figure.note})"
    elif name in _SHARES:
        said = f"{value:.1%}  (n={figure.n})"
    else:
        said = f"{value:,.1f} days" if name in _DAYS else f"{value / 100:,.2f} {currency or ''}".rstrip()
        said += f"  (n={figure.n})"
    return f"{name.replace('_', ' '):24}{said}"
