"""How each number is counted, in a sentence: shown to whoever asks, and printed by `cornerman funnel`."""

from collections.abc import Mapping

from bot.words import N_

DEFINITIONS: Mapping[str, tuple[str, str]] = {
    "entered": (
        N_("Entered"),
        N_("Deals that entered the stage for the first time in the period; each deal once."),
    ),
    "reached": (
        N_("Reached"),
        N_("Deals that came to the stage or past it in the period; a deal that skips a stage has reached it."),
    ),
    "ratio": (
        N_("To the next stage"),
        N_("Deals that entered the next stage ÷ deals that entered this one, both in the period. "
           "They are not the same deals, so it can exceed 100 %; deals that skip a stage lower it."),
    ),
    "cohort_relative": (
        N_("Went further"),
        N_("Of the deals that entered the stage in the period, those that came further within 60 days. "
           "Only deals that have had these 60 days are counted."),
    ),
    "cohort_overall": (
        N_("Came from the first stage"),
        N_("Of the deals that entered the first stage in the period, those that came to this one within 60 days. "
           "Only deals that have had these 60 days are counted."),
    ),
    "dwell": (
        N_("Days in the stage"),
        N_("The median of the visits to the stage that ended in the period. A deal that comes back has two visits; "
           "a loss ends the last one. Open visits are not in it, they have an age of their own."),
    ),
    "open": (N_("In hand"), N_("Open deals that stand in the stage at the end of the period.")),
    "win_rate": (
        N_("Win rate"),
        N_("Won ÷ (won + lost), by the day on which the deals closed. The range is where the true rate lies in "
           "95 of 100 cases (Wilson)."),
    ),
    "change": (
        N_("Against before"),
        N_("The win rate against the same place in the quarter before, as deals close at the end of quarters. A real "
           "change is one that chance makes in at most 5 of 100 quiet periods; it takes 30 closed deals on each side."),
    ),
    "won_value": (N_("Signed"), N_("The sum of the deals won in the period, in one currency.")),
    "deal_size": (N_("Deal size"), N_("Amount of the deals won in the period ÷ their number; and the median.")),
    "cycle": (
        N_("Cycle"),
        N_("Days from a deal's creation to its close, of the deals won or lost in the period. Slow deals that are "
           "still open are not in it, so it flatters."),
    ),
    "cycle_censored": (
        N_("Cycle with open deals"),
        N_("The day by which half of the deals close, open ones counted as “at least so long” (Kaplan-Meier)."),
    ),
    "velocity": (
        N_("Velocity"), N_("Open deals × mean deal size × win rate ÷ mean cycle: the value of a day."),
    ),
    "lost_reasons": (N_("Lost because of"), N_("Deals lost in the period, by the reason given at the loss.")),
    "discount_mean": (
        N_("Discount"), N_("The mean of 1 − amount ÷ list price over won deals; each deal counts the same."),
    ),
    "discount_weighted": (
        N_("Discount by value"),
        N_("1 − sum of amounts ÷ sum of list prices over won deals; big deals count for more."),
    ),
    "response": (
        N_("First response"),
        N_("The median of the days from a deal's creation to the first contact about it, for deals of the period."),
    ),
    "outside_profile": (
        N_("Outside the target profile"),
        N_("Of the deals won in the period, those whose industry, region or size is not in the target profile."),
    ),
    "activity": (
        N_("Activity and result"),
        N_("Visits, effective visits, demos and proposals of the period beside what was signed in it. A visit is "
           "effective if it met somebody who has a say and left a next step with a date."),
    ),
    "collection_rate": (N_("Collection rate"), N_("Collected ÷ receivable, summed over the months.")),
    "gross_margin": (N_("Gross margin"), N_("The mean of the months' gross margins.")),
    "cac": (N_("Cost of a new customer"), N_("(Marketing cost + sales cost) ÷ new customers, summed over the months.")),
    "clv": (
        N_("Customer lifetime value"),
        N_("Mean yearly contribution × mean lifetime: what a customer bought a year × gross margin, from the first "
           "order to the last, at least a year."),
    ),
    "target": (N_("Target"), N_("The sum of the targets of all months that the period touches.")),
    "attainment": (N_("Attainment"), N_("Signed ÷ target.")),
}  # fmt: skip
"""Formula of a Figure → (what it is called, how it is counted)."""
