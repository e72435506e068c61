"""From a talk to a scorecard: pure, deterministic, every level with the words that it rests on."""

from bot.drills.scoring.card import score

__all__ = ["score"]
