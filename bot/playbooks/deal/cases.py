"""What closed deals have to tell, for an editor: the rep's words as the beginning of a case card, nobody named."""

from typing import Any

from sqlalchemy import func, select, update

from bot.features import Turn
from bot.knowledge.aliases import EDITORS
from bot.knowledge.library import Library
from bot.messages import Button, Choices, Part, Reply, Text, say
from bot.playbooks import customers, deals
from bot.playbooks.deals import Deal
from bot.playbooks.log.heard import Known, World
from bot.playbooks.log.names import companies, folded
from bot.playbooks.log.people import people
from bot.playbooks.playbooks import Playbooks
from bot.playbooks.tables import case_draft, stage_event, touch
from bot.words import N_, Words

OUTCOMES = {"won": N_("won"), "lost": N_("lost")}
_OPEN = case_draft.c.state == "open"


def waiting(turn: Turn) -> tuple[Part, ...]:
    """One line for an editor, in the morning and on their own page; nothing where nothing waits."""
    if turn.person.role not in EDITORS or not (n := _waiting(turn)):
        return ()
    text = turn.words.plural("{n} closed deal has a case to tell.", "{n} closed deals have a case to tell.", n)
    return Text(text), Choices((Button(turn.words("Begin the card"), "playbooks.case"),))


def _waiting(turn: Turn) -> int:
    return turn.db.execute(select(func.count()).select_from(case_draft).where(_OPEN)).scalar_one()


def show(turn: Turn, _: Any = None) -> Reply:
    """The oldest that waits."""
    row = turn.db.execute(select(case_draft).where(_OPEN).order_by(case_draft.c.id).limit(1)).first()
    deal = deals.deal_by(turn.db, row.deal_id) if row else None
    if row is None or deal is None:
        return say(turn.words("No case waits."))
    head = turn.words("Copy it into the knowledge folder and go on from there; whoever it was about is left out.")
    done = Button(turn.words("Done"), "playbooks.case_done", {"case": str(row.id)}, primary=True)
    return Reply((Text(head), Text(begun(turn, deal, row.outcome, row.text), copyable=True), Choices((done,))))


def done(turn: Turn, _: Any) -> Reply:
    number = int(turn.args.get("case", "0"))
    turn.db.execute(update(case_draft).where(case_draft.c.id == number).values(state="done"))
    left = _waiting(turn)
    if not left:
        return Reply((Text(turn.words("Done. No other case waits.")),), edit=True)
    following = Button(turn.words("The next one"), "playbooks.case")
    text = turn.words.plural("Done. {n} more waits.", "Done. {n} more wait.", left)
    return Reply((Text(text), Choices((following,))), edit=True)


def begun(turn: Turn, deal: Deal, outcome: str, told: str) -> str:
    """The top of a card, what is known as remarks in it, and what the rep said as its scene."""
    said, met = turn.words, _worries(turn, deal)
    remarks = [f"# {said(OUTCOMES[outcome])}: {_path(turn, deal)}"]
    remarks += [said("# Their worries: {cards}", cards=", ".join(met))] if met else []
    head = ["---", "kind: case", "title: ", f"industries: [{deal.industry}]", *remarks, "---"]
    return "\n".join((*head, "", "## scene", unnamed(turn, deal, told)))


def _path(turn: Turn, deal: Deal) -> str:
    """The stages that it went through, as the playbook calls them."""
    book = turn.get(Playbooks).of(deal.playbook)
    mine = select(stage_event.c.stage).where(stage_event.c.deal_id == deal.id)
    went = turn.db.execute(mine.order_by(stage_event.c.entered_at, stage_event.c.id)).scalars()
    titles = [stage.title.of(turn.words.language) for id in went if (stage := book.stage(id))]
    return " → ".join(dict.fromkeys(titles))


def _worries(turn: Turn, deal: Deal) -> list[str]:
    noted = select(touch.c.objection).where(touch.c.deal_id == deal.id, touch.c.objection != "").order_by(touch.c.at)
    cards = [turn.get(Library).card(id, turn.words.language) for id in turn.db.execute(noted).scalars()]
    return list(dict.fromkeys(card.title for card in cards if card))


def unnamed(turn: Turn, deal: Deal, told: str) -> str:
    """What the rep said, without the customer's name and its people's, as far as they are known."""
    (found,) = customers.customers(turn.db, [deal.customer_id])
    there = tuple((each.id, each.name, each.title) for each in customers.contacts(turn.db, [found.id]))
    world, plain = World((Known(found.id, (found.name, *found.called), there),)), folded(told)
    spans = [(each.start, each.end, _THEM) for each in companies(world).find(plain)]
    spans += [(each.start, each.end, _SOMEBODY) for each in people(world).find(plain) if each.may_be]
    return _without(turn.words, told, spans)


_THEM, _SOMEBODY = N_("the customer"), N_("their contact")


def _without(said: Words, told: str, spans: list[tuple[int, int, str]]) -> str:
    """From the end on, so that places stay where they are; of two that overlap the later gives way."""
    upto = len(told)
    for start, end, instead in sorted(spans, reverse=True):
        if end <= upto:
            told, upto = told[:start] + said(instead) + told[end:], start
    return told
