"""Runs jobs one after another beside the turns: work, progress, and one end that replaces the message."""

import logging
import secrets
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import Connection

from bot.app.turns import App
from bot.features import Work
from bot.messages import Person, Progress, Reply, Text
from bot.pushes import jobs, outbox
from bot.pushes.jobs import Job
from bot.store import leases
from bot.words import N_, words

log = logging.getLogger("cornerman")

SHOWN_EVERY = timedelta(seconds=2)
"""How often progress is worth an edit: platforms count each."""


def run_due(app: App) -> int:
    """Runs every job that waits; how many there were."""
    done = 0
    while job := _take(app):
        _run(app, job)
        done += 1
    return done


def _take(app: App) -> Job | None:
    now = app.clock()
    with app.store.read() as db:
        if not jobs.any_open(db):
            return None
    with app.store.write() as db:
        leases.live(db, app.process, now)
        return jobs.take(db, app.process, leases.alive(db, now))


def _run(app: App, job: Job) -> None:
    with app.store.read() as db:
        person = app.directory.by_id(db, job.person_id)
    work = app.routes.jobs.get(job.action)
    if person is None or work is None or job.tries > jobs.TRIES:
        return _end(app, job, _sorry(app, person, "job"), "failed")
    try:
        reply = work(_work(app, job, person))
    except Exception:
        number = secrets.token_hex(4)
        log.exception("job %d (%s) failed: %s", job.id, job.action, number)
        return _end(app, job, _sorry(app, person, number), "failed")
    _end(app, job, reply, "done")


def _work(app: App, job: Job, person: Person) -> Work:
    said = words(person.language or app.settings.language)
    return Work(person=person, args=job.args, words=said, now=app.clock(), app=app, report=_reporter(app, job))


def _reporter(app: App, job: Job) -> Callable[[str, int, int], None]:
    last = app.clock() - SHOWN_EVERY

    def report(label: str, done: int, total: int) -> None:
        nonlocal last
        if app.clock() - last < SHOWN_EVERY:
            return
        last = app.clock()
        with app.store.write() as db:
            leases.live(db, app.process, last)
            _edit(app, db, job, Reply((Progress(label, done, total),)))
        app.notify(job.person_id)

    return report


def _end(app: App, job: Job, reply: Reply, status: str) -> None:
    with app.store.write() as db:
        if jobs.finish(db, job, app.process, status):
            _edit(app, db, job, reply)
    app.notify(job.person_id)


def _edit(app: App, db: Connection, job: Job, reply: Reply) -> None:
    outbox.put(
        db, reply, person_id=job.person_id, channel=job.channel, conversation=job.conversation, place=job.place,
        kind="progress", edits=job.token, now=app.clock(),
    )  # fmt: skip


def _sorry(app: App, person: Person | None, number: str) -> Reply:
    said = words((person and person.language) or app.settings.language)
    text = said(N_("Sorry, that could not be finished. Please start it again. ({number})"), number=number)
    return Reply((Text(text, "warning"),))
