"""What any source of deals hands over, whatever it looked like there: one value a deal, one a stage it entered."""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class DealRecord:
    """A deal as its source shows it now. Texts are "" where the source says nothing; amounts are hundredths."""

    id: str
    """The source's own."""
    customer: str
    stage: str = ""
    """As the source calls it; the playbooks' aliases say which stage that is."""
    status: str = ""
    """open, won or lost where the source says so itself; "" to take it from the stage."""
    number: str = ""
    title: str = ""
    owner: str = ""
    industry: str = ""
    region: str = ""
    size: str = ""
    amount: int | None = None
    list_amount: int | None = None
    currency: str = ""
    origin: str = ""
    product: str = ""
    created_at: datetime | None = None
    closed_at: datetime | None = None
    expected_on: date | None = None
    lost_reason: str = ""
    """price, function, competitor or other, or as the source calls it."""
    lost_to: str = ""
    lost_note: str = ""
    touched_at: datetime | None = None
    row: int = 0
    """Where it stood in its file, for whoever has to mend it."""


@dataclass(frozen=True, slots=True)
class StageRecord:
    """A deal entered a stage. `stage` is the source's word; "won" and "lost" close it."""

    deal_id: str
    stage: str
    entered_at: datetime
    amount: int | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Rejected:
    row: int
    why: str
    """A sentence for the person who can mend the row."""


@dataclass(slots=True)
class Report:
    """What a load did. A load of the same rows again has only `unchanged`."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    events: int = 0
    """Stage events written."""
    blank: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    unknown_columns: list[str] = field(default_factory=list)
    unknown_stages: dict[str, int] = field(default_factory=dict)
    """Stage as the source calls it → how many rows; such deals stand in the playbook's first stage."""
    unknown_owners: dict[str, int] = field(default_factory=dict)
