"""The few alerts that do not wait for the morning: at most two a person and day, when they may be disturbed."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection

from bot.funnel.alerts import shown
from bot.funnel.alerts.answers import buttons
from bot.funnel.alerts.org import Member, Org
from bot.funnel.alerts.rules import Rule
from bot.funnel.alerts.saying import sentence
from bot.funnel.alerts.shown import Shown
from bot.funnel.alerts.state import Case
from bot.messages import Choices, Reply, Text
from bot.playbooks.playbooks import Playbooks
from bot.pushes import outbox
from bot.pushes.calendar import local
from bot.pushes.rhythm import next_open
from bot.words import words

A_DAY = 2
KIND = "alert"


def push(
    db: Connection, told: Mapping[tuple[int, int], Case], rules: Mapping[str, Rule], org: Org, playbooks: Playbooks,
    now: datetime, language: str,
) -> frozenset[tuple[int, int]]:  # fmt: skip
    """(case, person) of those that got a message; the others read it in the morning. `language`: of who chose none."""
    urgent = {key: case for key, case in told.items() if _is_alone(case, rules)}
    found = shown.of_cases(db, (case for case, _ in urgent), "UTC") if urgent else {}
    return frozenset(
        (each.case.id, person)
        for each in _worst_first(found.values(), now)
        for case, person in urgent
        if case == each.case.id and _push(db, each, org.members[person], rules, playbooks, now, language)
    )


def _is_alone(case: Case, rules: Mapping[str, Rule]) -> bool:
    rule = rules.get(case.rule)
    return rule is not None and rule.levels[case.level - 1].alone


def _worst_first(all_: Iterable[Shown], now: datetime) -> list[Shown]:
    return sorted(all_, key=lambda each: each.weight(now), reverse=True)


def _push(
    db: Connection, each: Shown, to: Member, rules: Mapping[str, Rule], playbooks: Playbooks, now: datetime,
    language: str,
) -> bool:  # fmt: skip
    """Into one of the day's two slots: their key is unique, whoever fills it."""
    said, level = words(to.language or language), rules[each.case.rule].levels[each.case.level - 1]
    text, question = sentence(said, each, playbooks, now, to.id), level.question.of(said.language)
    choices = Choices(buttons(said, each.case.id, each.case.person_id == to.id))
    reply = Reply((Text(text), Text(question, "muted"), choices))
    due = next_open(to.rhythm, now)
    about = each.case.person_id if each.case.person_id != to.id else None
    slots = (f"{local(to.rhythm.zone, due).date()}#{n}" for n in range(1, A_DAY + 1))
    return any(
        outbox.push(db, reply, person_id=to.id, kind=KIND, now=now, due=due, slot=slot, about=about) is not None
        for slot in slots
    )
