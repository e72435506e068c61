"""A won deal goes on through its playbook: what is handed over, and the instalments."""

import pytest

from bot.app import App
from bot.playbooks import deals
from bot.playbooks.playbooks import Playbooks
from bot.playbooks.tables import deal as deal_table
from tests.playbooks.conftest import with_deals
from tests.talk import Someone


@pytest.fixture
def rep(sqlite_app: App) -> Someone:
    """Somebody who looks at a deal that was just won, on the playbook for manufacturers."""
    somebody = with_deals(sqlite_app, "林悦")
    somebody.say("/deal 华泵")
    book = sqlite_app.service(Playbooks).of("manufacturing")
    signed = book.first_at("contract")
    assert signed
    with sqlite_app.store.write() as db:
        (deal,) = [each for each in deals.open_of(db, somebody.person.id) if each.customer.startswith("华泵")]
        deals.change(db, deal.id, sqlite_app.clock(), playbook=book.id)
        deals.move(db, deal, signed, sqlite_app.clock())
    again(somebody)
    return somebody


def again(rep: Someone) -> None:
    """The deal's page as it is now, by a button of the old one."""
    rep.press("改金额和日期")
    rep.press("保存", {"amount": "356000", "expected": ""})


def test_what_the_stage_asks_for_can_still_be_ticked_off(rep: Someone) -> None:
    assert {"做完：交接给交付", "做完：每笔款写上日子", "进入首付"} <= set(rep.labels)
    assert "进“首付”之前还差：" in rep.text
    assert "· 财务" in rep.text
    rep.press("做完：交接给交付")
    rep.press("完成", {"output": "交付部周敏接，12 月 1 日开工"})
    assert "做完：交接给交付" not in rep.labels
    assert "做完：每笔款写上日子" in rep.labels


def test_the_last_stage_of_all_asks_too(rep: Someone, sqlite_app: App) -> None:
    book = sqlite_app.service(Playbooks).of("manufacturing")
    with sqlite_app.store.write() as db:
        (deal,) = deals.deals(db, deal_table.c.status == "won")
        deals.move(db, deal, book.stages[-1], sqlite_app.clock())
    again(rep)
    assert {"做完：跑通第一次月结", "做完：尾款到账"} <= set(rep.labels)
    assert "还差" not in rep.text
