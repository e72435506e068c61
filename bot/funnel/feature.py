"""The feature: the numbers, the alerts, and what stands of both in the morning message."""

from bot.features import Feature
from bot.funnel.alerts import feature as alerts
from bot.words import N_

funnel = Feature("funnel", N_("The funnel"))

alerts.register(funnel)
