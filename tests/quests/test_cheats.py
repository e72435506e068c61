"""Ways to get points or a gate for nothing, each tried for real. Whoever tries loses nothing by it but the points."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select

from bot.app import App
from bot.drills.tables import drill
from bot.knowledge.library import Library
from bot.messages import Incoming, Press, Role
from bot.people import ledger
from bot.people.ledger import Row, points
from bot.quests import rows
from bot.quests.fair import DAY_CAP
from bot.quests.quest import Quest
from bot.quests.quests import Quests
from tests.conftest import StillClock
from tests.playbooks.conftest import with_deals
from tests.quests.conftest import BOTH, a_quest, a_step
from tests.quests.crew import crew, enrol, push, read
from tests.store.together import at_once
from tests.talk import Someone

WROTE = "今天跟着周航去了客户那里，我发现自己讲得太多，下次先把问题问清楚再讲方案。"
NOTE = "/log 今天拜访了华泵王建国，他说太贵了"
OPTIONS = [{"zh": zh, "en": zh} for zh in ("对", "错", "都行", "都不行")]


@pytest.fixture(scope="session")
def library(by_words: Library) -> Library:
    return by_words


@pytest.fixture
def rep(sqlite_app: App) -> Someone:
    return with_deals(sqlite_app, "林悦")


def begin(who: Someone, *steps: dict[str, Any], id: str = "small") -> Quest:
    quest = a_quest(list(steps), id=id)
    enrol(who.app, who, None, quest)
    return quest


def show(who: Someone, step: str, quest: str = "small") -> str:
    return push(who, "quests.step", quest=quest, step=step)


def paid(who: Someone) -> int:
    with who.app.store.read() as db:
        return ledger.total(db, who.person.id)


def why(who: Someone) -> list[str]:
    with who.app.store.read() as db:
        return list(db.execute(select(points.c.why).where(points.c.person_id == who.person.id).order_by(points.c.id))
                    .scalars())  # fmt: skip


def status(who: Someone, step: str, quest: str = "small") -> str:
    with who.app.store.read() as db:
        found = rows.of_person(db, who.app.service(Quests), who.person.id, who.app.clock())
        return next(each for each in found if each.quest.id == quest).standing.states[step].status


def reflect(who: Someone, step: str, text: str = WROTE, quest: str = "small") -> None:
    show(who, step, quest)
    who.app.clock.move(timedelta(minutes=5))  # type: ignore[attr-defined]
    who.say(text)


def log(who: Someone, text: str = NOTE) -> None:
    who.say(text)
    who.press("保存")


def test_to_confirm_ones_own_step(sqlite_app: App) -> None:
    them = crew(sqlite_app)
    with sqlite_app.store.write() as db:
        rows.change(db, them.enrolment, mentor_id=them.hire.person.id)
    them.ask()
    asked = them.state("call").asked
    assert asked
    push(them.hire, "quests.confirm", enrolment=str(them.enrolment), step="call", asked=str(asked.id))
    assert (them.state("call").status, them.points(them.hire)) == ("asked", 0)


def test_two_who_confirm_each_other(sqlite_app: App) -> None:
    quest = a_quest([a_step(f"go-{n}", "shadow") for n in range(4)])
    one, two = Someone(sqlite_app, "林悦"), Someone(sqlite_app, "陈立")
    ids = {id(one): enrol(sqlite_app, one, two, quest), id(two): enrol(sqlite_app, two, one, quest)}
    for n, (who, other) in enumerate([(one, two), (two, one), (one, two), (one, two)]):
        push(who, "quests.tell", quest="small", step=f"go-{n}")
        who.say("跟着去了一次华泵，客户问了交付")
        read(other)
        other.press("确认")
        assert status(who, f"go-{n}") == "done", ids
    assert (paid(one), paid(two)) == (0, 0)
    assert set(why(one)) | set(why(two)) == {"pair", ""}


def test_to_take_a_note_back_and_write_it_anew(rep: Someone) -> None:
    begin(rep, a_step("first-note", "touch"))
    for n in range(4):
        log(rep)
        assert (status(rep, "first-note"), paid(rep)) == ("done", 10 if n < 2 else 0)
        rep.press("撤销")
        assert (status(rep, "first-note"), paid(rep)) == ("open", 0)


def test_one_note_for_two_steps_and_two_quests(rep: Someone) -> None:
    begin(rep, a_step("one", "touch"), a_step("two", "touch"))
    begin(rep, a_step("one", "touch"), id="other")
    log(rep)
    assert sorted([status(rep, "one"), status(rep, "two")]) == ["done", "open"]
    assert (status(rep, "one", "other"), paid(rep)) == ("done", 10)


def test_to_answer_faster_than_anybody_reads(rep: Someone) -> None:
    begin(rep, a_step("think"))
    show(rep, "think")
    rep.app.clock.move(timedelta(seconds=8))  # type: ignore[attr-defined]
    rep.say(WROTE)
    assert (status(rep, "think"), paid(rep), why(rep)) == ("done", 0, ["speed"])


def test_to_tap_through_all_options(rep: Someone, clock: StillClock) -> None:
    question = {"ask": BOTH, "options": OPTIONS}
    begin(rep, a_step("quiz", "quiz", questions=[question, question], tries=2))
    show(rep, "quiz")
    for _ in range(8):
        for label in ("错", "错"):
            if label in rep.labels:
                rep.press(label)
        if "再答一次" in rep.labels:
            rep.press("再答一次")
    assert (status(rep, "quiz"), paid(rep)) == ("resting", 0)
    clock.move(timedelta(hours=21))
    assert status(rep, "quiz") == "open", "and nothing is lost"


def test_an_old_button_from_before_its_gate_opened(rep: Someone) -> None:
    enrol(rep.app, rep, None, a_quest([a_step("one")], [a_step("two")]))
    show(rep, "two")
    rep.say(WROTE)
    assert (status(rep, "two"), paid(rep)) == ("shut", 0)
    reflect(rep, "one")
    show(rep, "two")
    log_of_one = rep.messages[-1]
    take_back(rep, "one")
    rep.app.clock.move(timedelta(minutes=5))  # type: ignore[attr-defined]
    rep.say(WROTE + "第二次我先听完再开口。")
    assert (status(rep, "two"), paid(rep)) == ("shut", 0), log_of_one.token


def take_back(who: Someone, step: str) -> None:
    from bot.quests import finishing

    with who.app.store.write() as db:
        (journey,) = rows.of_person(db, who.app.service(Quests), who.person.id, who.app.clock())
        finishing.take_back(db, who.app.service(Quests), journey, journey.quest.steps[step], who.app.clock())


def test_another_persons_button(rep: Someone) -> None:
    begin(rep, a_step("quiz", "quiz", questions=[{"ask": BOTH, "options": OPTIONS}]))
    thief = Someone(rep.app, "陈立")
    begin(thief, a_step("quiz", "quiz", questions=[{"ask": BOTH, "options": OPTIONS}]))
    show(rep, "quiz")
    rep.app.clock.move(timedelta(minutes=5))  # type: ignore[attr-defined]
    thief.press_at(rep.messages[-1].token, rep.labels.index("对"))
    assert [status(rep, "quiz"), status(thief, "quiz"), paid(rep), paid(thief)] == ["open", "open", 0, 0]


def test_to_leave_and_begin_again(rep: Someone) -> None:
    begin(rep, a_step("think"), a_step("later"))
    reflect(rep, "think")
    for _ in range(2):
        push(rep, "quests.left", quest="small")
        push(rep, "quests.begin", quest="small")
        reflect(rep, "think", "这是另外一段话，讲的是下一次拜访以前我要先准备哪三个问题，再去见客户。")
    assert (status(rep, "think"), paid(rep)) == ("done", 10)


def test_to_leave_so_that_points_of_notes_stay(rep: Someone) -> None:
    begin(rep, a_step("first-note", "touch"), a_step("think"))
    log(rep)
    assert paid(rep) == 10
    undo = rep.messages[-1].token, rep.labels.index("撤销")
    push(rep, "quests.left", quest="small")
    rep.press_at(*undo)
    assert paid(rep) == 0


def test_to_move_ones_time_zone_for_a_second_day(rep: Someone, clock: StillClock) -> None:
    steps = [a_step(f"s{n}", points=30) for n in range(8)]
    begin(rep, *steps)
    earned = []
    for n, zone in enumerate(("Asia/Shanghai", "America/Los_Angeles", "Europe/London", "Asia/Tokyo")):
        rep.say("/settings")
        rep.press("保存", {"language": "zh", "time_zone": zone})
        for m in (0, 1):
            reflect(rep, f"s{2 * n + m}", f"{WROTE}{'我还学到了一点别的事情' * (2 * n + m)}")
        earned.append(paid(rep))
    assert earned[0] == DAY_CAP
    assert earned[-1] == DAY_CAP, f"{earned}: four dates within an hour are one day"
    assert clock.now.date().day == 23


def test_to_write_the_same_thought_twice(rep: Someone) -> None:
    begin(rep, a_step("one"), a_step("two"))
    reflect(rep, "one")
    reflect(rep, "two", WROTE + "。")
    assert (status(rep, "two"), paid(rep)) == ("open", 10)


def test_to_copy_a_colleagues_thought(rep: Someone) -> None:
    begin(rep, a_step("one"))
    reflect(rep, "one")
    other = Someone(rep.app, "陈立")
    begin(other, a_step("one"))
    reflect(other, "one")
    assert (status(other, "one"), paid(other)) == ("open", 0)


def test_to_paste_the_card_into_a_pitch(rep: Someone) -> None:
    begin(rep, a_step("pitch", "pitch", card="value-cfo-cash", task=BOTH))
    show(rep, "pitch")
    card = rep.app.service(Library).card("value-cfo-cash", "zh")
    assert card
    rep.app.clock.move(timedelta(minutes=5))  # type: ignore[attr-defined]
    rep.say("".join(card.sections.values())[:380])
    assert (status(rep, "pitch"), paid(rep)) == ("open", 0)


def test_to_play_the_same_drill_for_two_quests_or_at_a_scripts_speed(rep: Someone) -> None:
    begin(rep, a_step("one", "drill", scenario="price-too-high"), a_step("two", "drill", scenario="price-too-high"))
    begin(rep, a_step("one", "drill", scenario="price-too-high"), id="other")
    play(rep, seconds=4)
    rep.say("/quest")
    assert (status(rep, "one"), paid(rep)) == ("open", 0)
    play(rep, seconds=200)
    rep.say("/quest")
    assert [status(rep, "one"), status(rep, "two"), status(rep, "one", "other"), paid(rep)] == [
        "done", "open", "done", 10,
    ]  # fmt: skip


def play(who: Someone, seconds: int) -> None:
    now = who.app.clock()
    with who.app.store.write() as db:
        db.execute(insert(drill).values(
            person_id=who.person.id, scenario="price-too-high", version=1, rubric=1, weights={}, grade="easy",
            language="zh", seed=1, exam=False, status="ended", played={}, moved=8, hints=0, ending="closed", total=90,
            tier="", passed=True, scorecard={}, started_at=now, moved_at=now + timedelta(seconds=seconds),
        ))  # fmt: skip


def test_to_write_up_visits_of_last_month(rep: Someone) -> None:
    begin(rep, a_step("first-note", "touch"))
    log(rep, "/log 上个月15号拜访了华泵王建国，他说太贵了")
    rep.say("/quest")
    assert (status(rep, "first-note"), paid(rep)) == ("open", 0)


def test_to_press_on_two_channels_at_once(app: App) -> None:
    who = Someone(app, "林悦")
    with app.store.write() as db:
        app.directory.attach(db, "terminal", "terminal-林悦", who.person.id)
    begin(who, a_step("quiz", "quiz", questions=[{"ask": BOTH, "options": OPTIONS}]), a_step("later"))
    show(who, "quiz")
    app.clock.move(timedelta(minutes=5))  # type: ignore[attr-defined]
    press = Press(who.messages[-1].token, who.labels.index("对"))

    def tap(n: int) -> None:
        channel = ("web", "terminal")[n % 2]
        app.answer(Incoming(channel, f"{channel}-林悦", f"tap-{n}", press=press))

    at_once(4, tap)
    assert (status(who, "quiz"), paid(who), why(who)) == ("done", 10, [""])


def test_to_pay_oneself_what_waits(sqlite_app: App) -> None:
    them = crew(sqlite_app)
    with sqlite_app.store.write() as db:
        day = sqlite_app.clock().date()
        row = Row(them.manager.person.id, 0, "step", "field/think", "k", day, held=10, why="speed")
        id = ledger.add(db, row, sqlite_app.clock())
    push(them.manager, "quests.pay", row=str(id))
    push(them.hire, "quests.pay", row=str(id))
    assert them.manager.person.role is Role.MANAGER
    assert them.points(them.manager) == 0
