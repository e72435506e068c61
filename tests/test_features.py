"""Which handler a message finds, and who may use it: the table says so, and the bot does what the table says."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import App
from bot.app.host import FEATURES
from bot.channels.web.page import LONG_VALUE
from bot.features import Feature, OpenStep, Routes, Turn, find
from bot.knowledge.library import Library
from bot.messages import EVERYONE, Button, Choices, Reply, Role, say
from bot.people.demo import demo
from bot.pushes import outbox
from bot.pushes.outbox import BUTTONS_LAST
from bot.words import words
from tests.conftest import StillClock
from tests.talk import Someone


@pytest.fixture(scope="session")
def library(by_words: Library) -> Library:
    return by_words


ROUTES = Routes(FEATURES)
STEP = OpenStep("forms.field", {}, 1)
TEXT = ROUTES.free_text.action if ROUTES.free_text else ""

# text → (action, what is left of the text)
FOUND = {
    "/ask too expensive": ("knowledge.ask", "too expensive"),
    "/ASK too expensive": ("knowledge.ask", "too expensive"),
    "  /ask  too\nexpensive ": ("knowledge.ask", "too\nexpensive"),
    "/ask": ("knowledge.ask", ""),
    "/ask@corner_bot too expensive": ("knowledge.ask", "too expensive"),
    "/ask@corner_bot": ("knowledge.ask", ""),
    "／ask 太贵了": ("knowledge.ask", "太贵了"),
    "/ask：太贵了": ("knowledge.ask", "太贵了"),
    "/ask, too expensive": ("knowledge.ask", "too expensive"),
    "/话术 太贵了": ("knowledge.ask", "太贵了"),
    "／话术：太贵了": ("knowledge.ask", "太贵了"),
    "/话术": ("knowledge.ask", ""),
    "话术 太贵了": ("knowledge.ask", "太贵了"),
    "话术：太贵了": ("knowledge.ask", "太贵了"),
    "话术:太贵了": ("knowledge.ask", "太贵了"),
    "话术： 太贵了": ("knowledge.ask", "太贵了"),
    "话术\u3000太贵了": ("knowledge.ask", "太贵了"),
    "话术": ("knowledge.ask", ""),
    "/ask太贵了": ("knowledge.ask", "太贵了"),
    "/ask@corner-bot x": ("knowledge.ask", "x"),
    "取消。": ("people.cancel", ""),
    "异议 太贵了": ("knowledge.ask", "太贵了"),
    "帮助": ("people.help", ""),
    "取消": ("people.cancel", ""),
    "/cancel": ("people.cancel", ""),
    "设置": ("people.settings", ""),
    # A word that only begins a question is no command
    "话术怎么写": (TEXT, "话术怎么写"),
    "帮助客户算账": (TEXT, "帮助客户算账"),
    "设置太麻烦了": (TEXT, "设置太麻烦了"),
    "取消订单": (TEXT, "取消订单"),
    "ask me": (TEXT, "ask me"),
    "help": (TEXT, "help"),
    "and/or": (TEXT, "and/or"),
    "太贵了 /ask": (TEXT, "太贵了 /ask"),
    "1/2": (TEXT, "1/2"),
    "": (TEXT, ""),
}


@pytest.mark.parametrize("text", FOUND)
def test_a_message_finds_one_handler(text: str) -> None:
    match = find(ROUTES, text, None)
    assert match is not None
    assert (match.route.action, match.text) == FOUND[text]


@pytest.mark.parametrize(
    "text", ["/nothing", "/没有这个", "／nothing now", "/nothing@corner_bot", "/helpme", "/help2", "/站会"]
)
def test_an_unknown_command_finds_none(text: str) -> None:
    assert find(ROUTES, text, None) is None
    assert find(ROUTES, text, STEP) is None


@pytest.mark.parametrize("text", ["太贵了", "帮助", "话术 太贵了", "取消订单", "1", "-", "", "help"])
def test_an_open_step_takes_what_is_said(text: str) -> None:
    match = find(ROUTES, text, STEP)
    assert match is not None
    assert (match.route.action, match.text) == ("forms.field", text)


@pytest.mark.parametrize(
    ("text", "action"),
    [("/help", "people.help"), ("／帮助", "people.help"), ("/ask x", "knowledge.ask"), ("取消", "people.cancel"),
     ("/cancel", "people.cancel"), (" 取消 ", "people.cancel")],
)  # fmt: skip
def test_a_slash_and_cancel_get_out_of_an_open_step(text: str, action: str) -> None:
    match = find(ROUTES, text, STEP)
    assert match is not None
    assert match.route.action == action


def test_a_step_whose_feature_is_gone_does_not_swallow_messages() -> None:
    match = find(ROUTES, "太贵了", OpenStep("drills.turn", {}, 1))
    assert match is not None
    assert match.route.action == TEXT


def test_two_features_may_not_want_the_same(tmp_path: Path) -> None:
    def feature(name: str, word: str, zh: str = "") -> Feature:
        made = Feature(name, name)
        made.command(word, roles=EVERYONE, zh=(zh,) if zh else (), help="")(_nothing)
        return made

    for one, two in (("a", "a"), ("a", "b")):
        with pytest.raises(ValueError, match="registered twice"):
            Routes((feature(one, "x", "词"), feature(two, "x" if one == two else "y", "词")))


def _nothing(turn: Turn, _: Any) -> Reply:
    return say("done")


# Who may


def probes(features: tuple[Feature, ...]) -> tuple[Feature, ...]:
    """The same table of ways in, with handlers that only say that they ran."""
    copies = []
    for feature in features:
        copy = Feature(feature.name, feature.title, always=feature.always)
        for route in feature.routes:
            copy._add(route.kind, route.name, route.roles, None, zh=route.zh, help=route.help)(_nothing)
        copies.append(copy)
    return tuple(copies)


@pytest.mark.parametrize("role", Role)
def test_the_table_is_what_happens(sqlite_app: App, role: Role) -> None:
    """Every action, pressed as a button and typed where it can be, by every role."""
    sqlite_app.routes = Routes(probes((*FEATURES, demo)))
    table = sqlite_app.routes.permissions()
    somebody = Someone(sqlite_app, role=role, language="en")
    assert len(table) > 20
    for action, roles in table.items():
        heard = [_pressed(sqlite_app, somebody, action)]
        route = sqlite_app.routes.by_action[action]
        if route.kind == "command":
            heard += [somebody.say(f"/{word}") for word in (route.name, *route.zh)]
        if route.kind == "text":
            heard.append(somebody.say("anything"))
        for said in heard:
            assert said == "done" if role in roles else said.startswith("That is not open to you. It is for: "), action


def _pressed(app: App, somebody: Someone, action: str) -> str:
    with app.store.write() as db:
        reply = Reply((Choices((Button("x", action),)),))
        message = outbox.put(db, reply, person_id=somebody.person.id, channel="web", now=app.clock())
    return somebody.press_at(message.token, 0)


def test_who_may_change_what_others_see() -> None:
    table = ROUTES.permissions()
    closed = {action: roles for action, roles in table.items() if roles != EVERYONE}
    assert {action for action, roles in closed.items() if roles == {Role.ADMIN}} == {"people.features", "people.switch"}
    editing = {action for action, roles in closed.items() if roles == {Role.ADMIN, Role.EDITOR}}
    assert editing == {
        "knowledge.aliases", "knowledge.aliases_of", "knowledge.alias_one", "knowledge.alias_take",
        "knowledge.alias_reject", "knowledge.gap_belongs", "knowledge.gap_take", "knowledge.gap_dismiss",
        "knowledge.still_right", "drills.review_draft", "playbooks.case", "playbooks.case_done",
    }  # fmt: skip
    selling = {action for action, roles in closed.items() if roles == EVERYONE - {Role.EDITOR}}
    assert {action.partition(".")[0] for action in selling} == {"playbooks"}
    reading = set(closed) - editing - selling - {"people.features", "people.switch"}
    judging = {action for action, roles in closed.items() if roles == {Role.ADMIN, Role.MANAGER}}
    assert judging == {
        "drills.appeals", "drills.appeal_open", "drills.appeal_stands", "drills.appeal_other", "drills.appeal_decide",
        "funnel.activity", "funnel.for_team", "funnel.alert_rules", "funnel.alert_dry_run",
        "quests.enrol", "quests.enrol_form", "quests.enrol_who", "quests.enrolled", "quests.held", "quests.let_off",
        "quests.let_off_step", "quests.link", "quests.links", "quests.mentor", "quests.mentor_save", "quests.pay",
        "quests.ramp", "quests.ramp_of", "quests.waive",
    }  # fmt: skip
    assert reading - judging == {"knowledge.gaps", "knowledge.gap_group"}
    assert all(Role.REP not in closed[action] and Role.NEWHIRE not in closed[action] for action in reading)


def test_an_action_that_nobody_registered_does_nothing(sqlite_app: App) -> None:
    lin = Someone(sqlite_app, role=Role.ADMIN, language="en")
    assert _pressed(sqlite_app, lin, "people.become_admin") == "That button is no longer in use. Please ask again."


STALE = "这个按钮已经失效了，请重新问一次。"


def test_a_button_is_pressed_only_by_whom_it_was_shown_to(app: App) -> None:
    lin, mei = Someone(app, "Lin"), Someone(app, "Mei", role=Role.ADMIN)
    lin.say("太贵了")
    assert mei.press_at(lin.messages[-1].token, 0) == STALE
    assert mei.press_at("made-up", 0) == STALE
    for index in (-1, len(list(lin.reply.actions())), 10**9):
        assert lin.press_at(lin.messages[0].token, index) == STALE
    assert lin.press_at(lin.messages[0].token, 0) != STALE


def test_a_button_lasts_sixty_days(app: App, clock: StillClock) -> None:
    lin = Someone(app)
    lin.say("太贵了")
    token = lin.messages[-1].token
    clock.move(BUTTONS_LAST)
    assert lin.press_at(token, 0) != STALE
    clock.move(timedelta(days=1))
    assert lin.press_at(token, 0) == STALE


def test_a_role_that_was_taken_away_is_gone_at_the_next_press(app: App) -> None:
    with app.store.write() as db:
        app.directory.add_team(db, "East")
    boss = Someone(app, role=Role.ADMIN, language="en")
    boss.say("/features")
    with app.store.write() as db:
        app.directory.change(db, boss.person.id, role=Role.REP.value)
    values = {"team": "East", "feature": "knowledge", "on": "off"}
    assert boss.press("Save", values) == "That is not open to you. It is for: Admin."
    mei = Someone(app, "Mei", team="East")
    assert "[1]" in mei.say("太贵了")


def test_a_feature_that_is_switched_off_is_off_on_every_way_in(app: App) -> None:
    with app.store.write() as db:
        app.directory.add_team(db, "Company")
        app.directory.add_team(db, "East", "Company")
    lin = Someone(app, team="East")
    lin.say("太贵了")
    shown = lin.messages[-1].token
    lin.say("/start")
    with app.store.write() as db:
        app.directory.switch(db, "Company", "knowledge", on=False)
    off = "你们组没有开这个功能"
    for text in ("太贵了", "/ask 太贵了", "话术 太贵了", "/kit", "价值"):
        assert off in lin.say(text)
    assert off in lin.press_at(shown, 0)
    assert off in lin.press("客户说：太贵了")
    assert "话术 " not in lin.say("帮助")  # and help no longer lists it
    with app.store.write() as db:
        app.directory.switch(db, "East", "knowledge", on=True)
    assert off not in lin.press_at(shown, 0)


def test_plain_english_gets_out_of_an_open_step_and_is_a_question_elsewhere() -> None:
    inside, outside = find(ROUTES, "cancel", STEP), find(ROUTES, "cancel", None)
    assert inside is not None
    assert outside is not None
    assert (inside.route.action, outside.route.action) == ("people.cancel", TEXT)


def test_a_word_of_a_later_feature_is_named_with_a_slash_too(sqlite_app: App) -> None:
    someone = Someone(sqlite_app)
    assert someone.say("/站会") == someone.say("站会")


def test_who_left_changes_nothing_in_an_open_form(sqlite_app: App) -> None:
    admin = Someone(sqlite_app, "Boss", role=Role.ADMIN, channel="terminal", forms=False)
    admin.say("/settings")
    with sqlite_app.store.write() as db:
        sqlite_app.directory.change(db, admin.person.id, left_at=sqlite_app.clock())
    assert "中文" not in admin.say("1")  # who left is told so, and changes nothing


@pytest.mark.parametrize("language", ["zh", "en"])
def test_help_is_a_list_of_short_lines(language: str) -> None:
    """The page lays out one longer line as a section of its own, and the whole list with it."""
    commands = [route for route in ROUTES.by_action.values() if route.kind == "command"]
    assert [route.name for route in commands if len(words(language)(route.help)) > LONG_VALUE] == []
