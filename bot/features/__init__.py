"""What the bot can do: `Feature` registers handlers, `Turn` is what they get, `find` picks one for a message."""

from bot.features.routes import NOT_YET, Feature, Host, Match, OpenStep, Route, Routes, Step, Turn, Work, find

__all__ = ["NOT_YET", "Feature", "Host", "Match", "OpenStep", "Route", "Routes", "Step", "Turn", "Work", "find"]
