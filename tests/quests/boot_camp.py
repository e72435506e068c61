"""A small quest of two gates as a file, for what needs people in one."""

from pathlib import Path
from typing import Any

from bot.app import App
from bot.app.host import FEATURES
from bot.clock import system_clock
from bot.knowledge.library import Library
from bot.settings import Settings
from tests.conftest import StillClock

BOOT_CAMP = """
id: boot-camp
title: {zh: 新人训练营, en: Boot camp}
about: {zh: 给新人, en: For new hires}
roles: [newhire, rep]
enrols: [newhire]
gates:
  - id: first
    title: {zh: 第一关, en: First gate}
    able: {zh: 开口, en: speak up}
    steps:
      - {id: think, kind: reflect, title: {zh: 想一想, en: Think}, why: {zh: 记得住, en: It stays}, skill: value,
         points: 5, minutes: 5, day: 1, task: {zh: 写三句, en: Write three lines}}
      - {id: ride, kind: shadow, title: {zh: 跟访, en: Ride along}, why: {zh: 看人怎么谈, en: See it done},
         skill: discovery, points: 10, minutes: 60, day: 2, task: {zh: 跟一次拜访, en: Go along on a call}}
  - id: second
    title: {zh: 第二关, en: Second gate}
    able: {zh: 独自拜访, en: go alone}
    steps:
      - {id: alone, kind: field, title: {zh: 独自去一次, en: Go alone}, why: {zh: 要练, en: It needs doing},
         skill: closing, points: 20, minutes: 90, day: 5, task: {zh: 去一次, en: Go once}}
"""
COACH = """
id: coach
title: {zh: 经理当教练, en: Manager as coach}
about: {zh: 给经理, en: For managers}
roles: [manager]
gates:
  - id: only
    title: {zh: 一关, en: One gate}
    able: {zh: 带人, en: coach}
    steps:
      - {id: plan, kind: reflect, title: {zh: 排一排, en: Plan}, why: {zh: 有数, en: To know}, skill: process,
         points: 5, minutes: 5, day: 1, task: {zh: 写下来, en: Write it down}}
"""


def write(workspace: Path, *quests: str) -> None:
    folder = workspace / "drills" / "quests"
    folder.mkdir(parents=True, exist_ok=True)
    for text in quests or (BOOT_CAMP, COACH):
        (folder / f"{text.split('id: ', 1)[1].split()[0]}.yaml").write_text(text, "utf-8")


def opened(folder: Path, url: str, clock: StillClock, **more: Any) -> App:
    """The bot on a workspace of these quests alone: nothing has to be learned."""
    write(folder)
    on = {feature.name: True for feature in FEATURES if not feature.always}
    settings = Settings(workspace=folder, database_url=url, features=on, **more)
    return App(settings, clock=clock, library=Library(folder, settings.state, system_clock, lexical=True))
