"""The feature: the numbers, the alerts, and what stands of both in the morning message."""

from bot.features import Feature
from bot.funnel import ask
from bot.funnel.morning import mine, team
from bot.messages import Role
from bot.words import N_

LEADERS = frozenset({Role.MANAGER, Role.ADMIN})

funnel = Feature("funnel", N_("The funnel"))

ask.register(funnel)
funnel.morning(lambda turn: (*mine.report(turn), *team.report(turn)))
funnel.steps(mine.steps)
funnel.button("for_team", roles=LEADERS)(team.for_team)
