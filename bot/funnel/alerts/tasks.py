"""/tasks: what I have to do, what is due first on top; done with one tap, and back with another."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, select, update

from bot.features import Feature, Turn
from bot.funnel.alerts.clocks import today_of
from bot.funnel.alerts.in_place import arg_of, redrawn
from bot.messages import EVERYONE, Button, Choices, Part, Reply, Text
from bot.playbooks.customers import shown
from bot.playbooks.days import day_text
from bot.playbooks.tables import customer, deal, task
from bot.words import N_

LISTED = 10


def register(funnel: Feature) -> None:
    show = funnel.command("tasks", roles=EVERYONE, zh=("待办",), help=N_("What you have to do, due first"))(tasks)
    funnel.button("task_list", roles=EVERYONE)(show)
    funnel.button("task_done", roles=EVERYONE)(done)
    funnel.button("task_undo", roles=EVERYONE)(undo)


def tasks(turn: Turn, _: Any) -> Reply:
    said, rows = turn.words, open_tasks(turn.db, turn.person.id)
    if not rows:
        return Reply((Text(said("Nothing to do.")),))
    today = today_of(turn)
    parts: list[Part] = [Text(said.plural("{n} thing to do.", "{n} things to do, due first.", len(rows)), "title")]
    for row in rows[:LISTED]:
        parts += [Text(_line(turn, row, today), "warning" if row.due_on and row.due_on < today else "plain")]
        parts += [Choices((Button(said("Done"), "funnel.task_done", {"task": str(row.id)}),))]
    if len(rows) > LISTED:
        parts.append(Text(said("… and {n} more.", n=len(rows) - LISTED), "muted"))
    return Reply(tuple(parts))


def done(turn: Turn, _: Any) -> Reply:
    _set(turn, done_at=turn.now)
    return redrawn(turn, _redraw(turn))


def undo(turn: Turn, _: Any) -> Reply:
    _set(turn, done_at=None)
    return redrawn(turn, _redraw(turn))


def open_tasks(db: Connection, person_id: int) -> list[Any]:
    """Due first; those without a day come last."""
    is_open = (task.c.owner_id == person_id, task.c.done_at.is_(None), task.c.dropped_at.is_(None))
    rows = db.execute(
        select(task.c.id, task.c.title, task.c.due_on, customer.c.name.label("customer"))
        .select_from(task.outerjoin(deal, deal.c.id == task.c.deal_id).outerjoin(customer))
        .where(*is_open)
        .order_by(task.c.due_on.is_(None), task.c.due_on, task.c.id)
    )
    return list(rows)


def _line(turn: Turn, row: Any, today: date) -> str:
    said = turn.words
    what = said("{label}: {value}", label=shown(row.customer), value=row.title) if row.customer else row.title
    if row.due_on is None:
        return str(what)
    day = day_text(row.due_on, today, said)
    return said("{what} (planned for {date})", what=what, date=day) if row.due_on < today else f"{what} · {day}"


def _set(turn: Turn, **values: Any) -> None:
    number = turn.args.get("task", "")
    mine = (task.c.id == (int(number) if number.isdecimal() else 0), task.c.owner_id == turn.person.id)
    turn.db.execute(update(task).where(*mine).values(**values))


def _redraw(turn: Turn) -> Any:
    def redraw(choices: Choices) -> tuple[Part, ...] | None:
        if not any(button.action in ("funnel.task_done", "funnel.task_undo") for button in choices.buttons):
            return None
        number = arg_of(choices, "task")
        args = {"task": str(number)}
        finished = turn.db.execute(select(task.c.done_at).where(task.c.id == number)).scalar() is not None
        label, action = (N_("Undo: it is not done"), "task_undo") if finished else (N_("Done"), "task_done")
        return (Choices((Button(("✓ " if finished else "") + turn.words(label), f"funnel.{action}", args),)),)

    return redraw
