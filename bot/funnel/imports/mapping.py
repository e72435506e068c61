"""What the columns of an export are called, and what its words mean: mappings/*.yaml, or a file of your own."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias

from pydantic import Field

from bot.content import Lines, Schema, checked, line_at, nearest, read_yaml
from bot.errors import ContentError, CornermanError
from bot.playbooks.playbook import Said
from bot.search.normalise import clean
from bot.sheets import Table

Rows: TypeAlias = Literal["deals", "stages", "changes", "touches", "people", "figures"]

_DEAL = (
    "id", "customer", "number", "title", "owner", "industry", "region", "size", "currency", "origin", "product",
    "created_at",
)  # fmt: skip
FIELDS: Mapping[str, tuple[str, ...]] = {
    "deals": (
        *_DEAL, "stage", "stage_at", "status", "amount", "list_amount", "close_date", "closed_at", "expected_on",
        "lost_reason", "lost_to", "lost_note", "touched_at",
    ),
    "stages": (*_DEAL, "stage", "entered_at", "amount"),
    "changes": ("id", "changed_at", "field", "value"),
    "touches": ("id", "at", "kind", "customer", "deal", "person", "contact", "said", "effective"),
    "people": ("name", "role", "team", "parent", "start", "mentor", "quest", "language", "time_zone"),
    "figures": (
        "month", "team", "currency", "marketing_cost", "sales_cost", "new_customers", "gross_margin", "receivable",
        "collected", "target",
    ),
}  # fmt: skip
"""What a column can be. `close_date` is when an open deal is expected and a closed one was closed, as in most CRMs."""

NEEDED: Mapping[str, tuple[str, ...]] = {
    "deals": ("customer",), "stages": ("id", "stage", "entered_at"), "changes": ("id", "changed_at", "field", "value"),
    "touches": ("at", "customer"), "people": ("name",), "figures": ("month",),
}  # fmt: skip
DATES = frozenset({"created_at", "stage_at", "close_date", "closed_at", "expected_on", "touched_at", "entered_at",
                   "changed_at", "at", "start"})  # fmt: skip

BUNDLED = Path(__file__).parent.parent / "mappings"
_BRACKETS = re.compile(r"[(（\[【]([^)）\]】]*)[)）\]】]")
_NOT_A_NAME = re.compile(r"[\W_]+")


class ImportMapping(Schema):
    """One kind of export."""

    system: Said
    """Whose ids these are; deals of one system are told apart by them."""
    rows: Rows
    """One row a deal, a stage that a deal entered, a changed field, a contact, a person, or a month."""
    columns: dict[str, list[Said]]
    """Field → what the column may be called; the first that is there is taken."""
    fields: dict[str, str] = Field(default_factory=dict)
    """For `changes`: the field's name in the log → which field of a deal that is."""
    words: dict[str, dict[str, str]] = Field(default_factory=dict)
    """Field → (the source's word → ours): stages that no alias names, reasons, kinds of contact, roles."""
    constants: dict[str, str] = Field(default_factory=dict)
    """Field → what it is where the export does not say it."""
    dates: Literal["dmy", "mdy"] | None = None
    decimal: Literal[",", "."] | None = None
    currency: str | None = Field(default=None, pattern=r"^[A-Z]{3}$")
    playbook: str | None = None


@dataclass(frozen=True, slots=True)
class Named:
    name: str
    mapping: ImportMapping


@dataclass(frozen=True, slots=True)
class Fit:
    """A mapping on a table: field → position of its column."""

    name: str
    mapping: ImportMapping
    at: Mapping[str, int]

    @property
    def missing(self) -> list[str]:
        return [
            field for field in NEEDED[self.mapping.rows] if field not in self.at and field not in self.mapping.constants
        ]


def key(name: str) -> str:
    """What two ways of writing a column's name have in common; a unit in brackets is none of it."""
    return _NOT_A_NAME.sub("", clean(_BRACKETS.sub("", name))) or _NOT_A_NAME.sub("", clean(name))


def in_brackets(name: str) -> str:
    """金额（万元） → 万元."""
    found = _BRACKETS.search(name)
    return clean(found[1]) if found else ""


