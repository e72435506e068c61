"""The verbs of `cornerman`. Each loads only what it needs, so that a short one stays short."""

from bot.cli import (  # they put their verbs on `main`
    alerts,
    audit,
    content,
    doctor,
    drill,
    funnel,
    imports,
    measure,
    outbox,
    people,
    push,
    quests,
    says,
    simulate,
    slack,
    sync,
    talk,
)
from bot.cli.base import main

__all__ = [
    "alerts",
    "audit",
    "content",
    "doctor",
    "drill",
    "funnel",
    "imports",
    "main",
    "measure",
    "outbox",
    "people",
    "push",
    "quests",
    "says",
    "simulate",
    "slack",
    "sync",
    "talk",
]
