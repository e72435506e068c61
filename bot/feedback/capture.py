"""Noting feedback in chat: /feedback, or a platform's shortcut on somebody's message. The manager hears of it."""

from typing import Any

from sqlalchemy import bindparam, func, insert, select

from bot.features import Feature, Turn
from bot.features.forms import problems
from bot.feedback.tables import CUSTOMER_MAX
from bot.feedback.tables import feedback as rows
from bot.messages import EVERYONE, Facts, Field, Form, Part, Person, Reply, Role, Text, say
from bot.people.directory import Directory
from bot.settings import Settings
from bot.words import N_, Words, words

TEXT_MAX = 2000

feedback = Feature("feedback", N_("Feedback"))

_OPEN = select(func.count()).where(rows.c.person_id == bindparam("whose"), rows.c.state == "open")


@feedback.command("feedback", roles=EVERYONE, zh=("反馈",), help=N_("Note what a customer said about us"),
                  shortcut=N_("Save as feedback"))  # fmt: skip
def note(turn: Turn, _: Any) -> Reply:
    """A form that holds what was said; where forms are asked line by line, a text that is there already is enough."""
    text = turn.text.strip()
    if text and not turn.incoming.forms and len(text) <= TEXT_MAX:
        return _save(turn, text, "")
    return Reply((_form(turn.words, text[:TEXT_MAX]),))


@feedback.button("save", roles=EVERYONE)
def save(turn: Turn, _: Any) -> Reply:
    values = {name: value.strip() for name, value in turn.incoming.values.items()}
    text = values.get("text", "")
    if wrong := problems(_form(turn.words), values, turn.words):
        return Reply((Text(next(iter(wrong.values())), "warning"), _form(turn.words, text[:TEXT_MAX])))
    return _save(turn, text, values.get("customer", ""))


@feedback.home
def still_open(turn: Turn) -> tuple[Part, ...]:
    n = turn.db.execute(_OPEN, {"whose": turn.person.id}).scalar_one()
    return (Text(turn.words("Open feedback: {n}", n=n)),) if n else ()


def _form(said: Words, text: str = "") -> Form:
    heard, customer = said("What did the customer say?"), said("Which customer? (optional)")
    fields = (
        Field("text", heard, value=text, max_length=TEXT_MAX, multiline=True, required=True),
        Field("customer", customer, max_length=CUSTOMER_MAX),
    )
    return Form(said("Feedback"), "feedback.save", fields, said("Save"))


def _save(turn: Turn, text: str, customer: str) -> Reply:
    turn.db.execute(insert(rows).values(
        person_id=turn.person.id, text=text, customer=customer, channel=turn.incoming.channel, created_at=turn.now,
        state="open",
    ))  # fmt: skip
    told = _who_hears(turn)
    for person in told:
        turn.tell(person.id, _news(turn, person, text, customer), "feedback")
    if not told:
        return say(turn.words("Thank you, it is noted."))
    return say(turn.words("Thank you, it is noted. {names} will see it.", names=", ".join(p.name for p in told)))


def _who_hears(turn: Turn) -> list[Person]:
    """The managers of the person's team, else the admins; nobody hears of what they wrote themselves."""
    found, team = turn.get(Directory), turn.person.team
    managers = [p for p in found.with_role(turn.db, Role.MANAGER) if team and p.team == team]
    return [p for p in managers or found.with_role(turn.db, Role.ADMIN) if p.id != turn.person.id]


def _news(turn: Turn, reader: Person, text: str, customer: str) -> Reply:
    said = words(reader.language or turn.get(Settings).language)
    about = (Facts(((said("Customer"), customer),)),) if customer else ()
    return Reply((Text(said("Feedback from {name}:", name=turn.person.name)), Text(text), *about))
