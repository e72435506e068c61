"""Who is behind a request: the session that a cookie names, and whether a form came from our own page."""

import hashlib
import hmac
from collections.abc import Mapping

from bot.channels.port import Bot
from bot.channels.web.bubbles import CHANNEL
from bot.messages import Person
from bot.people import logins


class Visits:
    def __init__(self, bot: Bot) -> None:
        self.bot = bot

    def account(self, session: str) -> str | None:
        """The signed-in person's account on the page."""
        if not session:
            return None
        with self.bot.store.read() as db:
            person_id = logins.whose(db, session, self.bot.clock())
        return None if person_id is None else str(person_id)

    def who(self, session: str) -> Person | None:
        account = self.account(session)
        return self.bot.person(CHANNEL, account) if account else None

    def enter(self, token: str, old: str) -> logins.Opened:
        """Follows a login link. A new session is opened each time, and the one this browser had is closed."""
        with self.bot.store.write() as db:
            opened = logins.follow(db, token, self.bot.clock())
            if opened.outcome == "in" and old:
                logins.close(db, old)
        return opened

    def leave(self, session: str) -> Person | None:
        """Ends a session; returns whose it was."""
        me = self.who(session)
        with self.bot.store.write() as db:
            logins.close(db, session)
        return me


def csrf(session: str) -> str:
    return hashlib.sha256(f"csrf:{session}".encode()).hexdigest()


def genuine(form: Mapping[str, str], session: str) -> bool:
    """Whether a form was made by our page for this very session."""
    return hmac.compare_digest(form.get("csrf", "").encode(), csrf(session).encode())
