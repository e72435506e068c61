"""No gate is passed early and no point is lost or doubled, whatever happens in whatever order."""

from pathlib import Path

from tests.quests.machine import run


def test_no_gate_is_passed_early_and_no_point_is_lost_or_doubled(fresh_sqlite: Path) -> None:
    """Little of it; `python -m benchmarks.quests machine` does a thousand lives of fifty steps."""
    run(30, 25, fresh_sqlite)
