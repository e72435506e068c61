"""The bot in a terminal: a conversation with line editing, or plain lines when piped."""

import uuid
from collections.abc import Callable, Iterable
from typing import assert_never

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from bot.channels import plain
from bot.channels.port import Bot
from bot.messages import Button, Choices, Facts, Form, Incoming, Message, Part, Picture, Press, Progress, Reply, Text
from bot.words import Words, words

CHANNEL = "terminal"
BESIDE = 3
"""Buttons that fit on one line of a narrow terminal."""
TONES = {"plain": "", "title": "bold", "quote": "bold cyan", "muted": "dim", "warning": "yellow"}


class Talk:
    """One person's side of a terminal: remembers the last message's buttons, so that `#2` presses the second."""

    def __init__(self, bot: Bot, account: str) -> None:
        self.bot, self.account = bot, account
        self._last = Message(0, "", Reply(()))

    def say(self, text: str) -> Message:
        index = plain.pressed(text)
        press = Press(self._last.token, index) if index is not None and self._last.token else None
        event = uuid.uuid4().hex
        message = self.bot.answer(
            Incoming(CHANNEL, self.account, event, "" if press else text, press=press, name=self.account, forms=False)
        )
        if any(True for _ in message.reply.actions()):
            self._last = message
        self.bot.sent(message)
        return message

    def words(self) -> Words:
        return words(self.bot.language(CHANNEL, self.account))


def chat_plain(bot: Bot, account: str, lines: Iterable[str], write: Callable[[str], None]) -> None:
    """One message a line in, plain text out: a script of lines is a whole conversation."""
    talk = Talk(bot, account)
    for line in lines:
        if line.strip():
            write(plain.render(talk.say(line).reply, talk.words()) + "\n")


def chat(bot: Bot, account: str) -> None:
    """A conversation with history and completion, until Ctrl-D."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import WordCompleter
    from prompt_toolkit.patch_stdout import patch_stdout

    talk, console = Talk(bot, account), Console()
    completer = WordCompleter([f"/{word}" for word in bot.commands(CHANNEL, account)], sentence=True)
    session: PromptSession[str] = PromptSession("› ", completer=completer, complete_while_typing=True)
    console.print(Padding(render(talk.say("/start").reply, talk.words()), (0, 0, 1, 2)))
    with patch_stdout(raw=True):
        while True:
            try:
                text = session.prompt()
            except (EOFError, KeyboardInterrupt):
                return
            if text.strip():
                console.print(Padding(render(talk.say(text).reply, talk.words()), (0, 0, 1, 2)))


def render(reply: Reply, said: Words) -> RenderableType:
    blocks: list[RenderableType] = []
    number = 1
    for part in reply.parts:
        block, number = _part(part, number, said)
        blocks.append(block)
    return Group(*blocks)


def _part(part: Part, number: int, said: Words) -> tuple[RenderableType, int]:
    match part:
        case Text(text, tone):
            return Styled(text, style=TONES[tone]), number
        case Facts(rows):
            return _facts(rows), number
        case Choices(buttons):
            return _choices(buttons, number), number + len(buttons)
        case Form(title):
            return Styled(f"#{number} {title}"), number + 1
        case Picture(_, alt):
            return Styled(said("(picture: {alt})", alt=alt), style="dim"), number
        case Progress(label, done, total):
            return Styled(f"{label} {done}/{total}"), number
        case _:
            assert_never(part)


def _choices(buttons: tuple[Button, ...], number: int) -> Styled:
    """Beside each other while they surely fit, else one a line."""
    between = "   " if len(buttons) <= BESIDE else "\n"
    line = Styled()
    for n, button in enumerate(buttons, number):
        line.append(between if n > number else "")
        line.append(f"#{n} ", style="dim").append(button.label, style="bold" if button.primary else "")
    return line


def _facts(rows: tuple[tuple[str, str], ...]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")  # Chinese has no spaces to break at, and must not be cut
    for label, value in rows:
        table.add_row(Styled(label), Styled(value))
    return table