def fitting(table: Table, kinds: Sequence[Rows], chosen: str, workspace: Path) -> Fit:
    """The mapping that was chosen by name or file, or the one of `kinds` that knows most of the columns."""
    if chosen:
        fit = fit_of(table, _chosen(chosen, kinds, workspace))
        if fit.missing:
            raise CornermanError(f"{table.path}: the mapping {fit.name} does not fit. {_what_is_missing(fit, table)}")
        return fit
    fits = [fit_of(table, named) for named in bundled() if named.mapping.rows in kinds]
    whole = [fit for fit in fits if not fit.missing]
    if not whole:
        nearest_fit = max(fits, key=lambda fit: len(fit.at))
        raise CornermanError(
            f"{table.path}: no mapping fits its columns. {_what_is_missing(nearest_fit, table)} "
            f"Or write a mapping and name it with --map; docs/how-to/import.md shows one."
        )
    return max(whole, key=lambda fit: len(fit.at))


def _what_is_missing(fit: Fit, table: Table) -> str:
    field = fit.missing[0]
    names = fit.mapping.columns.get(field, [])
    there = ", ".join(name for name in table.columns if name) or "none"
    return f"A column for {field!r} is missing (such as {' or '.join(map(repr, names[:2]))}). Columns there: {there}."


def fit_of(table: Table, named: Named) -> Fit:
    there: dict[str, int] = {}
    for n, name in enumerate(table.columns):
        if name:
            there.setdefault(key(name), n)
    at: dict[str, int] = {}
    for field, names in named.mapping.columns.items():
        found = next((there[key(name)] for name in names if key(name) in there), None)
        if found is not None and found not in at.values():
            at[field] = found
    return Fit(named.name, named.mapping, at)


def unknown_columns(table: Table, fit: Fit) -> list[str]:
    """Columns that are not read, each with the known name nearest to it where one is near."""
    known = [name for field, names in fit.mapping.columns.items() if field not in fit.at for name in names]
    taken = set(fit.at.values())
    return [name + _hint(name, known) for n, name in enumerate(table.columns) if name and n not in taken]


def _hint(name: str, known: Sequence[str]) -> str:
    from rapidfuzz import fuzz, process

    found = process.extractOne(key(name), known, processor=key, scorer=fuzz.ratio, score_cutoff=75)
    return f" (did you mean {found[0]!r}?)" if found else ""


# Files


@cache
def bundled() -> tuple[Named, ...]:
    """Those of this package; the ones for any system come last."""
    found = [Named(path.stem, read_mapping_file(path, path.name)) for path in sorted(BUNDLED.glob("*.yaml"))]
    return tuple(sorted(found, key=lambda named: named.name.startswith("any-")))


def _chosen(name: str, kinds: Sequence[Rows], workspace: Path) -> Named:
    known = {named.name: named for named in bundled() if named.mapping.rows in kinds}
    if name in known:
        return known[name]
    path = next((path for path in (Path(name), workspace / name) if path.is_file()), None)
    if path is None:
        hint = nearest(name, known)
        raise CornermanError(f"There is no mapping {name!r}.{hint} There are: {', '.join(known)}; or name a file.")
    mapping = read_mapping_file(path, str(path))
    if mapping.rows not in kinds:
        raise CornermanError(f"{path}: its rows are {mapping.rows}; {' or '.join(kinds)} should be here.")
    return Named(path.name, mapping)


def read_mapping_file(path: Path, shown: str) -> ImportMapping:
    data, lines = read_yaml(path, shown)
    mapping = checked(ImportMapping, data, lines, shown)
    for problem in _wrong(mapping, shown, lines):
        raise problem
    return mapping


def _wrong(mapping: ImportMapping, shown: str, lines: Lines) -> Iterator[ContentError]:
    known = FIELDS[mapping.rows]
    named = [("columns", field) for field in mapping.columns] + [("constants", field) for field in mapping.constants]
    for part, field in named:
        if field not in known:
            text = f"there is no field {field!r} for {mapping.rows}.{nearest(field, known)} Known: {', '.join(known)}."
            yield ContentError(shown, line_at(lines, part, field), text)
    logged = [field for field in FIELDS["deals"] if field not in ("id", "stage_at")]
    for name, field in mapping.fields.items():
        if field not in logged:
            text = f"a log cannot say the field {field!r} of a deal.{nearest(field, logged)}"
            yield ContentError(shown, line_at(lines, "fields", name), text)
