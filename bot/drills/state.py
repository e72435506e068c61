"""Where a played talk stands: one frozen value, kept as JSON between two messages."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

Standing = Literal["latent", "raised", "explored", "answered", "resolved", "left"]
"""Of an objection, in this order; `left` was passed over once too often."""

CLOSED: frozenset[Standing] = frozenset({"resolved", "left"})


@dataclass(frozen=True, slots=True)
class State:
    grade: str
    language: str
    persona: str
    """Who is talking; a hand-over changes it."""
    plan: tuple[str, ...]
    """The objections of this drill, in the order in which they will come."""
    due: tuple[int, ...]
    """The rep turn by which each of them comes."""
    asks: tuple[tuple[int, str], ...]
    """The customer's own questions: from which turn, which."""
    trust: int
    patience: int
    turns: int
    """Rep turns after which the customer has to go."""
    away: int = 0
    """The turn in which the customer is called away for a moment; 0 = in none."""
    turn: int = 0
    interest: int = 0
    standing: Mapping[str, Standing] = field(default_factory=dict)
    open: str = ""
    """The objection on the table."""
    passed: int = 0
    """How often the rep has passed over it."""
    asked: str = ""
    """The customer's own question that waits for an answer."""
    told: tuple[str, ...] = ()
    used: tuple[str, ...] = ()
    """Lines that were said, as `pool/number`."""
    heard: tuple[str, ...] = ()
    """Keys of what the rep said, to notice a repetition."""
    given: int = 0
    bribes: int = 0
    ending: str = ""
    reason: str = ""

    def of(self, objection: str) -> Standing:
        return self.standing.get(objection, "latent")

    def standing_now(self, objection: str, standing: Standing) -> "State":
        return replace(self, standing={**self.standing, objection: standing})

    @property
    def waiting(self) -> str:
        """The next objection that has not come yet."""
        return next((id for id in self.plan if self.of(id) == "latent"), "")

    @property
    def settled(self) -> bool:
        """Whether every objection has come and found its answer."""
        return all(self.of(id) in ("answered", "resolved") for id in self.plan)

    @property
    def cut_short(self) -> bool:
        """The customer had enough, or was driven away."""
        return self.reason in ("out_of_patience", "insulted", "bribed")

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "State":
        lists = {name: tuple(data[name]) for name in ("plan", "due", "told", "used", "heard")}
        asks = tuple((int(turn), str(id)) for turn, id in data["asks"])
        return cls(**{**data, **lists, "asks": asks})
