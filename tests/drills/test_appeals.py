"""Appeals: who hears of one, who decides it, what both sides read, and how far people and the scorer agree."""

from typing import Any

import pytest
from sqlalchemy import select

from bot.app import App
from bot.channels import plain
from bot.drills.agreement import ENOUGH, agreement, weighted_kappa
from bot.drills.appeals import QUOTE_MAX, TEXT_MAX
from bot.drills.rows import load
from bot.drills.tables import drill_appeal
from bot.drills.talk import Found
from bot.drills.verdicts import Verdict, appealed, beside, put
from bot.knowledge.library import Library
from bot.messages import Button, Choices, Field, Form, Reply, Role
from bot.people.erasure import erase
from bot.pushes import outbox
from bot.words import words
from tests.conftest import NOW
from tests.drills.after import card, ended, put_on
from tests.talk import Someone

SAID = "那我给您打九折，<@U1> *今天* 就能签，明天涨价，后天没货，您看行不行？"
MOMENT = "太贵了。"
WHY = "我先问了 <b>预算</b>"
LEVELS = {"explore_first": 1, "next_step": 0, "listening": None}
QUOTES = {
    "explore_first": Found(1, "explore_first", "-", SAID), "next_step": Found(0, "next_step", "-", MOMENT),
}  # fmt: skip


@pytest.fixture(scope="session")
def library(by_words: Library) -> Library:
    return by_words


@pytest.fixture
def teams(app: App) -> App:
    put_on(app, "two-quotes")
    with app.store.write() as db:
        for team in ("East", "West"):
            app.directory.add_team(db, team)
            app.directory.switch(db, team, "drills", on=True)
    return app


def scored(someone: Someone) -> int:
    with someone.app.store.write() as db:
        return ended(db, someone.person.id, NOW, card(LEVELS, quotes=QUOTES))


def press(someone: Someone, action: str, **args: str) -> str:
    """As if a message with this button had been shown."""
    with someone.app.store.write() as db:
        shown = outbox.put(
            db, Reply((Choices((Button("x", f"drills.{action}", args),)),)), person_id=someone.person.id,
            channel=someone.channel, now=someone.app.clock(),
        )  # fmt: skip
    return someone.press_at(shown.token, 0)


def appeal(someone: Someone, drill: int, criterion: str = "explore_first", why: str = WHY) -> str:
    press(someone, "appeal", drill=str(drill))
    return someone.press("发送" if someone.person.language == "zh" else "Send", {"criterion": criterion, "why": why})


def news(someone: Someone) -> list[Any]:
    """What was left for somebody, as messages that can be pressed."""
    with someone.app.store.read() as db:
        sent = select(outbox.outbox).where(
            outbox.outbox.c.person_id == someone.person.id, outbox.outbox.c.kind == "appeal"
        )
        return [outbox.message(row) for row in db.execute(sent.order_by(outbox.outbox.c.id))]


def read(someone: Someone) -> list[str]:
    return [plain.render(each.reply, words("zh")) for each in news(someone)]


def rows(app: App) -> list[Any]:
    with app.store.read() as db:
        return list(db.execute(select(drill_appeal).order_by(drill_appeal.c.id)))


def labels(field: Field) -> list[str]:
    return [label for _, label in field.options]


# The rep's side


def test_the_form_shows_each_mark_with_what_it_rests_on(teams: App) -> None:
    lin = Someone(teams, team="East", language="en")
    press(lin, "appeal", drill=str(scored(lin)))
    (form,) = [part for part in lin.reply.parts if isinstance(part, Form)]
    which, why = form.fields
    assert len(which.options) == 10
    assert f"Ask before answering · 1 of 3 · “{SAID[: QUOTE_MAX - 1]}…”" in labels(which)
    assert "Listen · no occasion" in labels(which)
    assert why.multiline
    assert why.required


