"""Writes the pages of this folder from the code: `python docs/reference/make.py`. A test fails when they differ."""

import ast
import inspect
from itertools import pairwise
from pathlib import Path
from types import ModuleType, UnionType
from typing import Annotated, Literal, Union, get_args, get_origin

from bot.app.host import FEATURES
from bot.cli import main as verbs
from bot.content import Schema
from bot.drills import scenario
from bot.drills.review import LEAST, PERSONA_LEAST
from bot.features import Route, Routes
from bot.knowledge.cards import SECTIONS, CardFields
from bot.messages import EVERYONE, Role
from bot.people.demo import demo
from bot.playbooks import playbook as playbooks
from bot.quests import quest as quests

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


SCHEMAS: dict[type[Schema], str] = {
    scenario.Scenario: "A scenario",
    scenario.FactFields: "facts",
    scenario.ObjectionFields: "objections",
    scenario.AnswerFields: "answers",
    scenario.QuestionFields: "questions",
    scenario.Handover: "handover",
    scenario.GradeFields: "difficulty: each of easy, medium, hard",
    scenario.EndingLines: "endings",
    scenario.Persona: "A persona",
}

PLAYBOOK: dict[type[Schema], str] = {
    playbooks.Playbook: "A playbook",
    playbooks.Stage: "stages",
    playbooks.Condition: "enter and exit",
    playbooks.Action: "must",
    playbooks.Material: "materials",
}
"""In the order in which somebody writes them."""

QUEST: dict[type[Schema], str] = {
    quests.Quest: "A quest",
    quests.Gate: "gates",
    quests.Step: "steps",
    quests.Question: "questions",
    quests.TalkLine: "talk",
}

TITLES = {**SCHEMAS, **PLAYBOOK, **QUEST}

PLAIN = {
    scenario.Lines: "lines",
    scenario.Text: "text",
    playbooks.Words: "words",
    quests.Told: "more words",
    bool: "true or false",
}
"""What a content owner calls a type."""

FORMS = """
*Lines* are a list of texts under `zh` and one under `en`, each used at most once in a drill; the number is how many
each language needs. *Text* stands once under `zh` and once under `en`. `|` in a line sends what follows as a second
message.
""".strip()


def drill() -> str:
    lines = ["# A scenario's and a persona's fields", "", "Made from the code by `docs/reference/make.py`.", ""]
    return "\n".join([*lines, FORMS, *_tables(SCHEMAS)]) + "\n"


def playbook() -> str:
    lines = ["# A playbook's fields", "", "Made from the code by `docs/reference/make.py`.", ""]
    return "\n".join([*lines, "*Words* stand once under `zh` and once under `en`.", *_tables(PLAYBOOK)]) + "\n"


WORDS = """
*Words* stand once under `zh` and once under `en`, each of at most 200 characters; *more words* may have 600.
""".strip()


def quest() -> str:
    lines = ["# A quest's fields", "", "Made from the code by `docs/reference/make.py`.", ""]
    return "\n".join([*lines, WORDS, *_tables(QUEST), *_kinds()]) + "\n"


def _kinds() -> list[str]:
    lines = ["", "## The kinds of steps", "", "Any other field of a kind is a mistake.", ""]
    lines += ["| kind | what it is | needs | may have |", "|---|---|---|---|"]
    for meaning in _said_below(quests, "Kind").split(" · "):
        kind, _, text = meaning.partition(": ")
        needs, may = (", ".join(f"`{name}`" for name in of[kind]) for of in (quests.NEEDS, quests.MAY))
        lines.append(f"| `{kind}` | {text} | {needs} | {may} |")
    return lines


def _tables(schemas: dict[type[Schema], str]) -> list[str]:
    lines = []
    for schema, title in schemas.items():
        lines += ["", f"## {title}", "", *_docstring(schema)]
        lines += ["| field | type | needed | what it is |", "|---|---|---|---|"]
        said = _said(schema)
        for name, field in schema.model_fields.items():
            kind = _kind(field.annotation, field.metadata) + _least(schema, name)
            lines.append(f"| `{name}` | {kind} | {'yes' if field.is_required() else ''} | {said.get(name, '')} |")
    return lines


