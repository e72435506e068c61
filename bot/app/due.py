"""What time and edits make due: messages that nobody asked for, each put into the outbox once, whoever ticks."""

from bot.app.mornings import send_due
from bot.app.turns import App
from bot.drills import lessons
from bot.drills.stage import Stage
from bot.errors import ContentError
from bot.knowledge import answered
from bot.knowledge.gaps import open_gaps
from bot.knowledge.upkeep import keep_fresh
from bot.messages import Reply, Role, Text
from bot.people import handshake
from bot.pushes import outbox
from bot.quests.confirming import asking as confirming
from bot.quests.daily import settle_daily
from bot.quests.quests import Quests
from bot.store import one_at_a_time
from bot.words import words


def tell_editors(app: App, problems: tuple[ContentError, ...]) -> None:
    """An edit broke a card: whoever can mend it hears of it, once."""
    told = []
    with app.store.write() as db:
        for person in app.directory.with_role(db, Role.EDITOR, Role.ADMIN):
            said = words(person.language or app.settings.language)
            lines = "\n".join(str(problem) for problem in problems[:5])
            head = said("A card cannot be read; the others still serve.")
            reply = Reply((Text(head, "warning"), Text(lines)))
            outbox.push(db, reply, person_id=person.id, kind="content", now=app.clock())
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


def take_lessons(app: App) -> None:
    """Deals that were lost: what they leave to practise waits for a morning."""
    with app.store.read() as db:
        if not lessons.waiting(db):
            return
    with app.store.write() as db:
        one_at_a_time(db, "lessons")
        lessons.take(db, app.service(Stage).repertoire.scenarios.values(), app.clock())


def tick(app: App) -> bool:
    """Everything that time made due, done: the one place that a scheduler has to call, as often as it likes.

    False: the cards are still being read, so that nobody knows what they say.
    """
    with app.store.write() as db:
        handshake.sweep(db, app.directory, app.clock())
        told = outbox.release_on_page(db, app.clock())
    told |= app.alerts.tick(app.clock())  # before the mornings, which say what it found
    ready = app.library.status()[0] != "reading"
    if ready:
        take_lessons(app)
        told |= settle_daily(
            app.store, app.directory, app.service(Quests), app.service(Stage), app.clock(), app.settings.language
        )
        told |= confirming.pass_on(app.store, app.directory, app.service(Quests), app.clock(), app.settings.language)
        told |= keep_fresh(app.store, app.directory, app.library.shelf, app.clock(), app.settings.language)
        told |= send_due(app)
    for person_id in told:
        app.notify(person_id)
    return ready
