"""The list: my open deals on one screen, what needs me first; and finding one by its customer's name."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from rapidfuzz import fuzz

from bot.features import Turn
from bot.knowledge.show import page_of, start_of
from bot.messages import LEADERS, Button, Choices, Part, Reply, Role, Text, say
from bot.people.directory import Directory
from bot.playbooks import deals
from bot.playbooks.customers import key_of
from bot.playbooks.days import day_text
from bot.playbooks.deal.page import page, today_of
from bot.playbooks.deals import Deal
from bot.playbooks.money import money
from bot.playbooks.playbooks import Playbooks
from bot.words import Words

ALIKE = 85.0
"""Of rapidfuzz's partial ratio, between a typed name and a customer's."""
NAMED_MAX = 120
"""Of a name that is looked for, and said back."""
FAR = date.max - timedelta(days=1)


def menu(turn: Turn, _: Any = None) -> Reply:
    """`/deal` lists mine; with a name behind it, that one."""
    mine = deals.open_of(turn.db, turn.person.id)
    name = (turn.text.strip() or turn.args.get("name", ""))[:NAMED_MAX]
    named = find(name, mine) if name else mine
    if len(named) == 1 and name:
        return page(turn, named[0])
    others = find(name, _others(turn)) if name and not named else []
    if others:
        return page(turn, others[-1])
    if not mine:
        return Reply((Text(turn.words("You have no open deals.")), Choices((_new(turn),))))
    if not named:
        return Reply((Text(turn.words("None of your open deals is called {name}.", name=name)),
                      Choices((*_buttons(turn, mine), _new(turn)))))  # fmt: skip
    return Reply((Text(_head(turn, named), "title"), Choices((*_buttons(turn, named, name), _new(turn)))))


def find(text: str, among: Sequence[Deal]) -> list[Deal]:
    """Those whose customer or title is called so; a slip of the finger does no harm."""
    wanted = key_of(text)
    if not wanted:
        return []
    exact = [deal for deal in among if wanted in key_of(deal.customer) or wanted in key_of(deal.title)]
    return exact or [deal for deal in among if fuzz.partial_ratio(wanted, key_of(deal.name)) >= ALIKE]


def _others(turn: Turn) -> list[Deal]:
    """What is asked for by name: closed ones, and a manager's people's."""
    return [*deals.closed_of(turn.db, turn.person.id), *_led(turn)]


def _led(turn: Turn) -> list[Deal]:
    """The open deals of whoever a manager leads; an admin's are everybody's."""
    me, found = turn.person, turn.get(Directory)
    if me.role not in LEADERS or not (me.team or me.role is Role.ADMIN):
        return []
    below = found.teams_below(turn.db, me.team)
    people = [p.id for p in found.everyone(turn.db) if me.role is Role.ADMIN or p.team in below]
    return deals.open_of_people(turn.db, people)


def urgency(deal: Deal) -> tuple[bool, date, int]:
    """First what has no next step, then by the day of the next step; of equals the bigger one."""
    return (deal.next_on is not None, deal.next_on or FAR, -(deal.amount or 0))


def _buttons(turn: Turn, found: Sequence[Deal], name: str = "") -> tuple[Button, ...]:
    today = today_of(turn)
    shown = [_button(turn, deal, today) for deal in sorted(found, key=urgency)]
    asked = {"name": name} if name else {}
    return page_of(turn.words, shown, start_of(turn), "playbooks.deals", asked)


def _button(turn: Turn, deal: Deal, today: date) -> Button:
    said, language = turn.words, turn.words.language
    stage = turn.get(Playbooks).of(deal.playbook).stage(deal.stage)
    facts = (deal.name, deal.worth(language), stage.title.of(language) if stage else "", _next(said, deal, today))
    return Button(" · ".join(filter(None, facts)), "playbooks.show", {"deal": str(deal.id)})


def _next(said: Words, deal: Deal, today: date) -> str:
    if deal.next_on is None:
        return said("no next step")
    day = day_text(deal.next_on, today, said)
    return said("planned for {day}", day=day) if deal.next_on < today else day


def _head(turn: Turn, mine: Sequence[Deal]) -> str:
    """How many and how much; sums of two currencies are never added up."""
    sums: dict[str, int] = {}
    for deal in mine:
        if deal.amount is not None:
            sums[deal.currency] = sums.get(deal.currency, 0) + deal.amount
    worth = " + ".join(money(sum_, currency, turn.words.language) for currency, sum_ in sums.items())
    head = turn.words.plural("{n} open deal", "{n} open deals", len(mine))
    return f"{head} · {worth}" if worth else head


def home(turn: Turn) -> tuple[Part, ...]:
    """On a person's own page: how much is open, and what has no next step."""
    mine = deals.open_of(turn.db, turn.person.id)
    if not mine:
        return ()
    bare = sum(deal.next_on is None for deal in mine)
    line = (
        turn.words("{deals}, {n} without a next step", deals=_head(turn, mine), n=bare) if bare else _head(turn, mine)
    )
    return Text(line), Choices((Button(turn.words("My deals"), "playbooks.deals"),))


def _new(turn: Turn) -> Button:
    return Button(turn.words("New deal"), "playbooks.open")


def gone(turn: Turn) -> Reply:
    return say(turn.words("That deal is not yours, or not there any more."))
