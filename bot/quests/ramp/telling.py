"""The ramp report in words: each figure with its n, and what is not known said so."""

from bot import charts
from bot.drills.rubric import TITLES
from bot.messages import Picture
from bot.quests.ramp.report import Cohort, Mistake, Ramp, Retention, Sticking, Time
from bot.words import Words

SHOWN = 3
"""Cohorts in the text and in the picture: the newest."""
NAMES = 4


def title(said: Words, ramp: Ramp) -> str:
    quest = ramp.quest.title.of(said.language)
    if ramp.month:
        return said("Ramp-up: {quest}, began in {month}", quest=quest, month=ramp.month)
    return said("Ramp-up: {quest}", quest=quest)


def facts(said: Words, ramp: Ramp) -> tuple[tuple[str, str], ...]:
    rows = [(cohort.month, _cohort(said, ramp, cohort)) for cohort in newest(ramp)]
    rows += [
        (said("First certificate"), _time(said, ramp.certificate)),
        (said("First opportunity"), _time(said, ramp.opportunity)),
        (said("First deal won"), _time(said, ramp.deal)),
        (said("Still here after 90 days"), _retention(said, ramp.retention)),
    ]
    waived = sum(len(place.hire.steps.waived) for place in ramp.places)
    out = sum(place.here and not place.hire.stays for place in ramp.places)
    besides = ((said("Begin later"), ramp.ahead), (said("Out of the quest"), out), (said("Steps let off"), waived))
    return (*rows, *((label, str(n)) for label, n in besides if n))


def newest(ramp: Ramp) -> list[Cohort]:
    """The newest first; where one is asked for, that one."""
    chosen = [cohort for cohort in ramp.cohorts if not ramp.month or cohort.month == ramp.month]
    return chosen[: -SHOWN - 1 : -1]


def sticking(said: Words, one: Sticking) -> str:
    """With names: it is their leader who reads it."""
    them = [f"{place.hire.name} {place.days}" for place in one.places]
    names = ", ".join([*them[:NAMES], f"… +{len(them) - NAMES}"] if len(them) > NAMES else them)
    given = {"step": one.step.title.of(said.language), "n": len(one.places), "days": f"{one.days:g}", "names": names}
    if not one.wrong:
        return said("{step}: n = {n}, for {days} working days (median). {names}", **given)
    return said("{step}: n = {n}, for {days} working days (median), wrong answers each: {wrong}. {names}",
                wrong=f"{one.wrong:.1f}", **given)  # fmt: skip


def mistake(said: Words, one: Mistake) -> str:
    title = said(TITLES.get(one.criterion, one.criterion))
    return said("{title}: low in {share} of drills ({low} of {n})", title=title, share=f"{one.share:.0%}",
                low=one.low, n=one.n)  # fmt: skip


def picture(said: Words, ramp: Ramp) -> Picture | None:
    """None while the first day of half a cohort is still ahead or today."""
    curves = [
        charts.Curve(cohort.month, [reading.share for reading in cohort.told], _last(cohort))
        for cohort in newest(ramp) if cohort.told
    ]  # fmt: skip
    if not curves:
        return None
    drawing = charts.ramp(
        title(said, ramp), curves, charts.Curve(said("Plan"), ramp.plan, ""), axis=said("Working days since the start"),
        note=said("Required steps done: the median of those who began in a month; n on its last day."),
    )  # fmt: skip
    return Picture(drawing.png, drawing.alt)


def _last(cohort: Cohort) -> str:
    last = cohort.told[-1]
    return f"{last.share:.0%} · n={last.n}"


def _cohort(said: Words, ramp: Ramp, cohort: Cohort) -> str:
    finished = sum(place.finished for place in cohort.places)
    left = sum(not place.here for place in cohort.places)
    told = said("n = {n}, finished {finished}, left {left}", n=cohort.n, finished=finished, left=left)
    if not cohort.told:
        return told
    last = cohort.told[-1]
    return told + said("; by day {day} half have done {share} (plan {plan}, n = {n})", day=last.day, n=last.n,
                       share=f"{last.share:.0%}", plan=f"{ramp.plan[last.day - 1]:.0%}")  # fmt: skip


def _time(said: Words, time: Time) -> str:
    if not time.reached:
        return said("nobody yet, n = {n}", n=time.n)
    numbers = {"low": time.low, "high": time.high, "reached": time.reached, "n": time.n, "open": time.n - time.reached}
    if time.median is None:
        return said("{reached} of {n}, after {low} to {high} days; {open} not yet, so no median", **numbers)
    days = f"{time.median:g}"
    if time.reached == time.n:
        return said("median {days} days ({low} to {high}), all {n}", days=days, **numbers)
    return said("median {days} days ({low} to {high}), {reached} of {n}; {open} not yet, counted", days=days, **numbers)


def _retention(said: Words, kept: Retention) -> str:
    if not kept.n:
        return said("nobody began 90 days ago")
    if kept.share is None:
        return said("{here} of {n}", here=kept.here, n=kept.n)
    return said("{share} ({here} of {n})", share=f"{kept.share:.0%}", here=kept.here, n=kept.n)
