"""A note becomes rows once, and taking it back leaves every table as it was."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from bot.app import App
from bot.playbooks import customers, deals
from bot.playbooks.feature import playbooks
from bot.playbooks.log import keep as kept_rows
from bot.playbooks.log.draft import NEW, Draft, drafted, read
from bot.playbooks.log.heard import Heard, Next
from bot.playbooks.log.keep import Kept, keep, undo
from bot.playbooks.tables import task, touch
from bot.words import words
from tests.conftest import NOW, StillClock
from tests.playbooks.conftest import with_deals
from tests.playbooks.rows import ALL, called, rows
from tests.talk import Someone

TODAY = NOW.date()
WORDS = st.text("王总说贵 Ann,，。\"'{}\n", max_size=20)
DAYS = st.dates(TODAY - timedelta(days=20), TODAY + timedelta(days=40)).map(date.isoformat)
SHANGHAI = ZoneInfo("Asia/Shanghai")
PAST = st.integers(0, 22 * 24 * 60).map(lambda minutes: NOW - timedelta(minutes=minutes))
AT = PAST.map(lambda moment: moment.astimezone(SHANGHAI).isoformat())
NUMBERS = st.none() | st.integers(0, 5)

drafts = st.builds(
    Draft, said=WORDS, id=st.just(""), customer=NUMBERS, customer_said=WORDS,
    among=st.lists(st.integers(1, 9), max_size=3).map(tuple), deal=st.none() | st.integers(1, 3), contact=NUMBERS,
    contact_said=WORDS, kind=st.sampled_from(("visit", "call", "other")), at=AT, exact=st.booleans(), next_title=WORDS,
    next_on=st.just("") | DAYS, objection=st.sampled_from(("", "price-too-high")), hint=st.sampled_from(("", "lost")),
    ask=st.lists(st.sampled_from(("customer", "day", "kind", "next_day")), unique=True).map(tuple),
)  # fmt: skip


ids = st.none() | st.integers(1)
some = st.lists(st.integers(1)).map(tuple)
moments = st.none() | PAST
keepings = st.builds(
    Kept, st.integers(1), task=ids, dropped=some, done=some, contact=ids, customer=ids, touched=moments,
    recorded=moments,
)  # fmt: skip


@given(drafts)
def test_a_draft_survives_its_button(draft: Draft) -> None:
    """Also one of a new customer and a new contact, whose number is 0."""
    assert read(draft.args(what="kind", value="call")) == draft


@given(keepings)
def test_what_was_kept_survives_its_button(kept: Kept) -> None:
    assert kept_rows.read(kept.args()) == kept


# On rows


@pytest.fixture
def busy(sqlite_app: App, clock: StillClock) -> Someone:
    """Somebody with deals that have a past: an imported contact, steps behind and ahead, one of a colleague's."""
    lin, mei = with_deals(sqlite_app, "林悦"), Someone(sqlite_app, "Mei")
    with sqlite_app.store.write() as db:
        deals.change(db, 1, clock() - timedelta(days=9), touched_at=clock() - timedelta(days=12))
        for deal_id, owner, day in ((1, lin, -3), (1, mei, 4), (1, lin, None), (2, lin, 2)):
            due = TODAY + timedelta(days=day) if day is not None else None
            db.execute(task.insert().values(
                owner_id=owner.person.id, deal_id=deal_id, touch_id=None, kind="next_step", title="x", department="",
                due_on=due, made_at=clock() - timedelta(days=9), done_at=None, dropped_at=None, made_by=None,
            ))  # fmt: skip
    clock.move(timedelta(hours=1))
    return lin


def fitting(draft: Draft) -> Draft:
    """With a customer that there is, or a new one with a name."""
    if draft.deal:
        return replace(draft, customer=1 if draft.deal == 1 else 2)
    return replace(draft, customer=(draft.customer or 0) % 3, customer_said=f"{draft.customer_said} 新客户")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.lists(drafts.map(fitting), min_size=1, max_size=3), st.booleans())
