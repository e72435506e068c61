"""The first minute and the settings: /start, /help, /settings, /cancel; for admins /features and /team."""

import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.errors import CornermanError
from bot.features import Feature, Turn
from bot.messages import EVERYONE, ROLE_NAMES, Button, Choices, Facts, Field, Form, Reply, Role, Text, say
from bot.people import audit, page_link
from bot.people.directory import Directory
from bot.settings import check_time_zone
from bot.words import N_, NAMES, words

people = Feature("people", N_("You and your team"), always=True)
ADMIN = frozenset({Role.ADMIN})
_LINKED = re.compile(r"([a-z]+)_([a-z0-9-]+)")

ZONES = ("Asia/Shanghai", "Asia/Singapore", "Asia/Tokyo", "Europe/London", "Europe/Berlin", "America/New_York",
         "America/Los_Angeles", "UTC")  # fmt: skip


@people.command("start", roles=EVERYONE, zh=("开始", "你好"), help=N_("What I can do, in three lines"))
def start(turn: Turn, _: Any) -> Reply:
    if leads := _linked(turn):
        return leads
    if not turn.person.language:
        return _ask_language()
    return welcome(turn)


def _linked(turn: Turn) -> Reply | None:
    """Where a deep link leads, on Telegram or the page: "quest_boot-camp" is for the quests."""
    found = _LINKED.fullmatch(turn.text.strip())
    route = turn.app.routes.by_action.get(f"{found[1]}s.linked") if found else None
    if found is None or route is None:
        return None
    if not route.allows(turn.person):
        return say(turn.words("That is switched off for your team. An admin can switch it on with /features."))
    turn.args = {found[1]: found[2]}
    return route.handler(turn, None)


def _ask_language() -> Reply:
    buttons = tuple(Button(NAMES[code], "people.language", {"language": code}) for code in NAMES)
    return Reply((Text("你好，我用哪种语言和你说？\nHello, which language shall I speak?"), Choices(buttons)))


@people.button("language", roles=EVERYONE)
def choose_language(turn: Turn, _: Any) -> Reply:
    language = turn.args.get("language", "")
    if language not in NAMES:
        return _ask_language()
    turn.get(Directory).change(turn.db, turn.person.id, language=language)
    turn.words = words(language)
    return welcome(turn)


def welcome(turn: Turn) -> Reply:
    _ = turn.words
    lines = (
        _("I am your cornerman: between two customers I hand you the line you need."),
        _("Type what the customer said, in your own words. I answer with one script, or say that I have none."),
        _("Cards show who owns them and when they were last checked. /help shows the rest."),
    )
    buttons = (
        Button(_("Customer says: too expensive"), "people.try", {"text": _("it is too expensive")}, primary=True),
        Button(_("What else can you do?"), "people.help_button"),
        Button(_("Settings"), "people.settings_button"),
    )
    return Reply((Text(_("Hello {name}.", name=turn.person.name), "title"), Text("\n".join(lines)), Choices(buttons)))


@people.button("try", roles=EVERYONE, prepare=lambda turn: _free_text(turn, prepare=True))
def try_it(turn: Turn, prepared: Any) -> Reply:
    """Asks the example question as if it had been typed."""
    turn.text = turn.args.get("text", "")
    route = turn.app.routes.free_text
    if route is None or not route.allows(turn.person):
        return say(turn.words("That is switched off for your team. An admin can switch it on with /features."))
    return route.handler(turn, prepared)


def _free_text(turn: Turn, *, prepare: bool) -> Any:
    route = turn.app.routes.free_text
    turn.text = turn.args.get("text", "")
    return route.prepare(turn) if route and route.prepare and route.allows(turn.person) else None


@people.command("help", roles=EVERYONE, zh=("帮助", "怎么用"), help=N_("What there is to type"))
def show_help(turn: Turn, _: Any) -> Reply:
    said = turn.words
    rows = tuple((_typed(turn, route), said(route.help)) for route in turn.app.routes.commands(turn.person))
    return Reply((Text(said("Just type what the customer said. Or:")), Facts(rows)))


def _typed(turn: Turn, route: Any) -> str:
    usage = f" {turn.words(route.usage)}" if route.usage else ""
    word = route.zh[0] if route.zh and turn.words.language == "zh" else f"/{route.name}"
    return f"{word}{usage}"


@people.button("help_button", roles=EVERYONE)
def help_button(turn: Turn, prepared: Any) -> Reply:
    return show_help(turn, prepared)


@people.command("cancel", roles=EVERYONE, zh=("取消",), help=N_("Stop what we are in the middle of"))
def cancel(turn: Turn, _: Any) -> Reply:
    if turn.step is None:
        return say(turn.words("Nothing is open. Just ask."))
    left = turn.app.routes.by_action.get(turn.step.action)
    return say(turn.words(left.leave if left and left.leave else N_("Stopped. Nothing was saved.")))


