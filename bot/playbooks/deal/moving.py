"""A deal moves on: what is missing is named, and the rep may go on anyway, saying why."""

from typing import Any

from sqlalchemy import insert

from bot.features import Turn
from bot.messages import Button, Choices, Field, Form, Reply, Text
from bot.playbooks import deals
from bot.playbooks.deal import closing, materials
from bot.playbooks.deal.mine import gone
from bot.playbooks.deal.missing import missing
from bot.playbooks.deal.page import book_of, deal_in, known_of, missing_text, page, stage_of
from bot.playbooks.deals import Deal
from bot.playbooks.playbook import Playbook, Stage
from bot.playbooks.tables import TEXT_MAX, deal_action, playbook_override


def show(turn: Turn, _: Any) -> Reply:
    deal = deal_in(turn)
    return page(turn, deal) if deal else gone(turn)


def advance(turn: Turn, _: Any) -> Reply:
    """Into the button's stage; where something is missing, says what and offers to go on anyway."""
    deal = deal_in(turn)
    target = _target(turn, deal) if deal else None
    if deal is None:
        return gone(turn)
    return _on_to(turn, deal, target) if target else page(turn, deal)


def _on_to(turn: Turn, deal: Deal, target: Stage) -> Reply:
    said, stage = turn.words, stage_of(book_of(turn, deal), deal)
    open_ = missing(stage, target, known_of(turn, deal))
    if not open_:
        return enter(turn, deal, target)
    anyway = Button(said("Go on anyway"), "playbooks.override", {"deal": str(deal.id), "to": target.id})
    back = Button(said("Back to the deal"), "playbooks.show", {"deal": str(deal.id)})
    return Reply((Text(missing_text(turn, open_, target)), Choices((anyway, back))), edit=True)


def override(turn: Turn, _: Any) -> Reply:
    """A deal goes on without what the playbook wants; the reason is what its owner learns from."""
    deal = deal_in(turn)
    return Reply((_why(turn, deal),)) if deal else gone(turn)


def overridden(turn: Turn, _: Any) -> Reply:
    deal, reason = deal_in(turn), turn.incoming.values.get("reason", "").strip()
    target = _target(turn, deal) if deal else None
    if deal is None:
        return gone(turn)
    if target is None:
        return page(turn, deal)
    if not reason:
        return Reply((_why(turn, deal),))
    stage = stage_of(book_of(turn, deal), deal)
    open_ = missing(stage, target, known_of(turn, deal))
    turn.db.execute(insert(playbook_override).values(
        deal_id=deal.id, person_id=turn.person.id, playbook=deal.playbook, stage=stage.id,
        missing=[each.what for each in open_], reason=reason[:TEXT_MAX], made_at=turn.now,
    ))  # fmt: skip
    return enter(turn, deal, target)


def enter(turn: Turn, deal: Deal, stage: Stage) -> Reply:
    """Where the CRM keeps the stage, it is proposed and somebody moves it there; `contract` asks whether it is won."""
    if stage.at == "contract" and deal.is_open:
        return closing.confirm_won(turn, deal)
    if deal.kept_by != deals.LOCAL:
        deals.change(turn.db, deal.id, turn.now, proposed=stage.id, proposed_at=turn.now)
        title = stage.title.of(turn.words.language)
        head = turn.words("Noted. Please move it to “{stage}” in the CRM, which keeps this deal's stage.", stage=title)
        return page(turn, deals.again(turn.db, deal.id), head=head)
    deals.move(turn.db, deal, stage, turn.now)
    moved = deals.again(turn.db, deal.id)
    head = turn.words("{deal} is in “{stage}” now.", deal=deal.short, stage=stage.title.of(turn.words.language))
    shown = page(turn, moved, head=head)
    return Reply((*shown.parts, *materials.offer(turn, moved, stage)))


def hinted(turn: Turn, _: Any) -> Reply:
    """A note said where the deal stands: `hint` is one of the six stages, or lost."""
    deal, hint = deal_in(turn), turn.args.get("hint", "")
    if deal is None or not deal.is_open:
        return gone(turn)
    if hint == "lost":
        return closing.ask_reason(turn, None)
    book = book_of(turn, deal)
    target = book.first_at(hint)
    if target is None or not _lies_ahead(book, deal, target):
        return page(turn, deal)
    return _on_to(turn, deal, target)


def must(turn: Turn, _: Any) -> Reply:
    """Asks for what a must-do leaves behind: without it, a tick says nothing."""
    deal = deal_in(turn)
    stage = stage_of(book_of(turn, deal), deal) if deal else None
    action = next((each for each in stage.must if each.id == turn.args.get("action")), None) if stage else None
    if deal is None or action is None:
        return gone(turn)
    said = turn.words
    field = Field("output", action.output.of(said.language), max_length=TEXT_MAX, required=True)
    args = {"deal": str(deal.id), "action": action.id}
    return Reply((Form(action.title.of(said.language), "playbooks.must_done", (field,), said("Done"), args),))


def must_done(turn: Turn, _: Any) -> Reply:
    deal, output = deal_in(turn), turn.incoming.values.get("output", "").strip()
    if deal is None:
        return gone(turn)
    if not output:
        return must(turn, None)
    known = known_of(turn, deal)
    if all(each.id != turn.args.get("action") for each in stage_of(book_of(turn, deal), deal).must):
        return page(turn, deal)  # it has gone on since
    if turn.args["action"] not in known.done:
        turn.db.execute(insert(deal_action).values(
            deal_id=deal.id, person_id=turn.person.id, stage=deal.stage, action=turn.args["action"],
            output=output[:TEXT_MAX], done_at=turn.now,
        ))  # fmt: skip
        deals.change(turn.db, deal.id, turn.now)
    return page(turn, deals.again(turn.db, deal.id))


def _target(turn: Turn, deal: Deal) -> Stage | None:
    """The stage that the button leads to; None where the deal is there by now: two taps are one move."""
    if deal.status == "lost":
        return None
    book = book_of(turn, deal)
    found = book.stage(turn.args.get("to", ""))
    return found if found and _lies_ahead(book, deal, found) else None


def _lies_ahead(book: Playbook, deal: Deal, stage: Stage) -> bool:
    return book.place(stage.id) > book.place(stage_of(book, deal).id)


def _why(turn: Turn, deal: Deal) -> Form:
    said, args = turn.words, {"deal": str(deal.id), "to": turn.args.get("to", "")}
    why = Field("reason", said("Why go on without it? Whoever writes the playbook reads this."), max_length=TEXT_MAX,
                required=True)  # fmt: skip
    return Form(said("Go on anyway"), "playbooks.overridden", (why,), said("Move the deal on"), args)
