"""Pace: never faster than the platform takes, nothing inside a halt, the urgent first."""

import asyncio
from bisect import bisect_left
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pushes.pace import RAMP_SECONDS, TELEGRAM, Gate, Limits, Pace

LIMITS = Limits(per_second=25, burst=5, chat_per_second=1, chat_burst=1, group_per_minute=18)


def sent(pace: Pace, chats: list[str], until: float, *, group: bool = False) -> list[tuple[float, str]]:
    """What goes out when every chat always has something to send."""
    now, out = 0.0, []
    while now < until:
        waits = {chat: pace.wait(now, chat, group=group) for chat in chats}
        chat = min(waits, key=lambda each: waits[each])
        if waits[chat]:
            now += waits[chat]
            continue
        pace.take(now, chat, group=group)
        out.append((now, chat))
    return out


def busiest(times: list[float], seconds: float) -> int:
    return max(n - bisect_left(times, at - seconds + 1e-9) + 1 for n, at in enumerate(times))


def test_the_token_the_chat_and_the_group_have_their_limits() -> None:
    many = [at for at, _ in sent(Pace(LIMITS), [f"c{n}" for n in range(100)], 60)]
    assert busiest(many, 1) <= 30
    assert 24 * 60 <= len(many) <= 25 * 60 + 5
    one = [at for at, _ in sent(Pace(LIMITS), ["c"], 60)]
    assert busiest(one, 1) <= 1
    group = [at for at, _ in sent(Pace(LIMITS), ["g"], 600, group=True)]
    assert busiest(group, 60) <= 20


def test_a_halt_holds_everything_and_the_rate_comes_back() -> None:
    pace, chats = Pace(LIMITS), [f"c{n}" for n in range(100)]
    before = sent(pace, chats, 2)
    pace.halt(before[-1][0], 3)
    pace.halt(before[-1][0], 1)  # a shorter one does not end the longer
    after = [at for at, _ in sent(pace, chats, 120)]
    assert after[0] >= before[-1][0] + 3
    assert busiest([at for at in after if at < after[0] + 5], 1) <= 16
    assert busiest([at for at in after if at > after[0] + RAMP_SECONDS], 1) >= 25


@given(st.lists(st.tuples(st.floats(0, 2), st.integers(0, 5)), max_size=80))
def test_however_they_come_no_window_holds_more(steps: list[tuple[float, int]]) -> None:
    pace, now, out = Pace(TELEGRAM), 0.0, []
    for pause, chat in steps:
        now += pause
        if not pace.wait(now, str(chat)):
            pace.take(now, str(chat))
            out.append((now, chat))
    times = [at for at, _ in out]
    assert not times or busiest(times, 1) <= 30
    for chat in range(6):
        mine = [at for at, each in out if each == chat]
        assert all(later - earlier >= 1 - 1e-6 for earlier, later in pairwise(mine))


@pytest.mark.parametrize("urgent", [True, False])
def test_the_urgent_pass(urgent: bool) -> None:
    order: list[str] = []

    async def run() -> None:
        gate = Gate(Pace(Limits(per_second=50, burst=1, chat_per_second=1e6, chat_burst=1e6)))

        async def one(name: str, priority: int) -> None:
            await gate.turn(priority, name)
            order.append(name)

        pushes = [asyncio.create_task(one(f"p{n}", 3)) for n in range(10)]
        await asyncio.sleep(0.05)
        await asyncio.gather(*pushes, one("reply", 0 if urgent else 4))

    asyncio.run(run())
    assert (order.index("reply") < 6) is urgent


def test_whoever_gives_up_takes_nobodys_turn() -> None:
    async def run() -> list[str]:
        order: list[str] = []
        gate = Gate(Pace(Limits(per_second=100, burst=1, chat_per_second=1e6, chat_burst=1e6)))

        async def one(name: str) -> None:
            await gate.turn(3, name)
            order.append(name)

        tasks = [asyncio.create_task(one(f"p{n}")) for n in range(4)]
        await asyncio.sleep(0)
        tasks[1].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return order

    assert asyncio.run(run()) == ["p0", "p2", "p3"]
