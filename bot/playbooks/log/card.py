"""The one card that is confirmed: what was understood, what is still open, and the taps that settle it."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.features import Turn
from bot.knowledge.library import Library
from bot.messages import Button, Choices, Field, Form, Part, Reply, Text
from bot.messages import Facts as FactList
from bot.playbooks.customers import Contact, Customer
from bot.playbooks.days import day_text
from bot.playbooks.deal.page import today_of
from bot.playbooks.deals import Deal
from bot.playbooks.log.draft import NEW, Draft
from bot.playbooks.playbook import TOUCH_KINDS
from bot.playbooks.playbooks import Playbooks
from bot.words import N_, Words

KINDS = {
    "visit": N_("Visit"), "call": N_("Call"), "message": N_("Message"), "email": N_("E-mail"), "demo": N_("Demo"),
    "meeting": N_("Online meeting"), "other": N_("Contact"),
}  # fmt: skip
PEOPLE_MOST = 5
OFFERED = ("visit", "call", "message", "meeting", "demo")
SET, SAVE, CHANGE, DROP = "playbooks.log_set", "playbooks.log_save", "playbooks.log_change", "playbooks.log_drop"


@dataclass(frozen=True, slots=True)
class Around:
    """The rows that a draft speaks of."""

    customers: tuple[Customer, ...]
    """The one, or those that it may be."""
    people: tuple[Contact, ...]
    """Of that customer."""
    contact: Contact | None
    deals: tuple[Deal, ...]
    """The person's open ones at that customer."""

    def customer(self, id: int | None) -> Customer | None:
        return next((found for found in self.customers if found.id == id), None)


def settled(draft: Draft, around: Around) -> Draft:
    """A customer with one open deal leaves nothing to ask about the deal."""
    if draft.deal is None and len(around.deals) == 1 and draft.customer:
        return replace(draft, deal=around.deals[0].id)
    return draft


def card(turn: Turn, draft: Draft, around: Around, *, edit: bool = False) -> Reply:
    question = _question(turn.words, draft, around, today_of(turn))
    buttons = [*(question[1] if question else ()), *_ending(turn, draft)]
    asked: tuple[Part, ...] = (Text(question[0], "warning"),) if question else ()
    facts = FactList(tuple(facts_of(turn, draft, around)))
    return Reply((Text(turn.words("Shall I note this?"), "title"), facts, *asked, Choices(tuple(buttons))), edit=edit)


def facts_of(turn: Turn, draft: Draft, around: Around) -> list[tuple[str, str]]:
    said, today = turn.words, today_of(turn)
    found = around.customer(draft.customer)
    new = said("{name} (new)", name=draft.customer_said) if draft.customer == NEW else ""
    rows = [(said("Customer"), found.name if found else new or said("not clear"))]
    if deal := next((each for each in around.deals if each.id == draft.deal), None):
        rows.append((said("Deal"), deal_line(turn, deal)))
    if who := around.contact.name if around.contact else draft.contact_said:
        rows.append((said("Who"), said("{name} (new)", name=who) if draft.contact == NEW else who))
    rows.append((said("How, when"), f"{said(KINDS[draft.kind])} · {_when(draft, today, said)}"))
    if objection := turn.get(Library).card(draft.objection, said.language) if draft.objection else None:
        rows.append((said("Their worry"), objection.title))
    if draft.next_title or draft.next_on:
        day = day_text(draft.next_day, today, said) if draft.next_day else said("no date")
        rows.append((said("Next step"), " · ".join(filter(None, (draft.next_title, day)))))
    return rows


def deal_line(turn: Turn, deal: Deal) -> str:
    """One deal in a line: what it is worth and where it stands."""
    stage = turn.get(Playbooks).of(deal.playbook).stage(deal.stage)
    language = turn.words.language
    return " · ".join(filter(None, (deal.title, deal.worth(language), stage.title.of(language) if stage else "")))


def _question(said: Words, draft: Draft, around: Around, today: date) -> tuple[str, list[Button]] | None:
    """The first thing that the words leave open, with its answers as buttons."""
    if draft.customer is None:
        offered = [_pick(each.name, draft, "customer", str(each.id)) for each in around.customers]
        return said("Which customer? Tap, or type the name."), offered
    if draft.deal is None and len(around.deals) > 1:
        return said("Which deal?"), [_pick(_short(said, each), draft, "deal", str(each.id)) for each in around.deals]
    if "contact" in draft.ask and around.people:
        offered = [_pick(each.name, draft, "contact", str(each.id)) for each in around.people[:PEOPLE_MOST]]
        return said("Whom did you talk to?"), offered
    if "kind" in draft.ask:
        return said("How did you talk?"), [_pick(said(KINDS[kind]), draft, "kind", kind) for kind in OFFERED]
    if "day" in draft.ask:
        days = [today - timedelta(days=n) for n in range(4)]
        return said("Which day was it?"), [_pick(day_text(d, today, said), draft, "day", d.isoformat()) for d in days]
    if "next_day" in draft.ask:
        return said("When is the next step?"), [
            *(_pick(day_text(d, today, said), draft, "next_day", d.isoformat()) for d in _coming(today)),
            _pick(said("No date yet"), draft, "next_day", ""),
        ]
    return None


def _coming(today: date) -> list[date]:
    """Days that people agree on: tomorrow, and the working days after it, up to next week's end; five taps at most."""
    days = [today + timedelta(days=n) for n in range(1, 12)]
    return [day for day in days if day.weekday() < 5][:5]


def _short(said: Words, deal: Deal) -> str:
    return " · ".join(filter(None, (deal.title or deal.customer, deal.worth(said.language))))


def _pick(label: str, draft: Draft, what: str, value: str) -> Button:
    return Button(label, SET, draft.args(what=what, value=value))


def _ending(turn: Turn, draft: Draft) -> list[Button]:
    said = turn.words
    save = [Button(said("Save"), SAVE, draft.args(), primary=True)] if draft.customer is not None else []
    return [*save, Button(said("Change"), CHANGE, draft.args()), Button(said("Don't save"), DROP)]


def form(turn: Turn, draft: Draft, around: Around) -> Form:
    """Everything at once, for whoever would rather type."""
    said = turn.words
    found = around.customer(draft.customer)
    who = around.contact.name if around.contact else draft.contact_said
    kinds = tuple((kind, said(KINDS[kind])) for kind in TOUCH_KINDS)
    fields = (
        Field("customer", said("Customer"), value=found.name if found else draft.customer_said, required=True),
        Field("contact", said("Who"), value=who, max_length=80),
        Field("kind", said("How"), kinds, draft.kind),
        Field("day", said("When"), value=draft.day.isoformat()),
        Field("next", said("Next step"), value=draft.next_title, max_length=120),
        Field("next_day", said("On which day? (e.g. Wednesday, 25 Nov)"), value=draft.next_on),
    )
    return Form(said("Change the note"), "playbooks.log_changed", fields, said("Done"), draft.args())


def _when(draft: Draft, today: date, said: Words) -> str:
    if "day" in draft.ask:
        return said("day not clear")
    at = datetime.fromisoformat(draft.at)
    day = day_text(draft.day, today, said)
    return f"{day} {at:%H:%M}" if draft.exact else day
