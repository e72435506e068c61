"""A form on a channel that cannot show one: its fields asked one by one, each answer kept in the open step."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from bot.features.routes import Feature, Turn
from bot.messages import EVERYONE, Field, Form, Reply, Text
from bot.words import Words

forms = Feature("forms", "", always=True)

SENTENCE_WORDS, SENTENCE_CHARACTERS = 4, 6


def asked_one_by_one(turn: Turn, reply: Reply) -> Reply:
    """The reply with its form turned into the first question; the rest waits in the open step."""
    form = next((part for part in reply.parts if isinstance(part, Form)), None)
    if form is None or turn.incoming.forms:
        return reply
    others = tuple(part for part in reply.parts if not isinstance(part, Form))
    fields = [asdict(field) for field in form.fields]
    turn.ask_next("forms.field", action=form.action, args=dict(form.args), fields=fields, values={})
    return Reply((*others, Text(form.title, "title"), *_question(turn.words, form.fields[0])))


@forms.step("field", roles=EVERYONE)
def take_field(turn: Turn, _: Any) -> Reply:
    """Takes one answer; asks the next field, or hands the filled form to its handler."""
    assert turn.step is not None
    state = turn.step.state
    fields = [_field(data) for data in state["fields"]]
    values = dict(state["values"])
    current = fields[len(values)]
    value = chosen(current, turn.text)
    if value is None and is_sentence(turn.text):
        return _step_aside(turn)
    problem = turn.words("That is not one of the options.") if value is None else _problem(current, value, turn.words)
    if value is None or problem:
        turn.ask_next("forms.field", **state)
        return Reply((Text(problem, "warning"), *_question(turn.words, current)))
    values[current.name] = value
    if len(values) < len(fields):
        turn.ask_next("forms.field", **{**state, "values": values})
        return Reply(_question(turn.words, fields[len(values)]))
    return _submit(turn, state, values)


def chosen(field: Field, text: str) -> str | None:
    """The value that an answer means: an option by number, value or label; "-" or "=" keeps what is there."""
    text = text.strip()[: field.max_length]
    if text in ("-", "=", ""):
        return field.value
    if not field.options:
        return text
    for number, (value, label) in enumerate(field.options, 1):
        if text.casefold() in (str(number), value.casefold(), label.casefold()):
            return value
    return None


def problems(form: Form, values: Mapping[str, str], words: Words) -> dict[str, str]:
    """Field → what is wrong with it. Pure, so that a platform may ask inside its ack."""
    found = {field.name: _problem(field, values.get(field.name, ""), words) for field in form.fields}
    return {name: sentence for name, sentence in found.items() if sentence}


def _problem(field: Field, value: str, words: Words) -> str:
    if not value.strip():
        return words("Please fill this in.") if field.required else ""
    if len(value) > field.max_length:
        return words("At most {n} characters.", n=field.max_length)
    if field.options and value not in dict(field.options):
        return words("That is not one of the options.")
    return ""


def is_sentence(text: str) -> bool:
    """Too long for the choice of an option: somebody went on and asks something."""
    return len(text.split()) >= SENTENCE_WORDS or sum("\u4e00" <= c <= "\u9fff" for c in text) >= SENTENCE_CHARACTERS


def _step_aside(turn: Turn) -> Reply:
    """Answers what was said; the form is dropped and nothing of it changes."""
    route = turn.app.routes.free_text
    if route is None or not route.allows(turn.person):
        return Reply((Text(turn.words("That is not one of the options."), "warning"),))
    reply = route.handler(turn, route.prepare(turn) if route.prepare else None)
    return replace(reply, parts=(Text(turn.words("Left as it was."), "muted"), *reply.parts))


def _submit(turn: Turn, state: Mapping[str, Any], values: Mapping[str, str]) -> Reply:
    route = turn.app.routes.by_action.get(state["action"])
    if route is None or not route.allows(turn.person):
        return Reply((Text(turn.words("That is not open to you."), "warning"),))
    turn.incoming = replace(turn.incoming, values=values)
    turn.args = state["args"]
    return route.handler(turn, route.prepare(turn) if route.prepare else None)


def _question(words: Words, field: Field) -> tuple[Text, ...]:
    lines = [field.label]
    lines += [f"{n}. {label}" for n, (_, label) in enumerate(field.options, 1)]
    if field.value:
        current = dict(field.options).get(field.value, field.value)
        lines.append(words("Now: {value}. Send - to keep it.", value=current))
    return (Text("\n".join(lines)),)


def _field(data: dict[str, Any]) -> Field:
    return Field(**{**data, "options": tuple((value, label) for value, label in data["options"])})
