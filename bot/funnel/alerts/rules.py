"""What a workspace wants to be told of: rules as data, read from playbooks/rules/alerts.yaml."""

from collections.abc import Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from pydantic import Field

from bot.content import Lines, Schema, checked, line_at, nearest, read_yaml
from bot.errors import ContentError
from bot.knowledge.library import Library
from bot.playbooks.playbook import Slug, StageId, Words

FILE = "playbooks/rules/alerts.yaml"

When: TypeAlias = Literal[
    "no_contact", "stale_record", "big_unattended", "big_enters_stage", "dwell_over", "lead_age", "report_due",
    "kpi_below", "task_completion_below", "conversion_signal",
]  # fmt: skip
Recipient: TypeAlias = Literal["owner", "manager", "managers_manager"]
Next: TypeAlias = Literal["card", "drill", "log", "deal"]
Names: TypeAlias = Mapping[str, Collection[str]]

PARAMETERS: Mapping[When, frozenset[str]] = {
    "no_contact": frozenset({"days_at", "big_days"}),
    "stale_record": frozenset({"days"}),
    "big_unattended": frozenset({"days"}),
    "big_enters_stage": frozenset({"stages", "days"}),
    "dwell_over": frozenset({"least"}),
    "lead_age": frozenset({"days"}),
    "report_due": frozenset({"hours"}),
    "kpi_below": frozenset({"figure", "below", "times"}),
    "task_completion_below": frozenset({"below", "days", "least"}),
    "conversion_signal": frozenset({"least"}),
}
"""Condition → the numbers that it needs, all of them and no others."""

OF_DEALS: frozenset[When] = frozenset(
    {"no_contact", "stale_record", "big_unattended", "big_enters_stage", "dwell_over", "lead_age"}
)
ALONE: frozenset[When] = frozenset({"big_unattended", "big_enters_stage"})
"""What may come as a message of its own; everything else waits for the morning."""
OPEN_STAGES: frozenset[StageId] = frozenset({"lead", "discovery", "proposal", "negotiation"})


class Level(Schema):
    """One condition, and who hears of it. Which numbers are read depends on `when` (PARAMETERS)."""

    when: When
    to: list[Recipient] = Field(min_length=1)
    question: Words
    """What to ask oneself: an alert accuses nobody."""
    next: Next = "deal"
    card: Slug | None = None
    drill: Slug | None = None
    alone: bool = False
    """Comes as a message of its own, at most two a person and day."""
    days: int | None = Field(default=None, gt=0)
    """Working days; of tasks, how far back in calendar days."""
    days_at: dict[StageId, int] | None = None
    """Working days without contact, for each of the six stages in which a deal is open."""
    big_days: int | None = Field(default=None, gt=0)
    """The same for big deals, where that is fewer."""
    stages: list[StageId] | None = Field(default=None, min_length=1)
    hours: int | None = Field(default=None, gt=0)
    """Before the time limit."""
    figure: Literal["gross_margin", "collection"] | None = None
    below: float | None = Field(default=None, gt=0, le=1)
    times: int | None = Field(default=None, gt=0)
    """Months in a row."""
    least: int | None = Field(default=None, gt=0)
    """Below so many the rate says nothing, and neither do we."""

    def days_in(self, stage: str) -> int | None:
        return next((days for at, days in (self.days_at or {}).items() if at == stage), None)


class Rule(Schema):
    id: Slug
    title: Words
    levels: list[Level] = Field(min_length=1, max_length=5)
    """One case climbs through them. A later one counts only while the first holds, a working day later at the least."""

    @property
    def first(self) -> Level:
        return self.levels[0]

    @property
    def of_deals(self) -> bool:
        return self.first.when in OF_DEALS


@dataclass(frozen=True, slots=True)
class Book:
    """All rules that can be read, and what is wrong with the rest."""

    rules: Mapping[str, Rule]
    problems: tuple[ContentError, ...] = ()


