"""A new deal, and what its owner changes of one: amount, list price, the day on which they mean to decide."""

from datetime import date
from typing import Any

from sqlalchemy import select, update

from bot.features import Turn
from bot.messages import Field, Form, Reply, Text, say
from bot.playbooks import customers, deals
from bot.playbooks.deal.mine import gone
from bot.playbooks.deal.page import deal_in, page, today_of
from bot.playbooks.deals import Deal
from bot.playbooks.log.typed_days import day_in
from bot.playbooks.log.world import ELSEWHERE, worked_elsewhere
from bot.playbooks.playbooks import Playbooks
from bot.playbooks.tables import NAME_MAX, TITLE_MAX, customer, task, touch
from bot.settings import Settings
from bot.sheets.cells import BadCell, amount
from bot.words import Words


def open_form(turn: Turn, _: Any = None) -> Reply:
    if not turn.get(Playbooks).any():
        return say(turn.words("There is no playbook in this workspace yet."))
    return Reply((_form(turn, {"customer": _customer_of(turn), "title": "", "amount": "", "expected": ""}),))


def _form(turn: Turn, values: dict[str, str]) -> Form:
    said, books = turn.words, turn.get(Playbooks).all()
    chosen = (Field("playbook", said("Playbook"), tuple((b.id, b.title.of(said.language)) for b in books),
                    turn.get(Playbooks).default().id),) if len(books) > 1 else ()  # fmt: skip
    fields = (
        Field("customer", said("Customer"), value=values["customer"], max_length=NAME_MAX, required=True),
        Field("title", said("What for?"), value=values["title"], max_length=TITLE_MAX),
        *_sums(said, values["amount"], values["expected"]), *chosen,
    )  # fmt: skip
    return Form(said("New deal"), "playbooks.opened", fields, said("Open it"), dict(turn.args))


def _sums(said: Words, sum_: str, expected: str) -> tuple[Field, ...]:
    return (
        Field("amount", said("Amount (e.g. 356,000)"), value=sum_, max_length=40),
        Field("expected", said("When do they mean to decide?"), value=expected, max_length=40),
    )


def opened(turn: Turn, _: Any) -> Reply:
    values = {name: text.strip() for name, text in turn.incoming.values.items()}
    sum_, day, wrong = _read(turn, values)
    if not values.get("customer") or wrong:
        return Reply((Text(wrong or turn.words("Please fill this in."), "warning"), _form(turn, values)))
    if team := worked_elsewhere(turn, values["customer"]):
        return say(turn.words(ELSEWHERE, name=values["customer"], team=team))
    books = turn.get(Playbooks)
    customer_id = customers.find_or_add(turn.db, values["customer"], turn.now)
    if there := _same(turn, customer_id, values["title"]):
        return page(turn, there, head=turn.words("You have this one already."))
    industry = customers.customers(turn.db, [customer_id])[0].industry
    book = books.get(values.get("playbook", "")) or books.default(industry)
    id = deals.add_deal(
        turn.db, customer_id=customer_id, owner_id=turn.person.id, owner=turn.person.name, book=book,
        stage=book.stages[0], now=turn.now, title=values["title"], amount=sum_,
        currency=turn.get(Settings).funnel.currency, expected_on=day,
    )  # fmt: skip
    _take_note(turn, id)
    return page(turn, deals.again(turn.db, id), head=turn.words("Opened."))


def _same(turn: Turn, customer_id: int, title: str) -> Deal | None:
    """An open one of mine, for the same: a form that is sent twice opens one deal."""
    mine = deals.open_of(turn.db, turn.person.id)
    return next((deal for deal in mine if deal.customer_id == customer_id and deal.title == title), None)


def _take_note(turn: Turn, deal_id: int) -> None:
    """The contact that it was opened from belongs to it now."""
    noted = int(turn.args.get("touch") or 0)
    mine = (touch.c.id == noted, touch.c.person_id == turn.person.id, touch.c.deal_id.is_(None))
    at = turn.db.execute(select(touch.c.at).where(*mine)).scalar() if noted else None
    if at is None:
        return
    turn.db.execute(update(touch).where(*mine).values(deal_id=deal_id))
    turn.db.execute(update(task).where(task.c.touch_id == noted).values(deal_id=deal_id))
    deals.touched(turn.db, deal_id, at, turn.now)


def edit_form(turn: Turn, _: Any) -> Reply:
    deal = deal_in(turn)
    if deal is None:
        return gone(turn)
    sum_ = _typed(deal.amount) if deal.amount is not None else ""
    fields = _sums(turn.words, sum_, deal.expected_on.isoformat() if deal.expected_on else "")
    args = {"deal": str(deal.id)}
    return Reply((Form(deal.name, "playbooks.edited", fields, turn.words("Save"), args),))


def edited(turn: Turn, _: Any) -> Reply:
    deal = deal_in(turn)
    if deal is None:
        return gone(turn)
    sum_, day, wrong = _read(turn, turn.incoming.values, deal.expected_on)
    if wrong:
        return Reply((Text(wrong, "warning"), *edit_form(turn, None).parts))
    currency = deal.currency or turn.get(Settings).funnel.currency
    deals.change(turn.db, deal.id, turn.now, amount=sum_, expected_on=day, currency=currency)
    return page(turn, deals.again(turn.db, deal.id))


def _read(turn: Turn, values: Any, before: date | None = None) -> tuple[int | None, date | None, str]:
    """(hundredths, day, what is wrong); a day that has gone by stays if it was there `before`."""
    typed, expected = values.get("amount", "").strip(), values.get("expected", "").strip()
    sum_ = _sum(typed)
    day = day_in(expected, today_of(turn), past=False) if expected else None
    if typed and sum_ is None:
        return None, None, turn.words("“{text}” is no amount. Write it like 356,000 or 35.6万.", text=typed)
    if expected and day is None:
        return None, None, turn.words("“{text}” is no day. Write it like 25 Nov or 下周三.", text=expected)
    if day and day < today_of(turn) and day != before:
        return None, None, turn.words("“{text}” is over already. When do they mean to decide now?", text=expected)
    return sum_, day, ""


def _typed(amount: int) -> str:
    """To the last hundredth: whoever changes the day alone changes no sum."""
    whole, rest = divmod(amount, 100)
    return f"{whole}.{rest:02d}" if rest else str(whole)


def _sum(typed: str) -> int | None:
    try:
        found = amount(typed)[0]
    except BadCell:
        return None
    return found if found is None or found >= 0 else None


def _customer_of(turn: Turn) -> str:
    """Of the note that it is opened from."""
    noted = int(turn.args.get("touch") or 0)
    mine = (touch.c.id == noted, touch.c.person_id == turn.person.id)
    found = select(customer.c.name).select_from(touch.join(customer, customer.c.id == touch.c.customer_id))
    return turn.db.execute(found.where(*mine)).scalar() or "" if noted else ""
