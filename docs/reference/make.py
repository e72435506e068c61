"""Writes the pages of this folder from the code: `python docs/reference/make.py`. A test fails when they differ."""

from pathlib import Path
from typing import Literal, get_args, get_origin

from bot.app.host import FEATURES
from bot.cli import main as verbs
from bot.features import Route, Routes
from bot.knowledge.cards import SECTIONS, CardFields
from bot.messages import EVERYONE, Role
from bot.people.demo import demo

HERE = Path(__file__).parent


def commands() -> str:
    routes = Routes((*FEATURES, demo))
    lines = ["# Commands and permissions", "", "Made from the code by `docs/reference/make.py`.", ""]
    lines += ["| type | or | what it does | who |", "|---|---|---|---|"]
    typed = [r for f in routes.features for r in f.routes if r.kind == "command"]
    lines += [f"| `/{r.name}` | {' '.join(r.zh)} | {r.help} | {_who(r)} |" for r in typed]
    lines += ["", "## Every action and who may use it", "", "What is not in this table is denied.", ""]
    lines += ["| action | " + " | ".join(Role) + " |", "|---" * (1 + len(Role)) + "|"]
    for action, roles in routes.permissions().items():
        lines.append(f"| `{action}` | " + " | ".join("yes" if role in roles else "" for role in Role) + " |")
    return "\n".join(lines) + "\n"


def _who(route: Route) -> str:
    return "everyone" if route.roles == EVERYONE else ", ".join(sorted(route.roles))


def cli() -> str:
    lines = ["# Verbs of `cornerman`", "", "Made from the code by `docs/reference/make.py`.", ""]
    lines += ["Exit codes: 0 fine, 1 a finding, 2 wrong use.", "", "| verb | what it does |", "|---|---|"]
    for name, verb in sorted(verbs.commands.items()):
        below = getattr(verb, "commands", {})
        rows = [(f"{name} {sub}", command) for sub, command in below.items()] if below else [(name, verb)]
        lines += [f"| `{words} {_usage(command)}` | {_first_line(command.help)} |" for words, command in rows]
    return "\n".join(lines) + "\n"


def _usage(command: object) -> str:
    words = []
    for parameter in command.params:  # type: ignore[attr-defined]
        option = parameter.param_type_name == "option"
        words.append(f"[{parameter.opts[-1]}]" if option else str(parameter.human_readable_name))
    return " ".join(words)


def _first_line(text: str | None) -> str:
    return (text or "").strip().split("\n")[0]


def card() -> str:
    lines = ["# A card's fields and sections", "", "Made from the code by `docs/reference/make.py`.", ""]
    lines += ["| field | type | needed |", "|---|---|---|"]
    for name, field in CardFields.model_fields.items():
        lines.append(f"| `{name}` | {_type(field.annotation)} | {'yes' if field.is_required() else ''} |")
    lines += ["", "| kind | sections, in this order |", "|---|---|"]
    lines += [f"| {kind} | {', '.join(sections)} |" for kind, sections in SECTIONS.items()]
    return "\n".join(lines) + "\n"


def _type(annotation: object) -> str:
    """How a content owner would say a field's type."""
    if get_origin(annotation) is list:
        return f"list of {_type(get_args(annotation)[0])}"
    if get_origin(annotation) is Literal:
        return " ".join(filter(None, get_args(annotation)))
    return {"str": "text", "int": "number"}.get(annotation.__name__, annotation.__name__)  # type: ignore[attr-defined]


PAGES = {"commands.md": commands, "verbs.md": cli, "card.md": card}

if __name__ == "__main__":
    for name, page in PAGES.items():
        (HERE / name).write_text(page(), "utf-8")
