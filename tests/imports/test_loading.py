"""Writing what a source says of its deals: once, in any order, and never losing a good row to a bad one."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.errors import CornermanError
from bot.funnel.loading import load
from bot.funnel.records import DealRecord, Report, StageRecord
from bot.playbooks.deals import Deal, add_deal, change, deals
from bot.playbooks.tables import customer, deal, stage_event, task
from tests.conftest import NOW
from tests.imports.conftest import Here, opened


def day(n: int) -> datetime:
    return datetime(2026, 3, n, 2, tzinfo=UTC)


def put(here: Here, given: Iterable[DealRecord], events: Iterable[StageRecord] = (), **more: Any) -> Report:
    now = more.pop("now", NOW)
    return load(here.store, here.playbooks, here.directory, here.settings, "crm", given, events, now, **more)


def one(here: Here, id: str = "1") -> Deal:
    with here.store.read() as db:
        (found,) = deals(db, deal.c.source_id == id)
    return found


def entered(here: Here, id: str = "1") -> list[tuple[str, datetime]]:
    with here.store.read() as db:
        rows = db.execute(
            select(stage_event.c.stage, stage_event.c.entered_at)
            .join(deal, deal.c.id == stage_event.c.deal_id)
            .where(deal.c.source_id == id)
            .order_by(stage_event.c.entered_at, stage_event.c.id)
        )
        return [(stage, at) for stage, at in rows]


def everything(here: Here) -> list[Any]:
    """Every row that a load writes, without the numbers."""
    with here.store.read() as db:
        columns = [c for c in deal.c if c.name not in ("id", "customer_id", "recorded_at")]
        rows = db.execute(select(*columns, customer.c.name).join(customer).order_by(deal.c.source_id)).all()
        ids = db.execute(select(deal.c.source_id).order_by(deal.c.source_id)).scalars().all()
    return [rows, [entered(here, id) for id in ids]]


def counts(report: Report) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.unchanged, report.events


FULL = DealRecord(
    "1", "上海云帆科技有限公司", "商务谈判", number="D-1", title="ERP", owner="Lin", industry="retail",
    amount=35_600_000, currency="CNY", created_at=day(1), expected_on=date(2026, 12, 1), row=2,
)  # fmt: skip


def test_a_deal_comes_once_however_often_its_file_does(here: Here) -> None:
    with here.store.write() as db:
        lin = here.directory.add(db, "Lin", now=NOW)
    events = [StageRecord("1", "First contact", day(1)), StageRecord("1", "商务谈判", day(9), 100)]
    assert counts(put(here, [FULL], events)) == (1, 0, 0, 2)
    first = everything(here)
    found = one(here)
    assert (found.customer, found.owner_id, found.stage, found.at) == (
        "上海云帆科技有限公司",
        lin.id,
        "terms",
        "negotiation",
    )
    assert (found.created_at, found.stage_since, found.recorded_at) == (day(1), day(9), day(9))
    assert counts(put(here, [FULL], events, now=NOW + timedelta(days=1))) == (0, 0, 1, 0)
    assert everything(here) == first


def test_only_what_differs_is_changed_and_what_is_not_said_stays(here: Here) -> None:
    put(here, [FULL])
    said = DealRecord("1", "云帆科技", "商务谈判", amount=40_000_000, created_at=day(1))
    assert counts(put(here, [said])) == (0, 1, 0, 0)
    found = one(here)
    assert (found.amount, found.title, found.expected_on) == (40_000_000, "ERP", date(2026, 12, 1))
    with here.store.read() as db:
        assert len(db.execute(select(customer)).all()) == 1 + (found.customer != "上海云帆科技有限公司")


def test_equal_stages_are_one_and_what_is_sold_is_won(here: Here) -> None:
    events = [
        StageRecord("1", word, day(n))
        for n, word in ((8, "签约"), (1, "First contact"), (2, "First contact"), (3, "Qualified"), (9, "Paid"))
    ]
    assert put(here, [DealRecord("1", "Acme", created_at=day(1))], events).events == 5
    assert entered(here) == [
        ("contact", day(1)),
        ("needs", day(3)),
        ("signed", day(8)),
        ("won", day(8)),
        ("paid", day(9)),
    ]
    assert (one(here).status, one(here).closed_at, one(here).stage) == ("won", day(8), "paid")


def test_won_was_signed_in_the_same_moment(here: Here) -> None:
    put(here, [DealRecord("1", "Acme", "Closed Won", created_at=day(1), closed_at=day(5))])
    assert entered(here) == [("contact", day(1)), ("signed", day(5)), ("won", day(5))]
    assert (one(here).status, one(here).at) == ("won", "contract")


def test_a_lost_deal_stands_where_it_was_lost_and_its_next_steps_are_dropped(here: Here) -> None:
    put(here, [FULL])
    with here.store.write() as db:
        owner = here.directory.add(db, "Lin", now=NOW)
        plan = {"deal_id": one(here).id, "kind": "next_step", "title": "call", "department": "", "made_at": NOW}
        db.execute(task.insert().values(owner_id=owner.id, **plan))
    why = {"lost_reason": "价格太高", "closed_at": day(20)}
    put(here, [DealRecord("1", "上海云帆科技有限公司", "商务谈判", "lost", created_at=day(1), **why)])  # type: ignore[arg-type]
    found = one(here)
    assert (found.status, found.stage, found.lost_reason, found.closed_at) == ("lost", "terms", "price", day(20))
    assert entered(here)[-1] == ("lost", day(20))
    with here.store.read() as db:
        assert db.execute(select(task.c.dropped_at)).scalar() == NOW


def test_a_deal_may_come_back(here: Here) -> None:
    events = [StageRecord("1", word, day(n)) for n, word in ((1, "Needs"), (2, "输单"), (3, "Needs"), (4, "Offer"))]
    put(here, [DealRecord("1", "Acme")], events)
    assert [stage for stage, _ in entered(here)] == ["needs", "lost", "needs", "offer"]
    assert (one(here).status, one(here).closed_at) == ("open", None)


def test_the_row_has_the_last_word(here: Here) -> None:
    put(here, [DealRecord("1", "Acme", "Offer", "open", created_at=day(1))], [StageRecord("1", "Signed", day(3))])
    assert (one(here).status, one(here).closed_at, one(here).stage, one(here).stage_since) == (
        "open",
        None,
        "offer",
        NOW,
    )


def test_history_that_comes_later_mends_what_was_guessed(here: Here) -> None:
    put(here, [FULL])
    assert entered(here) == [("terms", day(1))]
    history = [StageRecord("1", word, day(n)) for n, word in ((1, "First contact"), (4, "Offer"), (7, "Terms"))]
    assert counts(put(here, [], history)) == (0, 1, 0, 3)
    assert entered(here) == [("contact", day(1)), ("offer", day(4)), ("terms", day(7))]
    assert one(here).stage_since == day(7)
    assert counts(put(here, [FULL], now=NOW + timedelta(days=3))) == (0, 0, 1, 0)


def test_a_new_stage_without_history_began_when_it_was_seen(here: Here) -> None:
    put(here, [FULL])
    put(here, [DealRecord("1", "上海云帆科技有限公司", "Signed", created_at=day(1))])
    assert entered(here) == [("terms", day(1)), ("signed", NOW), ("won", NOW)]


def test_two_deals_with_one_id_stay_out_and_nobody_else_does(here: Here) -> None:
    rows = [
        DealRecord("1", "Acme", created_at=day(1), row=2),
        DealRecord("2", "Beta", created_at=day(1), row=3),
        DealRecord("1", "Acme", created_at=day(2), row=4),
        DealRecord("2", "Beta Ltd.", "Offer", created_at=day(1), row=5),
        DealRecord("3", "Acme", row=6),
        DealRecord("3", "Gamma", row=7),
        DealRecord("1", "Acme", created_at=day(3), row=8),
    ]
    report = put(here, rows, [StageRecord("1", "Needs", day(3), row=9), StageRecord("9", "Needs", day(3), row=10)])
    assert report.added == 1
    assert one(here, "2").stage == "offer"
    assert [rejected.row for rejected in report.rejected] == [7, 8, 10]
    assert "rows 2, 4 and 8" in report.rejected[1].why
    assert "'9' is not known here" in report.rejected[2].why


def test_unknown_words_are_counted_and_lose_nothing(here: Here) -> None:
    rows = [DealRecord(str(n), f"C{n}", "Zaubern", owner="Nobody", created_at=day(1)) for n in range(3)]
    report = put(here, rows, [StageRecord("0", "Hexen", day(2)), StageRecord("0", "Offer", day(3))])
    assert report.unknown_stages == {"Zaubern": 3, "Hexen": 1}
    assert report.unknown_owners == {"Nobody": 3}
    assert [one(here, id).stage for id in ("0", "1", "2")] == ["offer", "contact", "contact"]
    with here.store.write() as db:
        somebody = here.directory.add(db, "nobody", now=NOW)
    again = put(here, rows)
    assert (again.changed, again.unknown_owners, one(here).owner_id) == (3, {}, somebody.id)
    assert one(here, "0").stage == "offer", "an owner who is found moves no deal"


def test_a_dry_run_says_the_same_and_writes_nothing(here: Here) -> None:
    events = [StageRecord("1", "Needs", day(2)), StageRecord("7", "Needs", day(2))]
    dry = put(here, [FULL, DealRecord("2", "Beta", "??")], events, dry_run=True)
    assert everything(here) == [[], []]
    assert put(here, [FULL, DealRecord("2", "Beta", "??")], events) == dry


def many(n: int = 1_700) -> tuple[list[DealRecord], list[StageRecord]]:
    rows = [DealRecord(f"d{i}", f"Customer {i % 300}", "Offer", created_at=day(1), amount=i) for i in range(n)]
    return rows, [StageRecord(f"d{i}", word, day(k + 2)) for k, word in enumerate(("Needs", "Offer")) for i in range(n)]


def test_an_interrupted_load_ends_where_a_whole_one_does(here: Here, tmp_path: Path) -> None:
    rows, events = many()

    def stop(done: int, total: int) -> None:
        if total and done >= 1_000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        put(here, rows, events, report=stop)
    assert one(here, "d7").stage == "offer"
    told: list[tuple[int, int]] = []
    report = put(here, rows, events, report=lambda done, total: told.append((done, total)))
    assert counts(report) == (700, 0, 1_000, 2 * 700)
    assert told[-1] == (1_700, 1_700)
    whole = opened(tmp_path, f"sqlite:///{tmp_path}/whole.db")
    put(whole, rows, events)
    assert everything(here) == everything(whole)


def test_what_is_kept_here_keeps_its_stage(here: Here) -> None:
    put(here, [FULL], kept_by="local")
    with here.store.write() as db:
        change(db, one(here).id, NOW, stage="offer", at="proposal", stage_since=day(20))
    moved = DealRecord("1", "上海云帆科技有限公司", "Signed", amount=1, created_at=day(1))
    put(here, [moved], [StageRecord("1", "Needs", day(5)), StageRecord("1", "Signed", day(25))])
    found = one(here)
    assert (found.stage, found.status, found.amount) == ("offer", "open", 1)
    assert [stage for stage, _ in entered(here)] == ["terms", "needs"]


def test_what_was_proposed_is_done_when_the_source_says_so(here: Here) -> None:
    put(here, [FULL])
    with here.store.write() as db:
        change(db, one(here).id, NOW, proposed="signed", proposed_at=NOW)
    put(here, [], [StageRecord("1", "Signed", day(25))])
    assert one(here).proposed == ""


def test_texts_that_do_not_fit_are_cut_and_ids_stay_apart(here: Here) -> None:
    long = "x" * 700
    rows = [DealRecord(long + end, "Acme\0", title=long, lost_note=long, owner=long) for end in "ab"]
    assert put(here, rows).added == 2
    assert counts(put(here, rows)) == (0, 0, 2, 0)


def test_a_deal_opened_in_chat_is_not_touched(here: Here) -> None:
    with here.store.write() as db:
        me = here.directory.add(db, "Lin", now=NOW)
        book = here.playbooks.default()
        row = db.execute(customer.insert().values(
            name="Acme", key="acme", called=[], industry="", region="", size="", created_at=NOW
        ).returning(customer.c.id))  # fmt: skip
        mine = add_deal(
            db, customer_id=row.scalar_one(), owner_id=me.id, owner="Lin", book=book, stage=book.stages[0], now=NOW
        )
    put(here, [DealRecord("1", "ACME Ltd.", industry="retail")])
    with here.store.read() as db:
        both = {found.id: found for found in deals(db)}
    assert len(both) == 2
    assert both[mine].industry == "retail", "one customer, and what was not known of it is now"


def test_a_workspace_without_a_playbook_says_so(here: Here, tmp_path: Path) -> None:
    with pytest.raises(CornermanError, match=r"no playbook 'generalb2b'\. Did you mean 'general-b2b'"):
        put(here, [FULL], playbook="generalb2b")
    (tmp_path / "playbooks" / "general-b2b.yaml").unlink()
    with pytest.raises(CornermanError, match="There is no playbook here"):
        put(here, iter(()))


def test_rows_are_taken_as_they_come(here: Here) -> None:
    """A generator, read once."""

    def rows() -> Iterator[DealRecord]:
        yield FULL

    assert put(here, rows(), iter(())).added == 1
