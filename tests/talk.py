"""A person in a test: says things, presses buttons by their label, and reads what comes back."""

import uuid
from collections.abc import Mapping

from bot.app import App
from bot.channels import plain
from bot.messages import Form, Incoming, Message, Person, Press, Reply, Role, say
from bot.pushes import outbox
from bot.words import words


class Someone:
    """`press` finds a button by its label on the newest message that has it."""

    def __init__(
        self, app: App, name: str = "Lin", *, role: Role = Role.REP, language: str = "zh", team: str = "",
        channel: str = "web", forms: bool = True,
    ) -> None:  # fmt: skip
        self.app, self.channel, self.forms = app, channel, forms
        self.account = f"{channel}-{name}"
        self.messages: list[Message] = []
        with app.store.write() as db:
            self.person: Person = app.directory.add(
                db, name, now=app.clock(), role=role, language=language, team_name=team
            )
            app.directory.attach(db, channel, self.account, self.person.id)

    def say(self, text: str, event: str = "") -> str:
        return self._hear(Incoming(self.channel, self.account, event or uuid.uuid4().hex, text, forms=self.forms))

    def press(self, label: str, values: Mapping[str, str] | None = None) -> str:
        for message in reversed(self.messages):
            for index, action in enumerate(message.reply.actions()):
                if label == (action.submit if isinstance(action, Form) else action.label):
                    return self.press_at(message.token, index, values)
        if values and not self.forms:  # the form's fields are asked one by one
            return [self.say(value) for value in values.values()][-1]
        raise AssertionError(f"nobody offers a button {label!r}; the last message: {self.text}")

    def press_at(self, token: str, index: int, values: Mapping[str, str] | None = None) -> str:
        press = Press(token, index)
        return self._hear(
            Incoming(self.channel, self.account, uuid.uuid4().hex, press=press, values=values or {}, forms=self.forms)
        )

    def hear(self, text: str) -> str:
        """Something that the bot starts."""
        with self.app.store.write() as db:
            self.app.tell(db, self.person.id, say(text), "alert", self.app.clock())
            self.messages += outbox.waiting(db, self.person.id, "web", self.messages[-1].id)
        return self.text

    @property
    def reply(self) -> Reply:
        return self.messages[-1].reply

    @property
    def text(self) -> str:
        return plain.render(self.reply, words("zh")) if self.messages else ""

    @property
    def labels(self) -> list[str]:
        return [a.submit if isinstance(a, Form) else a.label for a in self.reply.actions()]

    def _hear(self, incoming: Incoming) -> str:
        self.messages.append(self.app.answer(incoming))
        self.app.sent(self.messages[-1])
        return self.text
