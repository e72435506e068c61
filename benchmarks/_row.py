"""One figure beside its floor and aim."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """`up`: higher is better."""

    what: str
    value: float | None
    floor: float | None = None
    aim: float | None = None
    up: bool = True

    def __str__(self) -> str:
        cells = (f"{cell:.3f}" if cell is not None else "–" for cell in (self.floor, self.aim, self.value))
        return f"{self.what:<46}" + "".join(f"{cell:>10}" for cell in cells) + f"  {self.verdict()}"

    def verdict(self) -> str:
        if self.value is None:
            return ""
        sign = 1 if self.up else -1
        if self.aim is not None and sign * self.value >= sign * self.aim:
            return "aim"
        if self.floor is not None:
            return "floor" if sign * self.value >= sign * self.floor else "BELOW"
        return "" if self.aim is None else "below aim"
