"""A contact as it stands on the card that is confirmed: what was heard, and what the person changed since.

It travels in the buttons of the card, so that it survives a restart and nobody's draft is anybody else's.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.playbooks.log.heard import Heard

TITLE_MAX = 120
LONG_AGO = timedelta(days=366)
"""A contact from before is a slip of the tongue, and would count as the deal's history."""
NEW = 0
"""Instead of a number: somebody who is not there yet, and is added under the name that was said."""


@dataclass(frozen=True, slots=True)
class Draft:
    said: str = ""
    id: str = ""
    """Of the note that it becomes: two taps on Save, or on two of its cards, write one."""
    customer: int | None = None
    customer_said: str = ""
    among: tuple[int, ...] = ()
    deal: int | None = None
    """None: not decided yet, or there is none; which of the two the card looks up."""
    contact: int | None = None
    contact_said: str = ""
    kind: str = "other"
    at: str = ""
    """When it happened, ISO with offset."""
    exact: bool = False
    next_title: str = ""
    next_on: str = ""
    objection: str = ""
    """A card's id."""
    hint: str = ""
    """What it says of where the deal stands: one of the six stages, or "lost"."""
    ask: tuple[str, ...] = ()

    @property
    def day(self) -> date:
        return datetime.fromisoformat(self.at).date()

    @property
    def next_day(self) -> date | None:
        return date.fromisoformat(self.next_on) if self.next_on else None

    def without(self, *parts: str, **values: Any) -> "Draft":
        """With `values`, and those parts no longer open."""
        return replace(self, ask=tuple(part for part in self.ask if part not in parts), **values)

    def args(self, **more: str) -> dict[str, str]:
        """As a button carries it; what nobody said anything about stays at home."""
        values = ((each.name, getattr(self, each.name), each.default) for each in fields(self))
        kept = {name: value for name, value, default in values if value != default}
        return {"draft": json.dumps(kept, ensure_ascii=False, separators=(",", ":")), **more}


def read(args: Mapping[str, str]) -> Draft:
    values = json.loads(args["draft"])
    return Draft(**{**values, "among": tuple(values.get("among", ())), "ask": tuple(values.get("ask", ()))})


def drafted(heard: Heard, now: datetime, objection: str) -> Draft:
    """`now` is the message's own time, where the speaker is: what has no hour happened then, or at noon of its day."""
    today, open_ = heard.day == now.date(), set(heard.ask)
    at = now if today and heard.at is None else datetime.combine(heard.day, heard.at or time(12), now.tzinfo)
    if now - at > LONG_AGO:
        at, open_ = now, {*open_, "day"}
    doubtful = "customer" in heard.ask
    new = heard.customer is None and bool(heard.customer_said) and not doubtful
    likely = (heard.customer,) if doubtful and heard.customer else heard.among
    step = heard.next
    return Draft(
        said=heard.text,
        customer=NEW if new else None if doubtful else heard.customer,
        customer_said=heard.customer_said,
        among=likely,
        contact=NEW if heard.contact is None and heard.contact_said else heard.contact,
        contact_said=heard.contact_said,
        kind=heard.kind,
        at=min(at, now).isoformat(timespec="seconds"),
        exact=today or heard.at is not None,
        next_title=step.title[:TITLE_MAX] if step else "",
        next_on=step.day.isoformat() if step and step.day else "",
        objection=objection,
        hint=heard.stage_hint,
        ask=tuple(sorted(open_)),
    )  # fmt: skip
