"""How each kind of step is shown, once it is open."""

from collections.abc import Callable, Mapping

from bot.features import Turn
from bot.messages import Reply
from bot.quests import answering, elsewhere
from bot.quests.confirming import asking as confirming
from bot.quests.quest import Kind
from bot.quests.ways_in import At

Show = Callable[[Turn, At], Reply]

SHOW: Mapping[Kind, Show] = {**answering.SHOW, **elsewhere.SHOW, **confirming.SHOW}  # type: ignore[dict-item]
