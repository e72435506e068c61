"""/log: one dictated sentence, one card, one tap; and the tap that takes it back."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.features import Feature, Turn
from bot.knowledge.library import Library
from bot.messages import EVERYONE, Button, Choices, Part, Reply, Role, Text, say
from bot.messages import Facts as FactList
from bot.people.directory import Directory
from bot.playbooks import customers, deals
from bot.playbooks.deal.mine import gone
from bot.playbooks.deal.page import deal_in
from bot.playbooks.log import keep as rows
from bot.playbooks.log.card import Around, card, facts_of, form, settled
from bot.playbooks.log.draft import NEW, Draft, drafted, read
from bot.playbooks.log.hear import hear
from bot.playbooks.log.heard import Heard, Known, World
from bot.playbooks.log.keep import Kept
from bot.playbooks.log.typed_days import day_in
from bot.playbooks.log.world import ELSEWHERE, worked_elsewhere, world_of
from bot.words import N_

SELLERS = EVERYONE - {Role.EDITOR}
HERE = "playbooks.log_more"
"""The one step whose deal a note is about: a /log said while another is open is about whatever it names."""
ANSWERS_FROM = 0.35
"""Probability from which a worry's card is put on the note: it is shown before it is saved, and never asked about."""


def register(playbooks: Feature) -> None:
    playbooks.command(
        "log", roles=SELLERS, zh=("记一下", "记录"), help=N_("Note a contact with a customer in one sentence"),
        usage=N_("met Ann at Acme, demo on Wednesday"), prepare=listen,
        shortcut=N_("Log as a visit"),
    )(note)  # fmt: skip
    playbooks.step("log_more", roles=SELLERS, prepare=listen, gives_way=True)(note)
    playbooks.button("log_touch", roles=SELLERS, prepare=listen)(note)
    playbooks.step("log_who", roles=SELLERS, prepare=named, gives_way=True)(note)
    playbooks.button("log_set", roles=SELLERS)(set_part)
    playbooks.button("log_save", roles=SELLERS)(save)
    playbooks.button("log_change", roles=SELLERS)(change)
    playbooks.button("log_changed", roles=SELLERS, prepare=reheard)(changed)
    playbooks.button("log_drop", roles=SELLERS)(drop)
    playbooks.button("log_again", roles=SELLERS)(again)
    playbooks.button("log_undo", roles=SELLERS)(undo)


def here(turn: Turn) -> datetime:
    return turn.now.astimezone(ZoneInfo(turn.person.time_zone))


def listen(turn: Turn) -> Draft | None:
    """What the words say, found outside the transaction."""
    text = turn.text or turn.args.get("text", "")
    if not text.strip():
        return None
    draft = _drafted(turn, hear(text, here(turn), _world(turn)))
    return _at(turn, draft) if turn.action == HERE and turn.step and turn.step.state.get("deal") else draft


def _world(turn: Turn) -> World:
    return world_of(turn.db, turn.person, turn.get(Directory))


def _drafted(turn: Turn, heard: Heard) -> Draft:
    """A new note."""
    return replace(drafted(heard, here(turn), _worry(turn, heard.objection)), id=deals.new_id())


def _at(turn: Turn, draft: Draft) -> Draft:
    """It was said on a deal's page: whatever name was heard, it is about this deal's customer."""
    assert turn.step is not None
    deal = deal_in(turn, str(turn.step.state["deal"]))
    if deal is None:
        return draft
    there = replace(draft, customer=deal.customer_id, customer_said=deal.customer, among=(), deal=deal.id)
    return _with_contact(turn, there)


def log_here(turn: Turn, _: Any) -> Reply:
    deal = deal_in(turn)
    if deal is None:
        return gone(turn)
    turn.ask_next("playbooks.log_more", deal=deal.id)
    return say(turn.words("{deal}: how did it go, and what comes next?", deal=deal.short))


def _worry(turn: Turn, words: str) -> str:
    """The card that answers what the customer is worried about; "" where none is likely."""
    found = turn.get(Library).search(words) if words else None
    return found.hits[0].id if found and found.hits and found.confidence >= ANSWERS_FROM else ""


def note(turn: Turn, draft: Draft | None) -> Reply:
    if draft is None:
        turn.ask_next("playbooks.log_more")
        return say(turn.words("Say it as you would to a colleague: who, how it went, what comes next and when."))
    return _show(turn, draft)


