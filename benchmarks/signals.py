"""Are signals rare when nothing changed, and found when something did? `python -m benchmarks.signals`, two minutes.

Quiet pairs are two weeks of one true rate, or of one log-normal deal size; at n = 20 both as the bot judges them (too
few) and with that guard lifted. "naive" is the usual rule "5 points or more". False signals count in both directions.
The exact figure sums over every possible pair of weeks instead of drawing some.
"""

from collections.abc import Callable
from datetime import date

import numpy as np

from benchmarks._row import Row
from bot.signals import LEAST, Finding, Period, Rate, Sample, compare, compare_means, standing

TRIALS, FEWER = 2_000, 500
TRUE_RATE = 0.6315
BEFORE, NOW = Period(date(2026, 7, 6), date(2026, 7, 12)), Period(date(2026, 10, 5), date(2026, 10, 11))

Draw = Callable[[np.random.Generator], Finding]


def main() -> None:
    print(f"{f'share of {TRIALS:,} trials (sizes, reps: {FEWER})':<46}{'floor':>10}{'aim':>10}{'here':>10}")
    for n, least in ((20, LEAST), (20, 20), (150, LEAST)):
        lifted = ", guard lifted" if least < LEAST else ""
        print(Row(f"quiet weeks, n = {n}{lifted}: signals", share(weeks(n, TRUE_RATE, least)), floor=0.05, up=False))
    for n in (20, 150):
        print(Row(f"quiet weeks, n = {n}: naive 5 points fires", naive(n)))
        print(Row(f"quiet weeks, n = {n}, exact, guard lifted", exact(n), floor=0.05, up=False))
    worst = max(share(weeks(30, rate)) for rate in (0.02, 0.1, 0.9))
    print(Row("n = 30, true rate .02 .1 .9: signals, worst", worst, floor=0.05, up=False))
    print(Row("planted 95/150 → 68/150: a signal", float(planted().verdict == "signal"), floor=1))
    print(Row("planted true .63 → .45, n = 150: signals", share(weeks(150, 95 / 150, now=68 / 150))))
    print(Row("deal sizes, 30 and 30: false signals", share(sizes(30, 30), FEWER), floor=0.05, up=False))
    print(Row("deal sizes, 30 and 150: false signals", share(sizes(30, 150), FEWER), floor=0.05, up=False))
    print(Row("deal sizes, 150 and 150, now half: signals", share(sizes(150, 150, times=0.5), FEWER)))
    print(Row("30 equal reps: any of them named", reps(), floor=0.05, up=False))


def share(draw: Draw, trials: int = TRIALS, seed: int = 0) -> float:
    chance = np.random.default_rng(seed)
    return sum(draw(chance).verdict == "signal" for _ in range(trials)) / trials


def weeks(n: int, before: float, least: int = LEAST, now: float | None = None) -> Draw:
    after = before if now is None else now
    return lambda chance: compare(_week(chance, before, n, BEFORE), _week(chance, after, n, NOW), least)


def sizes(before: int, now: int, times: float = 1.0) -> Draw:
    """Amounts as skewed as deals are: the mean is 1.6 times the median."""
    return lambda chance: compare_means(
        Sample(chance.lognormal(0, 1, before).tolist(), BEFORE),
        Sample((times * chance.lognormal(0, 1, now)).tolist(), NOW),
    )


def naive(n: int, seed: int = 0) -> float:
    before, now = np.random.default_rng(seed).binomial(n, TRUE_RATE, (2, TRIALS)) / n
    return float((before - now >= 0.05 - 1e-9).mean())


def exact(n: int) -> float:
    """The chance of a signal when nothing changed."""
    likely = [
        float(np.exp(_log_choose(n, k) + k * np.log(TRUE_RATE) + (n - k) * np.log1p(-TRUE_RATE))) for k in range(n + 1)
    ]
    pairs = ((b, k) for b in range(n + 1) for k in range(n + 1) if likely[b] * likely[k] > 1e-12)
    fires = (
        likely[b] * likely[k] for b, k in pairs if compare(Rate(b, n, BEFORE), Rate(k, n, NOW), n).verdict == "signal"
    )
    return sum(fires)


def planted() -> Finding:
    return compare(Rate(95, 150, BEFORE), Rate(68, 150, NOW))


def reps(trials: int = FEWER, seed: int = 0) -> float:
    """How often one of thirty equal reps, each against the others, stands out after the correction."""
    chance = np.random.default_rng(seed)
    return sum(bool(_standing_out(chance)) for _ in range(trials)) / trials


def _standing_out(chance: np.random.Generator) -> tuple[int, ...]:
    own = [_week(chance, TRUE_RATE, int(n), NOW) for n in chance.integers(LEAST, 90, 30)]
    hits, n = sum(rate.hits for rate in own), sum(rate.n for rate in own)
    return standing({i: compare(Rate(hits - rate.hits, n - rate.n, NOW), rate) for i, rate in enumerate(own)})


def _week(chance: np.random.Generator, rate: float, n: int, period: Period) -> Rate:
    return Rate(int(chance.binomial(n, rate)), n, period)


def _log_choose(n: int, k: int) -> float:
    return float(np.log(np.arange(k + 1, n + 1)).sum() - np.log(np.arange(1, n - k + 1)).sum())


if __name__ == "__main__":
    main()
