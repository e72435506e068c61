"""What goes wrong on the way, and how fast things came: shared by the fakes of all platforms.

`Faults` decides for every call whether it fails, from a seed or from a script. `Rates` keeps the times of sends,
and knows which came while the peer had asked for silence.
"""

import random
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field

Fault = tuple[str] | tuple[str, float]
"""("429", seconds to wait), ("500",), ("reset",) and ("stall", seconds) after the call was accepted, or ("drop",):
the line is cut and nothing was accepted."""


class Faults:
    """Fails calls at random, alike for one seed, and as scripted with `once`."""

    def __init__(
        self, seed: int = 0, *, rate_429: float = 0, retry_after: float = 1, rate_500: float = 0, rate_reset: float = 0,
        rate_stall: float = 0, stall_seconds: float = 30, rate_drop: float = 0, only: Collection[str] = (),
    ) -> None:  # fmt: skip
        """`only` names the methods that fail at random; none named, all do."""
        self._random = random.Random(seed)
        self._only = only
        self._kinds: dict[str, Fault] = {
            "429": ("429", retry_after), "500": ("500",), "reset": ("reset",), "stall": ("stall", stall_seconds),
            "drop": ("drop",),
        }  # fmt: skip
        self._rates = (rate_429, rate_500, rate_reset, rate_stall, rate_drop)
        self._script: list[tuple[str, Fault]] = []
        self._lock = threading.Lock()
        self.happened: dict[str, int] = defaultdict(int)

    @classmethod
    def flaky(cls, seed: int, **more: object) -> "Faults":
        """A peer on a bad day: one call in nine fails somehow."""
        return cls(seed, **{"rate_429": 0.05, "rate_500": 0.03, "rate_reset": 0.02, "rate_stall": 0.01, **more})  # type: ignore[arg-type]

    def once(self, kind: str, method: str = "", seconds: float | None = None) -> None:
        """The next call (of `method`) fails like this; more of them queue up."""
        fault = self._kinds[kind]
        self._script.append((method, fault if seconds is None else (kind, seconds)))

    def next(self, method: str) -> Fault | None:
        """How this call fails, if it does."""
        with self._lock:
            fault = self._scripted(method) or self._drawn(method)
            if fault:
                self.happened[fault[0]] += 1
            return fault

    def _scripted(self, method: str) -> Fault | None:
        for index, (wanted, _) in enumerate(self._script):
            if wanted in ("", method):
                return self._script.pop(index)[1]
        return None

    def _drawn(self, method: str) -> Fault | None:
        if self._only and method not in self._only:
            return None
        point = self._random.random()
        for rate, fault in zip(self._rates, self._kinds.values(), strict=True):
            if point < rate:
                return fault
            point -= rate
        return None


@dataclass(frozen=True, slots=True)
class Limits:
    """What a platform allows, its own figures for a start."""

    second: int = 30
    chat_second: int = 1
    group_minute: int = 20


@dataclass(frozen=True, slots=True)
class Rated:
    """The most sends that came within any such window, and how many came inside a `retry_after`."""

    sends: int
    second: int
    chat_second: int
    group_minute: int
    early: int

    def beyond(self, limits: Limits) -> list[str]:
        """What broke the rate, in sentences; empty when nothing did."""
        found = [
            f"{getattr(self, name)} sends where {getattr(limits, name)} may come: {name}"
            for name in Limits.__slots__
            if getattr(self, name) > getattr(limits, name)
        ]
        return [*found, f"{self.early} sends came inside a retry_after"] if self.early else found


@dataclass(slots=True)
class Rates:
    """When sends arrived. A pause belongs to a key: a token, or a method where the platform counts like that."""

    now: Callable[[], float] = time.monotonic
    grace: float = 0.25
    """A send that was on the wire when the 429 went out is nobody's fault."""
    jitter: float = 0.05
    """A second on the sender's clock may be a little less when it arrives."""
    early: int = 0
    _sends: dict[tuple[int | str, bool], list[float]] = field(default_factory=lambda: defaultdict(list))
    _pauses: dict[str, tuple[float, float]] = field(default_factory=dict)

    def pause(self, key: str, seconds: float) -> None:
        self._pauses[key] = (self.now(), self.now() + seconds)

    def paused(self, key: str) -> float:
        """Seconds that a pause still runs; to be asked once for each call, which then came too early."""
        since, until = self._pauses.get(key, (0.0, 0.0))
        now = self.now()
        if now >= until - self.jitter:
            return 0.0
        self.early += now > since + self.grace
        return until - now

    def sent(self, chat: int | str, *, group: bool = False) -> None:
        self._sends[chat, group].append(self.now())

    def report(self) -> Rated:
        times = self._sends
        groups = [came for (_, group), came in times.items() if group]
        everything = sorted(moment for came in times.values() for moment in came)
        second = 1 - self.jitter
        return Rated(
            sends=len(everything),
            second=busiest(everything, second),
            chat_second=max((busiest(came, second) for came in times.values()), default=0),
            group_minute=max((busiest(came, 60 * second) for came in groups), default=0),
            early=self.early,
        )


def busiest(times: Iterable[float], width: float) -> int:
    """The most moments in any window that long; `times` ascend."""
    inside: list[float] = []
    most = 0
    for moment in times:
        inside = [earlier for earlier in inside if earlier > moment - width]
        inside.append(moment)
        most = max(most, len(inside))
    return most
