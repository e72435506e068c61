"""A small piece of `make chaos` in every test run: the real program, really killed."""

import sys

import pytest

from tests.chaos.inbound import inbound
from tests.chaos.pushes import kill
from tests.chaos.soak import soak

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is something else there")


def test_pushes_survive_kills() -> None:
    found = kill("sqlite", 90, 2)
    assert (found["lost"], found["doubled"]) == (0, 0), found


@pytest.mark.parametrize("way", ["polling", "http"])
def test_messages_survive_a_kill(way: str) -> None:
    found = inbound(way, 40, 1)
    assert found["ok"], found


def test_a_crowd_leaves_nothing_behind() -> None:
    found = soak(2_000)
    assert found["wal_mib"] < 64, found
    assert found["files_after"] <= found["files_before"], found
