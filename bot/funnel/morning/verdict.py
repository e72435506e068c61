"""What a comparison found, in one sentence: both rates, both n's, the range, and whether it is more than chance."""

from bot.funnel.symptoms import Evidence
from bot.signals import LEAST, Finding, Mean, Rate
from bot.words import N_, Words

WIN_RATE = N_("Win rate")


def sentence(said: Words, what: str, finding: Finding) -> str:
    """`what` is a msgid."""
    before, now = side(finding.before), side(finding.now)
    if finding.change is None:
        least = N_(
            "{what}: {now} this quarter, {before} by this point last quarter: too few to tell (at least {n} each)."
        )
        return said(least, what=said(what), now=now, before=before, n=finding.least)
    if finding.verdict == "normal":
        normal = N_("{what}: {now} this quarter, {before} by this point last quarter: normal variation.")
        return said(normal, what=said(what), now=now, before=before)
    low, high = points(finding.change.low), points(finding.change.high)
    real = N_(
        "{what} has changed: {now} this quarter, {before} by this point last quarter ({low} to {high} points, 95 %)."
    )
    return said(real, what=said(what), now=now, before=before, low=low, high=high)


def side(value: Rate | Mean) -> str:
    """ "68/150 (45%)"; a rate of few deals without the percentage."""
    if isinstance(value, Rate):
        rate = f" ({value.hits / value.n:.0%})" if value.n >= LEAST else ""
        return f"{value.hits}/{value.n}{rate}"
    return f"{value.value:.1%} (n={value.n})" if value.value is not None else f"n={value.n}"


def points(share: float) -> str:
    return f"{share * 100:+.0f}"


def about(said: Words, who: str, found: Evidence) -> str:
    return f"{who}：{symptom(said, found)}" if said.language == "zh" else f"{who}: {symptom(said, found)}"


def symptom(said: Words, found: Evidence) -> str:
    now, before = side(found.finding.now), side(found.finding.before)
    match found.symptom:
        case "busy_but_flat":
            text = N_(
                "More contacts, same result: {now_daily} contacts a working day ({now_n}), "
                "{before_daily} before ({before_n}); the win rate did not follow: {now}, {before} before."
            )
            return said(
                text, now_daily=f"{found.contacts[1]:.1f}", before_daily=f"{found.contacts[0]:.1f}", now=now,
                before=before, now_n=found.n[1], before_n=found.n[0],
            )  # fmt: skip
        case "discounts":
            return said("Discounts have grown: {now} off list, {before} before. What else could be given?",
                        now=now, before=before)  # fmt: skip
        case "off_profile":
            return said("More off the target profile: {now} of what was signed, {before} before. Is that a choice?",
                        now=now, before=before)  # fmt: skip
