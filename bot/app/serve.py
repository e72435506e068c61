"""Runs the process: one event loop, the page on loopback, the library in the background."""

import asyncio
import logging
import socket
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import replace
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import make_url

from bot.app.turns import App
from bot.clock import Clock
from bot.errors import ContentError, CornermanError
from bot.knowledge import answered
from bot.knowledge.gaps import open_gaps
from bot.knowledge.upkeep import keep_fresh
from bot.messages import Person, Reply, Role, Text
from bot.people import handshake, logins, page_link
from bot.people.demo import seed
from bot.pushes import outbox
from bot.settings import Settings
from bot.store import one_at_a_time
from bot.words import words

log = logging.getLogger("cornerman")

ADMIN = "Admin"
"""Whoever starts the bot first; `people set` makes others admins."""

FIRST_TICK, TICK = 5.0, 60.0
"""Seconds until the first look at what is due, and between two."""

Echo = Callable[[str], object]


def serve(settings: Settings, clock: Clock, echo: Echo) -> None:
    """Starts everything and returns when it is stopped (Ctrl-C)."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    with _only_run(settings), _listening(settings) as listener:
        # From here on a browser that is quick with the link waits instead of being refused.
        app = App(replace(settings, port=listener.getsockname()[1]), clock=clock)
        try:
            app.library.on_problems = lambda problems: tell_editors(app, problems)
            app.library.on_learned = lambda: tell_askers(app)
            app.library.watch()
            _greet(app, echo)
            with suppress(KeyboardInterrupt):  # uvicorn stops, then passes Ctrl-C on
                asyncio.run(_serve(app, listener))
        finally:
            app.close()


def _only_run(settings: Settings) -> AbstractContextManager[object]:
    """One `run` a SQLite file: two would answer everybody twice."""
    file = make_url(settings.database_url).database
    if not settings.database_url.startswith("sqlite") or not file:
        return nullcontext()  # PostgreSQL takes several
    lock = FileLock(f"{file}.run.lock", timeout=0)
    Path(file).parent.mkdir(parents=True, exist_ok=True)
    try:
        lock.acquire()
    except Timeout as error:
        raise CornermanError(
            f"Cornerman already runs on this database ({file}). Stop that one first, or use its page."
        ) from error
    return lock


def _greet(app: App, echo: Echo) -> None:
    if app.settings.demo:
        with app.store.write() as db:
            seed(db, app.directory, app.clock())
    me = first_admin(app)
    with app.store.write() as db:
        logins.sweep(db, app.clock())
        path = page_link.path(db, app.directory, me.id, app.clock())
    echo(f"Cornerman is starting on http://{app.settings.host}:{app.settings.port}")
    echo(f"Open this once to sign in as {me.name}:")
    echo(f"  http://{app.settings.host}:{app.settings.port}{path}")
    echo("Stop with Ctrl-C. Or stay in a terminal: cornerman chat")


def first_admin(app: App) -> Person:
    """The admin of this machine, made on the first start."""
    with app.store.write() as db:
        found = app.directory.with_role(db, Role.ADMIN)
        admin = found[0] if found else app.directory.add(db, ADMIN, now=app.clock(), role=Role.ADMIN)
    return admin


def invite(app: App, name: str, role: Role | None, team: str) -> str:
    """A link that lets `name` in on one device; makes the person if there is none."""
    with app.store.write() as db:
        somebody = page_link.invited(db, app.directory, name, app.clock(), role=role, team=team)
        path = page_link.path(db, app.directory, somebody.id, app.clock(), logins.INVITATION_LASTS)
    return page_link.base(app.settings) + path


def tell_editors(app: App, problems: tuple[ContentError, ...]) -> None:
    """An edit broke a card: whoever can mend it hears of it, once."""
    told = []
    with app.store.write() as db:
        for person in app.directory.with_role(db, Role.EDITOR, Role.ADMIN):
            said = words(person.language or app.settings.language)
            lines = "\n".join(str(problem) for problem in problems[:5])
            head = said("A card cannot be read; the others still serve.")
            reply = Reply((Text(head, "warning"), Text(lines)))
            outbox.put(db, reply, person_id=person.id, channel="web", kind="content", now=app.clock())
            told.append(person.id)
    for person_id in told:
        app.notify(person_id)


def tell_askers(app: App) -> None:
    """The cards changed: whoever asked in vain what is answered now hears of it, once."""
    with app.store.read() as db:
        found = answered.now_answered(open_gaps(db), app.library.search)
    if not found:
        return
    with app.store.write() as db:
        one_at_a_time(db, "gaps")  # another process learned the same cards
        still_open = set(open_gaps(db))
        left = {gap: card for gap, card in found.items() if gap in still_open}
        told = answered.tell_askers(db, app.directory, app.library, left, app.clock())
    for person_id in told:
        app.notify(person_id)


def tick(app: App) -> bool:
    """Everything that time made due, done: the one place that a scheduler has to call, as often as it likes.

    False: the cards are still being read, so that nobody knows what they say.
    """
    with app.store.write() as db:
        handshake.sweep(db, app.directory, app.clock())
    if app.library.status()[0] == "reading":
        return False
    for person_id in keep_fresh(app.store, app.directory, app.library.shelf, app.clock(), app.settings.language):
        app.notify(person_id)
    return True


async def _ticking(app: App) -> None:
    wait = FIRST_TICK
    while True:
        await asyncio.sleep(wait)
        try:
            wait = TICK if await asyncio.to_thread(tick, app) else FIRST_TICK
        except Exception:  # a database that is away for a minute must not end the ticking for good
            log.exception("what is due could not be done")


async def _serve(app: App, listener: socket.socket) -> None:
    import uvicorn

    from bot.channels.web import build

    config = uvicorn.Config(build(app), log_level="warning", access_log=False, timeout_graceful_shutdown=3)
    server = uvicorn.Server(config)
    ticking = asyncio.create_task(_ticking(app))
    try:
        await server.serve(sockets=[listener])
    finally:
        ticking.cancel()


def _listening(settings: Settings) -> socket.socket:
    listener = socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise CornermanError(
            f"Port {settings.port} on {settings.host} is taken or not ours: {error.strerror}. "
            "Choose another with --port or in cornerman.toml."
        ) from error
    return listener


__all__ = ["first_admin", "invite", "serve", "tell_askers", "tell_editors", "tick"]
