"""A whole "First 30 days" in the chat: what it says at the end is what the raw rows say, counted by other code."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.app import App
from bot.knowledge.library import Library
from bot.messages import Facts, Picture
from bot.people import ledger
from bot.quests.quests import Quests
from bot.quests.ramp import sheet
from bot.quests.ramp.figures import led_by, read
from bot.quests.ramp.report import report
from bot.settings import Settings
from bot.words import words
from tests.conftest import ROOT, StillClock
from tests.quests.month import MINUTE, QUEST, Month, Talker
from tests.quests.recount import ZONE, Paid, Recount

SLIPS = {"pump-story": 1, "finance-says": 1, "sit-in": 1, "owner-pitch": 1, "first-figures": 2, "where-lost": 1}
LET_OFF, TOO_FAST, TAKEN_BACK = "stopped-me", "what-he-fears", "three-calls"
SAID = {
    "zh": {
        "pitch without a figure": "您好，我们的系统功能很全，财务库存采购销售都有，用过的客户都说好，您要看看演示吗？",
        "pitch": "月底您手里三份表三个数，拍板只能凭感觉吧？用上启明，订单、回款、库存三个数每天早上 8 点到您手机上，"
        "有家泵阀厂月结从 9 天缩到 4 天。您现在最想先看清哪一块，是库存还是回款？",
        "what-he-fears": "担心后面再收费",
        "sit-in": "上午跟周航去了宏达泵业，听他怎么问库存，客户讲了半小时。",
        "demo-rehearsal": "给陈总演了三个场景，一共四十分钟，扫码那一幕卡了一下，已经改好。",
        "accompanied-demo": "和陈总一起去宏达演示，财务追着问了月结，下周约老板。",
        "opened-up": "问他哪张单子最费劲，他一口气讲了五分钟；问预算，他马上不说话了。下周先不问预算，改问谁来拍板。",
        "next-month": "这个月我抢话最多。下个月每次见面前写三个问题，对方没讲完，我就不报功能，周五请周航听一段录音。",
        "not yet": "还差客户的一句原话，补上再来",
        "call": "/log 今天给{customer}王总打了电话，聊了库存，下周三发方案",
        "deal": "/deal 宏达", "agreed": "客户已经讲清楚需求了", "reason": "那周去展会了，没有演练",
    },
    "en": {
        "pitch without a figure": "Our system has every function a company like yours could need, all our customers "
        "are happy with it and recommend it to their friends. Would you like to see a demo of it?",
        "pitch": "At month end you get three reports with three different totals, and decide by feel. With one set of "
        "books a pump maker cut the monthly close from 9 days to 4, and the owner sees three numbers at 8 every "
        "morning. Which figure would you want first, stock or cash?",
        "what-he-fears": "afraid of extra charges and hidden costs later",
        "sit-in": "Went to Hongda Pumps with my mentor and heard how he asks about stock.",
        "demo-rehearsal": "Three scenes in forty minutes; the scanning one got stuck, and works now.",
        "accompanied-demo": "At Hongda together; finance asked about the close, next week we see the owner.",
        "opened-up": "When I asked which order was hardest, he talked for five minutes. When I asked for the budget he "
        "went quiet. Next week I ask who decides instead.",
        "next-month": "I interrupt too much. Before each visit I will write down three questions, and name no function "
        "before the customer has finished; my mentor listens to one recording a week.",
        "not yet": "One sentence in the customer's own words is missing",
        "call": "/log Called Mr Wang at {customer} today about stock, sending an offer next Wednesday",
        "deal": "/deal 宏达", "agreed": "they were clear about it", "reason": "at the trade fair that week, no drills",
    },
}  # fmt: skip


@dataclass(frozen=True)
class Lived:
    month: Month
    count: Recount
    now: datetime

    def app_row(self) -> dict[str, sheet.Cell]:
        """The ramp report's row, as its table has it."""
        app, manager = self.month.app, self.month.manager.person
        with app.store.read() as db:
            figures = read(db, app.service(Quests), led_by(db, manager), self.now.date(), str(ZONE))
        ramp = report(figures, self.now, str(ZONE))
        assert ramp
        return sheet.row(words(self.month.language), ramp.places[0], str(ZONE))


