"""The feature: the numbers, the alerts, and what stands of both in the morning message."""

from bot.features import Feature
from bot.funnel import ask
from bot.funnel.alerts import feature as alerts
from bot.funnel.alerts.chat import team_step
from bot.funnel.alerts.morning import steps as alert_steps
from bot.funnel.morning import mine, team
from bot.messages import LEADERS
from bot.words import N_

funnel = Feature("funnel", N_("The funnel"))

ask.register(funnel)
alerts.register(funnel)
funnel.morning(lambda turn: (*mine.report(turn), *team.report(turn)))
funnel.steps(lambda turn: (*alert_steps(turn), *mine.steps(turn), *team_step(turn)))
funnel.button("for_team", roles=LEADERS)(team.for_team)
