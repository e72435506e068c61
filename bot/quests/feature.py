"""The feature: every way into a quest, in the order in which they are read."""

from bot.features import Feature
from bot.quests import (
    abilities,
    answering,
    beginning,
    boards,
    certificate,
    confirming,
    daily,
    enrolling_others,
    mentees,
    migrating,
    page,
    points,
)  # fmt: skip
from bot.quests.ramp import chat as ramp
from bot.words import N_

quests = Feature("quests", N_("Quests"))

page.register(quests)
beginning.register(quests)
points.register(quests)
abilities.register(quests)
boards.register(quests)
mentees.register(quests)
enrolling_others.register(quests)
migrating.register(quests)
ramp.register(quests)
certificate.register(quests)
daily.register(quests)
answering.register(quests)
confirming.register(quests)
quests.morning(lambda turn: (*daily.morning(turn), *mentees.morning(turn)))
quests.steps(lambda turn: (*daily.steps(turn), *mentees.steps(turn)))
