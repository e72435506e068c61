"""What happened to somebody's deals since their last working day, as lines; and what they have signed this month."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import BindParameter, Connection, bindparam, select

from bot.playbooks.customers import shown
from bot.playbooks.money import money
from bot.playbooks.playbooks import Playbooks
from bot.playbooks.tables import customer, deal, stage_event
from bot.pushes.calendar import reached
from bot.pushes.rhythm import Rhythm, is_at_work
from bot.store import Instant
from bot.words import Words

LOOK_BACK = 14
"""Days; nobody reads yesterday's news of before a long leave."""
SUMS_MOST = 2

# Built once, for every morning asks: putting a statement together costs more than running it.
_OF: BindParameter[Sequence[int]] = bindparam("owners", expanding=True)
_SINCE: BindParameter[datetime] = bindparam("since", type_=Instant)
_MOVES = (
    select(
        deal.c.id, customer.c.name, deal.c.playbook, stage_event.c.stage, stage_event.c.at, deal.c.amount,
        deal.c.currency, deal.c.lost_reason, deal.c.owner_id,
    )
    .select_from(stage_event.join(deal, deal.c.id == stage_event.c.deal_id).join(customer))
    .where(deal.c.owner_id.in_(_OF), stage_event.c.entered_at >= _SINCE)
    .order_by(stage_event.c.entered_at, stage_event.c.id)
)  # fmt: skip
_WON = select(deal.c.amount, deal.c.currency).where(
    deal.c.status == "won", deal.c.owner_id.in_(_OF), deal.c.closed_at >= _SINCE
)


@dataclass(frozen=True, slots=True)
class Move:
    deal_id: int
    customer: str
    playbook: str
    stage: str
    at: str
    amount: int | None
    currency: str
    lost_reason: str
    owner_id: int


def last_working_day(rhythm: Rhythm, today: date) -> date:
    """The working day before today; where there is none within two weeks, the day two weeks ago."""
    days = (today - timedelta(days=n) for n in range(1, LOOK_BACK + 1))
    return next((day for day in days if is_at_work(rhythm, day)), today - timedelta(days=LOOK_BACK))


def midnight(zone: str, day: date) -> datetime:
    return reached(zone, datetime.combine(day, time()))


def moves(db: Connection, owners: Collection[int], since: datetime) -> list[Move]:
    """The last thing that each deal did since then: entered a stage, was won, was lost."""
    rows = db.execute(_MOVES, {"owners": list(owners), "since": since})
    return list({row.id: Move(*row) for row in rows}.values())


def lines(said: Words, found: Iterable[Move], playbooks: Playbooks, reasons: Mapping[str, str]) -> list[str]:
    """Signed first, then lost, then what moved on, the biggest first."""
    order = {"won": 0, "contract": 0, "lost": 1}
    ranked = sorted(found, key=lambda move: (order.get(move.at, 2), -(move.amount or 0)))
    return [_line(said, move, playbooks, reasons) for move in ranked]


def _line(said: Words, move: Move, playbooks: Playbooks, reasons: Mapping[str, str]) -> str:
    name = shown(move.customer)
    sum_ = money(move.amount, move.currency, said.language) if move.amount is not None else ""
    if move.at in ("won", "contract"):
        return " ".join(filter(None, (said("{deal} is signed", deal=name), sum_)))
    if move.at == "lost":
        why = said(reasons[move.lost_reason]).lower() if move.lost_reason in reasons else ""
        return said("{deal} is lost ({reason})", deal=name, reason=why) if why else said("{deal} is lost", deal=name)
    book = playbooks.of(move.playbook)
    stage = book.stage(move.stage)
    if stage is book.stages[0]:
        return " ".join(filter(None, (said("{deal} is new", deal=name), sum_)))
    return said("{deal} is in “{stage}” now", deal=name, stage=stage.title.of(said.language) if stage else move.stage)


def worth(amounts: Iterable[tuple[int | None, str]], language: str) -> str:
    """Sums by currency, the two with most behind them: they are never added up."""
    sums: dict[str, int] = {}
    for amount, currency in amounts:
        if amount is not None:
            sums[currency] = sums.get(currency, 0) + amount
    biggest = sorted(sums.items(), key=lambda each: -each[1])[:SUMS_MOST]
    return " + ".join(money(sum_, currency, language) for currency, sum_ in biggest)


def won_since(db: Connection, owners: Collection[int], since: datetime) -> list[tuple[int | None, str]]:
    """(amount, currency) of every deal that was signed since then."""
    rows = db.execute(_WON, {"owners": list(owners), "since": since})
    return [(amount, currency) for amount, currency in rows]
