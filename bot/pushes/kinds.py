"""What kinds of message there are, and what each does when it is late, when somebody rests, when a send is in doubt."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Kind:
    priority: int
    """The lowest goes first."""
    resend: bool = False
    """After a crash in the middle of a send that the platform cannot be asked about: send again, or park it."""
    waits: bool = False
    """Whether quiet hours, days off and leave hold it back."""
    grace: timedelta | None = None
    """How late it may still go out; later it is recorded as expired. None: it is never too late."""


KINDS: Mapping[str, Kind] = {
    "reply": Kind(0, resend=True),  # somebody waits: twice is better than never
    "home": Kind(0, resend=True),  # the same page again
    "link": Kind(0, resend=True),
    "share": Kind(0),
    "progress": Kind(1, resend=True),  # an edit: the same again
    "alert": Kind(1, resend=True),
    "content": Kind(1, resend=True, waits=True),
    "source": Kind(2, resend=True, waits=True),
    "feedback": Kind(2, resend=True, waits=True),
    "appeal": Kind(2, resend=True, waits=True),
    "gap": Kind(2, resend=True, waits=True),
    "quest": Kind(2, resend=True, waits=True),
    "good_news": Kind(2, waits=True),
    "freshness": Kind(3, waits=True),
    "morning": Kind(3, waits=True, grace=timedelta(hours=4)),
}
"""A kind that is not named here is a digest: last in the queue, never sent twice."""

DIGEST = Kind(4, waits=True, grace=timedelta(hours=24))


def kind_of(name: str) -> Kind:
    return KINDS.get(name, DIGEST)
