"""What a scenario and a persona may say in their files, and the values that the player uses."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from bot.content import Schema
from bot.drills.rubric import IDS

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
Grade = Literal["easy", "medium", "hard"]
GRADES: tuple[Grade, ...] = ("easy", "medium", "hard")
Ending = Literal["deal", "pilot", "follow_up", "stall", "hang_up"]
ENDINGS: tuple[Ending, ...] = ("deal", "pilot", "follow_up", "stall", "hang_up")
GOOD_ENDINGS: tuple[Ending, ...] = ("deal", "pilot", "follow_up")

Id = Annotated[str, Field(pattern=r"^[a-z0-9]+([-_][a-z0-9]+)*$", max_length=64)]
Said = Annotated[str, Field(min_length=1, max_length=300, pattern=r"\S")]

BURST = "|"
"""Stands between two messages that a customer sends one after the other."""


class Lines(Schema):
    """Ways to say one thing, in each language its own; each is used at most once in a drill."""

    zh: list[Said] = Field(min_length=1)
    en: list[Said] = Field(min_length=1)

    def of(self, language: str) -> list[str]:
        return self.zh if language == "zh" else self.en


class Text(Schema):
    """One text in both languages."""

    zh: Said
    en: Said

    def of(self, language: str) -> str:
        return self.zh if language == "zh" else self.en


Asked = Literal["open", "explore", "implication", "decision"]
"""By which kind of question a fact comes out. `closed` ones get a short answer and no more."""


class FactFields(Schema):
    """Something the customer does not say unless asked well."""

    id: Id
    by: list[Asked] = Field(min_length=1)
    topic: Lines
    """Words, any of which makes a question one about this."""
    asks: Lines
    """Whole questions that ask for it, as examples."""
    say: Lines
    """The answer to a question that was well asked."""
    short: Lines
    """What a yes-or-no question on it gets."""
    hint: Text
    """What was hidden, in one sentence for the debrief."""
    pain: bool = False
    """Whether telling it names a problem that hurts."""
    decider: bool = False
    """Whether telling it says who decides."""
    trust: int = Field(default=0, ge=0, le=10)
    """Below this the customer is guarded about it."""


Need = Literal["acknowledge", "explore", "evidence", "confirm"]


class ObjectionFields(Schema):
    """An objection, by the id of the card that answers it."""

    id: Id
    mentions: Lines | None = None
    """Words of the rep that bring it up early."""
    opening: Lines
    """Raises it."""
    restated: Lines
    """When the rep passes over it."""
    partial: Lines
    """When the rep answers without having asked, or beside the point."""
    answered: Lines
    """When a fitting answer came after asking: softer, not yet settled."""
    resolved: Lines
    """When the rep also checked that it is settled."""
    violation: Lines
    """When the rep gives in, contradicts or promises the moon."""
    root: Id
    """The fact behind it: exploring brings it out."""
    evidence: Lines
    """Words that an answer to the point holds."""
    needs: list[Need] = Field(default=["explore", "evidence"])
    """What the customer wants before it is settled; without `explore` an answer is taken unasked."""


class AnswerFields(Schema):
    """Plain things about this customer that a rep may ask."""

    topic: Lines
    asks: Lines
    say: Lines


class QuestionFields(Schema):
    """A question of the customer's own. It wants an answer, not a question back."""

    id: Id
    say: Lines
    expects: Lines
    """Words, any of which (or a figure) makes a reply an answer."""
    good: Lines
    """After an answer."""
    dodged: Lines
    """After anything else."""


class Handover(Schema):
    """In the middle of the talk somebody else takes the phone."""

    after: int = Field(ge=2, le=8)
    """Rep turns."""
    to: Id
    """The persona that comes."""
    say: Lines
    """Who is coming, and the newcomer's first words behind a bar."""
    asks: list[Id] = Field(min_length=1)
    """Which of the questions the newcomer asks at once."""


