"""What the bot can do: features with their handlers, and how a message finds exactly one of them."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, TypeVar

from sqlalchemy import Connection

from bot.messages import Choices, Incoming, Part, Person, Reply, Role
from bot.words import N_, Words

T = TypeVar("T")
Kind = Literal["command", "button", "step", "text"]


@dataclass(frozen=True, slots=True)
class OpenStep:
    """A conversation that waits for the person's next message; a row, so a restart carries on."""

    action: str
    state: Mapping[str, Any]
    version: int


@dataclass(slots=True)
class Turn:
    """All that a handler needs for one message. `db` is a snapshot in `prepare` and the transaction in the handler."""

    incoming: Incoming
    person: Person
    now: datetime
    words: Words
    db: Connection
    app: "Host"
    text: str = ""
    """What was said, without the command's word."""
    args: Mapping[str, str] = field(default_factory=dict)
    """What the pressed button carried."""
    action: str = ""
    """`feature.name` of the handler that this message is for."""
    step: OpenStep | None = None
    next_step: tuple[str, Mapping[str, Any]] | None = None
    """Set by `ask_next`: the conversation that is open after this turn; None closes it."""
    job: tuple[str, Mapping[str, Any]] | None = None
    """Set by `start_job`: work that begins once this turn is committed, and edits its reply."""
    told: set[int] = field(default_factory=set)
    """Others for whom the handler left a message: they hear of it once it is committed."""
    _found: dict[Any, Any] = field(default_factory=dict)

    def get(self, kind: type[T]) -> T:
        """The app's one service of this kind (the card library, the clock …)."""
        return self.app.service(kind)

    def once(self, find: "Callable[[Turn], T]") -> T:
        """What several parts of one message are made from; for messages that change nothing while they are made."""
        if find not in self._found:
            self._found[find] = find(self)
        found: T = self._found[find]
        return found

    def offers(self, action: str) -> bool:
        """Whether a button with this action would do something for this person, in this workspace, today."""
        route = self.app.routes.by_action.get(action)
        return route is not None and route.allows(self.person)

    def tell(self, person_id: int, reply: Reply, kind: str) -> None:
        """Leaves a message for somebody, on the channel where they read; it goes out once this turn is committed."""
        self.app.tell(self.db, person_id, reply, kind, self.now, about=self.person.id)
        self.told.add(person_id)

    def start_job(self, action: str, /, **args: Any) -> None:
        """Work that takes longer than an answer may; `args` are JSON. The reply says that it has begun."""
        self.job = (action, args)

    def ask_next(self, action: str, /, **state: Any) -> None:
        self.next_step = (action, state)


class Host:
    """What features may ask of the app that carries them."""

    routes: "Routes"

    def service(self, kind: type[T]) -> T:
        raise NotImplementedError

    def tell(
        self, db: Connection, person_id: int, reply: Reply, kind: str, now: datetime, *, about: int | None = None
    ) -> None:
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Work:
    """What a job gets: no transaction, and a way to say how far it is."""

    person: Person
    args: Mapping[str, Any]
    words: Words
    now: datetime
    app: Host
    report: Callable[[str, int, int], None]
    """(what is being done, done, of how many); as often as one likes."""


Handler = Callable[[Turn, Any], Reply]
Job = Callable[[Work], Reply]
Prepare = Callable[[Turn], Any]
HomePart = Callable[[Turn], tuple[Part, ...]]


@dataclass(frozen=True, slots=True)
class Step:
    """Something that a person might do first this morning. One is chosen, the others become lines above it."""

    rank: float
    """The lowest is chosen."""
    text: str
    question: str = ""
    """What to ask oneself, shown with the chosen one alone."""
    choices: Choices = field(default_factory=lambda: Choices(()))
    about: str = ""
    """What it concerns, "deal:17": nobody is told of one deal twice in a message."""


Steps = Callable[[Turn], tuple[Step, ...]]
Follow = Callable[[Turn], tuple[Part, ...]]
"""What another feature's turn means here: rows in the same transaction, and parts below its reply."""


@dataclass(frozen=True, slots=True)
class Route:
    """One way in: a command, a button, an open step or free text. `roles` is its row in the permission table."""

    feature: str
    kind: Kind
    name: str
    handler: Handler
    roles: frozenset[Role]
    zh: tuple[str, ...] = ()
    prepare: Prepare | None = None
    help: str = ""
    usage: str = ""
    always: bool = False
    shortcut: str = ""
    """Title under which a platform offers it on somebody's message; it is called with that message's text."""
    leave: str = ""
    """Of a step: what is said to whoever cancels it, where something was kept."""
    private: bool = False
    """What is said or sent to it is not kept: the inbox holds its name alone, and files are read and dropped."""
    gives_way: bool = False
    """Of a step that may be left unanswered: a command's word is that command, and no answer."""

    @property
    def action(self) -> str:
        return f"{self.feature}.{self.name}"

    def allows(self, person: Person) -> bool:
        return person.role in self.roles and self.switched_on(person)

    def switched_on(self, person: Person) -> bool:
        return self.always or self.feature in person.features