@pytest.fixture(scope="module", params=("zh", "en"))
def lived(
    request: pytest.FixtureRequest, by_words: Library, fresh_sqlite: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Lived]:
    folder = tmp_path_factory.mktemp("month")
    file = folder / "month.db"
    shutil.copy(fresh_sqlite, file)
    clock = StillClock(datetime(2026, 11, 2, 1, 0, tzinfo=UTC).astimezone(ZONE))
    features = dict.fromkeys(("knowledge", "feedback", "drills", "quests", "playbooks", "funnel"), True)
    app = App(Settings(workspace=folder, database_url=f"sqlite:///{file}", features=features), clock=clock,
              library=by_words)  # fmt: skip
    month = Month(app, clock, request.param, SAID[request.param], SLIPS)
    live(month)
    count = Recount(file, ROOT / "drills" / "quests" / f"{QUEST}.yaml", month.hire.person.id, date(2026, 11, 2))
    yield Lived(month, count, clock.now)
    app.flush()
    app.store.close()


def live(month: Month) -> None:
    month.enrol()
    step = month.offered()
    while True:
        if step == LET_OFF:
            let_off(month, step)
        elif step == TOO_FAST:
            rush(month, step)
        else:
            month.do(step)
        if step == TAKEN_BACK:
            log_again(month)
        if step == "next-month":
            return
        step = month.morning()


def let_off(month: Month, step: str) -> None:
    """By the manager, after the morning's button came: the button opens nothing any more."""
    manager, reason = month.manager, month.said["reason"]
    manager.say("/mentees")
    manager.tap("quests.mentee")
    manager.tap("quests.let_off")
    while not any(each.args["step"] == step for each in manager.offered("quests.let_off_step")):
        manager.tap("quests.let_off", **{"from": dict(manager.offered("quests.let_off")[-1].args)["from"]})
    manager.tap("quests.let_off_step", step=step)
    manager.tap("quests.waive", {"reason": reason})
    assert reason in month.hire.read()[-1]
    month.hire.tap("quests.step", step=step)
    assert not month.hire.offered("quests.step")


def rush(month: Month, step: str) -> None:
    """Answered in no time: it counts, the points wait, and the manager pays them."""
    hire, clock = month.hire, month.clock
    hire.tap("quests.step", step=step)
    month._find(month.quest.steps[step])
    clock.move(10 * MINUTE)
    month.manager.say("/mentees")
    month.manager.tap("quests.held")
    month.manager.tap("quests.pay")
    assert "+8" in hire.read()[-1]


def log_again(month: Month) -> None:
    """The third note is taken back, and written again."""
    month.hire.tap("playbooks.log_undo")
    assert "-18" in month.hire.text
    month.calls("新力汽配")
    month.hire.read()
    assert "+18" in month.hire.text


# What the chat says is what happened


def total_said(hire: Talker) -> int:
    found = re.search(r"\d+", hire.say("/points"))
    assert found
    return int(found[0])


def facts(who: Talker) -> list[tuple[str, str]]:
    return [row for part in who.reply.parts if isinstance(part, Facts) for row in part.rows]


def test_everything_that_was_to_go_wrong_went_wrong(lived: Lived) -> None:
    kinds = [event["kind"] for event in lived.count.events]
    tries = sum(n for step, n in SLIPS.items() if step != "sit-in")
    assert (kinds.count("tried"), kinds.count("declined"), kinds.count("waived")) == (tries, 1, 1)
    assert (kinds.count("undone"), kinds.count("done")) == (1, 22)


