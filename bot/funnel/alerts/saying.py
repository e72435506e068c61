"""A case in one sentence, and the one thing that helps with it. What it says is the number and the date, no blame."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import partial
from typing import Any

from bot.features import Turn
from bot.funnel.alerts.clocks import day_of
from bot.funnel.alerts.rules import Level, Rule
from bot.funnel.alerts.shown import Shown
from bot.knowledge.library import Library
from bot.knowledge.pitch import STAGE_NAMES as AT
from bot.messages import Button
from bot.playbooks.days import day_text
from bot.playbooks.money import money
from bot.playbooks.playbooks import Playbooks
from bot.pushes.calendar import local
from bot.words import N_, Words

LOG, DEAL, DRILL, TASKS = "playbooks.log_here", "playbooks.show", "drills.play", "funnel.tasks"
"""Where the buttons lead; one that is not open to somebody is not offered."""

FIGURES = {"gross_margin": N_("gross margin"), "collection": N_("collection")}


def sentence(said: Words, shown: Shown, playbooks: Playbooks, now: datetime, reader: int) -> str:
    """`reader`: whose own deals need no name behind them."""
    evidence = shown.case.now_shows
    day = partial(_day, said, day_of(shown.rhythm, now))
    if shown.deal is None or evidence["when"] == "report_due":
        return _TEAM[evidence["when"]](said, evidence, shown, day)
    text = _never(evidence) or _DEAL[evidence["when"], "past" in evidence]
    stage = _stage(said, shown, playbooks) if "{stage}" in text else ""
    return said(
        text, deal=_deal(said, shown, reader), n=shown.days(now), date=day(shown.since), limit=evidence["limit"],
        past=evidence.get("past", 0), stage=stage,
    )  # fmt: skip


_DEAL: Mapping[tuple[str, bool], str] = {
    ("no_contact", False): N_("{deal}: no contact noted for {n} working days, the last was on {date}."),
    ("big_unattended", False): N_("{deal}, a big one: no contact for {n} working days, the last was on {date}."),
    ("stale_record", False): N_("{deal}: nothing was noted for {n} working days, since {date}."),
    ("big_enters_stage", False): N_("{deal}, a big one, entered “{stage}” on {date}."),
    ("dwell_over", False): N_("{deal}: {n} working days in “{stage}”, since {date}; the playbook allows {limit}."),
    ("dwell_over", True): N_(
        "{deal}: {n} days in “{stage}”, since {date}; nine of ten of the {past} before it took at most {limit}."
    ),
    ("lead_age", False): N_("{deal}: a new lead of {date}, and no contact noted for {n} working days."),
}


Day = Callable[[date | str], str]


def _day(said: Words, today: date, day: date | str) -> str:
    return day_text(date.fromisoformat(day) if isinstance(day, str) else day, today, said)


def _never(evidence: Mapping[str, Any]) -> str:
    return N_("{deal}: no contact noted yet, {n} working days since {date}.") if evidence.get("never") else ""


def _deal(said: Words, shown: Shown, reader: int) -> str:
    assert shown.deal is not None
    more = [] if shown.deal.amount is None else [money(shown.deal.amount, shown.deal.currency, said.language)]
    more += [] if shown.case.person_id == reader else [shown.owner]
    if not more:
        return shown.deal.name
    inside = listed(said, more)
    return f"{shown.deal.name}（{inside}）" if said.language == "zh" else f"{shown.deal.name} ({inside})"


def _stage(said: Words, shown: Shown, playbooks: Playbooks) -> str:
    assert shown.deal is not None
    book = playbooks.get(shown.deal.playbook)
    stage = book.stage(shown.deal.stage) if book else None
    return stage.title.of(said.language) if stage else shown.deal.stage


def _report(said: Words, evidence: Mapping[str, Any], shown: Shown, day: Day) -> str:
    due = local(shown.rhythm.zone, datetime.fromisoformat(evidence["due_at"]))
    text = N_("The report of the visit to {customer} on {date} is due by {time}.")
    return said(text, customer=evidence["customer"], date=day(evidence["since"]), time=f"{day(due.date())} {due:%H:%M}")


def _kpi(said: Words, evidence: Mapping[str, Any], _: Shown, _day: Day) -> str:
    months = listed(said, (f"{month} {percent(value)}" for month, value in sorted(evidence["months"].items())))
    name = FIGURES[evidence["figure"]]
    text = N_("{team}: {figure} under {below} for {n} months in a row: {months}.")
    return said(
        text, team=evidence["team"] or said("The company"), figure=said(name),
        below=percent(evidence["below"]), n=evidence["n"], months=months,
    )  # fmt: skip


def _tasks(said: Words, evidence: Mapping[str, Any], _: Shown, day: Day) -> str:
    text = N_(
        "{department}: {done} of {n} tasks that fell due since {date} were done in time, {rate}; the mark is {below}."
    )
    return said(
        text, department=evidence["department"], done=evidence["done"], n=evidence["n"], date=day(evidence["since"]),
        rate=percent(evidence["done"] / evidence["n"]), below=percent(evidence["below"]),
    )  # fmt: skip


def _conversion(said: Words, evidence: Mapping[str, Any], _: Shown, day: Day) -> str:
    text = N_("{team}: {now} of {n} left “{stage}” for the next stage since {date}, after {before} of {before_n}.")
    known = {name: evidence[name] for name in ("now", "n", "before", "before_n")}
    at = AT.get(evidence["stage"], evidence["stage"])
    return said(
        text, team=evidence["team"] or said("The company"), stage=said(at), date=day(evidence["since"]), **known
    )


_TEAM: Mapping[str, Callable[[Words, Mapping[str, Any], Shown, Day], str]] = {
    "report_due": _report, "kpi_below": _kpi, "task_completion_below": _tasks, "conversion_signal": _conversion,
}  # fmt: skip


def percent(share: float) -> str:
    return f"{100 * share:.1f}".rstrip("0").rstrip(".") + " %"


def listed(said: Words, several: Iterable[str]) -> str:
    return ("、" if said.language == "zh" else ", ").join(several)


# What helps


def helping(turn: Turn, level: Level, shown: Shown) -> Button | None:
    """The one next action of a level; nothing where it is not open to this person."""
    said, deal = turn.words, {"deal": str(shown.case.deal_id or 0)}
    button = {
        "log": Button(said("Note a contact"), LOG, deal, primary=True),
        "deal": Button(said("Open the deal"), DEAL, deal, primary=True),
        "drill": Button(said("Practise"), DRILL, {"scenario": level.drill or ""}, primary=True),
        "card": _card(turn, level.card or ""),
    }[level.next]
    if shown.deal is None:
        button = Button(said("My tasks"), TASKS, primary=True) if level.when == "kpi_below" else None
    return button if button and turn.offers(button.action) else None


def _card(turn: Turn, id: str) -> Button | None:
    card = turn.get(Library).card(id, turn.words.language)
    if card is None:
        return None
    return Button(turn.words("Open the card"), "knowledge.show", {"card": card.id, "language": card.language}, True)


# Rules in words


def rule_in_words(said: Words, rule: Rule) -> list[str]:
    """Its name, then one line a level: when, and who hears of it."""
    levels = (f"{_when(said, level)} → {listed(said, (said(_HEAR[to]) for to in level.to))}" for level in rule.levels)
    return [rule.title.of(said.language), *levels]


_HEAR = {
    "owner": N_("whoever owns it"), "manager": N_("their manager"), "managers_manager": N_("their manager's manager")
}  # fmt: skip


def _when(said: Words, level: Level) -> str:
    days_at = listed(said, (f"{said(AT[at])} {n}" for at, n in (level.days_at or {}).items()))
    stages = listed(said, (said(AT[at]) for at in level.stages or ()))
    return said(
        _WHEN[level.when], days=level.days, days_at=days_at, big_days=level.big_days, stages=stages,
        least=level.least, hours=level.hours, figure=said(FIGURES[level.figure]) if level.figure else "",
        below=percent(level.below or 0), times=level.times,
    )  # fmt: skip


_WHEN = {
    "no_contact": N_("no contact, in working days: {days_at}; big deals {big_days}"),
    "stale_record": N_("and nothing noted for {days} working days"),
    "big_unattended": N_("a big deal without contact for {days} working days"),
    "big_enters_stage": N_("a big deal enters: {stages}"),
    "dwell_over": N_("longer in a stage than nine of ten before (from {least} on, else the playbook's limit)"),
    "lead_age": N_("a new lead without contact for {days} working days"),
    "report_due": N_("a visit's report due within {hours} hours"),
    "kpi_below": N_("{figure} under {below}, {times} months in a row"),
    "task_completion_below": N_("tasks done in time under {below} in {days} days, from {least} on"),
    "conversion_signal": N_("conversion fell, and not by chance (from {least} deals on)"),
}
