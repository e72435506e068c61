"""Replies and pages as HTML. Everything that is said is escaped; nothing a user or a card says becomes markup."""

import base64
import re
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.channels.web.assets import Assets
from bot.channels.web.bubbles import Bubble
from bot.knowledge.cards import Shelf
from bot.knowledge.matrix import BUYER_NAMES, counted, homeless, matrix
from bot.messages import Choices, Facts, Person
from bot.words import LOCALES, Words, words

LONG_VALUE = 48
"""Characters of a fact that read better under their label than beside it."""
LONG_LABEL = 6
"""Wide characters of a button from which a list of them reads better one under the other."""

_CJK = re.compile("[\u4e00-\u9fff]")
_LATIN = re.compile("[A-Za-z]")
_ITEM = re.compile(r"\s*[-*·•] +")


class Page:
    def __init__(self, assets: Assets, language: str, *, demo: bool) -> None:
        self.language, self.demo = language, demo
        self._env = Environment(
            loader=FileSystemLoader(Path(__file__).parent / "templates"),
            autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, auto_reload=False,
        )  # fmt: skip
        self._env.globals["asset"] = assets.url
        self._env.filters.update(base64=_base64, tongue=tongue, blocks=blocks, long=_is_long, tall=_is_tall)
        self._bubbles = self._env.get_template("bubbles.html")

    def view(self, me: Person) -> str:
        """Whose conversation the page shows and in what language: when it changes, the page is another."""
        return f"{me.id}-{self.language_of(me)}"

    def language_of(self, me: Person) -> str:
        return me.language or self.language

    def chat(self, me: Person, bubbles: Sequence[Bubble], csrf: str, once: str, *, table: bool, start: str = "") -> str:
        """`table`: whether the menu leads to the table of pitches; `start`: what a link is for; a press says it."""
        language = self.language_of(me)
        hidden = _hidden(csrf, once)
        return self._render(
            "chat.html", language, me=me, hidden=hidden, view=self.view(me), demo=self.demo, empty=not bubbles,
            table=table, start=start, bubbles=self._bubbles.render(bubbles=bubbles, _=words(language), hidden=hidden),
            last=max((bubble.id for bubble in bubbles), default=0),
        )  # fmt: skip

    def bubbles(self, bubbles: Sequence[Bubble], language: str, csrf: str) -> str:
        """Bubbles for a page that is open already."""
        return self._bubbles.render(bubbles=bubbles, _=words(language), hidden=_hidden(csrf))

    def matrix(self, me: Person, shelf: Shelf, csrf: str, once: str) -> str:
        """The table of pitches. A title is asked for in the conversation as if it had been typed."""
        language = self.language_of(me)
        cards = shelf.in_language(language)
        lines = matrix(shelf.scenes, cards)
        buyers = [buyer for buyer in BUYER_NAMES if any(buyer in (*line.pitches, *line.scene.roles) for line in lines)]
        return self._render(
            "matrix.html", language, me=me, demo=self.demo, hidden=_hidden(csrf, once), lines=lines, buyers=buyers,
            names=BUYER_NAMES, summary=counted(words(language), lines), outside=homeless(shelf.scenes, cards),
        )  # fmt: skip

    def knock(self, language: str, token: str) -> str:
        return self._render("knock.html", language, token=token)

    def outside(self, language: str, why: str, *, signed_in: bool = False) -> str:
        return self._render("outside.html", language, why=why, signed_in=signed_in)

    def notice(self, language: str, text: str) -> str:
        return self._render("notice.html", language, text=text)

    def _render(self, template: str, language: str, **values: Any) -> str:
        said = words(language)
        return self._env.get_template(template).render(_=said, lang=locale_tag(said.language), **values)


def locale_tag(language: str) -> str:
    """What HTML calls a language: "zh-Hans", "en"."""
    return LOCALES.get(language, "en").replace("_", "-")


def _hidden(csrf: str, once: str = "") -> Markup:
    """What every form carries unseen. `once` makes a double click one event where the page's script does not run."""
    fields = Markup('<input type="hidden" name="csrf" value="{}">').format(csrf)
    return fields + Markup('<input type="hidden" name="once" value="{}">').format(once) if once else fields


def tongue(text: str, said: Words) -> Markup:
    """The lang attribute of a text that is not in the page's language: for screen readers and for the right glyphs."""
    if _CJK.search(text):
        return Markup("") if said.language == "zh" else Markup(' lang="zh-Hans"')
    return Markup(' lang="en"') if said.language != "en" and _LATIN.search(text) else Markup("")


def blocks(text: str) -> list[tuple[bool, list[str]]]:
    """A text's paragraphs and lists: (True, items) for lines that start with a dash, (False, lines) otherwise."""
    grouped = groupby(text.split("\n"), lambda line: _ITEM.match(line) is not None)
    return [(listed, [_ITEM.sub("", line, count=1) if listed else line for line in lines]) for listed, lines in grouped]


def _is_long(facts: Facts) -> bool:
    return any("\n" in value or len(value) > LONG_VALUE for _, value in facts.rows)


def _is_tall(choices: Choices) -> bool:
    """A list to choose from, rather than a row of things to do with what stands above."""
    if len(choices.buttons) < 3 or any(button.primary for button in choices.buttons):
        return False
    return any(_width(button.label) > LONG_LABEL for button in choices.buttons)


def _width(text: str) -> float:
    """In wide characters: a Latin letter is about half of one."""
    return sum(1.0 if char > "\u2e7f" else 0.5 for char in text)


def _base64(png: bytes) -> str:
    return base64.b64encode(png).decode()
