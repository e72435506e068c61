"""Pressing a button of one line changes that line and leaves the rest of the message, whoever wrote the rest."""

from collections.abc import Callable

from bot.features import Turn
from bot.messages import Button, Choices, Form, Part, Reply
from bot.pushes import outbox

Redraw = Callable[[Choices], tuple[Part, ...] | None]
"""What stands in the place of some buttons now; None where they stay as they are."""


def redrawn(turn: Turn, redraw: Redraw, pressed: tuple[Part, ...] | None = None) -> Reply:
    """The message whose button was pressed, with every line as it is now; `pressed` instead of the pressed buttons."""
    press = turn.incoming.press
    message = outbox.pressed(turn.db, press.token, turn.person.id, turn.now) if press else None
    if press is None or message is None:
        return Reply(pressed or ())
    parts: list[Part] = []
    first = 0
    for part in message.reply.parts:
        last = first + _actions(part)
        here = first <= press.index < last
        new = pressed if here and pressed is not None else redraw(part) if isinstance(part, Choices) else None
        parts += (part,) if new is None else new
        first = last
    return Reply(tuple(parts), edit=True)


def _actions(part: Part) -> int:
    return len(part.buttons) if isinstance(part, Choices) else int(isinstance(part, Form))


def arg_of(choices: Choices, name: str) -> int:
    """The number that the buttons of one line carry; 0 where they carry none."""
    found = (button.args[name] for button in choices.buttons if isinstance(button, Button) and name in button.args)
    return next((int(each) for each in found if each.isdecimal()), 0)
