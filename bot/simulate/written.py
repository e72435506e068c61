"""A life as the rows that it leaves behind, which are those that the bot itself would have written."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from bot.playbooks.deals import LOCAL
from bot.playbooks.tables import contact, customer, deal, stage_event, task, touch
from bot.simulate.days import Days
from bot.simulate.life import Contacted, Life
from bot.simulate.rows import Rows

SYSTEM = "simulated"
"""Where these rows came from."""
REPORTED = timedelta(hours=3)
"""From a visit to its report."""

Said = Callable[[Contacted, int], tuple[str, str]]
"""What was written of the nth contact, and what comes next."""


@dataclass(frozen=True, slots=True)
class Case:
    """All that a deal has but its life."""

    source_id: str
    customer_id: int
    people: tuple[int, ...]
    """Whom they talk to; contact rows."""
    owner_id: int
    owner: str
    playbook: str
    currency: str
    title: str = ""
    origin: str = ""
    product: str = ""
    rival: str = ""


def silent(_: Contacted, __: int) -> tuple[str, str]:
    return "", ""


def write(rows: Rows, days: Days, life: Life, case: Case, said: Said = silent) -> int:
    number = rows.add(deal, _deal(days, life, case))
    for each in life.entered:
        rows.add(stage_event, {
            "deal_id": number, "entered_at": days.at(each.when), "stage": each.stage, "at": each.at,
            "amount": each.amount,
        })  # fmt: skip
    if life.closed is not None:
        rows.add(stage_event, {
            "deal_id": number, "entered_at": days.at(life.closed), "stage": life.status, "at": life.status,
            "amount": life.amount,
        })  # fmt: skip
    for n, contacted in enumerate(life.contacts):
        _contact(rows, days, life, case, number, n, said(contacted, n))
    rows.breathe()
    return number


def _deal(days: Days, life: Life, case: Case) -> dict[str, object]:
    last = life.entered[-1]
    touched = days.at(life.contacts[-1].when) if life.contacts else None
    since = days.at(last.when)
    closed = days.at(life.closed) if life.closed is not None else None
    return {
        "system": SYSTEM, "source_id": case.source_id, "number": "", "title": case.title,
        "customer_id": case.customer_id, "owner_id": case.owner_id, "owner": case.owner, "playbook": case.playbook,
        "stage": last.stage, "at": last.at, "status": life.status, "kept_by": LOCAL, "proposed": "",
        "proposed_at": None, "amount": last.amount, "list_amount": life.list_amount if last.amount else None,
        "currency": case.currency, "origin": case.origin, "product": case.product,
        "created_at": days.at(life.born), "stage_since": since, "closed_at": closed,
        "expected_on": days.day(life.expected), "lost_reason": life.lost_reason,
        "lost_to": case.rival if life.lost_reason == "competitor" else "", "lost_note": "", "touched_at": touched,
        "recorded_at": max(filter(None, (since, closed, touched))), "fingerprint": "",
    }  # fmt: skip


def _contact(rows: Rows, days: Days, life: Life, case: Case, number: int, n: int, words: tuple[str, str]) -> None:
    each = life.contacts[n]
    at, person = days.at(each.when), case.people[n % len(case.people)] if case.people else None
    visit = each.kind == "visit"
    reported = at + REPORTED if visit and each.reported and at + REPORTED <= days.until else None
    came = rows.add(touch, {
        "system": SYSTEM, "source_id": f"{case.source_id}-{n}", "person_id": case.owner_id,
        "customer_id": case.customer_id, "deal_id": number, "contact_id": person, "kind": each.kind, "at": at,
        "said": words[0], "objection": each.worry, "effective": visit and person is not None and each.step is not None,
        "report_due_at": days.report_due(each.when) if visit else None, "reported_at": reported,
        "made_at": at,
    })  # fmt: skip
    if each.step is None:
        return
    done, dropped = _ended(days, life, each, last=n + 1 == len(life.contacts))
    rows.add(task, {
        "owner_id": case.owner_id, "deal_id": number, "touch_id": came, "kind": "next_step", "title": words[1],
        "department": "", "due_on": days.day(each.step), "made_at": at, "done_at": done, "dropped_at": dropped,
        "made_by": None,
    })  # fmt: skip


def _ended(days: Days, life: Life, each: Contacted, *, last: bool) -> tuple[datetime | None, datetime | None]:
    """A step is done at the next contact; what was planned when a deal is won is done with it, when lost dropped."""
    if each.kept is not None:
        return days.at(each.kept), None
    if not last or life.closed is None:
        return None, None
    closed = days.at(max(life.closed, each.when))
    return (closed, None) if life.status == "won" else (None, closed)


def add_customer(rows: Rows, name: str, key: str, created_at: datetime, industry: str = "", region: str = "",
                 size: str = "") -> int:  # fmt: skip
    return rows.add(customer, {
        "name": name, "key": key, "called": [], "industry": industry, "region": region, "size": size,
        "created_at": created_at,
    })  # fmt: skip


def add_contact(rows: Rows, customer_id: int, name: str, title: str, role: str, power: bool, at: datetime,
                rng: Random) -> int:  # fmt: skip
    return rows.add(contact, {
        "customer_id": customer_id, "name": name, "title": title, "role": role, "power": power,
        "stance": rng.choice(("for", "neutral", "neutral", "against", "")), "next_move": "", "phone": "",
        "created_at": at,
    })  # fmt: skip
