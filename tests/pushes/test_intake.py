"""Raw events: kept once before the ack, in order for each conversation, taken over, and given up when they kill."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from bot.app import App
from bot.channels.intake import Intake
from bot.store import StoreFault, arrivals, leases
from bot.store.arrivals import Arrival


def waiting(app: App) -> int:
    with app.store.read() as db:
        return arrivals.waiting(db)


def intake(app: App, handled: list[str], fail: Any = None) -> Intake:
    async def handle(arrival: Arrival) -> None:
        if fail:
            fail(arrival)
        await asyncio.sleep(0)
        handled.append(arrival.event)
        await asyncio.to_thread(app.drop, arrival.id)

    return Intake(app, "telegram", handle)


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(work, 30))


def test_the_same_event_is_kept_once_and_order_holds(app: App) -> None:
    handled: list[str] = []

    async def work() -> None:
        ours = intake(app, handled)
        assert await ours.keep("e1", "c", {"text": "one"})
        assert not await ours.keep("e1", "c", {"text": "one"})
        for n in range(2, 8):
            await ours.keep(f"e{n}", "c", {})
        await ours.idle()

    run(work())
    assert handled == [f"e{n}" for n in range(1, 8)]
    assert waiting(app) == 0


def test_a_database_that_is_away_makes_it_come_again(app: App, caplog: pytest.LogCaptureFixture) -> None:
    handled: list[str] = []
    faults = [StoreFault("away"), StoreFault("away")]

    def fail(_: Arrival) -> None:
        if faults:
            raise faults.pop()

    async def work() -> None:
        ours = intake(app, handled, fail)
        await ours.keep("e1", "c", {})
        await ours.keep("e2", "c", {})
        await ours.idle()

    run(work())
    assert handled == ["e1", "e2"]


def test_a_mistake_of_ours_drops_that_event_alone(app: App, caplog: pytest.LogCaptureFixture) -> None:
    handled: list[str] = []

    def fail(arrival: Arrival) -> None:
        if arrival.event == "e1":
            raise KeyError("a mistake")

    async def work() -> None:
        ours = intake(app, handled, fail)
        await ours.keep("e1", "c", {})
        await ours.keep("e2", "c", {})
        await ours.idle()

    run(work())
    assert (handled, waiting(app)) == (["e2"], 0)
    assert "dropped" in caplog.text


def left_by(app: App, owner: str, *events: str) -> None:
    with app.store.write() as db:
        for event in events:
            arrivals.arrive(
                db, channel="telegram", event=event, conversation="c", body={}, owner=owner, now=app.clock()
            )  # fmt: skip


def test_what_a_dead_process_left_is_taken_over_and_what_a_living_one_has_is_not(app: App) -> None:
    left_by(app, "dead", "e1", "e2")
    left_by(app, "alive", "e3")
    with app.store.write() as db:
        leases.live(db, "alive", app.clock())
    found = intake(app, [])._take_over()
    assert [each.event for each in found] == ["e1", "e2"]
    assert all(each.left for each in found)
    assert intake(app, [])._take_over() == []


def test_a_backlog_survives_many_deaths_and_only_what_was_begun_is_given_up(app: App) -> None:
    """Five processes die over a backlog, each having begun only its first event."""
    left_by(app, "dead-0", *(f"e{n}" for n in range(5)))
    with app.store.read() as db:
        assert arrivals.waiting(db) == 5
    given_up = []
    for n in range(1, 6):
        with app.store.write() as db:
            found = arrivals.take_over(db, "telegram", f"dead-{n}", set())
            if not arrivals.begin_again(db, found[0].id):
                given_up.append(found[0].event)
    assert given_up == ["e0"]
    assert waiting(app) == 4


def test_an_earlier_event_elsewhere_goes_first(app: App) -> None:
    left_by(app, "other", "e1", "e2")
    with app.store.read() as db:
        ids = [row.id for row in db.execute(arrivals.arrival.select().order_by(arrivals.arrival.c.id))]
        assert [arrivals.earlier(db, "telegram", "c", id) for id in ids] == [False, True]
        assert not arrivals.earlier(db, "telegram", "another", ids[1])
