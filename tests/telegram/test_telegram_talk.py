"""A private chat with the bot on Telegram: what is said, pressed, sent along, and what comes back."""

import json

import pytest

from bot.messages import Button, Choices, Picture, Reply, Role, Text, say
from bot.people import people  # noqa: F401
from bot.pushes import outbox
from bot.store import attachments, inbox
from sqlalchemy import select
from tests.telegram.player import Player, Stage


def test_a_conversation(stage: Stage, lin: Player) -> None:
    assert "/settings" in lin.say("/help")
    assert "Hello Lin." in lin.say("/start")
    assert "What else can you do?" in lin.labels
    assert "/settings" in lin.press("What else can you do?")
    assert stage.fake.unanswered == set()
    assert len(stage.fake.answers) == 1
