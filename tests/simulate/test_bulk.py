"""Very many deals: the same arguments write the same rows, in order, and nothing lies ahead."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import Connection, Table, func, insert, select

from bot.playbooks.tables import customer, deal, stage_event, task, touch
from bot.simulate import bulk
from bot.simulate.history import playbooks_in
from bot.simulate.life import GENERAL, GENERAL_ID
from bot.store import Store
from bot.store.migrations import migrate
from tests.conftest import NOW, ROOT


def rows_of(db: Connection, *tables: Table) -> list[Any]:
    return [tuple(row) for table in tables for row in db.execute(select(table).order_by(table.c.id))]


def test_the_same_seed_writes_the_same_rows(tmp_path: Any) -> None:
    found = []
    for name, seed in (("a", 7), ("b", 7), ("c", 8)):
        store = Store(f"sqlite:///{tmp_path / name}.db")
        migrate(store)
        counts = bulk(store, people=12, events=400, until=NOW, seed=seed)
        with store.read() as db:
            found.append(rows_of(db, customer, deal, stage_event, touch, task))
        store.close()
        assert counts["stage_event"] >= 400
        assert sum(counts[t.name] for t in (customer, deal, stage_event, touch, task)) == len(found[-1])
    assert found[0] == found[1] != found[2]


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    found = Store(database)
    migrate(found)
    yield found
    found.close()


def test_no_event_lies_ahead_or_after_the_close(store: Store) -> None:
    bulk(store, people=11, events=600, until=NOW, all_contacts=True)
    order = {stage: n for n, (stage, _) in enumerate(GENERAL)} | {"won": 98, "lost": 99}
    with store.read() as db:
        assert db.execute(select(func.max(stage_event.c.entered_at))).scalar_one() <= NOW
        assert db.execute(select(func.max(touch.c.at))).scalar_one() <= NOW
        assert db.execute(select(func.max(touch.c.reported_at))).scalar_one() <= NOW
        found = db.execute(select(deal)).all()
        for each in found:
            mine = stage_event.c.deal_id == each.id
            entries = db.execute(select(stage_event).where(mine).order_by(stage_event.c.id)).all()
            assert all(a.entered_at <= b.entered_at and order[a.stage] < order[b.stage] for a, b in pairwise(entries))
            stages = [e for e in entries if e.stage not in ("won", "lost")]
            assert (each.stage, each.at, each.stage_since) == (stages[-1].stage, stages[-1].at, stages[-1].entered_at)
            ended = [e.stage for e in entries if e.stage in ("won", "lost")]
            assert ended == ([] if each.status == "open" else [each.status])
            assert (each.status == "open") == (each.closed_at is None)
            assert (each.at in ("contract", "payment")) == (each.status == "won")
            last = db.execute(select(func.max(touch.c.at)).where(touch.c.deal_id == each.id)).scalar()
            assert last == each.touched_at
        assert {each.status for each in found} == {"open", "won", "lost"}


def test_whoever_writes_next_gets_the_next_number(store: Store) -> None:
    counts = bulk(store, people=3, events=50, until=NOW)
    with store.write() as db:
        values = {"name": "x", "key": "x", "called": [], "industry": "", "region": "", "size": "", "created_at": NOW}
        made = db.execute(insert(customer).values(**values).returning(customer.c.id)).scalar_one()
    assert made == counts["customer"] + 1


def test_the_course_is_the_starters_own() -> None:
    book = playbooks_in(ROOT).playbooks[GENERAL_ID]
    assert [(stage.id, stage.at) for stage in book.stages] == list(GENERAL)
