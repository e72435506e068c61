"""What a quest may say: gates in their order, and the steps behind each. Read from drills/quests/*.yaml."""

from collections.abc import Mapping
from datetime import timedelta
from functools import cached_property
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from bot.content import Schema
from bot.drills.scenario import Grade
from bot.playbooks.playbook import TouchKind, Words
from bot.words import N_

Kind: TypeAlias = Literal[
    "card", "find", "quiz", "talk", "pitch", "reflect", "drill", "certify", "touch", "deal", "shadow", "field"
]
"""card: read a card, then answer about it · find: find the card for what a customer says · quiz: questions alone
· talk: read a masked talk and say where it was lost · pitch: write a value proposition · reflect: think back in writing
· drill: pass a drill · certify: hold its certificate · touch: log contacts · deal: bring a deal to a stage
· shadow: go along on a call, confirmed by the mentor · field: a task in the field, confirmed by the manager."""

ANSWERED: frozenset[Kind] = frozenset({"card", "find", "quiz", "talk", "pitch", "reflect"})
"""Done here in the chat, by answering."""
PROVEN: frozenset[Kind] = frozenset({"drill", "certify", "touch", "deal"})
"""Done elsewhere; rows of the rooms below say so."""
CONFIRMED: frozenset[Kind] = frozenset({"shadow", "field"})
"""Done in the field; somebody else says so."""

NEEDS: Mapping[Kind, tuple[str, ...]] = {
    "card": ("card", "questions"), "find": ("card", "phrase"), "quiz": ("questions",),
    "talk": ("talk", "lost_at", "because"), "pitch": ("card", "task"), "reflect": ("task",), "drill": ("scenario",),
    "certify": ("scenario",), "touch": (), "deal": ("reach",), "shadow": ("task",), "field": ("task",),
}  # fmt: skip
"""Fields that a step of a kind must have."""
MAY: Mapping[Kind, tuple[str, ...]] = {
    "card": ("ask", "mark"), "find": (), "quiz": ("ask", "mark"), "talk": ("called",), "pitch": (), "reflect": (),
    "drill": ("grade", "mark"), "certify": (), "touch": ("count", "touch"), "deal": (), "shadow": (), "field": (),
}  # fmt: skip
"""Fields that it may have besides. Any other field of a kind is a mistake."""

Skill: TypeAlias = Literal["discovery", "objections", "value", "process", "product", "closing"]
SKILLS: tuple[Skill, ...] = ("discovery", "objections", "value", "process", "product", "closing")
SKILL_NAMES: Mapping[Skill, str] = {
    "discovery": N_("Discovery"), "objections": N_("Objections"), "value": N_("Value"), "process": N_("Process"),
    "product": N_("Product"), "closing": N_("Closing"),
}  # fmt: skip

RoleName: TypeAlias = Literal["rep", "newhire", "manager", "editor", "admin"]

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=48)]
Long = Annotated[str, Field(pattern=r"\S", max_length=600)]


class Told(Words):
    """A longer text in both languages."""

    zh: Long
    en: Long


class Question(Schema):
    ask: Words
    options: list[Words] = Field(min_length=2, max_length=5)
    """The first is right; they are shown in another order each time."""
    because: Words | None = None
    """Said when the answer was wrong: where to look, never which option was right."""


class TalkLine(Schema):
    speaker: Literal["customer", "rep"]
    said: Told


class Called(Schema):
    customer: Words
    rep: Words


class Step(Schema):
    id: Slug
    """Once in its quest; what was done stays with it, so it never changes."""
    kind: Kind
    title: Words
    why: Words
    """Why it matters on Monday."""
    skill: Skill
    """Of the radar."""
    points: int = Field(ge=0, le=50)
    minutes: int = Field(ge=1, le=240)
    """Shown; whoever needs less than a twentieth of them is paid only when a manager says so."""
    day: int = Field(ge=1, le=130)
    """The working day of the quest on which it is due."""
    after: list[Slug] = Field(default_factory=list)
    """Steps that must be done before it opens, besides the gates before its own."""
    milestone: bool = False
    """Shown, and waited for by no gate: the first deal takes its time."""
    tries: int = Field(default=3, ge=1, le=10)
    """Wrong answers in a row before it rests; left out: 3."""
    rest_hours: int = Field(default=20, ge=1, le=72)
    """How long it rests; left out: 20, so until tomorrow."""

    # What a kind needs: NEEDS and MAY say which belongs to which
    card: Slug | None = None
    questions: list[Question] = Field(default_factory=list)
    ask: int | None = Field(default=None, ge=1, le=10)
    """How many of the questions are asked, drawn anew each time; left out: all."""
    mark: int | None = Field(default=None, ge=1, le=100)
    """Percent of the questions, or points of the drill, that pass; left out: all of them, or the rubric's pass mark."""
    phrase: Told | None = None
    """What a customer says."""
    talk: list[TalkLine] = Field(default_factory=list)
    called: Called | None = None
    """Who the two are, where they are not a customer and a rep."""
    lost_at: int | None = Field(default=None, ge=1)
    """The line, counted from 1, at which it was lost: the rep's."""
    because: Told | None = None
    """Of a talk: why there, and what would have been better."""
    task: Told | None = None
    """What to write or do."""
    scenario: Annotated[str, Field(pattern=r"^[a-z0-9]+([-_][a-z0-9]+)*$", max_length=64)] | None = None
    """The drill of the scenario that is to be passed."""
    grade: Grade | None = None
    """The easiest that counts; left out: any."""
    count: int = Field(default=1, ge=1, le=20)
    """With how many customers."""
    touch: TouchKind | None = None
    """Of which kind; left out: any."""
    reach: Literal["discovery", "proposal", "negotiation", "won"] | None = None
    """How far a deal of their own has come, or farther."""

    @property
    def rest(self) -> timedelta:
        return timedelta(hours=self.rest_hours)


class Gate(Schema):
    id: Slug
    title: Words
    able: Words
    """What somebody can do who has passed it; it goes on after “You can now …” (你现在能……)."""
    steps: list[Step] = Field(min_length=1)


class Quest(Schema):
    id: Slug
    """The file's name."""
    title: Words
    about: Told
    """For whom, and what it is good for."""
    roles: list[RoleName] = Field(min_length=1)
    """Who may begin it by themselves."""
    enrols: list[RoleName] = Field(default_factory=list)
    """Who is enrolled with their start date when they are imported."""
    gates: list[Gate] = Field(min_length=1)
    """In order: each opens when what is before it is done."""

    @cached_property
    def steps(self) -> Mapping[str, Step]:
        return {step.id: step for gate in self.gates for step in gate.steps}

    @cached_property
    def gate_of(self) -> Mapping[str, int]:
        return {step.id: n for n, gate in enumerate(self.gates) for step in gate.steps}

    def required(self, gate: Gate) -> list[Step]:
        return [step for step in gate.steps if not step.milestone]
