"""Pictures: seconds to the first, milliseconds for each next one, their size, and what the process holds.

`python -m benchmarks.charts`; each kind with Chinese names, as large as a team's.
"""

import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from statistics import median

from benchmarks._row import Row
from bot.charts import Bar, Drawing, Dwell, Figure, Point, Stage, bars, funnel, gauge, good_news, trend

ROUNDS = 15
STAGES = ("线索", "合格线索", "商机", "报价", "合同", "回款")


def a_funnel() -> Drawing:
    stages = [
        Stage(name, 640 >> n, "50%", Dwell(4.0 * n, f"{4 * n} 天", 10, "上限 10 天")) for n, name in enumerate(STAGES)
    ]
    return funnel("漏斗 · 2026年10月", stages, entered="进入", dwell="停留中位数", note="n = 640 单")


def a_trend() -> Drawing:
    points = [Point(f"W{n}", 40 + n * 7 % 11, f"{40 + n * 7 % 11}%", "高于上限" if n == 20 else "") for n in range(26)]
    return trend("报价→合同", points, centre=Figure("均值", 45, "45%"), high=Figure("上限", 60, "60%"), note="XmR")


def some_bars() -> Drawing:
    rows = [Bar(f"产品 {n}", 1000.0 * n, f"¥{1000 * n:,}", n) for n in range(1, 13)]
    return bars("产品毛利", rows, note="n = 78")


def a_gauge() -> Drawing:
    figures = (Figure("已回款", 62, "62 万"), Figure("目标", 100, "100 万"), Figure("应为", 74, "74 万"))
    return gauge("10月回款", *figures, verdict="落后 12 个百分点", note="n = 31")


def news() -> Drawing:
    return good_news("江苏华泵重工", "智能排产系统", "林悦", "¥356,000", "zh")


KINDS: Mapping[str, Callable[[], Drawing]] = {
    "funnel": a_funnel, "trend": a_trend, "bars": some_bars, "attainment": a_gauge, "good news": news,
}  # fmt: skip


def first() -> None:
    """In a process of its own: prints the seconds of the first picture and the MB held before and at most."""
    before = _held()
    start = time.perf_counter()
    a_funnel()
    took = time.perf_counter() - start
    for draw in KINDS.values():
        draw()
    print(took, before, _held())


def _held() -> float:
    scale = 1e6 if sys.platform == "darwin" else 1e3
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale


def main() -> None:
    command = [sys.executable, "-c", "from benchmarks.charts import first; first()"]
    took, before, most = map(float, subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())
    print(f"{'pictures, 800 pixels wide':<46}{'floor':>10}{'aim':>10}{'found':>10}")
    print(Row("first picture of a process, seconds", took, floor=1.0, aim=0.5, up=False))
    print(Row("MB more than before it, at most", most - before, floor=100, aim=50, up=False))
    for name, draw in KINDS.items():
        print(Row(f"{name}, ms of CPU", 1000 * median(_cpu(draw) for _ in range(ROUNDS)), floor=200, aim=65, up=False))
        print(Row(f"{name}, kB", len(draw().png) / 1000, floor=300, aim=150, up=False))


def _cpu(draw: Callable[[], Drawing]) -> float:
    """On one core; the interpreter does nothing else meanwhile, also in a thread."""
    start = time.process_time()
    draw()
    return time.process_time() - start


if __name__ == "__main__":
    main()
