"""Delivery: each message once, through refusals, doubt, another leader and a process that dies."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.messages import Reply, say
from bot.people.directory import Directory
from bot.people.tables import identity
from bot.pushes import outbox, states
from bot.pushes.delivery import Delivery, backoff
from bot.pushes.marks import Marks
from bot.pushes.pace import Gate, Limits, Pace
from bot.store import Store, leases
from tests.conftest import StillClock
from tests.pushes.wires import MemoryWire, Platform

FAST = Limits(per_second=1e6, burst=1e6, chat_per_second=1e6, chat_burst=1e6)


class House:
    """A database, a platform, and as many processes that deliver as a test wants."""

    def __init__(self, store: Store, clock: StillClock, platform: Platform) -> None:
        self.store, self.clock, self.platform = store, clock, platform
        directory = Directory({}, "Asia/Shanghai")
        with store.write() as db:
            self.people = [directory.add(db, f"P{n}", now=clock()).id for n in range(3)]
            for person in self.people:
                directory.attach(db, "telegram", f"a{person}", person)

    def push(self, text: str, kind: str = "freshness", person: int = 0, **more: Any) -> int | None:
        with self.store.write() as db:
            return outbox.push(db, say(text), person_id=self.people[person], kind=kind, now=self.clock(), **more)

    def delivery(self, owner: str) -> Delivery:
        marks = Marks(self.store, self.clock)
        wire = MemoryWire(self.platform)
        return Delivery(self.store, wire, self.clock, marks, Gate(Pace(FAST)), owner=owner, bot="1")

    def states(self) -> dict[str, str]:
        with self.store.read() as db:
            rows = db.execute(select(outbox.outbox).order_by(outbox.outbox.c.id))
            return {outbox.message(row).reply.parts[0].text: row.status for row in rows}  # type: ignore[union-attr]

    def row(self, id: int) -> Any:
        with self.store.read() as db:
            return db.execute(select(outbox.outbox).where(outbox.outbox.c.id == id)).one()


@pytest.fixture
def platform() -> Platform:
    return Platform()


@pytest.fixture
def house(database: str, clock: StillClock, platform: Platform) -> Iterator[House]:
    from bot.store.migrations import migrate

    store = Store(database)
    migrate(store)
    yield House(store, clock, platform)
    store.close()


def rounds(house: House, *deliveries: Delivery, n: int = 3, apart: float = 6) -> None:
    """`n` looks of each process, the clock going on in between."""

    async def run() -> None:
        for _ in range(n):
            for delivery in deliveries:
                await delivery._round()
                await delivery.stop()
            house.clock.move(timedelta(seconds=apart))

    asyncio.run(run())


def test_a_push_is_sent_once_and_remembered(house: House, platform: Platform) -> None:
    id = house.push("one")
    rounds(house, house.delivery("a"))
    assert platform.texts() == ["one"]
    assert (house.row(id).status, house.row(id).refs) == ("sent", ["m0"])


def test_a_slot_is_filled_once(house: House, platform: Platform) -> None:
    assert house.push("morning", "morning", slot="2026-11-23")
    assert house.push("morning", "morning", slot="2026-11-23") is None
    assert house.push("morning", "morning", person=1, slot="2026-11-23")
    rounds(house, house.delivery("a"))
    assert platform.texts() == ["morning", "morning"]


def test_one_leads_and_another_takes_over(house: House, platform: Platform) -> None:
    first, second = house.delivery("a"), house.delivery("b")
    house.push("one")
    rounds(house, first, second, n=1)
    assert (first.leads, second.leads) == (True, False)
    house.push("two")
    rounds(house, second, n=8)  # nobody renews the first one's lease: it runs out
    assert second.leads
    assert platform.texts() == ["one", "two"]


@pytest.mark.parametrize("readable", [False, True])
@pytest.mark.parametrize("kind", ["freshness", "reply"])
@pytest.mark.parametrize("end", ["arrives unseen", "lost unseen"])
def test_a_send_in_doubt(house: House, platform: Platform, readable: bool, kind: str, end: str) -> None:
    """Asked where the platform can be asked; else parked, or sent again where silence would be worse."""
    platform.readable = readable
    platform.next.append(end)
    id = house.push("one", kind)
    rounds(house, house.delivery("a"), n=6)
    arrived = end == "arrives unseen"
    if readable:
        assert (platform.texts(), house.row(id).status) == (["one"], "sent")
    elif kind == "freshness":
        assert (len(platform.texts()), house.row(id).status) == (int(arrived), "unknown")
    else:
        assert (len(platform.texts()), house.row(id).status) == (1 + arrived, "sent")


@pytest.mark.parametrize(
    ("end", "status", "attempts"), [("later", "sent", 0), ("not sent", "sent", 1), ("refused", "dead", 0)]
)
def test_how_a_send_can_end(house: House, platform: Platform, end: str, status: str, attempts: int) -> None:
    platform.next.append(end)
    id = house.push("one")
    rounds(house, house.delivery("a"), n=6)
    assert (house.row(id).status, house.row(id).attempts) == (status, attempts)


def test_six_tries_and_it_is_dead_and_can_be_replayed(house: House, platform: Platform) -> None:
    platform.next.extend(["not sent"] * 6)
    id = house.push("one")
    rounds(house, house.delivery("a"), n=12, apart=400)
    assert (house.row(id).status, house.row(id).error) == ("dead", "503")
    with house.store.write() as db:
        assert [row.id for row in states.listed(db)] == [id]
        assert states.replay(db, [id], house.clock()) == 1
        assert states.replay(db, [id], house.clock()) == 0
    rounds(house, house.delivery("b"), n=6)
    assert (platform.texts(), house.row(id).status) == (["one"], "sent")


def test_whoever_blocks_us_is_left_alone_until_they_write(house: House, platform: Platform) -> None:
    platform.next.append("gone")
    first, later = house.push("one"), house.push("two", due=house.clock() + timedelta(hours=1))
    rounds(house, house.delivery("a"))
    assert (house.row(first).status, house.row(later).status) == ("dead", "dead")
    with house.store.write() as db:
        assert outbox.home_of(db, house.people[0]) == "web"
        Directory({}, "UTC").resume(db, "telegram", f"a{house.people[0]}")
        assert outbox.home_of(db, house.people[0]) == "telegram"


def test_a_long_message_resumes_where_it_broke(house: House, platform: Platform) -> None:
    platform.next.extend(["", "not sent"])
    house.push("one|two|three")
    rounds(house, house.delivery("a"), n=4)
    assert platform.texts() == ["one", "two", "three"]


def test_a_long_message_in_doubt_is_completed(house: House, platform: Platform) -> None:
    platform.readable = True
    platform.next.extend(["", "arrives unseen"])
    house.push("one|two|three")
    rounds(house, house.delivery("a"), n=4)
    assert platform.texts() == ["one", "two", "three"]


def test_an_edit_waits_for_its_message_and_the_latest_wins(house: House, platform: Platform) -> None:
    platform.next.append("not sent")
    token = house.row(house.push("first") or 0).token
    for text in ("10 %", "50 %", "done"):
        house.push(text, edits=token)
    rounds(house, house.delivery("a"), n=6)
    assert platform.texts() == ["first"]
    assert platform.edits == [("m0", "done")]


def test_a_shorter_edit_takes_the_rest_away_and_a_longer_one_adds(house: House, platform: Platform) -> None:
    token = house.row(house.push("one|two") or 0).token
    delivery = house.delivery("a")
    rounds(house, delivery)
    house.push("short", edits=token)
    rounds(house, delivery)
    assert ([ref for ref, *_ in platform.shown], platform.edits) == (["m0"], [("m0", "short")])


def test_too_late_is_recorded_and_not_sent(house: House, platform: Platform) -> None:
    id = house.push("good morning", "morning")
    house.clock.move(timedelta(hours=5))
    rounds(house, house.delivery("a"))
    assert (platform.texts(), house.row(id).status) == ([], "expired")


def test_without_an_account_it_is_dead(house: House, platform: Platform) -> None:
    id = house.push("one")
    with house.store.write() as db:
        db.execute(update(identity).values(channel="elsewhere"))
    rounds(house, house.delivery("a"))
    assert (platform.texts(), house.row(id).status) == ([], "dead")


# A process that dies


def died(house: House, owner: str, at: str) -> None:
    """What a process leaves that claimed everything and was killed before or after its fence."""
    with house.store.write() as db:
        leases.take(db, "telegram:1", owner, house.clock())
        for out in states.claim(db, "telegram", owner, house.clock(), 10):
            if at == "fenced":
                assert states.fence(db, out.id, owner, house.clock())


def test_a_claim_of_the_dead_is_sent(house: House, platform: Platform) -> None:
    house.push("one")
    died(house, "dead", "claimed")
    rounds(house, house.delivery("a"), n=12)
    assert platform.texts() == ["one"]


@pytest.mark.parametrize(("kind", "shown", "status"), [("freshness", [], "unknown"), ("reply", ["one"], "sent")])
def test_a_send_of_the_dead_is_in_doubt(house: House, platform: Platform, kind: str, shown: Any, status: str) -> None:
    id = house.push("one", kind)
    died(house, "dead", "fenced")
    rounds(house, house.delivery("a"), n=12)
    assert (platform.texts(), house.row(id).status) == (shown, status)


def test_a_claim_that_ran_out_does_not_pass_the_fence(house: House) -> None:
    """A process that slept over its claim must not send what somebody else sends by now."""
    id = house.push("one") or 0
    with house.store.write() as db:
        states.claim(db, "telegram", "slow", house.clock(), 10)
    house.clock.move(states.CLAIM_LASTS)
    with house.store.write() as db:
        assert not states.fence(db, id, "slow", house.clock())
        states.abandoned(db, "telegram", "quick", {"slow"}, house.clock() + timedelta(seconds=1))
        states.claim(db, "telegram", "quick", house.clock(), 10)
        assert not states.fence(db, id, "slow", house.clock())
        assert states.fence(db, id, "quick", house.clock())
        assert not states.fence(db, id, "quick", house.clock()), "twice"


def test_what_somebody_else_has_by_now_is_not_sent(house: House, platform: Platform) -> None:
    """The leader claims, sleeps over its claim, and wakes up when another has sent."""
    house.push("one")
    slow, quick = house.delivery("slow"), house.delivery("quick")
    (claimed,) = slow._claim()
    house.clock.move(states.CLAIM_LASTS + timedelta(seconds=1))
    rounds(house, quick)
    asyncio.run(slow._deliver(claimed, fenced=False))
    assert platform.texts() == ["one"]


def test_marks_wait_for_a_database_that_is_away(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    id = house.push("one") or 0
    marks = Marks(house.store, house.clock)
    marks.add(id, ["m0"])
    with monkeypatch.context() as patched:
        patched.setattr(house.store, "write", _away)
        with pytest.raises(OSError, match="away"):
            marks.flush()
    marks.flush()
    assert (house.row(id).status, house.row(id).refs) == ("sent", ["m0"])


def _away() -> None:
    raise OSError("away")


def test_the_waits_grow_and_differ() -> None:
    assert 0.8 <= backoff(0) <= 1.2
    assert 240 <= backoff(20) <= 360
    assert len({backoff(3) for _ in range(20)}) > 1


def test_a_reply_refused_for_now_is_sent_by_the_leader(house: House, platform: Platform) -> None:
    delivery = house.delivery("a")
    with house.store.write() as db:
        message = outbox.put(
            db, say("answer"), person_id=house.people[0], channel="telegram", status="sending", owner="a",
            now=house.clock(),
        )  # fmt: skip
    platform.next.append("later")

    async def answer() -> None:
        await delivery.reply(_outgoing(message.id, message.token, house.people[0], message.reply))

    asyncio.run(answer())
    assert house.states() == {"answer": "ready"}
    rounds(house, house.delivery("a"))
    assert (platform.texts(), house.states()) == (["answer"], {"answer": "sent"})


def _outgoing(id: int, token: str, person: int, reply: Reply) -> states.Outgoing:
    return states.Outgoing(id, token, person, f"a{person}", "", "dm", "reply", reply)


def test_what_is_all_there_already_is_only_marked(house: House, platform: Platform) -> None:
    """Another release may divide a message into fewer pieces than have arrived."""
    id = house.push("one") or 0
    with house.store.write() as db:
        states.part_sent(db, id, ["m0", "m1"])
    rounds(house, house.delivery("a"))
    assert (platform.texts(), house.row(id).status) == ([], "sent")
