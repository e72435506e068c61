"""Ways in: a personal link to the page, and an invitation that makes an account on a chat somebody."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from sqlalchemy import Connection

from bot.features import Feature, Turn
from bot.messages import EVERYONE, Person, Picture, Reply, Role, Text, say
from bot.people import audit, logins
from bot.people.directory import Directory
from bot.settings import Settings
from bot.words import N_

OWN_LINK_LASTS = timedelta(minutes=15)
"""Of a link that somebody asks for in a chat and follows at once; a chat keeps it for good."""
AT_THE_MACHINE = frozenset({"web", "terminal"})
ALONE = N_("That stays between you and me: send it to me in a private chat.")


def register(people: Feature) -> None:
    people.command("web", roles=EVERYONE, zh=("网页",), help=N_("A personal link to the web page"))(web)


def web(turn: Turn, _: Any) -> Reply:
    """The page of who speaks. Somebody elsewhere gets no link that works only at the machine."""
    said, settings = turn.words, turn.get(Settings)
    if turn.incoming.place != "dm":
        return say(said(ALONE))
    if not settings.public_url and turn.incoming.channel not in AT_THE_MACHINE:
        return say(said("The web page opens only on the machine that I run on. An admin can change that."))
    link = base(settings) + path(turn.db, turn.get(Directory), turn.person.id, turn.now, OWN_LINK_LASTS)
    lasts = int(OWN_LINK_LASTS.total_seconds() // 60)
    head = said("This link is for you alone: it signs you in once, within {minutes} minutes.", minutes=lasts)
    where = said("It works on this machine only.")
    if not settings.public_url:
        return Reply((Text(head), Text(link, copyable=True), Text(where, "muted")))
    return Reply(
        (Text(head), Text(link, copyable=True), Picture(qr(link), said("The same link, for your phone's camera.")))
    )


def qr(link: str) -> bytes:
    import segno  # only who asks for a link pays for its import

    png = BytesIO()
    segno.make(link, micro=False).save(png, kind="png", scale=6, border=4)
    return png.getvalue()


def path(
    db: Connection, directory: Directory, person_id: int, now: datetime, lasts: timedelta = logins.LINK_LASTS
) -> str:
    """The address, below `base`, that lets a person in to the page once."""
    directory.attach(db, "web", str(person_id), person_id)
    return f"/login/{logins.new_link(db, person_id, now, lasts)}"


def base(settings: Settings) -> str:
    return settings.public_url or f"http://{settings.host}:{settings.port}"


def invited(
    db: Connection, directory: Directory, name: str, now: datetime, *, role: Role | None = None, team: str = ""
) -> Person:
    """Who is called `name`, made if there is none; that they were invited is kept."""
    known = next((p for p in directory.everyone(db) if p.name == name), None)
    somebody = known or directory.add(db, name, now=now, role=role or Role.REP, team_name=team)
    audit.record(db, now, actor=None, action="people.invite", subject=somebody.id)
    return somebody


def telegram_link(bot_name: str, payload: str) -> str:
    """A deep link that sends `/start payload` to the bot; `logins.new_invitation` makes payloads that fit."""
    return f"https://t.me/{bot_name.removeprefix('@')}?start={payload}"