def _docstring(schema: type[Schema]) -> list[str]:
    own = schema.__dict__.get("__doc__")
    return [" ".join(own.split()), ""] if own else []


def _said(schema: type[Schema]) -> dict[str, str]:
    """What stands in a string under each field, which Python itself forgets."""
    body = ast.parse(inspect.getsource(schema)).body[0].body  # type: ignore[attr-defined]
    return {
        field.target.id: " ".join(text.value.value.split()).replace("|", "\\|")
        for field, text in pairwise(body)
        if isinstance(field, ast.AnnAssign) and isinstance(text, ast.Expr)
    }


def _said_below(module: ModuleType, name: str) -> str:
    """What stands in a string under a name of a module."""
    for field, text in pairwise(ast.parse(inspect.getsource(module)).body):
        if isinstance(field, ast.AnnAssign) and getattr(field.target, "id", "") == name:
            return " ".join(text.value.value.split()).rstrip(".")  # type: ignore[attr-defined, no-any-return]
    raise LookupError(f"nothing is said under {name}")


def _kind(annotation: object, metadata: list[object]) -> str:
    origin, inside = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _kind(inside[0], list(inside[1:]))
    if origin in (UnionType, Union):
        return _kind(inside[0], metadata)
    if origin is dict:
        return f"{_kind(inside[0], [])}: {_kind(inside[1], [])}"
    if origin is list:
        return f"list of {_kind(inside[0], [])}{_at_least(metadata)}"
    if annotation in PLAIN:
        return PLAIN[annotation]
    if annotation in TITLES:
        return f"[fields](#{TITLES[annotation].lower().replace(' ', '-').replace(':', '').replace(',', '')})"  # type: ignore[index]
    if annotation in (int, float):
        return f"number {_range(metadata)}".rstrip()
    return (
        "id"
        if any(getattr(each, "pattern", "").startswith("^[a-z0-9]") for each in _flat(metadata))
        else _type(annotation)
    )


def _flat(metadata: list[object]) -> list[object]:
    """Without the wrapping of what stands inside a list."""
    return [one for each in metadata for one in getattr(each, "metadata", [each])]


def _bounds(metadata: list[object]) -> dict[str, object]:
    names = ("ge", "gt", "le", "min_length")
    return {name: getattr(each, name) for each in _flat(metadata) for name in names if hasattr(each, name)}


def _range(metadata: list[object]) -> str:
    found = _bounds(metadata)
    if "le" in found:
        return f"{found.get('ge', '')}–{found['le']}"
    return next((f"{word} {found[name]}" for name, word in (("ge", "from"), ("gt", "over")) if name in found), "")


def _at_least(metadata: list[object]) -> str:
    least = _bounds(metadata).get("min_length", 1)
    return f", {least} or more" if isinstance(least, int) and least > 1 else ""


def _least(schema: type[Schema], name: str) -> str:
    """How many lines in each language `cornerman check` wants."""
    kind = {scenario.EndingLines: f"endings.{name}", scenario.Scenario: name, scenario.Persona: "persona"}
    key = kind.get(schema, f"{TITLES[schema]}.{name}")
    if schema is scenario.Persona and schema.model_fields[name].annotation is scenario.Lines:
        return f", {PERSONA_LEAST} or more"
    return f", {LEAST[key]} or more" if key in LEAST else ""


PAGES = {
    "commands.md": commands,
    "verbs.md": cli,
    "card.md": card,
    "drill.md": drill,
    "playbook.md": playbook,
    "quest.md": quest,
}

if __name__ == "__main__":
    for name, page in PAGES.items():
        (HERE / name).write_text(page(), "utf-8")
