"""The feature: every way into a drill, in the order in which they are read."""

from bot.drills import appeals, debrief, menu, play, reminders
from bot.drills.real import review
from bot.features import Feature
from bot.words import N_

drills = Feature("drills", N_("Drills"))

menu.register(drills)
play.register(drills)
debrief.register(drills)
appeals.register(drills)
review.register(drills)
drills.home(reminders.home)
drills.steps(reminders.steps)