def test_the_teams_managers_read_the_mark_its_quotes_and_the_reason_and_nothing_else(teams: App) -> None:
    lin = Someone(teams, team="East")
    boss, other = (Someone(teams, name, role=Role.MANAGER, team=name, language="en") for name in ("East", "West"))
    admin = Someone(teams, "Root", role=Role.ADMIN)
    assert appeal(lin, scored(lin)) == "收到，East 会复核。"
    assert read(boss) == [
        "Lin disagrees with a mark: Ask before answering\nDrill：Drill two-quotes\nScored：1 of 3\n"
        f"「- {SAID}」\nWhy it is wrong, as Lin sees it:\n「{WHY}」\n[1] The score stands\n[2] Another level"
    ]
    assert read(other) == read(admin) == read(lin) == []
    (row,) = rows(teams)
    assert (row.criterion, row.level, row.text, row.status) == ("explore_first", 1, WHY, "open")
    assert (row.person_id, row.created_at, row.decided_by) == (lin.person.id, NOW, None)


def test_what_was_left_out_is_shown_at_its_moment(teams: App) -> None:
    lin, boss = Someone(teams, team="East"), Someone(teams, "Boss", role=Role.MANAGER, team="East", language="en")
    appeal(lin, scored(lin), "next_step")
    assert f"the moment was: “{MOMENT}”" in read(boss)[0]
    assert "九折" not in read(boss)[0]


def test_without_a_manager_the_admins_hear_of_it_and_nobody_of_their_own(teams: App) -> None:
    boss = Someone(teams, "Boss", role=Role.MANAGER, team="East")
    admin = Someone(teams, "Root", role=Role.ADMIN)
    assert appeal(boss, scored(boss)) == "收到，Root 会复核。"
    assert read(boss) == []
    assert len(read(admin)) == 1


def test_nobody_to_judge_is_no_reason_to_lose_it(teams: App) -> None:
    lin = Someone(teams, team="East")
    assert appeal(lin, scored(lin)) == "谢谢，记下了。"
    assert len(rows(teams)) == 1


def test_a_mark_is_looked_at_again_once(teams: App) -> None:
    lin = Someone(teams, team="East", language="en")
    drill = scored(lin)
    press(lin, "appeal", drill=str(drill))
    form = lin.messages[-1]
    appeal(lin, drill)
    assert "once" in lin.press_at(form.token, 0, {"criterion": "explore_first", "why": "again"})
    assert len(rows(teams)) == 1
    press(lin, "appeal", drill=str(drill))
    (offered,) = [part for part in lin.reply.parts if isinstance(part, Form)]
    assert "explore_first" not in dict(offered.fields[0].options)
    for criterion, _ in offered.fields[0].options:
        appeal(lin, drill, criterion)
    assert len(rows(teams)) == 10
    assert press(lin, "appeal", drill=str(drill)) == "Every mark of this drill was looked at again, or will be."


@pytest.mark.parametrize(
    ("values", "heard"),
    [({"criterion": "explore_first", "why": "  "}, "要填"), ({"criterion": "made-up", "why": "x"}, "选项"),
     ({"criterion": "explore_first", "why": "慢" * (TEXT_MAX + 1)}, "最多 1000"), ({}, "要填")],
)  # fmt: skip
def test_a_form_that_says_too_little_is_shown_again(teams: App, values: dict[str, str], heard: str) -> None:
    lin = Someone(teams, team="East")
    press(lin, "appeal", drill=str(scored(lin)))
    assert heard in lin.press("发送", values)
    assert any(isinstance(part, Form) for part in lin.reply.parts)
    assert rows(teams) == []


def test_nobody_appeals_for_somebody_else(teams: App) -> None:
    lin, mei = Someone(teams, team="East"), Someone(teams, "Mei", team="East", language="en")
    drill = scored(lin)
    assert press(mei, "appeal", drill=str(drill)) == "I have no score of that drill."
    assert press(mei, "appeal_send", drill=str(drill)) == "I have no score of that drill."
    assert press(mei, "appeal") == "I have no score of that drill."