def test_taken_back_is_never_said(busy: Someone, said: list[Draft], known: bool) -> None:
    """Whatever was noted, taking it back, the last first, leaves every row as it was."""
    app, before = busy.app, rows(busy.app, *ALL)
    if known:  # the name is an old customer's, written another way
        said = [replace(draft, customer_said="brightwell foods") for draft in said]
    done = []
    for draft in said:
        app.clock.move(timedelta(minutes=1))  # type: ignore[attr-defined]
        with app.store.write() as db:
            done.append(keep(db, draft, busy.person, app.clock()))
    assert len(rows(app, touch)) == len(said)
    for kept in reversed(done):
        assert kept is not None
        with app.store.write() as db:
            assert undo(db, kept_rows.read(kept.args()), busy.person, app.clock())
    assert rows(app, *ALL) == before


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.lists(st.tuples(drafts.map(fitting), st.booleans()), min_size=1, max_size=5))
def test_a_deal_has_one_next_step(busy: Someone, said: list[tuple[Draft, bool]]) -> None:
    """Whoever notes what, and takes some of it back: after a next step was said, one is open; never two."""
    app, undone = busy.app, []
    for draft, taken_back in said:
        with app.store.write() as db:
            kept = keep(db, replace(draft, deal=1, customer=1, next_title="下一步"), busy.person, app.clock())
            assert kept is not None
            undone += [kept] if taken_back else []
    for kept in undone:
        with app.store.write() as db:
            undo(db, kept, busy.person, app.clock())
    open_ = [row for row in rows(app, task) if row.deal_id == 1 and not (row.done_at or row.dropped_at)]
    assert len(open_) <= 1 or len(undone) == len(said), "as it was before"
    with app.store.write() as db:
        for row in rows(app, touch):
            undo(db, Kept(row.id), busy.person, app.clock())


EFFECTIVE = {
    ("visit", 1, "2026-11-25"): True,
    ("visit", NEW, "2026-11-25"): True,
    ("visit", None, "2026-11-25"): False,
    ("visit", 1, ""): False,
    ("call", 1, "2026-11-25"): False,
    ("visit", 2, "2026-11-25"): False,  # somebody of another customer's
}


@pytest.mark.parametrize(("kind", "contact", "day"), EFFECTIVE)
def test_a_visit_counts_that_met_somebody_and_left_a_dated_step(
    rep: Someone, kind: str, contact: int | None, day: str
) -> None:
    draft = Draft("x", customer=1, contact=contact, contact_said="赵敏", kind=kind, at=NOW.isoformat(), next_on=day)
    with rep.app.store.write() as db:
        kept = keep(db, draft, rep.person, NOW)
    (row,) = rows(rep.app, touch)
    assert kept
    assert kept.effective is row.effective is EFFECTIVE[kind, contact, day]
    assert (row.contact_id == 2) is False
    assert (row.report_due_at, row.reported_at) == (
        (NOW + timedelta(hours=24), NOW) if kind == "visit" else (None,) * 2
    )


def test_a_contact_of_that_name_is_not_added_again(rep: Someone) -> None:
    draft = Draft("x", customer=1, contact=NEW, contact_said="王建国", at=NOW.isoformat())
    with rep.app.store.write() as db:
        kept = keep(db, draft, rep.person, NOW)
        assert kept
        assert kept.contact is None
        assert [each.name for each in customers.contacts(db, [1])] == ["王建国"]


def test_nobody_takes_back_what_somebody_else_noted(rep: Someone) -> None:
    mei = Someone(rep.app, "Mei")
    with rep.app.store.write() as db:
        kept = keep(db, Draft("x", customer=1, at=NOW.isoformat()), rep.person, NOW)
        assert kept
        assert not undo(db, kept, mei.person, NOW)
    assert len(rows(rep.app, touch)) == 1


# When it was