def test_the_ledger_holds_what_was_earned_and_why(lived: Lived) -> None:
    with lived.month.app.store.read() as db:
        rows = [Paid(row.rule, row.points, row.source, row.held, row.why)
                for row in ledger.latest(db, lived.month.hire.person.id, 100)]  # fmt: skip
    assert rows[::-1] == lived.count.ledger()
    paid = sum(row.points for row in lived.count.ledger())
    assert total_said(lived.month.hire) == paid > 300
    assert [int(cell.split()[0]) for _, cell in facts(lived.month.hire)] == [row.points for row in rows[:10]]


def test_each_gate_was_said_to_be_passed_on_its_day_and_on_no_other(lived: Lived) -> None:
    said = []
    for gate in lived.month.quest.gates:
        able = gate.able.of(lived.month.language)
        said += [at.astimezone(ZONE).date() for at, text in lived.month.hire.heard if able in text]
    assert said == lived.count.gates()
    assert len(said) == 5
    assert said[1] == lived.count.over()[LET_OFF].astimezone(ZONE).date()


def test_the_radar_shows_the_weighted_means(lived: Lived) -> None:
    lived.month.hire.say("/radar")
    shown = [re.search(r"(?:(\d+) \()?n = (\d+)", cell) for _, cell in facts(lived.month.hire)]
    read = [(int(found[1]) if found[1] else None, int(found[2])) for found in shown if found]
    assert read == lived.count.radar(lived.now)
    assert sum(value is not None for value, _ in read) >= 4


def test_the_mentor_read_each_monday_how_it_went(lived: Lived) -> None:
    mondays = [(at, text) for at, text in lived.month.briefs if "小林" in text and at.weekday() == 0]
    assert [at.date().day for at, _ in mondays] == [9, 16, 23, 30]
    for at, text in mondays:
        passed, done, behind, wrong = lived.count.week(at)
        where = next(line for line in text.splitlines() if "小林" in line)
        week = (7, done) if lived.month.language == "zh" else (done, 7)
        numbers = [passed + 1, 5, *week, *([behind] if behind else [])]
        assert [int(found) for found in re.findall(r"\d+", where)] == numbers, (at, where)
        hard = lived.month.quest.steps[wrong[0]].title.of(lived.month.language) if wrong else ""
        assert hard in text
        assert not wrong or str(wrong[1]) in next(line for line in text.splitlines() if hard in line)
    assert lived.count.week(mondays[0][0])[3] == ("first-figures", 2)


def test_the_ramp_report_has_their_days(lived: Lived) -> None:
    row, count = lived.app_row(), lived.count
    assert (row["name"], row["start"], row["day"]) == ("小林", count.started, count.workday(lived.now.date()))
    assert (row["done"], row["of"], row["waived"]) == (22, 22, 1)
    assert (row["first_certificate"], row["first_opportunity"]) == (count.certified_on(), count.qualified_on())
    assert (row["first_deal"], row["left"], row["stuck_at"]) == (None, None, "")
    lived.month.manager.say("/ramp")
    said = dict(facts(lived.month.manager))
    days = [(day - count.started).days for day in (count.certified_on(), count.qualified_on())]
    assert [re.findall(r"\d+", cell)[0] for cell in list(said.values())[1:3]] == [str(n) for n in days]


def test_the_certificate_says_who_and_what_was_let_off(lived: Lived) -> None:
    lived.month.hire.say("/quest")
    lived.month.hire.tap("quests.show", quest=QUEST)
    lived.month.hire.tap("quests.certificate")
    [picture] = [part for part in lived.month.hire.reply.parts if isinstance(part, Picture)]
    assert "小林" in picture.alt
    assert lived.month.quest.steps[LET_OFF].title.of(lived.month.language) in picture.alt


def test_the_recount_can_disagree(lived: Lived) -> None:
    """Without the last row it says something else than the chat."""
    count = lived.count
    other = Recount(count.database, count.quest, count.person, count.started)
    assert (other.ledger(), other.gates()) == (count.ledger(), count.gates())
    del other.events[-1]
    assert len(other.ledger()) == len(count.ledger()) - 1
    assert len(other.gates()) == 4
    assert other.radar(lived.now) != count.radar(lived.now)