def _show(turn: Turn, draft: Draft, *, edit: bool = False) -> Reply:
    around = look(turn, draft)
    if draft.customer is None:
        turn.ask_next("playbooks.log_who", **draft.args())
    return card(turn, settled(draft, around), around, edit=edit)


def named(turn: Turn) -> Draft:
    """The answer to “Which customer?”, typed: one that we know, or the name of a new one."""
    assert turn.step is not None
    text = turn.text.strip()
    world = _world(turn)
    heard = hear(text, here(turn), world)
    if heard.next or heard.objection:  # no name, but the next note
        return _drafted(turn, heard)
    draft, found = read(turn.step.state), _exactly(world, text) or heard.customer
    return _with_contact(turn, replace(draft, customer=found or NEW, customer_said=text, deal=None))


def _with_contact(turn: Turn, draft: Draft) -> Draft:
    """Whoever was named is one of the customer's that it is now, or new there."""
    known = _known_there(turn, draft.customer, draft.contact_said)
    return draft.without("customer", "contact", contact=known or (NEW if draft.contact_said else None))


def _exactly(world: World, name: str) -> int | None:
    """The customer of this very name."""
    return next((known.id for known in world.customers if name in known.names), None)


def look(turn: Turn, draft: Draft) -> Around:
    """The rows around a draft; only customers that the person may know are in it to begin with."""
    ids = draft.among if draft.customer is None else () if draft.customer == NEW else (draft.customer,)
    found = {each.id: each for each in customers.customers(turn.db, [id for id in ids if id])}
    ordered = tuple(found[id] for id in ids if id in found)
    people = customers.contacts(turn.db, ids) if draft.customer else []
    contact = next((each for each in people if each.id == draft.contact), None)
    mine = deals.open_of(turn.db, turn.person.id) if draft.customer else []
    there = [deal for deal in mine if deal.customer_id == draft.customer]
    if draft.deal and all(deal.id != draft.deal for deal in there):  # one of my team's, or closed by now
        there += [deal for deal in (deal_in(turn, str(draft.deal)),) if deal]
    return Around(ordered, tuple(people), contact, tuple(there))


def set_part(turn: Turn, _: Any) -> Reply:
    """One tap on what was open."""
    draft, what, value = read(turn.args), turn.args["what"], turn.args["value"]
    match what:
        case "customer":
            draft = _with_contact(turn, replace(draft, customer=int(value), deal=None))
        case "deal":
            draft = replace(draft, deal=int(value))
        case "contact":
            draft = draft.without("contact", contact=int(value))
        case "kind":
            draft = draft.without("kind", kind=value)
        case "day":
            draft = _on(draft, date.fromisoformat(value), here(turn))
        case "next_day":
            draft = draft.without("next_day", next_on=value)
    return _show(turn, draft, edit=True)


def change(turn: Turn, _: Any) -> Reply:
    draft = read(turn.args)
    return Reply((form(turn, draft, look(turn, draft)),))


def reheard(turn: Turn) -> Draft:
    """What was typed into the form, understood as if it had been said."""
    draft, values = read(turn.args), {name: text.strip() for name, text in turn.incoming.values.items()}
    if values["customer"]:
        world = _world(turn)
        found = _exactly(world, values["customer"]) or hear(values["customer"], here(turn), world).customer
        same = found is not None and found == draft.customer
        draft = replace(draft, customer=found or NEW, customer_said=values["customer"],
                        deal=draft.deal if same else None, contact_said=values["contact"])  # fmt: skip
        draft = _with_contact(turn, draft)
    draft = draft.without("kind", kind=values["kind"] or draft.kind, next_title=values["next"])
    return _days(turn, draft, values["day"], values["next_day"])


def _known_there(turn: Turn, customer: int | None, name: str) -> int | None:
    """The contact of that customer whom the words name."""
    found = customers.customers(turn.db, [customer]) if customer and name else []
    if not found:
        return None
    people = [(each.id, each.name, each.title) for each in customers.contacts(turn.db, [found[0].id])]
    exact = next((id for id, called, _ in people if called == name), None)
    world = World((Known(found[0].id, (found[0].name, *found[0].called), tuple(people)),))
    return exact or hear(f"{found[0].name} {name}", here(turn), world).contact


