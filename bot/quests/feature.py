"""The feature: every way into a quest, in the order in which they are read."""

from bot.features import Feature
from bot.quests import answering, daily, page, points
from bot.words import N_

quests = Feature("quests", N_("Quests"))

page.register(quests)
answering.register(quests)
points.register(quests)
daily.register(quests)
