"""An invented person at the chat: says things, presses buttons by what they do, fills in forms."""

from collections.abc import Mapping

from bot.app import App
from bot.messages import Incoming, Message, Press

CHANNEL = "web"


class Voice:
    def __init__(self, app: App, name: str, person_id: int) -> None:
        self._app, self.name, self.person_id = app, name, person_id
        self.account = f"simulated-{person_id}"
        self._said = 0
        self._last: Message | None = None
        with app.store.write() as db:
            app.directory.attach(db, CHANNEL, self.account, person_id)

    def say(self, text: str) -> None:
        self._answered(self._incoming(text=text))

    def press(self, action: str, values: Mapping[str, str] | None = None, **args: str) -> bool:
        """The first button of the last answer that does this with these arguments; False where none does."""
        found = list(self._last.reply.actions()) if self._last else []
        for index, each in enumerate(found):
            if each.action == action and args.items() <= each.args.items():
                assert self._last is not None
                self._answered(self._incoming(press=Press(self._last.token, index), values=values or {}))
                return True
        return False

    def _incoming(
        self, text: str = "", press: Press | None = None, values: Mapping[str, str] | None = None
    ) -> Incoming:
        self._said += 1
        event = f"{self.account}-{self._said}"
        return Incoming(CHANNEL, self.account, event, text, press=press, values=values or {})

    def _answered(self, incoming: Incoming) -> None:
        self._last = self._app.answer(incoming)
        self._app.sent(self._last)
