"""A workspace with one playbook on a fresh database, without the cards: nothing has to be learned."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.clock import system_clock
from bot.knowledge.library import Library
from bot.people.directory import Directory
from bot.playbooks.playbooks import Playbooks
from bot.settings import Settings
from bot.store import Store
from bot.store.migrations import migrate

BOOK = """
id: general-b2b
title: {zh: 通用, en: General}
stages:
  - {id: contact, at: lead, title: {zh: 初步接洽, en: First contact}}
  - {id: needs, at: discovery, title: {zh: 需求分析, en: Needs}, aliases: [Qualified]}
  - {id: offer, at: proposal, title: {zh: 方案报价, en: Offer}}
  - {id: terms, at: negotiation, title: {zh: 商务谈判, en: Terms}}
  - {id: signed, at: contract, title: {zh: 签约, en: Signed}}
  - {id: paid, at: payment, title: {zh: 回款, en: Paid}}
"""


@dataclass
class Here:
    store: Store
    settings: Settings
    directory: Directory
    playbooks: Playbooks


def opened(folder: Path, url: str) -> Here:
    store = Store(url)
    migrate(store)
    settings = Settings(workspace=folder, database_url=url)
    library = Library(folder, settings.state, system_clock, lexical=True)
    return Here(store, settings, Directory({}, settings.time_zone), Playbooks(library))


@pytest.fixture
def here(database: str, tmp_path: Path) -> Iterator[Here]:
    (tmp_path / "playbooks").mkdir()
    (tmp_path / "playbooks" / "general-b2b.yaml").write_text(BOOK, "utf-8")
    found = opened(tmp_path, database)
    yield found
    found.store.close()
