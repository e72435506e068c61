"""An overview as an answer in chat: rates where there are enough deals, names and a question where there are not."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.funnel.asked import Asked
from bot.funnel.drawn import picture, rate
from bot.funnel.metrics.closing import NO_REASON
from bot.funnel.metrics.dwell import Waiting
from bot.funnel.metrics.figure import interval
from bot.funnel.overview import Overview, Standing
from bot.knowledge.pitch import STAGE_NAMES
from bot.messages import Button, Choices, Facts, Part, Picture, Text
from bot.playbooks.money import money
from bot.playbooks.playbook import Playbook
from bot.signals import LEAST, LEAST_VISITS, Finding
from bot.words import N_, Words

NAMED = 3
"""Deals that are named in one line."""

WORD_MAX, WORDS_MOST = 20, 6
"""Of what was not understood."""

LONG_DAYS = 20
"""Where neither the past nor the playbook says what is long."""
WEEK, WORKING = 7, 5

REASONS = {
    "price": N_("price"), "function": N_("function"), "competitor": N_("competitor"), "other": N_("other"),
    NO_REASON: N_("no reason given"),
}  # fmt: skip

VERDICTS = {"signal": N_("a real change"), "normal": N_("normal variation")}

RATES = ("entered", "reached", "ratio", "cohort_relative", "dwell", "open", "win_rate", "change", "cycle")
COUNTS = ("entered", "reached", "open")


@dataclass(frozen=True, slots=True)
class View:
    """Whose deals are shown, and which of them may be named."""

    title: str
    asked: Asked
    found: Overview
    book: Playbook | None
    """Whose stages are counted; None for the six."""
    named_owner: int | None = None
    """Deals of this person alone may be named; None: all."""
    since: Finding | None = None
    """The win rate against the same place in the quarter before."""


def parts(said: Words, view: View) -> tuple[Part, ...]:
    found = view.found
    head = (Text(_title(view), "title"), *_not_understood(said, view.asked))
    if not found.deals and not any(standing.entered for standing in found.standings):
        return (*head, Text(said("There are no deals in this period.")))
    enough = found.deals >= LEAST
    stages = Facts(tuple(_stage(said, view, standing, enough) for standing in found.standings))
    body = (_ends(said, view), *_longest(said, view)) if enough else _questions(said, view)
    drawn = (_drawn(said, view),) if enough else ()
    button = Button(said("How it is counted"), "funnel.definitions", {"of": ",".join(RATES if enough else COUNTS)})
    return (*head, Text(_sum(said, found)), *drawn, stages, *body, Choices((button,)))


def _drawn(said: Words, view: View) -> Picture:
    names = [stage_name(said, view.book, standing.stage) for standing in view.found.standings]
    return picture(said, _title(view), view.found.standings, names)


def stage_name(said: Words, book: Playbook | None, id: str) -> str:
    stage = book.stage(id) if book else None
    return stage.title.of(said.language) if stage else said(STAGE_NAMES.get(id, id))


def _title(view: View) -> str:
    days, chosen = view.asked.period, [" / ".join(values) for _, values in view.asked.values]
    return " · ".join([view.title, *chosen, f"{days.start} – {days.end}"])


def _not_understood(said: Words, asked: Asked) -> tuple[Text, ...]:
    if not asked.unknown:
        return ()
    words = said(
        "Not understood, or not among these deals: {words}. It narrows nothing.",
        words=", ".join(shorten(asked.unknown)),
    )
    return (Text(words, "warning"),)


def shorten(unknown: Sequence[str]) -> list[str]:
    """Enough of them to know which words are meant."""
    some = [word if len(word) <= WORD_MAX else f"{word[:WORD_MAX]}…" for word in unknown[:WORDS_MOST]]
    return [*some, "…"] if len(unknown) > WORDS_MOST else some


def _sum(said: Words, found: Overview) -> str:
    """How many, how they ended, what was signed; currencies apart."""
    line = said.plural("{n} deal: {open} open, {won} won, {lost} lost.",
                       "{n} deals: {open} open, {won} won, {lost} lost.",
                       found.deals, open=found.open, won=found.won, lost=found.lost)  # fmt: skip
    signed = found.figures["won_value"]
    lines = [line]
    if signed.value is not None:
        amount = money(round(signed.value), found.currency, said.language)
        lines.append(said("Signed: {amount} (n={n}).", amount=amount, n=signed.n))
    if found.others:
        others = ", ".join(f"{currency} {n}" for currency, n in found.others)
        lines.append(
            said("Sums are in {currency} only; other deals: {others}.", currency=found.currency, others=others)
        )
    return "\n".join(lines)


def _stage(said: Words, view: View, standing: Standing, rates: bool) -> tuple[str, str]:
    facts = [
        said("entered {n}", n=standing.entered), said("reached {n}", n=standing.reached),
        said("open {n}", n=len(standing.waiting)),
    ]  # fmt: skip
    if rates and standing.to_next is not None and standing.to_next.n:
        facts.append(said("to the next {rate}", rate=rate(standing.to_next)))
    if rates and standing.cohort is not None and standing.cohort.n >= LEAST:
        facts.append(said("further within 60 days {rate}", rate=rate(standing.cohort)))
    if rates and standing.dwell is not None:
        facts.append(said("median {days} days (n={n})", days=f"{standing.dwell.median:.0f}", n=standing.dwell.n))
    return stage_name(said, view.book, standing.stage), " · ".join(facts)


def _ends(said: Words, view: View) -> Facts:
    found = view.found
    rows = [(said("Win rate"), _win_rate(said, view.asked, found)), *_since(said, view.since)]
    cycle = found.figures["cycle_days_median"]
    if cycle.value is not None and cycle.n >= LEAST:
        rows.append((said("Cycle"), said("median {days} days (n={n})", days=f"{cycle.value:.0f}", n=cycle.n)))
    if found.lost_reasons:
        reasons = " · ".join(f"{said(REASONS.get(why, why))} {n}" for why, n in found.lost_reasons.items())
        rows.append((said("Lost because of"), reasons))
    return Facts(tuple(rows))


def _win_rate(said: Words, asked: Asked, found: Overview) -> str:
    wins, between = found.figures["win_rate"], interval(found.figures["win_rate"], asked.period)
    if wins.value is None or between is None or wins.n < LEAST:
        return said("{won} won of {n} closed; too few for a rate", won=found.won, n=wins.n)
    low, high = between
    return said("{rate} (n={n}, range {low} to {high})", rate=f"{wins.value:.0%}", n=wins.n,
                low=f"{low:.0%}", high=f"{high:.0%}")  # fmt: skip


def _since(said: Words, finding: Finding | None) -> list[tuple[str, str]]:
    """Whether the win rate really changed."""
    if finding is None or finding.before.value is None or finding.now.value is None:
        return []
    before = finding.before.period
    label = said("Against {start} – {end}", start=before.start, end=before.end)
    if finding.verdict == "too_few":
        return [(label, said("not enough data (n={before} and {now})", before=finding.before.n, now=finding.now.n))]
    change = said("{before} (n={n}) then, {now} (n={m}) now: {verdict}", verdict=said(VERDICTS[finding.verdict]),
                  before=f"{finding.before.value:.0%}", n=finding.before.n,
                  now=f"{finding.now.value:.0%}", m=finding.now.n)  # fmt: skip
    return [(label, change)]


def _longest(said: Words, view: View) -> tuple[Text, ...]:
    """The deals that have stood longest, by name."""
    known = _nameable(view, view.found.waiting)[:NAMED]
    if not known:
        return ()
    stages = view.found.path.stages
    lines = [
        said("{deal}: {days} days in {stage}", deal=wait.journey.name, days=f"{wait.days:.0f}",
             stage=stage_name(said, view.book, stages[wait.place])) for wait in known
    ]  # fmt: skip
    return (Text("\n".join([said("Longest in their stage:"), *lines])),)


def _questions(said: Words, view: View) -> tuple[Text, ...]:
    """Too few for rates: which deals are stuck, and what to ask about them."""
    lines = [line for standing in view.found.standings if (line := _stuck(said, view, standing))]
    closed = said("Too few deals for rates (fewer than {n}): better look at each.", n=LEAST)
    if not lines:
        return (Text(said("No deal has been in its stage for long.")), Text(closed, "muted"))
    question = said("Ask first: what did the customer say last, and who does what next, by which day?")
    return Text("\n".join(lines)), Text(question), Text(closed, "muted")


def _stuck(said: Words, view: View, standing: Standing) -> str:
    limit = _long(view, standing)
    late = [wait for wait in standing.waiting if wait.days > limit]
    if not late:
        return ""
    stage, days = stage_name(said, view.book, standing.stage), f"{limit:.0f}"
    head = said.plural("{n} deal has been in {stage} for over {days} days",
                       "{n} deals have been in {stage} for over {days} days",
                       len(late), stage=stage, days=days)  # fmt: skip
    names = [wait.journey.name for wait in _nameable(view, late)]
    if not names:
        return head
    more = [f"+{len(names) - NAMED}"] if len(names) > NAMED else []
    listed = ("、" if said.language == "zh" else ", ").join([*names[:NAMED], *more])
    return said("{label}: {value}", label=head, value=listed)


def _long(view: View, standing: Standing) -> float:
    """Longer than nine in ten completed visits; else the playbook's working days, as days of the calendar."""
    if standing.dwell is not None and standing.dwell.n >= LEAST_VISITS:
        return standing.dwell.spread.p90
    stage = view.book.stage(standing.stage) if view.book else None
    return stage.limit_days * WEEK / WORKING if stage and stage.limit_days else LONG_DAYS


def _nameable(view: View, waits: Sequence[Waiting]) -> list[Waiting]:
    return [wait for wait in waits if view.named_owner is None or wait.journey.owner_id == view.named_owner]
