"""The morning message: once a local working day, on time or recorded as missed, and only where there is something."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from bot.app import App
from bot.app.due import tick
from bot.app.mornings import message, send_due
from bot.knowledge.gaps import log_gap
from bot.messages import Role, say
from bot.pushes import outbox
from bot.pushes.own_times import keep_rhythm
from bot.pushes.rhythm import Rhythm
from tests.conftest import StillClock
from tests.store.together import at_once
from tests.talk import Someone

MONDAY_EIGHT = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
"""08:00 in Shanghai."""


@pytest.fixture
def editor(app: App, clock: StillClock) -> Someone:
    clock.now = MONDAY_EIGHT - timedelta(days=3)
    editor = Someone(app, "Bao", role=Role.EDITOR)
    with app.store.write() as db:
        log_gap(db, editor.person.id, "能不能刷脸打卡", "zh", [], app.clock())
    return editor


def mornings(app: App) -> list[tuple[str, str]]:
    with app.store.read() as db:
        rows = db.execute(select(outbox.outbox).where(outbox.outbox.c.kind == "morning").order_by(outbox.outbox.c.id))
        return [(row.slot, row.status) for row in rows]


def test_once_a_working_day_at_its_time(app: App, editor: Someone, clock: StillClock) -> None:
    clock.now = MONDAY_EIGHT
    send_due(app)
    assert [day for day, state in mornings(app) if state == "sent"] == []  # it is 08:00, and hers comes at 08:15
    clock.move(timedelta(minutes=15))
    assert send_due(app) == {editor.person.id}
    assert send_due(app) == set()
    assert mornings(app)[-1] == ("2026-11-23", "sent")


def test_ten_processes_are_one_message(app: App, editor: Someone, clock: StillClock) -> None:
    clock.now = MONDAY_EIGHT + timedelta(minutes=20)
    at_once(10, lambda _: send_due(app))
    assert [state for day, state in mornings(app) if day == "2026-11-23"] == ["sent"]


def test_too_late_is_recorded(app: App, editor: Someone, clock: StillClock) -> None:
    clock.now = MONDAY_EIGHT + timedelta(hours=6)
    send_due(app)
    assert mornings(app)[-1] == ("2026-11-23", "expired")


def test_nothing_to_say_is_no_message(app: App, clock: StillClock) -> None:
    clock.now = MONDAY_EIGHT - timedelta(days=3)
    Someone(app, "Lin")
    clock.now = MONDAY_EIGHT + timedelta(minutes=20)
    assert send_due(app) == set()
    assert mornings(app)[-1] == ("2026-11-23", "empty")


def test_nobody_is_woken_on_a_day_off(app: App, editor: Someone, clock: StillClock) -> None:
    clock.now = MONDAY_EIGHT - timedelta(days=1) + timedelta(minutes=20)  # Sunday
    send_due(app)
    assert mornings(app) == []
    with app.store.write() as db:
        keep_rhythm(db, editor.person.id, Rhythm("Asia/Shanghai", away_until=date(2026, 12, 1)))
    clock.now = MONDAY_EIGHT + timedelta(days=1, minutes=20)
    send_due(app)
    assert mornings(app) == []


def test_what_waits_goes_out_when_it_may(app: App, editor: Someone, clock: StillClock) -> None:
    """At night a freshness reminder waits for 08:00; on the page it is not seen before."""
    clock.now = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)  # 22:00
    with app.store.write() as db:
        keep_rhythm(db, editor.person.id, Rhythm("Asia/Shanghai", time(8, 15)))
        id = outbox.push(db, say("later"), person_id=editor.person.id, kind="freshness", now=clock())
        row = db.execute(select(outbox.outbox).where(outbox.outbox.c.id == id)).one()
    assert (row.status, row.due) == ("ready", datetime(2026, 11, 24, 0, 0, tzinfo=UTC))
    heard: list[int] = []
    app.listen(heard.append)
    tick(app)
    assert heard == []
    clock.now = row.due
    tick(app)
    assert editor.person.id in heard


def test_in_the_language_of_its_reader(app: App, editor: Someone) -> None:

    with app.store.read() as db:
        reply = message(app, db, editor.person)
    assert reply is not None
    texts = [part.text for part in reply.parts if hasattr(part, "text")]
    assert texts == ["Bao，早。", "有 1 个问题还没有话术卡。"]