class Rules:
    """The service: the workspace's rules as the file says now."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._book = Book({})
        self._stamp: Hashable = None

    @property
    def book(self) -> Book:
        stamp = _stamp(self._library.workspace / FILE)
        if stamp != self._stamp:
            self._book, self._stamp = read_rules(self._library.workspace), stamp
        return self._book

    def get(self, id: str) -> Rule | None:
        return self.book.rules.get(id)

    def all(self) -> tuple[Rule, ...]:
        return tuple(self.book.rules.values())


def _stamp(path: Path) -> Hashable:
    found = path.stat() if path.is_file() else None
    return found and (found.st_mtime_ns, found.st_size)


def read_rules(workspace: Path, names: Names | None = None) -> Book:
    """A broken rule is a problem in the list, and the others serve; a workspace may do without the file.

    `names`: "card" and "drill" → which of them there are, where that is to be checked.
    """
    path = workspace / FILE
    if not path.exists():
        return Book({})
    try:
        data, places = read_yaml(path, FILE)
        if unknown := next((name for name in data if name != "rules"), ""):
            raise ContentError(FILE, line_at(places, unknown), f"there is no field {unknown!r}. Did you mean 'rules'?")
        if not isinstance(data.get("rules"), list):
            raise ContentError(FILE, line_at(places, "rules"), "should be a list of rules under `rules:`.")
    except ContentError as error:
        return Book({}, (error,))
    found: dict[str, Rule] = {}
    problems: list[ContentError] = []
    for n, each in enumerate(data["rules"]):
        try:
            rule = checked(Rule, each, places, FILE, "rules", n)
        except ContentError as error:
            problems.append(error)
            continue
        wrong = [*_wrong(rule, found, places, n), *_unknown(rule, names or {}, places, n)]
        problems += wrong
        if not wrong:
            found[rule.id] = rule
    return Book(found, tuple(problems))


def _wrong(rule: Rule, others: Collection[str], places: Lines, n: int) -> Iterator[ContentError]:
    """What no schema sees: numbers that a condition does not read, levels that do not belong together."""

    def problem(text: str, *where: str | int) -> ContentError:
        return ContentError(FILE, line_at(places, "rules", n, *where), text)

    if rule.id in others:
        yield problem(f"id: the rule {rule.id!r} is there twice.", "id")
    for m, level in enumerate(rule.levels):
        for where, text in (*_numbers(level), *_level(level)):
            yield problem(text, "levels", m, where)
        if m and not (rule.of_deals and level.when in OF_DEALS):
            yield problem(f"when: only rules about deals climb; {level.when} should be a rule of its own.", "levels", m)


def _numbers(level: Level) -> Iterator[tuple[str, str]]:
    """(field, what is wrong): a number that the condition does not read, or needs."""
    wanted = PARAMETERS[level.when]
    for name in sorted(set().union(*PARAMETERS.values())):
        given = getattr(level, name) is not None
        if given and name not in wanted:
            yield name, f"{name}: {level.when} does not read it. It reads {', '.join(sorted(wanted))}."
        if name in wanted and not given:
            yield "when", f"{name}: {level.when} needs it."


def _level(level: Level) -> Iterator[tuple[str, str]]:
    if level.alone and level.when not in ALONE:
        yield "alone", f"alone: only {' and '.join(sorted(ALONE))} come alone."
    for stage in sorted({*(level.days_at or {}), *(level.stages or [])} - OPEN_STAGES):
        yield "days_at" if level.days_at else "stages", f"a deal is not open any more in {stage!r}."
    if level.next in ("card", "drill") and getattr(level, level.next) is None:
        yield "next", f"{level.next}: `next: {level.next}` needs to know which."


def _unknown(rule: Rule, names: Names, places: Lines, n: int) -> Iterator[ContentError]:
    for m, level in enumerate(rule.levels):
        for kind, known in names.items():
            name = getattr(level, kind)
            if name is not None and name not in known:
                line = line_at(places, "rules", n, "levels", m, kind)
                yield ContentError(FILE, line, f"{kind}: there is no {kind} {name!r}.{nearest(name, known)}")


def check_rules(workspace: Path, names: Names) -> tuple[int, list[ContentError]]:
    """(how many rules there are, what is wrong) for `cornerman check`, with the cards and drills that they name."""
    book = read_rules(workspace, names)
    files = sorted((workspace / "playbooks" / "rules").glob("**/*.y*ml"))
    astray = [file.relative_to(workspace).as_posix() for file in files if file != workspace / FILE]
    stray = [ContentError(shown, 1, f"is not read: the rules are in {FILE}.") for shown in astray]
    return len(book.rules), [*book.problems, *stray]
