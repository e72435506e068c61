"""Everything of the alerts that stands on the feature."""

from bot.features import Feature
from bot.funnel.alerts import chat, tasks


def register(funnel: Feature) -> None:
    chat.register(funnel)
    tasks.register(funnel)
