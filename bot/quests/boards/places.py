"""Boards: of those who joined, the top three and the most improved; of teams, the better half. Nobody is last. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

MOST = 3
LEAST = 3
"""Fewer than that are no board, and in a team no percentage: it would say one person's number."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody who joined."""

    name: str
    points: int
    """Of the last 30 days."""
    before: int = 0
    """Of the 30 days before them."""

    @property
    def more(self) -> int:
        return self.points - self.before


@dataclass(frozen=True, slots=True)
class Place:
    place: int
    name: str
    value: int


@dataclass(frozen=True, slots=True)
class Board:
    top: tuple[Place, ...]
    improved: tuple[Place, ...]


def board(joined: Sequence[Entry]) -> Board | None:
    """None: too few have joined."""
    if len(joined) < LEAST:
        return None
    return Board(_best(joined, lambda entry: entry.points), _best(joined, lambda entry: entry.more))


@dataclass(frozen=True, slots=True)
class Team:
    name: str
    people: int
    """In quests."""
    due: int
    """Steps that were due by today, of all of them."""
    done: int

    @property
    def percent(self) -> int:
        return round(100 * self.done / self.due)


def teams_ahead(teams: Iterable[Team]) -> list[tuple[Place, Team]]:
    """The better half of the teams that are large enough; of two, naming one would name the last."""
    counted = {team.name: team for team in teams if team.people >= LEAST and team.due}
    most = len(counted) // 2 if len(counted) >= LEAST else 0
    places = _placed([(team.name, team.percent) for team in counted.values()], most)
    return [(place, counted[place.name]) for place in places]


def _best(joined: Sequence[Entry], value: Callable[[Entry], int]) -> tuple[Place, ...]:
    """Of at most half of those who joined: who is not named is one of many."""
    found = [(entry.name, value(entry)) for entry in joined if value(entry) > 0]
    return tuple(_placed(found, len(joined) // 2))


def _placed(found: Sequence[tuple[str, int]], most: int) -> list[Place]:
    """Equals share a place; a place that has not room for all of its own is not shown at all."""
    places: list[Place] = []
    room = min(most, MOST)
    for value in sorted({value for _, value in found}, reverse=True):
        equal = sorted(name for name, each in found if each == value)
        if len(places) + len(equal) > room:
            break
        place = len(places) + 1
        places += [Place(place, name, value) for name in equal]
    return places
