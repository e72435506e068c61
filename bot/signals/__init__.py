"""Is a change real? Statistics alone: no database, no words, and nothing from another room.

period = like_for_like(start, end, history_begins)
finding = compare(Rate(95, 150, period), Rate(68, 150, Period(start, end)))
finding.verdict  # "signal", "normal" or "too_few"
"""

from bot.signals.chart import Chart, Point, laney, xmr
from bot.signals.discovery import kept, standing
from bot.signals.durations import LEAST_VISITS, Spread, Stalled, spread, stalled
from bot.signals.finding import LEAST, Change, Count, Finding, Formula, Mean, Measured, Rate, Verdict
from bot.signals.means import Sample, compare_means
from bot.signals.periods import Period, like_for_like
from bot.signals.rates import compare, wilson
from bot.signals.survival import Cycle, Survival, kaplan_meier

__all__ = [
    "LEAST",
    "LEAST_VISITS",
    "Change",
    "Chart",
    "Count",
    "Cycle",
    "Finding",
    "Formula",
    "Mean",
    "Measured",
    "Period",
    "Point",
    "Rate",
    "Sample",
    "Spread",
    "Stalled",
    "Survival",
    "Verdict",
    "compare",
    "compare_means",
    "kaplan_meier",
    "kept",
    "laney",
    "like_for_like",
    "spread",
    "stalled",
    "standing",
    "wilson",
    "xmr",
]