def test_in_a_terminal_it_is_asked_line_by_line(teams: App) -> None:
    lin = Someone(teams, team="East", channel="terminal", forms=False)
    asked = press(lin, "appeal", drill=str(scored(lin)))
    assert "4. " in asked
    lin.say("explore_first")
    assert lin.say(WHY) == "谢谢，记下了。"
    assert [row.criterion for row in rows(teams)] == ["explore_first"]


# The judge's side


def test_the_score_stands_with_one_press(teams: App) -> None:
    lin, boss = Someone(teams, team="East", language="en"), Someone(teams, "Boss", role=Role.MANAGER, team="East")
    drill = scored(lin)
    appeal(lin, drill)
    boss.messages += news(boss)
    assert boss.press("维持原分") == "记下了，Lin 会收到通知。"
    assert read(lin) == [
        "Boss looked at your mark: Ask before answering\nScored：1 of 3\nBoss：1 of 3\nThe score stands."
    ]
    with teams.store.read() as db:
        assert beside(db, drill) == {"explore_first": Verdict(1, "", "Boss")}


def test_another_level_needs_a_reason_and_the_rep_reads_both(teams: App) -> None:
    lin, boss = Someone(teams, team="East", language="en"), Someone(teams, "Boss", role=Role.MANAGER, team="East")
    drill = scored(lin)
    appeal(lin, drill)
    boss.messages += news(boss)
    boss.press("改判")
    assert "要填" in boss.press("保存", {"level": "2", "reason": ""})
    assert "选项" in boss.press("保存", {"level": "4", "reason": "x"})
    with teams.store.read() as db:
        assert beside(db, drill) == {}
    assert boss.press("保存", {"level": "2", "reason": "确实先问了 *预算*"}) == "记下了，Lin 会收到通知。"
    (heard,) = read(lin)
    assert heard.endswith("Scored：1 of 3\nBoss：2 of 3\n「确实先问了 *预算*」")
    (row,) = rows(teams)
    assert (row.level, row.decided, row.decided_by, row.status) == (1, 2, boss.person.id, "decided")
    assert row.decided_at == teams.clock()
    with teams.store.read() as db:
        assert beside(db, drill) == {"explore_first": (2, "确实先问了 *预算*", "Boss")}


def test_the_second_decision_comes_too_late(teams: App) -> None:
    lin, boss = Someone(teams, team="East"), Someone(teams, "Boss", role=Role.MANAGER, team="East", language="en")
    bao = Someone(teams, "Bao", role=Role.MANAGER, team="East", language="en")
    appeal(lin, scored(lin))
    bao.messages += news(bao)
    bao.press("Another level")
    boss.messages += news(boss)
    boss.press("The score stands")
    late = "Boss has decided that already: 1 of 3."
    assert bao.press("Save", {"level": "3", "reason": "good"}) == late
    assert bao.press("The score stands") == bao.press("Another level") == boss.press("The score stands") == late
    assert len(read(lin)) == 1
    assert [row.decided for row in rows(teams)] == [1]


NOT_YOURS = "That appeal is not yours to decide, or is no more."


def test_nobody_decides_on_their_own_or_another_teams(teams: App) -> None:
    boss = Someone(teams, "Boss", role=Role.MANAGER, team="East", language="en")
    west = Someone(teams, "West", role=Role.MANAGER, team="West", language="en")
    loose = Someone(teams, "Loose", role=Role.MANAGER, language="en")
    with teams.store.write() as db:
        teams.directory.switch(db, "East", "drills", on=True)
    appeal(boss, scored(boss))
    (row,) = rows(teams)
    for someone in (boss, west):
        for action in ("appeal_open", "appeal_stands", "appeal_other", "appeal_decide"):
            assert press(someone, action, appeal=str(row.id)) == NOT_YOURS
            assert press(someone, action) == NOT_YOURS
    assert "Boss" not in west.say("/appeals")
    assert "Boss" not in loose.say("/appeals")
    assert rows(teams)[0].status == "open"


def test_a_rep_decides_nothing(teams: App) -> None:
    lin = Someone(teams, team="East", language="en")
    appeal(lin, scored(lin))
    assert press(lin, "appeal_stands", appeal=str(rows(teams)[0].id)).startswith("That is not open to you")
    assert lin.say("/appeals").startswith("That is not open to you")


