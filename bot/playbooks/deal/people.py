"""Who decides at the customer: role, stance, next move; and the one question where nobody with power is known."""

from typing import Any

from sqlalchemy import update

from bot.features import Turn
from bot.messages import Button, Choices, Facts, Field, Form, Part, Reply, Text
from bot.playbooks import customers, deals
from bot.playbooks.customers import Contact
from bot.playbooks.deal.mine import gone
from bot.playbooks.deal.missing import ROLES
from bot.playbooks.deal.page import deal_in
from bot.playbooks.deals import Deal
from bot.playbooks.tables import TITLE_MAX, contact
from bot.words import N_, Words

STANCES = {"for": N_("for us"), "neutral": N_("neutral"), "against": N_("against us")}
ASKED_MOST = 5
"""Names offered as whoever decides."""


def people(turn: Turn, _: Any = None) -> Reply:
    deal = deal_in(turn)
    return chain(turn, deal) if deal else gone(turn)


def chain(turn: Turn, deal: Deal, *, edit: bool = False) -> Reply:
    said, known = turn.words, customers.contacts(turn.db, [deal.customer_id])
    args = {"deal": str(deal.id)}
    rows = Facts(tuple((each.name, describe(said, each)) for each in known))
    change = [
        Button(said("Change {name}", name=each.name), "playbooks.person", {**args, "contact": str(each.id)})
        for each in known
    ]
    add = Button(said("Add somebody"), "playbooks.person", args)
    back = Button(said("Back to the deal"), "playbooks.show", args)
    listed: tuple[Part, ...] = (rows,) if known else (Text(said("Nobody yet.")),)
    title = Text(said("Who decides at {customer}", customer=deal.short), "title")
    return Reply((title, *listed, *_gap(said, deal, known), Choices((*change, add, back))), edit=edit)


def describe(said: Words, each: Contact) -> str:
    found = (
        each.title, said(ROLES[each.role]) if each.role else "", said("decides") if each.power else "",
        said(STANCES[each.stance]) if each.stance else "", each.next_move,
    )  # fmt: skip
    return " · ".join(filter(None, found)) or "—"


def _gap(said: Words, deal: Deal, known: list[Contact]) -> tuple[Part, ...]:
    """One question, never a form: who signs?"""
    if any(each.power for each in known):
        return ()
    args = {"deal": str(deal.id)}
    named = tuple(
        Button(each.name, "playbooks.signs", {**args, "contact": str(each.id)}) for each in known[:ASKED_MOST]
    )
    somebody = Button(said("Somebody else"), "playbooks.person", {**args, "power": "yes"})
    return Text(said("We know nobody who decides yet. Who signs?"), "warning"), Choices((*named, somebody))


def signs(turn: Turn, _: Any) -> Reply:
    deal, who = deal_in(turn), _contact(turn)
    if deal is None or who is None:
        return gone(turn)
    turn.db.execute(update(contact).where(contact.c.id == who.id).values(power=True))
    deals.change(turn.db, deal.id, turn.now)
    return chain(turn, deal, edit=True)


def person(turn: Turn, _: Any) -> Reply:
    """One person of the chain, to add or to change."""
    deal, who = deal_in(turn), _contact(turn)
    if deal is None:
        return gone(turn)
    said = turn.words
    who = who or Contact(0, deal.customer_id, "", power=turn.args.get("power") == "yes")
    yes_no = (("yes", said("yes")), ("no", said("no")))
    roles = (("", said("not known")), *((each, said(ROLES[each])) for each in ROLES))
    stances = (("", said("not known")), *((each, said(STANCES[each])) for each in STANCES))
    fields = (
        Field("name", said("Name"), value=who.name, max_length=80, required=True),
        Field("title", said("Title"), value=who.title, max_length=80),
        Field("role", said("Part in the decision"), roles, who.role),
        Field("power", said("Decides?"), yes_no, "yes" if who.power else "no"),
        Field("stance", said("Where do they stand?"), stances, who.stance),
        Field("next_move", said("Our next move with them"), value=who.next_move, max_length=TITLE_MAX),
    )
    args = {"deal": str(deal.id), "contact": str(who.id)}
    form = Form(said("Who decides"), "playbooks.person_save", fields, said("Save"), args)
    forget = (Choices((Button(said("Forget this person"), "playbooks.person_forget", args),)),) if who.id else ()
    return Reply((*forget, form))


def person_save(turn: Turn, _: Any) -> Reply:
    deal = deal_in(turn)
    values = {name: text.strip() for name, text in turn.incoming.values.items()}
    if deal is None:
        return gone(turn)
    if not values.get("name"):
        return person(turn, None)
    known = {
        "title": values["title"], "role": values["role"] if values["role"] in ROLES else "",
        "power": values["power"] == "yes", "stance": values["stance"] if values["stance"] in STANCES else "",
        "next_move": values["next_move"],
    }  # fmt: skip
    who = _contact(turn) or _named(turn, deal, values["name"])
    if who is None:
        customers.add_contact(turn.db, deal.customer_id, values["name"], turn.now, **known)
    else:
        turn.db.execute(update(contact).where(contact.c.id == who.id).values(name=values["name"], **known))
    deals.change(turn.db, deal.id, turn.now)
    return chain(turn, deal)


def _named(turn: Turn, deal: Deal, name: str) -> Contact | None:
    """Who is there under this name: a form that is sent twice adds one."""
    return next((each for each in customers.contacts(turn.db, [deal.customer_id]) if each.name == name), None)


def person_forget(turn: Turn, _: Any) -> Reply:
    """Somebody at the customer is not to be kept: the contacts with them stay, without their name."""
    deal, who = deal_in(turn), _contact(turn)
    if deal is None or who is None:
        return gone(turn)
    customers.forget(turn.db, who.id)
    deals.change(turn.db, deal.id, turn.now)
    return chain(turn, deal, edit=True)


def _contact(turn: Turn) -> Contact | None:
    """The one that a button carries; only of the deal's own customer."""
    deal, id = deal_in(turn), int(turn.args.get("contact") or 0)
    if deal is None or not id:
        return None
    return next((each for each in customers.contacts(turn.db, [deal.customer_id]) if each.id == id), None)
