"""The verbs of `cornerman`. Each loads only what it needs, so that a short one stays short."""

from bot.cli import (  # they put their verbs on `main`
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
    says,
    slack,
    sync,
    talk,
)
from bot.cli.base import main

__all__ = [
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
    "says",
    "slack",
    "sync",
    "talk",
]
