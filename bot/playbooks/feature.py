"""The feature: every way to a deal, in the order in which they are read."""

from bot.features import Feature
from bot.words import N_

playbooks = Feature("playbooks", N_("Deals"))
