"""What a file may say: pydantic at the edge, and its findings as sentences."""

from collections.abc import Iterable
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.content.mappings import Lines, line_at, shortened
from bot.errors import ContentError

S = TypeVar("S", bound="Schema")


class Schema(BaseModel):
    """Base of what a file may say: no unknown field, no silent conversion."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


SHAPES = {
    "string_type": "should be text; put it in quotes",
    "int_type": "should be a whole number without quotes",
    "float_type": "should be a number without quotes",
    "date_type": "should be a date like 2026-10-28, without quotes or a time",
    "list_type": "should be a list like [one, two]",
    "tuple_type": "should be a list like [one, two]",
    "model_type": "should be lines of `name: value`",
    "dict_type": "should be lines of `name: value`",
    "bool_type": "should be true or false",
}
"""pydantic's name of a wrong type → what to write instead."""


def checked(schema: type[S], data: Any, lines: Lines, shown: str, *where: str | int) -> S:
    """`data`, which stands at `where`, as a value of `schema`; the first problem is raised with its line."""
    try:
        return schema.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = (*where, *first["loc"])
        raise ContentError(shown, line_at(lines, *place), _problem(schema, place, first)) from error


def _problem(schema: type[Schema], place: tuple[str | int, ...], found: Any) -> str:
    named = place[:-2] if place[-1:] == ("[key]",) else place  # pydantic's mark of a name that is not known
    name = next((str(part) for part in reversed(named) if isinstance(part, str)), "")
    kind, given = found["type"], found.get("input")
    if kind == "extra_forbidden":
        return f"there is no field {shortened(name)}.{nearest(name, _fields_at(schema, found['loc'][:-1]))}"
    if kind == "missing":
        return f"the field {name!r} is missing."
    if kind in ("literal_error", "enum"):
        words = (word.strip(" '") for word in found["ctx"]["expected"].replace(" or ", ", ").split(","))
        expected = [word for word in words if word]  # "" is a value of some fields, and nothing to propose
        known = f"{nearest(str(given), expected)} Known: {', '.join(expected)}."
        return f"{name}: {shortened(given)} is not known.{known}"
    wrong = SHAPES.get(kind) or _pattern(found) or found["msg"][0].lower() + found["msg"][1:]
    return f"{name}: {shortened(given)} is wrong: {wrong}."


def _pattern(found: Any) -> str:
    """A pattern as its reader would say it; "" where it is another problem, or another pattern."""
    pattern = found.get("ctx", {}).get("pattern", "")
    if pattern == r"\S":
        return "should not be blank"
    return "should be small letters, digits and hyphens" if pattern.startswith("^[a-z0-9]+") else ""


def _fields_at(schema: type[Schema], loc: tuple[str | int, ...]) -> list[str]:
    """The fields that what stands at `loc` may have."""
    inner: Any = schema
    for part in loc:
        field = inner.model_fields.get(part) if isinstance(part, str) else None
        inner = _schema_in(field.annotation) if field else inner
    return list(inner.model_fields)


def _schema_in(annotation: Any) -> Any:
    """The schema in an annotation such as `list[Fact]`, `dict[str, Grade]` or `Handover | None`."""
    if isinstance(annotation, type) and issubclass(annotation, Schema):
        return annotation
    return next((found for each in get_args(annotation) if (found := _schema_in(each))), None)


def nearest(given: str, known: Iterable[str], least: int = 55) -> str:
    """` Did you mean 'x'?` for the known word nearest to `given`, or nothing; `least`: percent that are alike."""
    from rapidfuzz import fuzz, process  # 50 ms that only a mistake needs

    found = process.extractOne(given, list(known), scorer=fuzz.ratio, score_cutoff=least)
    return f" Did you mean {found[0]!r}?" if found else ""
