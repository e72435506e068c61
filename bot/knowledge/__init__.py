"""The knowledge base: cards, finding the right one, and what is missing."""

from bot.knowledge.ask import knowledge

__all__ = ["knowledge"]