class GradeFields(Schema):
    """Difficulty is numbers, not another text."""

    objections: int = Field(ge=1, le=4)
    """How many come up."""
    trust: int = Field(ge=0, le=10)
    """At the start; from 7 on somebody may sign."""
    patience: int = Field(ge=2, le=12)
    """At the start; at 0 the talk is over."""
    turns: int = Field(ge=6, le=16)
    """Rep turns after which the customer has to go."""


class EndingLines(Schema):
    deal: Lines
    pilot: Lines
    follow_up: Lines
    stall: Lines
    hang_up: Lines
    stall_means: Text
    """What the polite stall really said, for the debrief."""

    def of(self, ending: Ending) -> Lines:
        found: Lines = getattr(self, ending)
        return found


class Scenario(Schema):
    id: Id
    version: int = Field(ge=1)
    """Raised when a good talk comes to be another: certificates begin anew then."""
    title: Text
    brief: Text
    """Who the customer is and what the rep is to reach: read before the drill."""
    persona: Id
    cards: list[Id] = Field(min_length=1)
    """Whose facts the rep may state; the objections' own cards are always among them."""
    knowledge: Lines | None = None
    """What the rep may state besides."""
    discount_limit_pct: float = Field(ge=0, le=50)
    """More than this off fails the drill."""
    weights: dict[str, Annotated[int, Field(ge=1, le=50)]] = Field(default_factory=dict)
    """By criterion; 10 where nothing is said."""
    difficulty: dict[Grade, GradeFields]
    opening: Lines
    """The first words of the talk."""
    facts: list[FactFields] = Field(min_length=3)
    objections: list[ObjectionFields] = Field(min_length=2)
    answers: list[AnswerFields] = Field(min_length=3)
    questions: list[QuestionFields] = Field(min_length=2)
    concession: Lines
    """The second ask, once anything was given."""
    handover: Handover | None = None
    accepts: Lines
    """Agreeing to a dated next step."""
    not_yet: Lines
    """Refusing a next step while something is still open."""
    endings: EndingLines

    def fact(self, id: str) -> FactFields:
        return next(fact for fact in self.facts if fact.id == id)

    def objection(self, id: str) -> ObjectionFields:
        return next(objection for objection in self.objections if objection.id == id)

    def question(self, id: str) -> QuestionFields:
        return next(question for question in self.questions if question.id == id)

    def weight(self) -> Mapping[str, int]:
        return {id: self.weights.get(id, 10) for id in IDS}


class Persona(Schema):
    """Who talks: a manner, and what this person says in any scenario."""

    id: Id
    card: Id
    """The card about this kind of buyer."""
    name: Text
    """How the chat calls them, a function and not a person: 采购经理 / Purchasing manager."""
    style: Text
    """One sentence for the briefing."""
    noted: Lines
    """嗯: small reactions when there is nothing to say."""
    go_on: Lines
    """Prods the rep: and? 所以呢?"""
    unknown: Lines
    """A question that this customer has no answer to, in character."""
    guarded: Lines
    """A question too close for the trust that there is."""
    lecture: Lines
    """Interrupts a long message."""
    too_many: Lines
    """Several questions at once."""
    curt: Lines
    """Patience is running out."""
    busy: Lines
    """在开会, 发我看看: a moment's absence."""
    echo: Lines
    """Picks up the rep's words, with {words}."""
    remembers: Lines
    """The rep has talked to this customer before."""
    repeated: Lines
    """The rep says the same again."""
    slogan: Lines
    """Empty words, claims, absolutes."""
    insulted: Lines
    bribed: Lines
    """The rep offers a personal advantage."""
    puzzled: Lines
    """Words that are not meant for a customer, such as orders to a scorer."""
    pasted: Lines
    """A long copied text."""
    pitched: Lines
    """A product pitch right after a pain, or before any question."""
    warm: Lines
    """Well asked: a little more open."""
    leaving: Lines
    """Two messages before the customer has to go: now or never for a next step."""
    silence: Lines
    """The rep wrote nothing to speak of: ok, 好的, a sticker."""