def _days(turn: Turn, draft: Draft, day: str, next_day: str) -> Draft:
    now = here(turn)
    if day and day != draft.day.isoformat():
        draft = _on(draft, day_in(day, now.date(), past=True), now)
    coming = day_in(next_day, now.date(), past=False) if next_day else None
    unclear = ("next_day",) if next_day and not coming else ()
    draft = draft.without("next_day", next_on=coming.isoformat() if coming else "")
    return replace(draft, ask=(*draft.ask, *unclear))


def _on(draft: Draft, day: date | None, now: datetime) -> Draft:
    """It happened on that day; one that nobody can read, or that is still to come, is asked about."""
    if day is None or day > now.date():
        return replace(draft, ask=(*draft.without("day").ask, "day"))
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=now.tzinfo)
    return draft.without("day", at=min(noon, now).isoformat(timespec="seconds"), exact=False)


def changed(turn: Turn, draft: Draft) -> Reply:
    return _show(turn, draft)


def drop(turn: Turn, _: Any) -> Reply:
    return Reply((Text(turn.words("Not saved.")),), edit=True)


def save(turn: Turn, _: Any) -> Reply:
    draft = read(turn.args)
    around = look(turn, draft)
    if draft.customer == NEW and (team := worked_elsewhere(turn, draft.customer_said)):
        return say(turn.words(ELSEWHERE, name=draft.customer_said, team=team))
    if draft.customer and draft.customer != NEW and not around.customers:  # it was taken back since
        draft = replace(draft, customer=None, deal=None)
    if draft.customer is None:
        return _show(turn, draft)
    kept = rows.keep(turn.db, draft, turn.person, turn.now)
    if kept is None:
        return say(turn.words("That is noted already."))
    return Reply((*_saved(turn, draft, around, kept),), edit=True)


def _saved(turn: Turn, draft: Draft, around: Around, kept: Kept) -> list[Part]:
    said = turn.words
    parts: list[Part] = [Text(said("Noted."), "title"), FactList(tuple(facts_of(turn, draft, around)))]
    if draft.kind == "visit":
        effective = said("The visit report is done with this.")
        parts.append(Text(effective if kept.effective else _what_is_missing(turn, draft), "muted"))
    return [*parts, Choices(tuple(_then(turn, draft, kept)))]


def _what_is_missing(turn: Turn, draft: Draft) -> str:
    """Why a visit does not count as effective, as the one question that would make it so."""
    if not draft.contact:
        return turn.words("The visit report is done with this. Whom did you meet? Then it counts as effective.")
    return turn.words("The visit report is done with this. Which step did you agree on, and for when?")


def _then(turn: Turn, draft: Draft, kept: Kept) -> list[Button]:
    """What comes next of itself: the line for their worry, the stage that was hinted at; and the way back."""
    said = turn.words
    buttons = []
    if draft.objection and turn.offers("knowledge.show"):
        line = {"card": draft.objection, "language": said.language}
        buttons.append(Button(said("The line for their worry"), "knowledge.show", line))
    if draft.deal and draft.hint and turn.offers("playbooks.hinted"):
        hint = {"deal": str(draft.deal), "hint": draft.hint}
        buttons.append(Button(said("Move the deal on"), "playbooks.hinted", hint))
    if not draft.deal and turn.offers("playbooks.open"):
        buttons.append(Button(said("Open a deal"), "playbooks.open", {"touch": str(kept.touch)}))
    again = Button(said("Change"), "playbooks.log_again", {**kept.args(), **draft.args()})
    return [*buttons, again, Button(said("Undo"), "playbooks.log_undo", kept.args())]


def again(turn: Turn, _: Any) -> Reply:
    """Takes the note back and shows its card once more, to be changed and saved anew."""
    if not rows.undo(turn.db, rows.read(turn.args), turn.person, turn.now):
        return Reply((Text(turn.words("That note is not there any more.")),), edit=True)
    draft = replace(read(turn.args), id=deals.new_id())
    return Reply((form(turn, draft, look(turn, draft)),))


def undo(turn: Turn, _: Any) -> Reply:
    gone = rows.undo(turn.db, rows.read(turn.args), turn.person, turn.now)
    text = turn.words("Taken back.") if gone else turn.words("That note is not there any more.")
    return Reply((Text(text),), edit=True)
