"""A platform in memory, for what delivery decides: every way in which a send can end, on demand."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.messages import Text
from bot.pushes.states import Outgoing
from bot.pushes.wire import NotSent, Piece, Refused, TryLater, Unsure

ENDS = {
    "later": lambda: TryLater(1),
    "not sent": lambda: NotSent("503"),
    "refused": lambda: Refused("bad request"),
    "gone": lambda: Refused("blocked", gone=True),
    "arrives unseen": lambda: Unsure("the connection broke"),
    "lost unseen": lambda: Unsure("the connection broke"),
}


@dataclass
class Platform:
    """What the people there see, whoever sent it; `wire()` gives each process its own way in."""

    readable: bool = False
    """Whether it can be asked what arrived."""
    next: deque[str] = field(default_factory=deque)
    """How the next calls end; empty: well."""
    shown: list[tuple[str, str, int, str]] = field(default_factory=list)
    """(ref, token, piece, text), in order."""
    edits: list[tuple[str, str]] = field(default_factory=list)

    def texts(self) -> list[str]:
        return [text for *_, text in self.shown]


class MemoryWire:
    """One character in `|` splits a reply into pieces, as a limit of a platform would."""

    name = "telegram"

    def __init__(self, platform: Platform) -> None:
        self.platform = platform

    def pieces(self, out: Outgoing) -> Sequence[Piece]:
        texts = [part.text for part in out.reply.parts if isinstance(part, Text)]
        return [Piece(piece) for piece in "".join(texts).split("|")]

    def is_group(self, out: Outgoing) -> bool:
        return False

    async def send(self, out: Outgoing, piece: Piece, number: int) -> str:
        end = self._ends()
        ref = f"m{len(self.platform.shown)}"
        if end in ("", "arrives unseen"):
            self.platform.shown.append((ref, out.token, number, piece.body))
        if end:
            raise ENDS[end]()
        return ref

    async def edit(self, out: Outgoing, ref: str, piece: Piece) -> str:
        end = self._ends()
        if end:
            raise ENDS[end]()
        self.platform.edits.append((ref, piece.body))
        return ref

    async def remove(self, out: Outgoing, ref: str) -> None:
        self.platform.shown = [message for message in self.platform.shown if message[0] != ref]

    async def find(self, out: Outgoing) -> Sequence[str] | None:
        if not self.platform.readable:
            return None
        return [ref for ref, token, _, _ in self.platform.shown if token == out.token]

    def _ends(self) -> str:
        return self.platform.next.popleft() if self.platform.next else ""
