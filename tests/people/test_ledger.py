"""The points ledger: rows are only added, the same is never paid twice, and what was paid can be taken back once."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import DatabaseError

from bot.errors import CornermanError
from bot.messages import Role
from bot.people import ledger
from bot.people.erasure import erase
from bot.people.ledger import Row, points
from bot.people.tables import person
from bot.store import Store
from tests.conftest import NOW
from tests.store.together import at_once

TODAY = date(2026, 11, 23)
ZONE = "Asia/Shanghai"


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    store = Store(database)
    yield store
    store.close()


@pytest.fixture
def people(store: Store) -> list[int]:
    with store.write() as db:
        rows = [{"name": name, "role": Role.REP, "language": "zh", "time_zone": ZONE} for name in ("Lin", "Chen")]
        return [db.execute(insert(person).values(**row).returning(person.c.id)).scalar_one() for row in rows]


def pay(store: Store, who: int, key: str = "k", paid: int = 20, **more: object) -> int | None:
    with store.write() as db:
        return ledger.add(db, Row(who, paid, "step", "one/s1", key, TODAY, **more), NOW)  # type: ignore[arg-type]


def total(store: Store, who: int) -> int:
    with store.read() as db:
        return ledger.total(db, who)


def test_a_row_is_never_changed(store: Store, people: list[int]) -> None:
    pay(store, people[0])
    with pytest.raises((DatabaseError, CornermanError)), store.write() as db:
        db.execute(update(points).values(points=1000))
    assert total(store, people[0]) == 20


def test_the_same_is_paid_once(store: Store, people: list[int]) -> None:
    assert pay(store, people[0]) is not None
    assert pay(store, people[0], paid=50) is None
    assert total(store, people[0]) == 20


def test_the_same_is_paid_once_by_many_at_once(store: Store, people: list[int]) -> None:
    made = at_once(6, lambda _: pay(store, people[0]))
    assert [row is not None for row in made].count(True) == 1


def test_a_row_is_taken_back_once(store: Store, people: list[int]) -> None:
    row = pay(store, people[0])
    assert row is not None

    def take(_: int) -> int | None:
        with store.write() as db:
            return ledger.take_back(db, row, TODAY, NOW)

    assert sorted(at_once(4, take), key=str) == [20, None, None, None]
    assert total(store, people[0]) == 0


def test_what_waited_is_released_once_and_by_somebody_else(store: Store, people: list[int]) -> None:
    me, other = people
    row = pay(store, me, paid=0, held=20, why="speed")
    paid = pay(store, me, "paid", 5)
    assert row is not None
    assert paid is not None

    def free(by: int, which: int) -> bool:
        with store.write() as db:
            return ledger.release(db, which, TODAY, NOW, by_id=by) is not None

    assert not free(me, row)
    assert not free(other, paid), "nothing was held back"
    assert at_once(4, lambda _: free(other, row)).count(True) == 1
    assert total(store, me) == 25


def test_what_was_released_and_then_taken_back_is_nothing_at_all(store: Store, people: list[int]) -> None:
    me, other = people
    row = pay(store, me, paid=0, held=20, why="pair")
    assert row is not None
    with store.write() as db:
        assert ledger.release(db, row, TODAY, NOW, by_id=other)
        assert ledger.take_back(db, row, TODAY, NOW) == 20
        assert ledger.take_back(db, row, TODAY, NOW) is None
        assert ledger.release(db, row, TODAY, NOW, by_id=other) is None
        assert ledger.total(db, me) == 0
        assert ledger.paid_today(db, me, ZONE, NOW) == 0, "a release takes no room of the day, so it leaves none behind"


def test_a_release_and_a_taking_back_at_once_leave_nothing(store: Store, people: list[int]) -> None:
    me, other = people
    for n in range(8):
        row = pay(store, me, f"k{n}", 0, held=20, why="pair")
        assert row is not None

        def either(i: int, row: int = row) -> None:
            with store.write() as db:
                if i:
                    ledger.release(db, row, TODAY, NOW, by_id=other)
                else:
                    ledger.take_back(db, row, TODAY, NOW)

        at_once(2, either)
    assert total(store, me) == 0


def test_two_at_once_never_pay_more_than_the_cap(store: Store, people: list[int]) -> None:
    """As finishing does it: alone, counted, then paid."""
    me = people[0]

    def earn(n: int) -> None:
        for m in range(5):
            with store.write() as db:
                ledger.alone(db, me)
                room = max(60 - ledger.paid_today(db, me, ZONE, NOW), 0)
                ledger.add(db, Row(me, min(25, room), "step", "one/s1", f"{n}:{m}", TODAY), NOW)

    at_once(4, earn)
    assert total(store, me) == 60


def test_whoever_waits_for_two_waits_in_the_same_order(store: Store, people: list[int]) -> None:
    def both(n: int) -> None:
        for _ in range(10):
            with store.write() as db:
                ledger.alone(db, *(people if n % 2 else people[::-1]))

    at_once(4, both)


def test_another_time_zone_is_no_second_day(store: Store, people: list[int]) -> None:
    me, afternoon, late = people[0], NOW + timedelta(hours=9, minutes=30), NOW + timedelta(hours=12)
    with store.write() as db:
        ledger.add(db, Row(me, 60, "step", "one/s1", "k", TODAY), afternoon)
        assert ledger.paid_today(db, me, "Pacific/Honolulu", late) == 60, "whose day has just begun"
        assert ledger.paid_today(db, me, "Europe/London", late) == 60
        # East of it tomorrow has begun: its points can be had today, and are then not to be had tomorrow.
        ledger.add(db, Row(me, 60, "step", "one/s2", "l", TODAY + timedelta(days=1)), late)
        assert ledger.paid_today(db, me, ZONE, NOW + timedelta(days=1)) == 60
        assert ledger.paid_today(db, me, ZONE, NOW + timedelta(days=2)) == 0


def test_points_of_a_clock_that_was_ahead_fill_no_later_day(store: Store, people: list[int]) -> None:
    me = people[0]
    with store.write() as db:
        ahead = NOW + timedelta(days=21)
        ledger.add(db, Row(me, 60, "step", "one/s1", "k", ahead.date()), ahead)
        assert [ledger.paid_today(db, me, ZONE, NOW + timedelta(days=n)) for n in (0, 1, 20, 21)] == [0, 0, 0, 60]


def test_evidence_that_waits_to_be_paid_has_earned_already(store: Store, people: list[int]) -> None:
    me = people[0]
    row = pay(store, me, paid=0, held=20, why="speed", event="drill:1")
    pay(store, me, "capped", 0, why="cap", event="drill:2")
    assert row is not None
    with store.write() as db:
        assert [ledger.earned_with(db, me, f"drill:{n}") for n in (1, 2, 3)] == [True, False, False]
        ledger.take_back(db, row, TODAY, NOW)
        assert not ledger.earned_with(db, me, "drill:1")


def test_whoever_is_erased_takes_their_rows_along(store: Store, people: list[int]) -> None:
    me, other = people
    pay(store, me, by_id=other)
    kept = pay(store, other, "theirs", by_id=me)
    with store.write() as db:
        assert erase(db, me, NOW)["points"] == 1
        assert [row.id for row in db.execute(select(points))] == [kept]
        db.execute(delete(points))
