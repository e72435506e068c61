"""What a rep dictates, understood: a pure function of the words, of now, and of the customers there are."""

from datetime import datetime

from bot.playbooks.log import dates, kinds, news, steps, who, worries
from bot.playbooks.log.clauses import Clauses
from bot.playbooks.log.heard import Heard, Next, Part, World
from bot.playbooks.log.names import folded
from bot.playbooks.log.next_step import next_step
from bot.playbooks.log.who import With


def hear(text: str, now: datetime, world: World) -> Heard:
    """`now` is the speaker's own time."""
    plain = folded(text)
    spans = dates.find(plain, now.date())
    clauses = Clauses(plain, spans)
    met = who.find(plain, text, world, spans)
    days = steps.sort_out(clauses, spans, met.people, now.date())
    kind, ask_kind = kinds.kind_of(clauses, spans, days, met.companies)
    step = next_step(clauses, days, [plain[a:b] for a, b in met.spans])
    return Heard(
        text,
        customer=met.customer,
        customer_said=met.said,
        among=met.among,
        contact=met.contact,
        contact_said=met.contact_said,
        kind=kind,
        day=days.day,
        at=days.at,
        next=step,
        objection=worries.objection(clauses, spans, text),
        stage_hint=news.stage(plain),
        ask=_open(met, ask_kind, days, step),
    )


def _open(met: With, ask_kind: bool, days: steps.Days, step: Next | None) -> frozenset[Part]:
    asked: dict[Part, bool] = {
        "customer": met.ask,
        "contact": met.ask_contact,
        "kind": ask_kind,
        "day": days.ask_day,
        "next_day": days.ask_next,
    }
    return frozenset(part for part, doubtful in asked.items() if doubtful)
