"""Quests are for their owner's eyes, and for who helps them: in a group only the board is shown."""

from dataclasses import replace
from typing import Any

from bot.features import Route, Turn
from bot.messages import Reply, say
from bot.people.page_link import ALONE

FOR_ALL = frozenset({"board", "board_join", "board_leave"})
OF_THEIR_OWN = frozenset({"radar", "radar_show"})
"""They have a sentence for a group themselves."""


def alone(route: Route) -> Route:
    """The same way in, with a sentence instead where others read along."""
    if route.name in FOR_ALL | OF_THEIR_OWN:
        return route
    handler = route.handler

    def between_us(turn: Turn, prepared: Any) -> Reply:
        return say(turn.words(ALONE)) if turn.incoming.place == "group" else handler(turn, prepared)

    return replace(route, handler=between_us)
