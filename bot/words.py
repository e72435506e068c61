"""Every word the interface says, in the reader's language. Message ids are the English texts."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LOCALES: Mapping[str, str] = {"zh": "zh_Hans", "en": "en"}
"""Language of a person or a card → locale of the interface."""

NAMES: Mapping[str, str] = {"zh": "中文", "en": "English"}

CATALOGUES = Path(__file__).parent / "locale"


def N_(text: str) -> str:
    """Marks a text for the catalogue where it is declared; it is translated where it is said."""
    return text


@dataclass(frozen=True, slots=True)
class Words:
    """Says texts in one language: `_("Hello {name}", name=…)`. An unknown text stays English."""

    language: str
    texts: Mapping[str, str]

    def __call__(self, text: str, /, **values: object) -> str:
        said = self.texts.get(text) or text
        return said.format(**values) if values else said

    def plural(self, one: str, many: str, n: int, /, **values: object) -> str:
        """English has two forms and Chinese one: the catalogue translates `many`."""
        return self(one if n == 1 and not self.texts else many, n=n, **values)


@cache
def words(language: str) -> Words:
    """The words of "zh" or "en"; anything else reads as English."""
    if language not in LOCALES or language == "en":
        return Words("en", {})
    return Words(language, _catalogue(LOCALES[language]))


def _catalogue(locale: str) -> dict[str, str]:
    from babel.messages.pofile import read_po  # 60 ms, and only where somebody reads Chinese

    with open(CATALOGUES / locale / "LC_MESSAGES" / "messages.po", "rb") as file:
        catalogue = read_po(file, locale=locale)
    return {str(m.id): str(m.string) for m in catalogue if m.id and m.string and not m.fuzzy and isinstance(m.id, str)}


def language_of(text: str, otherwise: str = "en") -> str:
    """Which language a text is written in: any CJK character makes it Chinese, any letter English."""
    if any("\u4e00" <= c <= "\u9fff" for c in text):
        return "zh"
    return "en" if any(c.isalpha() and c.isascii() for c in text) else otherwise