class Feature:
    """A named bundle of routes. Every route names the roles that may use it; there is no default."""

    def __init__(self, name: str, title: str, *, always: bool = False) -> None:
        self.name, self.title, self.always = name, title, always
        self.routes: list[Route] = []
        self.jobs: dict[str, Job] = {}
        self.home_part: HomePart | None = None
        self.morning_part: HomePart | None = None
        self.morning_steps: Steps | None = None
        self.follows: dict[str, Follow] = {}

    def is_on(self, person: Person) -> bool:
        return self.always or self.name in person.features

    def command(
        self,
        name: str,
        *,
        roles: frozenset[Role],
        help: str,
        zh: tuple[str, ...] = (),
        usage: str = "",
        shortcut: str = "",
        prepare: Prepare | None = None,
        private: bool = False,
    ) -> Callable[[Handler], Handler]:
        return self._add(
            "command", name, roles, prepare, zh=zh, help=help, usage=usage, shortcut=shortcut, private=private
        )

    def home(self, part: HomePart) -> HomePart:
        """What this feature shows on a person's own page: /me, and the app's home where a platform has one."""
        self.home_part = part
        return part

    def morning(self, part: HomePart) -> HomePart:
        """What this feature reports in the one message a day; nothing where nothing is new."""
        self.morning_part = part
        return part

    def steps(self, steps: Steps) -> Steps:
        """What this feature would have a person do first today; the morning message ends with the best of all."""
        self.morning_steps = steps
        return steps

    def follow(self, *actions: str) -> Callable[[Follow], Follow]:
        """Looks at what these actions of features below have just done, before it is committed."""

        def register(look: Follow) -> Follow:
            self.follows |= dict.fromkeys(actions, look)
            return look

        return register

    def button(
        self, name: str, *, roles: frozenset[Role], prepare: Prepare | None = None
    ) -> Callable[[Handler], Handler]:
        return self._add("button", name, roles, prepare)

    def step(
        self,
        name: str,
        *,
        roles: frozenset[Role],
        prepare: Prepare | None = None,
        leave: str = "",
        private: bool = False,
        gives_way: bool = False,
    ) -> Callable[[Handler], Handler]:
        return self._add("step", name, roles, prepare, leave=leave, private=private, gives_way=gives_way)

    def job(self, name: str) -> Callable[[Job], Job]:
        """Registers long work; it may run twice when a process dies, so it changes nothing but through its reply."""

        def register(work: Job) -> Job:
            self.jobs[f"{self.name}.{name}"] = work
            return work

        return register

    def free_text(self, *, roles: frozenset[Role], prepare: Prepare | None = None) -> Callable[[Handler], Handler]:
        return self._add("text", "text", roles, prepare)

    def _add(
        self, kind: Kind, name: str, roles: frozenset[Role], prepare: Prepare | None, **more: Any
    ) -> Callable[[Handler], Handler]:
        def register(handler: Handler) -> Handler:
            self.routes.append(
                Route(self.name, kind, name, handler, roles, prepare=prepare, always=self.always, **more)
            )
            return handler

        return register


NOT_YET: Mapping[str, str] = {
    "周报": N_("The weekly summary"), "站会": N_("Stand-ups"),
}  # fmt: skip
"""Words of features that this release does not have: named honestly instead of searched as a question."""


@dataclass(frozen=True, slots=True)
class Match:
    route: Route
    text: str = ""
    args: Mapping[str, str] = field(default_factory=dict)


class Routes:
    """The features' routes, looked up by word, by action, or as the one that takes free text."""

    def __init__(self, features: Iterable[Feature]) -> None:
        self.features = tuple(features)
        self.by_action: dict[str, Route] = {}
        self.by_word: dict[str, Route] = {}
        self.free_text: Route | None = None
        self.jobs = {action: work for feature in self.features for action, work in feature.jobs.items()}
        for feature in self.features:
            for route in feature.routes:
                self._place(route)
        self.followers: dict[str, list[tuple[Feature, Follow]]] = {}
        for feature in self.features:
            for action, look in feature.follows.items():
                self.followers.setdefault(action, []).append((feature, look))

    def _place(self, route: Route) -> None:
        if route.action in self.by_action:
            raise ValueError(f"{route.action} is registered twice")
        self.by_action[route.action] = route
        if route.kind == "text":
            if self.free_text is not None:
                raise ValueError("two features want free text")
            self.free_text = route
        if route.kind == "command":
            for word in (route.name, *route.zh):
                if word in self.by_word:
                    raise ValueError(f"the word {word!r} is registered twice")
                self.by_word[word] = route

    def commands(self, person: Person) -> list[Route]:
        """What this person can type, in the order of the features."""
        return [r for f in self.features for r in f.routes if r.kind == "command" and r.allows(person)]

    def permissions(self) -> dict[str, frozenset[Role]]:
        """The one action × role table: every way in and who may use it. What is not in it is denied."""
        return {action: route.roles for action, route in sorted(self.by_action.items())}


_SLASH = re.compile(r"[/／]([a-zA-Z0-9_]+|[\u4e00-\u9fff]+)(?:@[a-zA-Z0-9_-]+)?[\s:：,，]*(.*)", re.DOTALL)
_WORD = re.compile(r"([\u4e00-\u9fff]+)(?:[\s:：]+(.*)|[。.!！]?$)", re.DOTALL)
_OUT = re.compile(r"(cancel|stop|quit|exit)[.!]?", re.IGNORECASE)
"""What people type in English to get out of an open step; elsewhere these words are only words."""


def find(routes: Routes, text: str, step: OpenStep | None) -> Match | None:
    """The one handler for a typed message: a slash command, then the open step, then a Chinese word, then free text.

    A slash always gets out of an open step; so does 取消. None: a slash command that nobody has.
    """
    text = text.strip()
    if slash := _SLASH.match(text):
        route = routes.by_word.get(slash[1].lower())
        return Match(route, slash[2].strip()) if route else None
    word = _WORD.match(text)
    named = routes.by_word.get(word[1]) if word else None
    if step is not None and _OUT.fullmatch(text):
        named = routes.by_word.get("cancel")
    if step is not None and not (named and named.action == "people.cancel"):
        waiting = routes.by_action.get(step.action)
        if waiting is not None and not (waiting.gives_way and named is not None):
            return Match(waiting, text)
    if named is not None:
        return Match(named, (word[2] or "").strip() if word else "")
    return Match(routes.free_text, text) if routes.free_text else None
