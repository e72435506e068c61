"""The pictures of quests, warm: milliseconds each, with Chinese names.

`python -m benchmarks.pictures`; the other pictures and the first of a process are in `benchmarks.charts`.
"""

import time
from collections.abc import Callable, Mapping
from statistics import quantiles

from benchmarks._row import Row
from bot.charts import Drawing, Spoke, certificate, radar

ROUNDS = 30
AXES = ("需求", "处理异议", "讲价值", "流程", "产品", "推进成交")
ABLE = ("用一分钟讲清三个产品", "接住最常见的八个异议", "做一次以问题开头的演示", "守住折扣底线", "独立推进一个商机")


def a_radar() -> Drawing:
    spokes = [Spoke(name, 40 + 9 * n, f"{40 + 9 * n} (n = {n + 3})", 35 + 8 * n) for n, name in enumerate(AXES)]
    return radar("林悦 · 2026-11-23", spokes, now="现在", before="30 天前", note="越近的算得越重")


def a_certificate() -> Drawing:
    return certificate("欧阳喆犇", "新人 30 天", ABLE, "2026年12月23日", "zh", waived=["陪访一次老客户"])


KINDS: Mapping[str, Callable[[], Drawing]] = {"radar": a_radar, "certificate": a_certificate}


def main() -> None:
    print(f"{'pictures of quests, warm':<46}{'floor':>10}{'aim':>10}{'found':>10}")
    for name, draw in KINDS.items():
        draw()
        p95 = quantiles([_milliseconds(draw) for _ in range(ROUNDS)], n=20)[-1]
        print(Row(f"{name}, ms of CPU, p95", p95, floor=100, aim=65, up=False))
        print(Row(f"{name}, kB", len(draw().png) / 1000, floor=300, aim=150, up=False))


def _milliseconds(draw: Callable[[], Drawing]) -> float:
    """Of this process: the machine's other work is not the picture's."""
    start = time.process_time()
    draw()
    return 1000 * (time.process_time() - start)


if __name__ == "__main__":
    main()
