"""No gate is passed early and no point is lost or doubled, whatever happens in whatever order."""

from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.quests import machine


def test_no_gate_is_passed_early_and_no_point_is_lost_or_doubled(fresh_sqlite: Path) -> None:
    """Little of it; `python -m benchmarks.quests machine` does a thousand lives of fifty steps."""
    machine.FRESH = fresh_sqlite
    small = settings(
        max_examples=30, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    run_state_machine_as_test(machine.Life, settings=small)
