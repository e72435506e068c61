"""What a rep dictates, understood: a pure function of the words, of now, and of the customers there are."""

from datetime import datetime

from bot.playbooks.log import dates, who
from bot.playbooks.log.heard import Heard, World
from bot.playbooks.log.names import folded


def hear(text: str, now: datetime, world: World) -> Heard:
    folded_text = folded(text)
    spans = dates.find(folded_text, now.date())
    met = who.find(folded_text, text, world, spans)
    return Heard(text, met.customer, met.said, met.among, met.contact, met.contact_said, ask=frozenset({"customer"} if met.ask else ()))
