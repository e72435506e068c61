"""How each kind of step is shown, once it is open."""

from collections.abc import Callable, Mapping

from bot.features import Turn
from bot.messages import Reply
from bot.quests import answering, elsewhere
from bot.quests.quest import Kind
from bot.quests.ways_in import At

Show = Callable[[Turn, At], Reply]

SHOW: Mapping[Kind, Show] = {**elsewhere.SHOW, **answering.SHOW}  # type: ignore[dict-item]
