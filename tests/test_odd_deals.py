"""Deals and notes as nobody would write them: sums below nothing, days gone by, texts that are no text."""

from datetime import timedelta

import pytest

from bot.app import App
from bot.playbooks import deals
from bot.playbooks.playbooks import Playbooks
from tests.conftest import NOW
from tests.playbooks.conftest import with_deals
from tests.talk import Someone
from tests.test_bad_input import TEXTS


@pytest.fixture
def rep(sqlite_app: App) -> Someone:
    return with_deals(sqlite_app, "林悦")


def saved(rep: Someone) -> deals.Deal:
    with rep.app.store.read() as db:
        found = deals.deal_by(db, 1)
    assert found
    return found


@pytest.mark.parametrize("typed", ["-5", "(35万)", "1e99", "two million", "９９９９９９９９９９９９９９９９９９９"])
def test_what_is_no_sum_changes_nothing(rep: Someone, typed: str) -> None:
    rep.say("/deal 华泵")
    rep.press("改金额和日期")
    assert "不是金额" in rep.press("保存", {"amount": typed, "expected": ""})
    assert saved(rep).amount == 35_600_000


@pytest.mark.parametrize("typed", ["2020-01-01", "昨天"])
def test_a_decision_does_not_lie_behind(rep: Someone, typed: str) -> None:
    rep.say("/deal 华泵")
    rep.press("改金额和日期")
    assert "已经过了" in rep.press("保存", {"amount": "35.6万", "expected": typed})
    assert saved(rep).expected_on is None


def test_a_day_that_went_by_does_not_stop_a_new_sum(rep: Someone) -> None:
    over = NOW.date() - timedelta(days=3)
    with rep.app.store.write() as db:
        deals.change(db, 1, NOW, expected_on=over)
    rep.say("/deal 华泵")
    rep.press("改金额和日期")
    rep.press("保存", {"amount": "40万", "expected": str(over)})
    assert (saved(rep).amount, saved(rep).expected_on) == (40_000_000, over)


def test_a_visit_of_long_ago_asks_for_its_day(rep: Someone) -> None:
    assert "哪天的事" in rep.say("/log 1900年1月1日拜访了华泵王建国")


def test_more_of_a_name_stays_with_the_name(rep: Someone) -> None:
    with rep.app.store.write() as db:
        book, customer = deals.deal_by(db, 1), deals.deal_by(db, 2)
        assert book
        assert customer
        path = rep.app.service(Playbooks).of(book.playbook)
        for n in range(12):
            deals.add_deal(db, customer_id=customer.customer_id, owner_id=rep.person.id, owner="林悦", book=path,
                           stage=path.stages[0], now=NOW, title=f"Shop {n}")  # fmt: skip
    assert "12" in rep.say("/deal shop").split("\n")[0]
    (more,) = [label for label in rep.labels if "还有" in label]
    rep.press(more)
    assert all("Shop" in label for label in rep.labels[:-1])


@pytest.mark.parametrize("kind", TEXTS)
def test_a_note_of_whatever_arrives_is_kept_or_asked_about(app: App, kind: str) -> None:
    """Also as a customer's name, a next step and a reason; on both databases."""
    rep = with_deals(app, "林悦")
    text = TEXTS[kind]
    rep.say(f"/log {text}")
    rep.say("/log 今天拜访了华泵王建国，" + text)
    if "保存" in rep.labels:
        rep.press("改一下")
        rep.press("完成", {"customer": text[:120] or "甲", "contact": text[:80], "kind": "visit", "day": text[:40],
                           "next": text[:120], "next_day": text[:40]})  # fmt: skip
    if "保存" in rep.labels:
        rep.press("保存")
    rep.say(f"/deal {text}")
    rep.say(f"/funnel {text}")
    rep.say("/deal 华泵")
    rep.press("丢单")
    rep.press("价格")
    rep.say(text)
    for message in rep.messages:
        assert message.reply.parts
    assert not any("出错" in str(message.reply) for message in rep.messages)
