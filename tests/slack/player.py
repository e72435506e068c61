"""A person who plays a story in Slack: says, presses and fills in through the fake, and reads what stands there."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from datetime import timedelta
from typing import Any, Self

from sqlalchemy import select

from bot.app import App
from bot.messages import Form, Message, Role, say
from bot.pushes import outbox
from tests.fakes.slack import Slack
from tests.fakes.slack_people import User
from tests.fakes.slack_world import Message as Seen
from tests.slack.running import Running, with_slack

FORM = "f:"


class Player:
    """`with Player(app, language="zh") as lin:` is `tests.talk.Someone` in a direct message with the bot."""

    def __init__(
        self, app: App, name: str = "Lin", *, role: Role = Role.REP, language: str = "zh", team: str = "",
        channel: str = "slack", forms: bool = True,
    ) -> None:  # fmt: skip
        self.app, self.channel, self.forms, self.account = app, channel, forms, "U1"
        with app.store.write() as db:
            self.person = app.directory.add(db, name, now=app.clock(), role=role, language=language, team_name=team)
            app.directory.attach(db, channel, self.account, self.person.id)
        self._open = ExitStack()

    def __enter__(self) -> Self:
        self.slack = self._open.enter_context(Slack(clock=self.app.clock))
        self.slack.api.file_ready_after = timedelta()
        self.user: User = self.slack.user(self.account, self.person.name)
        self.bot = self._open.enter_context(Running(with_slack(self.app, self.slack), self.slack))
        return self

    def __exit__(self, *error: Any) -> None:
        self._open.__exit__(*error)
        assert self.slack.breaches == []
        assert self.slack.markup == []

    # What the person does

    def say(self, text: str) -> str:
        self.user.dm(text).wait()
        return self._heard()

    def press(self, label: str, values: Mapping[str, str] | None = None) -> str:
        """A button by its label; a form by the label of its submit, filled in with `values`."""
        opens = False
        if self.user.modal is None:
            shown, action = self._find(label)
            opens = not action.startswith(FORM)
            self.user.press(shown, action).wait()
            self.bot.idle()
        if self.user.modal is not None and (values or not opens):
            self.user.submit(self.user.modal, {f"f:{name}": value for name, value in (values or {}).items()})
        return self._heard()

    def hear(self, text: str) -> str:
        """Something that the bot starts."""
        with self.app.store.write() as db:
            self.app.tell(db, self.person.id, say(text), "alert", self.app.clock())
        self.app.notify(self.person.id)
        self.slack.wait(lambda: text in self.text)  # seen, and written down
        return self._heard()

    def _find(self, label: str) -> tuple[Seen, str]:
        for message in reversed(self.seen):
            for action, offered in self._offered(message):
                if label == offered:
                    return message, action
        raise AssertionError(f"nobody offers a button {label!r}; the last message: {self.text}")

    def _heard(self) -> str:
        self.bot.idle()
        self.app.flush()
        return self.text

    # What the person sees

    @property
    def seen(self) -> list[Seen]:
        """The bot's messages as they stand there now."""
        return [message for message in self.user.messages if message.bot]

    @property
    def messages(self) -> list[Message]:
        with self.app.store.read() as db:
            rows = db.execute(select(outbox.outbox).where(outbox.outbox.c.person_id == self.person.id))
            return [outbox.message(row) for row in sorted(rows, key=lambda row: row.id)]

    @property
    def newest(self) -> list[Seen]:
        """The messages of Slack's that the newest answer is, wherever they stand."""
        with self.app.store.read() as db:
            mine = select(outbox.outbox.c.refs).where(outbox.outbox.c.person_id == self.person.id)
            refs = db.execute(mine.order_by(outbox.outbox.c.id.desc()).limit(1)).scalar() or []
        return [message for message in self.seen if f"{message.channel}:{message.ts}" in refs]

    @property
    def text(self) -> str:
        modal = self.user.modal
        shown = [modal] if modal else self.newest
        return "\n".join(line for each in shown for block in each.blocks for line in lines(block))

    @property
    def labels(self) -> list[str]:
        modal = self.user.modal
        if modal is not None:
            return [modal.given["submit"]["text"]]
        return [label for message in self.newest for _, label in self._offered(message)]

    def _offered(self, message: Seen) -> Iterator[tuple[str, str]]:
        """(action_id, label); a form goes by the label of its submit, as on every other surface."""
        for _, element in message.elements():
            action: str = element["action_id"]
            yield action, self._submit(action) if action.startswith(FORM) else element["text"]["text"]

    def _submit(self, action: str) -> str:
        token, index = action.removeprefix(FORM).rsplit(":", 1)
        message = next(message for message in self.messages if message.token == token)
        form = list(message.reply.actions())[int(index)]
        assert isinstance(form, Form)
        return form.submit


def lines(block: Mapping[str, Any]) -> Iterator[str]:
    """The text of a block as it reads: the pieces of a line belong together."""
    match block["type"]:
        case "rich_text":
            yield from ("".join(run["text"] for run in part["elements"]) for part in block["elements"])
        case "context":
            yield from (element["text"] for element in block["elements"])
        case "actions":
            yield from (f"[{element['text']['text']}]" for element in block["elements"])
        case "input":
            yield block["label"]["text"]
        case "image":
            yield block["alt_text"]
