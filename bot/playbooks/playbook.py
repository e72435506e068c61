"""What a playbook may say: its stages, when a deal may leave each, and what helps there. Read from playbooks/*.yaml."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from bot.content import Schema

StageId: TypeAlias = Literal["lead", "discovery", "proposal", "negotiation", "contract", "payment"]
STAGE_IDS: tuple[StageId, ...] = ("lead", "discovery", "proposal", "negotiation", "contract", "payment")
"""The six that everything counts in. A deal that enters `contract` is won: what comes after it are instalments."""

BuyingRole: TypeAlias = Literal["executive", "finance", "it", "business", "procurement", "user"]
BUYING_ROLES: tuple[BuyingRole, ...] = ("executive", "finance", "it", "business", "procurement", "user")

TouchKind: TypeAlias = Literal["visit", "call", "message", "email", "demo", "meeting", "other"]
TOUCH_KINDS: tuple[TouchKind, ...] = ("visit", "call", "message", "email", "demo", "meeting", "other")

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Said = Annotated[str, Field(pattern=r"\S", max_length=200)]


class Words(Schema):
    zh: Said
    en: Said

    def of(self, language: str) -> str:
        return self.zh if language == "zh" else self.en


class Condition(Schema):
    """One thing that must hold of a deal. Which of the fields are read depends on `need`."""

    need: Literal["amount", "contact", "power", "champion", "touch", "next_step", "close_date"]
    """amount: a sum is known · contact: somebody with `role` is known (any role without one) · power: somebody who
    decides is known · champion: somebody stands for us · touch: a contact of `kind` since the deal entered the stage
    · next_step: an open one with a date · close_date: when they mean to decide."""
    role: BuyingRole | None = None
    """With `need: contact`: whose side of the house."""
    kind: TouchKind | None = None
    """With `need: touch`: of which kind."""


class Action(Schema):
    """A must-do: what a rep does in a stage, and what it leaves behind."""

    id: Slug
    """Once in its stage; what was done stays with it, so it never changes."""
    title: Words
    """The button: what to do, in a few words."""
    output: Words
    """What to write down when it is done: who approved, when; the answer that was got."""
    over: int | None = Field(default=None, gt=0)
    """Only for deals of more than this, in the workspace's currency."""


class Material(Schema):
    card: Slug
    """Of `knowledge/`; at most three are shown when a deal enters the stage."""
    role: BuyingRole | None = None
    """Only where we know somebody in it; left out: always."""
    industries: list[Slug] = Field(default_factory=list)
    """Of the customer; left out: all of them."""


class Stage(Schema):
    id: Slug
    """Deals stand in it by this name, so it never changes."""
    at: StageId
    """Which of the six it counts as; a deal that enters `contract` is won."""
    title: Words
    aliases: list[Said] = Field(default_factory=list)
    """What exports and people call it, in any language."""
    enter: list[Condition] = Field(default_factory=list)
    """What must hold before a deal comes in, from wherever."""
    exit: list[Condition] = Field(default_factory=list)
    """What must hold before it goes on. A rep may go on without, saying why."""
    must: list[Action] = Field(default_factory=list)
    materials: list[Material] = Field(default_factory=list)
    limit_days: int | None = Field(default=None, gt=0)
    """Working days after which a deal has been here too long, until its own history says better."""
    quiet_days: int | None = Field(default=None, gt=0)
    """Working days without customer contact after which the rep is asked; left out: what the alert rule says."""


class Playbook(Schema):
    id: Slug
    """The file's name."""
    title: Words
    industries: list[Slug] = Field(default_factory=list)
    """For whom it is taken when nobody chooses. Left out: where somebody does; `general-b2b` serves everybody else."""
    stages: list[Stage] = Field(min_length=2)
    """In order; each `at` is the one above it, or a later one."""

    def stage(self, id: str) -> Stage | None:
        return next((stage for stage in self.stages if stage.id == id), None)

    def place(self, id: str) -> int:
        """Position of a stage; -1 for one that the playbook does not have (any more)."""
        return next((n for n, stage in enumerate(self.stages) if stage.id == id), -1)

    def after(self, id: str) -> Stage | None:
        return next(iter(self.stages[self.place(id) + 1 :]), None)

    def first_at(self, at: str) -> Stage | None:
        """The first stage that counts as one of the six."""
        return next((stage for stage in self.stages if stage.at == at), None)
