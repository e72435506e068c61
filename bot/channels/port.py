"""What a channel needs of the app; `App` has it. Channels sit below the app, so they know only this."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from starlette.routing import BaseRoute

from bot.features import Routes
from bot.messages import Incoming, Message, Person
from bot.people.directory import Directory
from bot.pushes.marks import Marks
from bot.settings import Settings
from bot.store import Store

T = TypeVar("T")


class Bot(Protocol):
    settings: Settings
    store: Store
    process: str
    """Who we are among several processes."""
    marks: Marks
    directory: Directory
    routes: Routes

    @property
    def clock(self) -> Callable[[], datetime]: ...

    def answer(self, incoming: Incoming) -> Message: ...

    def drop(self, arrival: int) -> None:
        """A raw event that needs no turn."""

    def sent(self, message: Message) -> None: ...

    def flush(self) -> None: ...

    def language(self, channel: str, account: str) -> str:
        """What the interface speaks with this account."""

    def commands(self, channel: str, account: str) -> Sequence[str]:
        """The words that this account can type."""

    def person(self, channel: str, account: str) -> Person | None: ...

    def may(self, person: Person, action: str) -> bool:
        """What the permission table says."""

    def service(self, kind: type[T]) -> T: ...

    def progress(self) -> tuple[str, int, int]:
        """What the background is doing: ("reading" | "learning" | "ready", done, total)."""

    def listen(self, hear: Callable[[int], None]) -> None: ...


class Platform(Protocol):
    """A chat platform that runs beside the page."""

    name: str

    @property
    def routes(self) -> Sequence[BaseRoute]:
        """What it mounts in the web app, where the platform calls us."""

    async def start(self) -> None:
        """Connects; raises CornermanError with what is wrong. May be called again after that."""

    async def stop(self) -> None:
        """Lets what is under way end, and disconnects."""
