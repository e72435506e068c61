"""What stands beside the funnel: the win rate over time, what sells by product, what activity brings."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import Connection

from bot import charts
from bot.funnel import rows
from bot.funnel.metrics import cuts
from bot.funnel.metrics.figure import Span, span_of
from bot.funnel.metrics.journeys import WON, Journey
from bot.funnel.metrics.money import currencies
from bot.funnel.scope import Scope
from bot.messages import Facts, Part, Picture, Text
from bot.playbooks.money import money
from bot.playbooks.playbooks import Playbooks
from bot.pushes.calendar import local
from bot.settings import Settings
from bot.signals import Chart, Period, Rate, laney
from bot.words import N_, Words

WEEKS = 26
FORMULA = N_("Laney p′ chart")
PRODUCTS = 12


def trend(
    said: Words, db: Connection, settings: Settings, scope: Scope, title: str, until: date, zone: str
) -> tuple[Part, ...]:
    """The weekly win rate of half a year with the limits of its usual range; weeks without a closed deal are gaps."""
    rates = weekly(db, settings, scope, until, zone)
    chart = laney(rates)
    if chart is None:
        return (Text(said("Too few weeks with closed deals to say what is usual: 12 are needed.")),)
    head = said("{title}: win rate by week", title=title)
    marks = {id(point.of): _mark(said, chart, at) for at, point in enumerate(chart.points)}
    points = [
        charts.Point(f"{rate.period.start:%m-%d}", rate.value, f"{rate.hits}/{rate.n}" if rate.n else "",
                     marks.get(id(rate), ""))
        for rate in rates
    ]  # fmt: skip
    last = chart.points[-1]
    note = said("{formula}, {n} weeks. A marked week is worth a question, not yet a cause.", formula=said(FORMULA),
                n=chart.n)  # fmt: skip
    drawing = charts.trend(
        head, points, centre=_figure(said("usual"), chart.centre), low=_figure(said("lowest usual"), last.low),
        high=_figure(said("highest usual"), last.high), note=note,
    )  # fmt: skip
    found = [f"{rate.period.start} · {rate.hits}/{rate.n} · {marks[id(rate)]}" for rate in rates if marks.get(id(rate))]
    told = "\n".join(found) or said("All weeks lie in their usual range.")
    return Picture(drawing.png, drawing.alt), Text(told)


def weekly(db: Connection, settings: Settings, scope: Scope, until: date, zone: str) -> list[Rate]:
    """Won of closed, for each of the weeks (Monday to Sunday) before the one that `until` lies in."""
    monday = until - timedelta(days=until.weekday())
    weeks = [Period(monday - timedelta(weeks=n), monday - timedelta(weeks=n - 1, days=1)) for n in range(WEEKS, 0, -1)]
    whole = span_of(Period(weeks[0].start, weeks[-1].end), zone)
    ended, won = Counter[date](), Counter[date]()
    for journey in rows.closed(db, scope, whole, settings.funnel.currency):
        assert journey.closed_at is not None
        day = local(zone, journey.closed_at).date()
        start = day - timedelta(days=day.weekday())
        ended[start] += 1
        won[start] += journey.status == WON
    return [Rate(won[week.start], ended[week.start], week) for week in weeks]


def _mark(said: Words, chart: Chart, at: int) -> str:
    if at in chart.outside:
        point = chart.points[at]
        return said("above its range") if point.value > point.high else said("below its range")
    if any(at in row for row in chart.runs):
        return said("eight in a row on one side")
    return ""


def _figure(label: str, value: float) -> charts.Figure:
    return charts.Figure(label, value, f"{value:.0%}")


def products(
    said: Words, db: Connection, settings: Settings, scope: Scope, title: str, period: Period, zone: str
) -> tuple[Part, ...]:
    """What was signed by product, in the currency of most deals, with how many deals that is."""
    span = span_of(period, zone)
    signed = [j for j in rows.closed(db, scope, span, settings.funnel.currency) if j.status == WON and j.amount]
    known = currencies(signed)
    if not known:
        return (Text(said("Nothing was signed in this period.")),)
    currency = known[0][0]
    head = said("{title}: signed by product, {currency}", title=title, currency=currency)
    shown = _by_product(said, [j for j in signed if j.currency == currency])[:PRODUCTS]
    bars = [charts.Bar(name, value, money(value, currency, said.language), n) for name, value, n in shown]
    drawing = charts.bars(head, bars, note=f"{period.start} – {period.end}")
    facts = tuple((bar.label, f"{bar.shown} (n={bar.n})") for bar in bars)
    return Picture(drawing.png, drawing.alt), Facts(facts)


def _by_product(said: Words, signed: Sequence[Journey]) -> list[tuple[str, int, int]]:
    sums, counts = Counter[str](), Counter[str]()
    for journey in signed:
        name = journey.product or said("no product given")
        sums[name] += journey.amount or 0
        counts[name] += 1
    return [(name, value, counts[name]) for name, value in sums.most_common()]


def activity(
    said: Words, db: Connection, playbooks: Playbooks, settings: Settings, scope: Scope, title: str, period: Period,
    zone: str,
) -> tuple[Part, ...]:  # fmt: skip
    """What each did, beside what came of it. In the order of names: it is no ranking."""
    span: Span = span_of(period, zone)
    loaded = rows.load(db, playbooks, scope, span, settings.funnel.currency)
    known = currencies(loaded.journeys)
    currency = known[0][0] if known else settings.funnel.currency
    proposal = _proposal(playbooks, loaded.path.playbook, loaded.path.stages)
    found = cuts.activity(loaded.journeys, rows.touches(db, scope, span), span, currency, proposal)
    facts = tuple((each.owner, _line(said, each, currency)) for each in found if each.owner)
    if not facts:
        return (Text(said("Nothing was noted in this period.")),)
    note = said("Whoever writes notes shows more; the sums are signed deals alone.")
    head = said("{title}: activity and result", title=title)
    return Text(head, "title"), Text(f"{period.start} – {period.end}", "muted"), Facts(facts), Text(note, "muted")


def _proposal(playbooks: Playbooks, book: str, stages: Sequence[str]) -> int:
    first = playbooks.of(book).first_at("proposal") if book else None
    name = first.id if first else "proposal"
    return stages.index(name) if name in stages else -1


def _line(said: Words, each: cuts.Activity, currency: str) -> str:
    signed = money(each.signed, currency, said.language) if each.signed else "—"
    return said(
        "{visits} visits ({effective} effective) · {demos} demos · {proposals} proposals → {signed} signed",
        visits=each.visits, effective=each.effective, demos=each.demos, proposals=each.proposals, signed=signed,
    )  # fmt: skip
