"""Who mentors whom, and whether that goes round: nobody is the mentor of their own mentor. Pure."""

from collections.abc import Hashable, Iterable
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def circle(pairs: Iterable[tuple[T, T]]) -> tuple[T, ...]:
    """One circle in (who, mentor) pairs, the first again at its end; () where there is none."""
    above: dict[T, list[T]] = {}
    for who, mentor in pairs:
        above.setdefault(who, []).append(mentor)
    clear: set[T] = set()
    for start in above:
        found = _from(start, above, clear)
        if found:
            return found
    return ()


def _from(start: T, above: dict[T, list[T]], clear: set[T]) -> tuple[T, ...]:
    """`way` is where we are, with what is left to try at each; whoever is `clear` leads into no circle."""
    way, left = [start], [list(above.get(start, ()))]
    while way:
        if way[-1] in clear or not left[-1]:
            clear.add(way.pop())
            left.pop()
            continue
        mentor = left[-1].pop()
        if mentor in way:
            return (*way[way.index(mentor) :], mentor)
        way.append(mentor)
        left.append(list(above.get(mentor, ())))
    return ()
