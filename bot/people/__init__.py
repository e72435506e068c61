"""Who is speaking and what they may do: first contact, settings, teams and their features."""

from bot.people.welcome import people

__all__ = ["people"]
