"""One deal: where it stands, what is missing, who decides, what comes next."""

from datetime import date

from sqlalchemy import select

from bot.features import Turn
from bot.messages import Button, Choices, Facts, Part, Reply, Role, Text
from bot.people.directory import Directory
from bot.playbooks import customers, deals
from bot.playbooks.days import day_text
from bot.playbooks.deal.missing import Known, Missing, missing
from bot.playbooks.deals import Deal
from bot.playbooks.playbook import Playbook, Stage
from bot.playbooks.playbooks import Playbooks
from bot.playbooks.tables import deal_action, touch
from bot.pushes.calendar import local

NEVER = "—"


def today_of(turn: Turn) -> date:
    return local(turn.person.time_zone, turn.now).date()


def deal_in(turn: Turn, id: str = "") -> Deal | None:
    """The deal that a button carries, if this person may work on it: the owner, and the managers above."""
    number = id or turn.args.get("deal", "")
    found = deals.deal_by(turn.db, int(number)) if number else None
    return found if found and may_work_on(turn, found) else None


def may_work_on(turn: Turn, deal: Deal) -> bool:
    me = turn.person
    if deal.owner_id == me.id or me.role is Role.ADMIN:
        return True
    if me.role is not Role.MANAGER or deal.owner_id is None:
        return False
    owner = turn.get(Directory).by_id(turn.db, deal.owner_id)
    return owner is not None and turn.get(Directory).leads(turn.db, me, owner)


def known_of(turn: Turn, deal: Deal) -> Known:
    since = (touch.c.deal_id == deal.id, touch.c.at >= deal.stage_since)
    touched = set(turn.db.execute(select(touch.c.kind).where(*since)).scalars())
    in_stage = (deal_action.c.deal_id == deal.id, deal_action.c.stage == deal.stage)
    done = set(turn.db.execute(select(deal_action.c.action).where(*in_stage)).scalars())
    return Known(deal, customers.contacts(turn.db, [deal.customer_id]), touched, done)


def book_of(turn: Turn, deal: Deal) -> Playbook:
    return turn.get(Playbooks).of(deal.playbook)


def stage_of(book: Playbook, deal: Deal) -> Stage:
    """The deal's stage; the playbook's first where the file has changed under it."""
    return book.stage(deal.stage) or book.first_at(deal.at) or book.stages[0]


def page(turn: Turn, deal: Deal, *, edit: bool = False, head: str = "") -> Reply:
    book = book_of(turn, deal)
    stage = stage_of(book, deal)
    following = book.after(stage.id)
    known = known_of(turn, deal)
    open_ = [] if deal.status == "lost" else missing(stage, following, known)
    parts: list[Part] = [Text(head)] if head else []
    parts += [Text(deal.name, "title"), Facts(tuple(_facts(turn, deal, book, stage)))]
    if open_ and following:
        parts.append(Text(missing_text(turn, open_, following)))
    return Reply((*parts, Choices(tuple(_buttons(turn, deal, stage, following, open_)))), edit=edit)


def _facts(turn: Turn, deal: Deal, book: Playbook, stage: Stage) -> list[tuple[str, str]]:
    said, today, language = turn.words, today_of(turn), turn.words.language
    here = local(turn.person.time_zone, deal.stage_since).date()
    place = said("{stage} ({n} of {m}), since {day}", stage=stage.title.of(language), n=book.place(stage.id) + 1,
                 m=len(book.stages), day=day_text(here, today, said))  # fmt: skip
    last = local(turn.person.time_zone, deal.touched_at).date() if deal.touched_at else None
    rows = [
        (said("Stage"), _closed(turn, deal) or place),
        (said("Amount"), deal.worth(language) or NEVER),
        (said("Last contact"), day_text(last, today, said) if last else NEVER),
    ]
    if deal.is_open:
        step = " · ".join(filter(None, (deal.next_title, day_text(deal.next_on, today, said) if deal.next_on else "")))
        rows.append((said("Next step"), step or said("none yet, and that comes first")))
    if deal.expected_on:
        rows.append((said("They decide"), day_text(deal.expected_on, today, said)))
    if deal.owner_id != turn.person.id:
        rows.append((said("Whose"), deal.owner))
    if deal.proposed and (wanted := book.stage(deal.proposed)):
        rows.append((said("Proposed"), said("{stage}: move it in the CRM", stage=wanted.title.of(language))))
    return rows


def _closed(turn: Turn, deal: Deal) -> str:
    if deal.closed_at is None:
        return ""
    day = day_text(local(turn.person.time_zone, deal.closed_at).date(), today_of(turn), turn.words)
    said = turn.words
    return said("won {day}", day=day) if deal.status == "won" else said("lost {day}", day=day)


def missing_text(turn: Turn, open_: list[Missing], following: Stage) -> str:
    listed = "\n".join(f"· {each.text(turn.words)}" for each in open_)
    head = turn.words("Still missing before “{stage}”:", stage=following.title.of(turn.words.language))
    return f"{head}\n{listed}"


def _buttons(turn: Turn, deal: Deal, stage: Stage, following: Stage | None, open_: list[Missing]) -> list[Button]:
    said, args = turn.words, {"deal": str(deal.id)}
    people = Button(said("Who decides"), "playbooks.people", args)
    mistake = [Button(said("Closed by mistake"), "playbooks.reopen", args)] if deal.kept_by == deals.LOCAL else []
    if deal.status == "lost":
        return [people, *mistake]
    buttons = [
        Button(said("Done: {what}", what=each.text(said)), "playbooks.must", {**args, "action": each.what})
        for each in open_ if each.action
    ]  # fmt: skip
    if following and (deal.is_open or following.at == "payment"):
        title = following.title.of(said.language)
        to = said("Won") if following.at == "contract" else said("On to {stage}", stage=title)
        buttons.append(Button(to, "playbooks.advance", {**args, "to": following.id}, primary=not open_))
    if not deal.is_open:
        return [*buttons, people, *mistake]
    log = Button(said("Log a contact"), "playbooks.log_here", args)
    edit = Button(said("Amount, date"), "playbooks.edit", args)
    return [*buttons, log, people, edit, Button(said("Lost"), "playbooks.lost", args)]
