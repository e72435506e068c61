"""Threads that start in the same moment."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def at_once(n: int, do: Callable[[int], T]) -> list[T]:
    """Runs do(0) … do(n-1) in threads that start together; their results in order."""
    start = threading.Barrier(n)

    def one(i: int) -> T:
        start.wait(30)
        return do(i)

    with ThreadPoolExecutor(n) as pool:
        return list(pool.map(one, range(n)))
