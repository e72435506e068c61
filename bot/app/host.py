"""What the app holds and everybody below it may ask for: services, people, what was sent, who waits for news."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from threading import Event
from typing import Any, TypeVar

from sqlalchemy import Connection

from bot.clock import Clock, MovedClock, system_clock
from bot.drills.feature import drills
from bot.drills.stage import Stage
from bot.errors import CornermanError
from bot.features import Feature, Host, Routes
from bot.features.forms import forms
from bot.feedback import feedback
from bot.funnel.alerts.rules import Rules
from bot.funnel.alerts.watch import Watch
from bot.funnel.feature import funnel
from bot.funnel.morning.wording import TEXTS
from bot.funnel.stage_changes import StageChanges
from bot.knowledge import knowledge
from bot.knowledge.library import Library
from bot.knowledge.review_dates import recorded
from bot.knowledge.taken import TakenPhrases
from bot.messages import Message, Person, Reply
from bot.people import people
from bot.people.demo import demo
from bot.people.directory import Directory
from bot.playbooks.feature import playbooks
from bot.playbooks.playbooks import Playbooks
from bot.pushes import linking, outbox
from bot.pushes.marks import Marks
from bot.pushes.own_times import times
from bot.pushes.sharing import sharing
from bot.pushes.templates import Templates
from bot.quests.feature import quests
from bot.quests.quests import Quests
from bot.settings import Settings
from bot.store import Store, arrivals, leases
from bot.store.migrations import migrate

T = TypeVar("T")

linking.register(people)  # from above: the people's room cannot write to anybody

FEATURES: tuple[Feature, ...] = (knowledge, playbooks, funnel, drills, quests, feedback, people, times, forms, sharing)
"""Everything the bot can do, in the order of help and menus."""


class Base(Host):
    def __init__(
        self,
        settings: Settings,
        *,
        clock: Clock = system_clock,
        features: Iterable[Feature] = FEATURES,
        library: Library | None = None,
    ) -> None:
        self.settings, self.clock = settings, clock
        self.store = Store(settings.database_url)
        migrate(self.store)
        self.routes = Routes((*features, demo) if settings.demo else features)
        self.directory = Directory(check_features(settings, self.routes), settings.time_zone, demo=settings.demo)
        self.library = library or Library(settings.workspace, settings.state, clock)
        self.library.overlay = TakenPhrases(self.store)
        self.library.reviews = self._reviews
        self.process = leases.new_owner()
        self.work = Event()
        """Set once a turn has started a job."""
        self.stopping = Event()
        """Set when the process ends: whatever takes long looks at it."""
        self.marks = Marks(self.store, clock)
        playbooks, rules = Playbooks(self.library), Rules(self.library)
        changes = StageChanges(playbooks, settings)
        self.alerts = Watch(self.store, self.directory, rules, playbooks, settings, changes)
        self._services: dict[type, Any] = {
            Directory: self.directory, Library: self.library, Settings: settings, MovedClock: clock,
            Stage: Stage(self.library), Quests: Quests(self.library), Playbooks: playbooks, Rules: rules,
            Watch: self.alerts, Templates: Templates(settings.workspace, TEXTS),
        }  # fmt: skip
        self._listeners: list[Callable[[int], None]] = []

    def service(self, kind: type[T]) -> T:
        found = self._services[kind]
        assert isinstance(found, kind)
        return found

    def _reviews(self) -> Mapping[str, date]:
        with self.store.read() as db:
            return recorded(db)

    def tell(
        self, db: Connection, person_id: int, reply: Reply, kind: str, now: datetime, *, about: int | None = None
    ) -> None:
        outbox.push(db, reply, person_id=person_id, kind=kind, now=now, about=about)

    # What the channels ask

    def person(self, channel: str, account: str) -> Person | None:
        with self.store.read() as db:
            return self.directory.recognise(db, channel, account)

    def may(self, person: Person, action: str) -> bool:
        route = self.routes.by_action.get(action)
        return route is not None and route.allows(person)

    def language(self, channel: str, account: str) -> str:
        known = self.person(channel, account)
        return (known and known.language) or self.settings.language

    def commands(self, channel: str, account: str) -> list[str]:
        known = self.person(channel, account)
        return [word for route in self.routes.commands(known) for word in (route.name, *route.zh)] if known else []

    def progress(self) -> tuple[str, int, int]:
        return self.library.status()

    # What was sent, and who waits for news

    def sent(self, message: Message) -> None:
        """A channel whose own screen is the delivery has shown a message."""
        if message.id and self.marks.add(message.id, []):
            self.flush()

    def flush(self) -> None:
        self.marks.flush()

    def drop(self, arrival: int) -> None:
        """A raw event needs no turn any more: it was nothing to answer, or was answered with an apology."""
        if arrival:
            with self.store.write() as db:
                arrivals.done(db, arrival)

    def listen(self, hear: Callable[[int], None]) -> None:
        """`hear(person_id)` is called from any thread when that person may have a new message."""
        self._listeners.append(hear)

    def notify(self, person_id: int) -> None:
        for hear in self._listeners:
            hear(person_id)

    def close(self) -> None:
        self.flush()
        self.library.close()
        self.store.close()


def check_features(settings: Settings, routes: Routes) -> dict[str, bool]:
    """What [features] says, checked against the features that there are."""
    known = {feature.name for feature in routes.features if not feature.always}
    unknown = set(settings.features) - known
    if unknown:
        raise CornermanError(
            f"cornerman.toml: [features] names {min(unknown)!r}, which does not exist. "
            f"There are: {', '.join(sorted(known))}."
        )
    return dict(settings.features)
