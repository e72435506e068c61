"""Runs the process: one event loop, the page on loopback, the platforms, the library in the background."""

import asyncio
import logging
import socket
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout
from sqlalchemy import make_url

from bot.app.due import tell_askers, tell_editors, tick
from bot.app.jobs import run_due
from bot.app.source import read_source
from bot.app.turns import App
from bot.channels.port import Platform
from bot.clock import Clock, system_clock
from bot.errors import CornermanError
from bot.messages import Person, Role
from bot.people import logins, page_link
from bot.people.demo import seed
from bot.settings import Settings
from bot.store import leases

if TYPE_CHECKING:
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = logging.getLogger("cornerman")

ADMIN = "Admin"
"""Whoever starts the bot first; `people set` makes others admins."""

FIRST_TICK, TICK = timedelta(seconds=5), 20
"""Until the first look at what is due, and the seconds between two."""
SOURCE_LOOK = 60
"""Seconds between two looks whether the CRM is to be read again."""
START_AGAIN, START_LATEST = 5.0, 300.0
"""Seconds until a platform that did not start is tried again, at first and at most."""

WORK_LOOK, WORK_LOOKS = 0.1, 50
"""Seconds between two looks for a job of ours, and how many until one for the job of a process that died."""

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


async def _serve(app: App, listener: socket.socket) -> None:
    """The page, the platforms and the ticker on one loop, until the page's server is told to stop."""
    import uvicorn

    from bot.channels.platforms import platforms
    from bot.channels.web import build

    chats = platforms(app)
    site = build(app, [route for chat in chats for route in chat.routes])
    config = uvicorn.Config(site, log_level="warning", access_log=False, timeout_graceful_shutdown=3)
    server = uvicorn.Server(config)
    started = [asyncio.create_task(_started(chat)) for chat in chats]
    started.append(asyncio.create_task(_working(app)))
    scheduler = _ticking(app)
    try:
        await server.serve(sockets=[listener])
    finally:
        scheduler.shutdown(wait=False)
        app.stopping.set()
        for task in started:
            task.cancel()
        await asyncio.gather(*(chat.stop() for chat in chats), return_exceptions=True)
        await asyncio.to_thread(_give_back, app)


def _give_back(app: App) -> None:
    """So that another process need not wait until our leases run out."""
    with suppress(CornermanError), app.store.write() as db:
        leases.release(db, app.process)


async def _started(chat: Platform) -> None:
    """Starts a platform; one that does not start is named, tried again, and leaves the others running."""
    wait = START_AGAIN
    while True:
        try:
            return await chat.start()
        except CornermanError as error:
            log.warning("%s is not connected: %s", chat.name, error)
        except Exception:
            log.exception("%s is not connected", chat.name)
        await asyncio.sleep(wait)
        wait = min(START_LATEST, wait * 2)


async def _working(app: App) -> None:
    """Runs jobs in a thread of their own; the ones that a dead process left are found at the next look."""
    while True:
        try:
            await asyncio.to_thread(run_due, app)
        except CornermanError as error:
            log.warning("jobs wait: %s", error)
        except Exception:
            log.exception("jobs could not be run")
        for _ in range(WORK_LOOKS):
            if app.work.is_set():
                break
            await asyncio.sleep(WORK_LOOK)
        app.work.clear()


def _ticking(app: App) -> "AsyncIOScheduler":
    """APScheduler only ticks: what is due is decided from the clock and from rows, whoever asks and however often."""
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

    scheduler = AsyncIOScheduler(timezone=UTC)
    first = system_clock() + FIRST_TICK
    scheduler.add_job(
        _tick, "interval", args=(app,), seconds=TICK, next_run_time=first, coalesce=True, misfire_grace_time=None
    )
    if app.settings.funnel.source:  # beside the tick: a CRM that hangs must hold nothing up
        scheduler.add_job(
            _read_source, "interval", args=(app,), seconds=SOURCE_LOOK, coalesce=True, misfire_grace_time=None
        )
    scheduler.start()
    return scheduler


async def _tick(app: App) -> None:
    try:
        await asyncio.to_thread(tick, app)
    except CornermanError as error:  # a database that is away for a minute
        log.warning("what is due waits: %s", error)
    except Exception:
        log.exception("what is due could not be done")


async def _read_source(app: App) -> None:
    try:
        await asyncio.to_thread(read_source, app)
    except CornermanError as error:
        log.warning("the CRM waits: %s", error)
    except Exception:
        log.exception("the CRM could not be read")


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


__all__ = ["first_admin", "invite", "serve"]
