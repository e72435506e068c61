"""The feature: every way into a quest, in the order in which they are read."""

from bot.features import Feature
from bot.quests import answering, certificate, daily, page, points
from bot.quests.alone import alone
from bot.quests.boards import board as boards
from bot.quests.confirming import asking as confirming
from bot.quests.joining import beginning, enrolling_others, migrating
from bot.quests.mentoring import finished, mentees, week
from bot.quests.ramp import chat as ramp
from bot.quests.skills import abilities
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
MORNING = (daily.morning, mentees.morning, week.morning, finished.morning)
quests.morning(lambda turn: tuple(part for report in MORNING for part in report(turn)))
quests.steps(lambda turn: (*daily.steps(turn), *mentees.steps(turn)))
quests.routes = [alone(route) for route in quests.routes]
