"""Won or lost, in two taps; what a lost deal leaves to practise, and what either leaves to tell."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert, select

from bot.charts import Drawing
from bot.charts import good_news as draw
from bot.features import Turn
from bot.knowledge.library import Library
from bot.messages import Button, Choices, Part, Person, Picture, Reply, Role, Text, say
from bot.people.directory import Directory
from bot.playbooks import deals
from bot.playbooks.deal.mine import gone
from bot.playbooks.deal.page import book_of, deal_in, page
from bot.playbooks.deals import Deal
from bot.playbooks.tables import TEXT_MAX, case_draft, lesson, touch
from bot.pushes import outbox
from bot.settings import Settings
from bot.words import LOCALES, N_, words

REASONS: Mapping[str, str] = {
    "price": N_("Price"), "function": N_("Functions"), "competitor": N_("A competitor"), "other": N_("Something else"),
}  # fmt: skip
LESSONS: Mapping[str, str] = {
    "price": "price-too-high", "function": "missing-feature", "competitor": "chose-another", "other": "not-now",
}  # fmt: skip
"""Reason → the card to practise, where no objection was noted on the way."""


# Lost


def ask_reason(turn: Turn, _: Any) -> Reply:
    deal = deal_in(turn)
    if deal is None or not deal.is_open:
        return gone(turn)
    args = {"deal": str(deal.id)}
    why = tuple(Button(turn.words(REASONS[each]), "playbooks.lost_for", {**args, "reason": each}) for each in REASONS)
    back = Button(turn.words("Not lost"), "playbooks.show", args)
    head = turn.words("{deal}: what decided it?", deal=deal.name)
    return Reply((Text(head), Choices((*why, back))), edit=True)


def lose(turn: Turn, _: Any) -> Reply:
    """The second tap closes it. Who won it and how is asked then, and may be left out."""
    deal, reason = deal_in(turn), turn.args.get("reason", "")
    if deal is None or not deal.is_open or reason not in REASONS:
        return gone(turn)
    _leave_lesson(turn, deal, reason)
    turn.ask_next("playbooks.lost_how", deal=deal.id)
    said = turn.words
    why = said(REASONS[reason]).lower()
    if deal.kept_by == deals.LOCAL:
        deals.close(turn.db, deal, "lost", turn.now, lost_reason=reason)
        text = said("{deal} is closed as lost: {reason}.", deal=deal.short, reason=why)
    else:
        deals.change(turn.db, deal.id, turn.now, lost_reason=reason)
        text = said("Noted: {reason}. Please close it in the CRM, which keeps this deal.", reason=why)
    ask = said("One sentence for the next one: to whom did it go, and what turned it? “-” leaves it out.")
    return Reply((Text(text, "title"), Text(ask)), edit=True)


def lost_how(turn: Turn, _: Any) -> Reply:
    assert turn.step is not None
    deal = deal_in(turn, str(turn.step.state["deal"]))
    note = turn.text.strip()
    if deal is None or note in ("", "-"):
        return Reply((Text(turn.words("Fine. What it leaves to practise comes with a morning message.")),))
    deals.change(turn.db, deal.id, turn.now, lost_note=note[:TEXT_MAX])
    _leave_case(turn, deal, "lost", note)
    thanks = turn.words("Thank you: an editor makes a case of it. The practice comes with a morning message.")
    return Reply((Text(thanks),))


def _leave_lesson(turn: Turn, deal: Deal, reason: str) -> None:
    """The objections that were noted on the way, the last first; else what the reason stands for."""
    noted = select(touch.c.objection).where(touch.c.deal_id == deal.id, touch.c.objection != "")
    met = list(dict.fromkeys(turn.db.execute(noted.order_by(touch.c.at.desc())).scalars()))
    known = turn.get(Library).shelf.ids
    card = next((each for each in (*met, LESSONS[reason]) if each in known), "")
    owner = deal.owner_id or turn.person.id
    waits = (lesson.c.person_id == owner, lesson.c.deal_id == deal.id, lesson.c.card == card)
    if card and not turn.db.execute(select(lesson.c.id).where(*waits)).first():
        turn.db.execute(insert(lesson).values(
            person_id=owner, deal_id=deal.id, card=card, made_at=turn.now, taken_at=None
        ))  # fmt: skip


def _leave_case(turn: Turn, deal: Deal, outcome: str, text: str) -> None:
    turn.db.execute(insert(case_draft).values(
        person_id=turn.person.id, deal_id=deal.id, outcome=outcome, text=text[:TEXT_MAX], state="open",
        made_at=turn.now,
    ))  # fmt: skip


def reopen(turn: Turn, _: Any) -> Reply:
    """Closed by mistake."""
    deal = deal_in(turn)
    if deal is None or deal.is_open or deal.kept_by != deals.LOCAL:
        return gone(turn)
    deals.reopen(turn.db, deal, turn.now)
    return page(turn, deals.again(turn.db, deal.id), head=turn.words("Open again."))


# Won


def confirm_won(turn: Turn, deal: Deal) -> Reply:
    """The first tap was “Won”: this one signs it, with the amount in sight."""
    said, args = turn.words, {"deal": str(deal.id)}
    sum_ = deal.worth(said.language) or said("no amount yet")
    yes = Button(said("Yes, signed"), "playbooks.won", args, primary=True)
    other = Button(said("Amount, date"), "playbooks.edit", args)
    back = Button(said("Not yet"), "playbooks.show", args)
    head = said("{deal}: the contract is signed, {amount}?", deal=deal.name, amount=sum_)
    return Reply((Text(head), Choices((yes, other, back))), edit=True)


def drawn(turn: Turn) -> Mapping[str, Drawing]:
    """The picture in each language, drawn outside the transaction: it takes a tenth of a second."""
    deal = deal_in(turn)
    return {language: _picture(_winner(turn, deal).name, deal, language) for language in LOCALES} if deal else {}


def _picture(rep: str, deal: Deal, language: str) -> Drawing:
    return draw(deal.short, deal.title, rep, deal.worth(language), language)


def win(turn: Turn, pictures: Mapping[str, Drawing]) -> Reply:
    deal = deal_in(turn)
    book = book_of(turn, deal) if deal else None
    signed = book.first_at("contract") if book else None
    if deal is None or not deal.is_open:
        return gone(turn)
    if deal.kept_by != deals.LOCAL:
        if signed:
            deals.change(turn.db, deal.id, turn.now, proposed=signed.id, proposed_at=turn.now)
        text = turn.words("Well done! Please set it to won in the CRM, which keeps this deal's stage.")
        return Reply((Text(text), *_announcement(turn, deal, pictures)))
    if signed:
        deals.move(turn.db, deal, signed, turn.now)
    else:
        deals.close(turn.db, deal, "won", turn.now)
    turn.ask_next("playbooks.won_how", deal=deal.id)
    ask = turn.words("Signed! What turned it? One sentence helps the next colleague; “-” leaves it out.")
    return Reply((Text(ask, "title"), *_announcement(turn, deal, pictures)))


def won_how(turn: Turn, _: Any) -> Reply:
    assert turn.step is not None
    deal, note = deal_in(turn, str(turn.step.state["deal"])), turn.text.strip()
    if deal is None or note in ("", "-"):
        return Reply((Text(turn.words("Fine. On to the next one.")),))
    _leave_case(turn, deal, "won", note)
    return Reply((Text(turn.words("Thank you: an editor makes a case of it.")),))


def _announcement(turn: Turn, deal: Deal, pictures: Mapping[str, Drawing]) -> tuple[Part, ...]:
    """What the team would see, for the rep to agree to."""
    post = Button(turn.words("Tell my team"), "playbooks.tell", {"deal": str(deal.id)})
    return (*good_news(turn.words.language, _winner(turn, deal), deal, pictures), Choices((post,)))


def _winner(turn: Turn, deal: Deal) -> Person:
    """Whose deal it is, also where a manager or an admin taps for them."""
    owner = turn.get(Directory).by_id(turn.db, deal.owner_id) if deal.owner_id else None
    return owner or turn.person


def good_news(language: str, rep: Person, deal: Deal, pictures: Mapping[str, Drawing]) -> tuple[Part, ...]:
    said = words(language)
    text = said("{name} has won {customer}!", name=rep.name, customer=deal.short)
    picture = pictures[language]
    return Text(text), Picture(picture.png, picture.alt)


def tell(turn: Turn, pictures: Mapping[str, Drawing]) -> Reply:
    """Only now anybody else hears of it."""
    deal = deal_in(turn)
    if deal is None:
        return gone(turn)
    if _told(turn, pictures):
        return say(turn.words("Your team has heard of it already."))
    told, winner = [], _winner(turn, deal)
    for person in _team(turn, winner):
        language = person.language or turn.get(Settings).language
        turn.tell(person.id, Reply(good_news(language, winner, deal, pictures)), "good_news")
        told.append(person.name)
    if not told:
        return say(turn.words("There is nobody else in your team yet."))
    return say(turn.words("Your team hears of it: {names}.", names=", ".join(told)))


def _told(turn: Turn, pictures: Mapping[str, Drawing]) -> bool:
    """Whether this very picture went out before: a double tap is no second piece of news."""
    mine = (outbox.outbox.c.kind == "good_news", outbox.outbox.c.about == turn.person.id)
    sent = (outbox.message(row).reply for row in turn.db.execute(select(outbox.outbox).where(*mine)))
    alts = {picture.alt for picture in pictures.values()}
    return any(part.alt in alts for reply in sent for part in reply.parts if isinstance(part, Picture))


def _team(turn: Turn, winner: Person) -> list[Person]:
    """The winner's team and the managers above it, without whoever taps."""
    found = turn.get(Directory)
    everyone = found.everyone(turn.db)
    mates = [p for p in everyone if winner.team and p.team == winner.team]
    above = [p for p in everyone if p.role is Role.MANAGER and found.leads(turn.db, p, winner)]
    return [p for p in dict.fromkeys((*mates, *above)) if p.id != turn.person.id]