@people.command("me", roles=EVERYONE, zh=("我的",), help=N_("Your own page: what comes next, what is open"))
def own_page(turn: Turn, _: Any) -> Reply:
    """What each feature has for this person, the settings last."""
    features = [f for f in turn.app.routes.features if f.is_on(turn.person)]
    parts = [part for f in features if f.home_part and f is not people for part in f.home_part(turn)]
    title = Text(turn.words("Hello {name}.", name=turn.person.name), "title")
    return Reply((title, *parts, *_own_settings(turn)))


def _own_settings(turn: Turn) -> tuple[Facts, Choices]:
    said, me = turn.words, turn.person
    facts = Facts((
        (said("Language"), NAMES[me.language or said.language]),
        (said("Your time"), f"{_local(turn.now, me.time_zone):%H:%M} · {me.time_zone}"),
    ))  # fmt: skip
    return facts, Choices((Button(said("Settings"), "people.settings_button"),))


@people.command("settings", roles=EVERYONE, zh=("设置",), help=N_("Language and time zone"))
def settings(turn: Turn, _: Any) -> Reply:
    said, me = turn.words, turn.person
    zones = ZONES if me.time_zone in ZONES else (me.time_zone, *ZONES)
    here = turn.now.astimezone(ZoneInfo(me.time_zone))
    facts = Facts((
        (said("Name"), me.name),
        (said("Role"), said(ROLE_NAMES[me.role])),
        (said("Team"), me.team or said("none")),
        (said("Your time"), f"{here:%Y-%m-%d %H:%M}"),
    ))  # fmt: skip
    form = Form(
        said("Settings"),
        "people.save_settings",
        (
            Field("language", said("Language"), tuple(NAMES.items()), me.language or said.language),
            Field("time_zone", said("Time zone"), tuple((zone, zone) for zone in zones), me.time_zone),
        ),
        said("Save"),
    )
    return Reply((facts, form))


@people.button("settings_button", roles=EVERYONE)
def settings_button(turn: Turn, prepared: Any) -> Reply:
    return settings(turn, prepared)


@people.button("save_settings", roles=EVERYONE)
def save_settings(turn: Turn, _: Any) -> Reply:
    language = turn.incoming.values.get("language", turn.person.language)
    zone = turn.incoming.values.get("time_zone", turn.person.time_zone)
    if language not in NAMES:
        return say(turn.words("That is not one of the options."))
    try:
        check_time_zone(zone)
    except CornermanError:
        return say(turn.words("That is not one of the options."))
    turn.get(Directory).change(turn.db, turn.person.id, language=language, time_zone=zone)
    said = words(language)
    here = f"{_local(turn.now, zone):%H:%M}"
    return say(
        said("Saved. I speak {language} with you, and your time is {time}.", language=NAMES[language], time=here)
    )


def _local(now: datetime, zone: str) -> datetime:
    return now.astimezone(ZoneInfo(zone))


@people.command("features", roles=ADMIN, zh=("功能",), help=N_("Switch features per team"))
def features(turn: Turn, _: Any) -> Reply:
    said = turn.words
    teams = turn.get(Directory).teams(turn.db)
    known = [feature for feature in turn.app.routes.features if not feature.always]
    if not teams:
        return say(
            said("There is no team yet. `cornerman teams add NAME` makes one; until then cornerman.toml decides.")
        )
    form = Form(
        said("Switch features per team"),
        "people.switch",
        (
            Field("team", said("Team"), tuple((name, f"{name} ({over})" if over else name) for name, over in teams)),
            Field("feature", said("Feature"), tuple((f.name, said(f.title)) for f in known)),
            Field("on", said("Switch"), (("on", said("on")), ("off", said("off")))),
        ),
        said("Save"),
    )
    return Reply((form,))


@people.button("switch", roles=ADMIN)
def switch(turn: Turn, _: Any) -> Reply:
    said, values = turn.words, turn.incoming.values
    known = {f.name: f.title for f in turn.app.routes.features if not f.always}
    name = values.get("feature", "")
    if name not in known or values.get("on") not in ("on", "off"):
        return say(said("That is not one of the options."))
    on = values["on"] == "on"
    try:
        turn.get(Directory).switch(turn.db, values.get("team", ""), name, on)
    except CornermanError:
        return say(said("That is not one of the options."))
    audit.record(
        turn.db, turn.now, actor=turn.person.id, action="features.switch", team=values["team"], feature=name, on=on
    )
    text = N_("{feature} is now on for {team}.") if on else N_("{feature} is now off for {team}.")
    return say(said(text, feature=said(known[name]), team=values["team"]))


page_link.register(people)