def test_the_appeal_goes_with_whoever_made_it(teams: App) -> None:
    lin, boss = Someone(teams, team="East"), Someone(teams, "Boss", role=Role.MANAGER, team="East", language="en")
    appeal(lin, scored(lin))
    boss.messages += news(boss)
    with teams.store.write() as db:
        erase(db, lin.person.id, NOW)
    assert news(boss) == []
    assert rows(teams) == []
    assert boss.say("/appeals") == "No appeal waits."


# /appeals


def test_the_list_opens_one_and_ends(teams: App) -> None:
    lin, boss = Someone(teams, team="East"), Someone(teams, "Boss", role=Role.MANAGER, team="East", language="en")
    mei = Someone(teams, "Mei", team="West")
    drill = scored(lin)
    appeal(lin, drill)
    appeal(lin, drill, "listening")
    appeal(mei, scored(mei))
    assert boss.say("/appeals").startswith("2 appeals wait.")
    assert boss.labels == ["Lin · Ask before answering", "Lin · Listen"]
    boss.press("Lin · Listen")
    boss.press("The score stands")
    assert "no occasion" in read(lin)[0] or "没有机会" in read(lin)[0]
    heard = boss.say("/appeals")
    assert heard.startswith("1 appeal waits.")
    assert "Decided：1" in heard
    assert "too few (0 marks)" in heard
    with teams.store.read() as db:
        assert beside(db, drill) == {}, "that there was no occasion stood: nothing to show beside it"
        assert appealed(db, drill) == {"explore_first", "listening"}


def test_the_figures_of_ten_marks(teams: App) -> None:
    lin, boss = Someone(teams, team="East"), Someone(teams, "Boss", role=Role.MANAGER, team="East", language="en")
    levels = {"open_discovery": 0, "implication": 1, "acknowledge": 2, "explore_first": 3, "next_step": 1}
    for _ in range(2):
        with teams.store.write() as db:
            ended(db, lin.person.id, NOW, card(levels))
    for drill in (1, 2):
        for criterion in levels:
            with teams.store.write() as db:
                played = load(db, drill, lin.person.id)
                assert played is not None
                assert played.scorecard is not None
                mark = next(mark for mark in played.scorecard.marks if mark.criterion == criterion)
                id = put(db, played, mark, "why", NOW)
            if drill == 2 and criterion == "next_step":
                press(boss, "appeal_other", appeal=str(id))
                boss.press("Save", {"level": "3", "reason": "good"})
            else:
                press(boss, "appeal_stands", appeal=str(id))
    heard = boss.say("/appeals")
    assert "Decided：10" in heard
    assert "The score stood：90%" in heard
    assert "Mean difference in levels：0.20" in heard
    assert "Agreement, weighted kappa：0.83 (10 marks)" in heard


# Agreement


@pytest.mark.parametrize(
    ("pairs", "kappa"),
    [
        ([(0, 0), (1, 1), (2, 2), (3, 3)], 1.0),
        ([(0, 3), (3, 0)], -1.0),
        ([(0, 0), (0, 3), (3, 0), (3, 3)], 0.0),
        ([(0, 0), (1, 1), (1, 2), (2, 2), (3, 2), (3, 3)], 0.8421),
        ([(1, 1)] * 12, None),
        ([(0, 1)] * 12, 0.0),
    ],
)
def test_weighted_kappa(pairs: list[tuple[int, int]], kappa: float | None) -> None:
    assert weighted_kappa(pairs) == (pytest.approx(kappa, abs=1e-4) if kappa is not None else None)


def test_a_kappa_of_few_marks_is_not_said() -> None:
    pairs = [(0, 0), (3, 3), (1, 2)] * 4
    assert agreement(pairs[: ENOUGH - 1]).kappa is None
    assert agreement(pairs[:ENOUGH]).kappa is not None
    assert agreement([]).n == 0
