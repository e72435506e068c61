"""What delivery needs of a platform, and the four ways in which a send can end that is not `sent`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.pushes.states import Outgoing


class TryLater(Exception):
    """429: nothing goes out for this token, or this chat, for `seconds`."""

    def __init__(self, seconds: float, why: str = "the platform asked us to slow down") -> None:
        super().__init__(why)
        self.seconds = seconds


class NotSent(Exception):
    """Certainly not sent, and worth another try: refused connection, 5xx."""


class Unsure(Exception):
    """It may have arrived: the connection broke after the request was out."""


class Refused(Exception):
    """It will never arrive like this."""

    def __init__(self, why: str, *, gone: bool = False) -> None:
        super().__init__(why)
        self.gone = gone
        """The person blocked us or left: whatever else waits for them there is pointless too."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One message of the platform, rendered: what a reply becomes, in order. `body` is the channel's own."""

    body: Any


class Wire(Protocol):
    """One platform. Every method but `pieces` and `is_group` is one call over the network, and may raise the above."""

    name: str

    def pieces(self, out: Outgoing) -> Sequence[Piece]:
        """What a reply looks like here; pure, so that a retry sends the same."""

    def is_group(self, out: Outgoing) -> bool:
        """Whether the chat's own limit is the stricter one of groups."""

    async def send(self, out: Outgoing, piece: Piece, number: int) -> str:
        """A new message; its id on the platform ("" where it has none)."""

    async def edit(self, out: Outgoing, ref: str, piece: Piece) -> str:
        """Replaces a message; the id under which it is found from now on."""

    async def remove(self, out: Outgoing, ref: str) -> None: ...

    async def find(self, out: Outgoing) -> Sequence[str] | None:
        """The ids of the pieces that did arrive, in order; None where the platform cannot be asked."""
