"""Which line comes next: by seed, never the same twice as long as there is another."""

from collections.abc import Sequence
from hashlib import blake2b


def chance(seed: int, *about: object) -> float:
    """From 0 to 1, the same for the same seed and subject on every machine."""
    digest = blake2b(repr((seed, *about)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64


def shuffled(seed: int, items: Sequence[str], about: str) -> list[str]:
    return sorted(items, key=lambda item: chance(seed, about, item))


def pick(lines: Sequence[str], pool: str, used: Sequence[str], seed: int, turn: int) -> tuple[str, str] | None:
    """(the line's key, the line), of those not said yet; None when all were."""
    free = [(f"{pool}/{n}", line) for n, line in enumerate(lines) if f"{pool}/{n}" not in used]
    if not free:
        return None
    return free[int(chance(seed, pool, turn) * len(free))]
