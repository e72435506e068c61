"""The verbs of `cornerman`. Each loads only what it needs, so that a short one stays short."""

from bot.cli import content, doctor, measure, outbox, people, says, talk  # they put their verbs on `main`
from bot.cli.base import main

__all__ = ["content", "doctor", "main", "measure", "outbox", "people", "says", "talk"]
