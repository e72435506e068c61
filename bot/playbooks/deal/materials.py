"""What helps in the stage that a deal has just entered: three cards at most, one where nobody opens them."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import insert, select, update

from bot.features import Turn
from bot.knowledge.library import Library
from bot.knowledge.show import first_screen
from bot.messages import Button, Choices, Part, Reply, Text, say
from bot.playbooks import customers
from bot.playbooks.deals import Deal
from bot.playbooks.playbook import Material, Stage
from bot.playbooks.tables import material_shown

MOST = 3
LOOKED_AT = 6
"""The last ones that somebody was shown; who opened none of them is shown one at a time."""


def offer(turn: Turn, deal: Deal, stage: Stage) -> tuple[Part, ...]:
    roles = {each.role for each in customers.contacts(turn.db, [deal.customer_id])}
    seen = _seen(turn)
    chosen = choose(stage.materials, roles, deal.industry, {card for card, _ in seen}, how_many([o for _, o in seen]))
    shown = [(each, card) for each in chosen if (card := turn.get(Library).card(each.card, turn.words.language))]
    if not shown:
        return ()
    for each, _ in shown:
        turn.db.execute(insert(material_shown).values(
            person_id=turn.person.id, deal_id=deal.id, card=each.card, shown_at=turn.now, opened_at=None,
        ))  # fmt: skip
    args = {"deal": str(deal.id)}
    buttons = tuple(Button(card.title, "playbooks.material", {**args, "card": each.card}) for each, card in shown)
    return Text(turn.words("What helps here:"), "muted"), Choices(buttons)


def choose(
    materials: Sequence[Material], roles: Collection[str], industry: str, seen: Collection[str], most: int
) -> list[Material]:
    """Those for the people we know and the customer's industry; what was not shown yet comes first."""
    fitting = [
        each for each in materials
        if (each.role is None or each.role in roles) and (not each.industries or industry in each.industries)
    ]  # fmt: skip
    special = sorted(fitting, key=lambda each: (each.card in seen, each.role is None and not each.industries))
    return special[:most]


def how_many(opened: Sequence[bool]) -> int:
    """`opened`: the last ones, newest first."""
    return MOST if len(opened) < LOOKED_AT or any(opened) else 1


def _seen(turn: Turn) -> list[tuple[str, bool]]:
    mine = select(material_shown.c.card, material_shown.c.opened_at).where(material_shown.c.person_id == turn.person.id)
    rows = turn.db.execute(mine.order_by(material_shown.c.id.desc()).limit(LOOKED_AT))
    return [(row.card, row.opened_at is not None) for row in rows]


def open_card(turn: Turn, _: Any) -> Reply:
    card = turn.get(Library).card(turn.args.get("card", ""), turn.words.language)
    if card is None:
        return say(turn.words("That card is no longer there. Please ask again."))
    mine = (material_shown.c.person_id == turn.person.id, material_shown.c.card == card.id)
    db_values = update(material_shown).where(*mine, material_shown.c.opened_at.is_(None)).values(opened_at=turn.now)
    turn.db.execute(db_values)
    return first_screen(turn, card)
