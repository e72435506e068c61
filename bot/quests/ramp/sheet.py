"""The ramp report as a table, one row a person: for a file, for JSON."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime

from bot.pushes.calendar import local
from bot.quests.ramp.place import Place
from bot.quests.ramp.report import Ramp, Time
from bot.words import N_, Words

Cell = str | int | date | None

HEADINGS: Mapping[str, str] = {
    "name": N_("Name"), "team": N_("Team"), "start": N_("First day"), "day": N_("Working day"),
    "done": N_("Steps done"), "of": N_("Steps in all"), "waived": N_("Steps let off"), "gate": N_("Gate"),
    "stuck_at": N_("At the step"), "days_there": N_("Working days at it"), "wrong_tries": N_("Wrong answers at it"),
    "first_certificate": N_("First certificate"), "first_opportunity": N_("First opportunity"),
    "first_deal": N_("First deal won"), "left": N_("Left on"),
}  # fmt: skip


def table(said: Words, ramp: Ramp, zone: str) -> Iterator[list[Cell]]:
    """With the headings first."""
    yield [said(heading) for heading in HEADINGS.values()]
    for place in ramp.places:
        yield list(row(said, place, zone).values())


def row(said: Words, place: Place, zone: str) -> dict[str, Cell]:
    hire, gates = place.hire, place.hire.quest.gates
    day: Callable[[datetime | None], date | None] = lambda at: local(zone, at).date() if at else None  # noqa: E731
    return {
        "name": hire.name, "team": hire.team, "start": hire.started_on, "day": place.day,
        "done": place.done, "of": place.of, "waived": len(hire.steps.waived),
        "gate": said("done") if place.finished else gates[place.gate].title.of(said.language),
        "stuck_at": place.step.title.of(said.language) if place.step else "",
        "days_there": place.days if place.step else None, "wrong_tries": place.wrong if place.step else None,
        "first_certificate": day(hire.reached.certificate), "first_opportunity": day(hire.reached.opportunity),
        "first_deal": day(hire.reached.deal), "left": place.left_on,
    }  # fmt: skip


def as_json(said: Words, ramp: Ramp, zone: str) -> dict[str, object]:
    return {
        "quest": ramp.quest.id, "on": ramp.today, "people": [row(said, place, zone) for place in ramp.places],
        "cohorts": [
            {"month": cohort.month, "n": cohort.n,
             "curve": [{"day": r.day, "share": round(r.share, 4), "n": r.n} for r in cohort.curve]}
            for cohort in ramp.cohorts
        ],
        "plan": [round(share, 4) for share in ramp.plan],
        "stuck": [
            {"step": one.step.id, "n": len(one.places), "days": one.days, "wrong": round(one.wrong, 2)}
            for one in ramp.stuck
        ],
        "mistakes": [{"criterion": one.criterion, "low": one.low, "n": one.n} for one in ramp.mistakes],
        "first_certificate": _time(ramp.certificate), "first_opportunity": _time(ramp.opportunity),
        "first_deal": _time(ramp.deal),
        "here_after_90_days": {"here": ramp.retention.here, "n": ramp.retention.n},
    }  # fmt: skip


def _time(time: Time) -> dict[str, object]:
    span = (time.low, time.high) if time.reached else (None, None)
    return {"median_days": time.median, "low": span[0], "high": span[1], "reached": time.reached, "n": time.n}
