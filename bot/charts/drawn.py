"""An SVG template with its values, as a PNG: text is escaped, and nothing is drawn that the font cannot write."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bot.charts.font import Font, read_font
from bot.charts.theme import FAMILY, THEME, TITLE_FAMILY, WIDTH
from bot.errors import CornermanError

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parent / "templates"
PROOF = "喜报 Good news 1,000"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture, and the same said in words and figures for whoever does not see it."""

    png: bytes
    alt: str


def draw(template: str, values: Mapping[str, object], width: int = WIDTH) -> bytes:
    """At twice the width the text is as large on the phone, and sharper."""
    look_for_ink(FAMILY)
    look_for_ink(TITLE_FAMILY)
    return _png(svg(template, values), width)


def svg(template: str, values: Mapping[str, object]) -> str:
    return _templates().get_template(f"{template}.svg").render(values)


def alt_of(title: str, lines: list[str], note: str) -> str:
    """One thing a line; the names as they were given, also where the picture could not write them."""
    return "\n".join(line for line in (title, *lines, note) if line)


@cache
def font() -> Font:
    """The one that writes all names and figures."""
    from pylopdf_fonts_zh_cn import sans_path

    return read_font(sans_path())


@cache
def look_for_ink(family: str) -> None:
    """With a family that is not in its files, resvg leaves out all text and says nothing."""
    if _png(_proof(family, PROOF), WIDTH) == _png(_proof(family, ""), WIDTH):
        raise CornermanError(f"Pictures cannot be drawn: no font writes {family}. Set up the bot anew.")


def _proof(family: str, text: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} 60" font-family="{family}">'
        f'<text x="10" y="40" font-size="30">{text}</text></svg>'
    )


@cache
def _templates() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    env = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, finalize=_written,
        trim_blocks=True, lstrip_blocks=True, auto_reload=False,
    )  # fmt: skip
    env.globals["theme"] = THEME
    return env


def _written(value: object) -> object:
    """Every text on its way into a template, before it is escaped."""
    return font().writable(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def _png(drawing: str, width: int) -> bytes:
    from pylopdf_fonts_zh_cn import sans_path, serif_path
    from resvg_py import svg_to_bytes

    files = [str(sans_path()), str(serif_path())]
    return svg_to_bytes(svg_string=drawing, width=width, skip_system_fonts=True, font_files=files)