@given(PAST, st.integers(0, 3), st.none() | st.times())
def test_a_contact_is_never_in_the_future(now: datetime, days_ago: int, at: object) -> None:
    here = now.astimezone(SHANGHAI)
    heard = Heard("x", day=here.date() - timedelta(days=days_ago), at=at, next=Next("y", "", here.date()))  # type: ignore[arg-type]
    draft = drafted(heard, here, "")
    assert datetime.fromisoformat(draft.at) <= here
    assert datetime.fromisoformat(draft.at).utcoffset() == timedelta(hours=8), "in the person's zone"
    if days_ago:
        assert draft.day == heard.day


def test_yesterday_is_the_persons_own(rep: Someone, clock: StillClock) -> None:
    """22:30 UTC on Sunday is Monday in Shanghai."""
    clock.now = datetime(2026, 11, 22, 22, 30, tzinfo=UTC)
    rep.say("/log 昨天下午三点拜访了华泵王建国，周三演示")
    rep.press("保存")
    (row,) = rows(rep.app, touch)
    assert row.at == datetime(2026, 11, 22, 7, 0, tzinfo=UTC)
    assert called(rep.app, "华泵").touched_at == row.at


def test_a_doubtful_customer_is_asked_about() -> None:
    """One that only may be meant is offered, never taken in silence."""
    here = NOW
    draft = drafted(Heard("x", customer=2, day=here.date(), ask=frozenset({"customer"})), here, "")
    assert (draft.customer, draft.among) == (None, (2,))


# In chat


def test_two_taps_on_save_are_one_note(rep: Someone) -> None:
    """Also on two cards of one note: the one before a change, and the one after it."""
    rep.say("/log 今天拜访了华泵王建国，周三演示")
    first = rep.messages[-1]
    rep.press("改一下")
    values = {"customer": "华泵", "contact": "王建国", "kind": "call", "day": "", "next": "演示", "next_day": "周四"}
    rep.press("完成", values)
    rep.press("保存")
    assert "已经记过" in rep.press_at(first.token, 0)
    assert "已经记过" in rep.press("保存")
    assert [row.kind for row in rows(rep.app, touch)] == ["call"]
    assert len(rows(rep.app, task)) == 1


def test_a_message_on_slack_is_noted_by_its_shortcut(rep: Someone) -> None:
    (route,) = [route for route in playbooks.routes if route.shortcut]
    assert (route.action, words("en")(route.shortcut)) == ("playbooks.log", "Log as a visit")
    assert "王建国" in rep.say(f"/{route.name} 今天拜访了华泵王建国")


def test_a_customer_that_was_taken_back_is_asked_for_again(rep: Someone) -> None:
    rep.say("/log 今天拜访了苏州恒昇机械有限公司，周四寄报价")
    rep.press("保存")
    noted = rep.messages[-1]
    rep.say("/log 今天又打电话给恒昇，周五再谈")
    card = rep.messages[-1]
    undo_at = [each.label for each in noted.reply.actions()].index("撤销")  # type: ignore[union-attr]
    rep.press_at(noted.token, undo_at)
    save_at = [each.label for each in card.reply.actions()].index("保存")  # type: ignore[union-attr]
    assert "哪家客户" in rep.press_at(card.token, save_at)
    assert rows(rep.app, touch) == []


def test_a_saved_note_can_be_changed_which_takes_the_first_one_back(rep: Someone) -> None:
    rep.say("记一下 今天拜访了华泵，下周三演示")
    rep.press("保存")
    rep.press("改一下")
    with rep.app.store.read() as db:
        assert db.execute(select(func.count()).select_from(touch)).scalar_one() == 0
    values = {"customer": "华泵机械制造（苏州）有限公司", "contact": "王建国", "kind": "visit", "day": "今天",
              "next": "演示", "next_day": "下周三"}  # fmt: skip
    rep.press("完成", values)
    rep.press("保存")
    with rep.app.store.read() as db:
        (row,) = db.execute(select(touch)).all()
    assert row.contact_id is not None
    assert row.effective
