"""Runs them all, or those that are named; each prints one line of JSON, and the exit code is the verdict."""

import json
import sys
import time
from collections.abc import Callable
from typing import Any

from tests.chaos.inbound import inbound
from tests.chaos.pushes import flaky, kill, kill_slack
from tests.chaos.soak import soak

RUNS: dict[str, Callable[[], dict[str, Any]]] = {
    "kill-sqlite": lambda: kill("sqlite", 2000, 25),
    "kill-postgresql": lambda: kill("postgresql", 2000, 25),
    "kill-slack": lambda: kill_slack(200, 5),
    "polling": lambda: inbound("polling", 600, 4),
    "webhook": lambda: inbound("webhook", 600, 4),
    "http": lambda: inbound("http", 600, 4),
    "socket": lambda: inbound("socket", 600, 4),
    "flaky": lambda: flaky(500),
    "soak": lambda: soak(50_000),
}


def main(names: list[str]) -> int:
    unknown = set(names) - RUNS.keys()
    if unknown:
        sys.exit(f"There is no {', '.join(sorted(unknown))}. There are: {', '.join(RUNS)}.")
    failed = 0
    for name in names or RUNS:
        started = time.monotonic()
        found = RUNS[name]()
        print(json.dumps({"run": name, **found, "seconds": round(time.monotonic() - started, 1)}), flush=True)
        failed += not found["ok"]
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
