"""The verbs of `cornerman`. Each loads only what it needs, so that a short one stays short."""

from bot.cli import audit, content, measure, people, push, says, slack, talk  # they put their verbs on `main`
from bot.cli.base import main

__all__ = ["audit", "content", "main", "measure", "people", "push", "says", "slack", "talk"]
