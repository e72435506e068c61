"""An invented team on a moved clock: what the demo starts from, what benchmarks measure on, what `simulate` tries."""

from bot.simulate.bulk import bulk

__all__ = ["bulk"]
