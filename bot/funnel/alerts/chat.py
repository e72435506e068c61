"""/alerts: what is open in my scope; for managers the rules in words, and what each would have done last month."""

from typing import Any

from bot.features import Feature, Step, Turn, Work
from bot.funnel.alerts import answers, shown
from bot.funnel.alerts.history import CANNOT, DryRun, dry_run
from bot.funnel.alerts.morning import line_of, told
from bot.funnel.alerts.org import Org
from bot.funnel.alerts.rules import Rule, Rules
from bot.funnel.alerts.saying import rule_in_words, sentence
from bot.funnel.alerts.shown import Shown
from bot.funnel.alerts.watch import Watch
from bot.funnel.scope import people_in, under
from bot.messages import EVERYONE, LEADERS, Button, Choices, Part, Person, Reply, Role, Text, say
from bot.playbooks.playbooks import Playbooks
from bot.pushes.own_times import everybody
from bot.settings import Settings
from bot.words import N_, Words

ANSWERED, LISTED = 5, 15
"""Cases with their buttons, and cases in all, that one message holds."""
DAYS = 30
RANK = 25.0
"""Among what there is to do in the morning: after one's own."""


def register(funnel: Feature) -> None:
    answers.register(funnel)
    funnel.command("alerts", roles=EVERYONE, zh=("预警",), help=N_("What needs a look: quiet deals, low figures"))(
        alerts
    )
    funnel.button("alert_rules", roles=LEADERS)(rules)
    funnel.button("alert_dry_run", roles=LEADERS)(start)
    funnel.job("alert_dry_run")(dry_run_of)


def alerts(turn: Turn, _: Any) -> Reply:
    said, mine, theirs = turn.words, _mine(turn), _of_team(turn)
    parts: list[Part] = []
    for n, each in enumerate(mine):
        line = line_of(turn, turn.get(Rules), each)
        if line and n < ANSWERED:
            parts += line.parts
    rest = [*mine[ANSWERED:], *theirs]
    if rest:
        lines = [_line(turn, each) for each in rest[:LISTED]]
        lines += [said("… and {n} more.", n=len(rest) - LISTED)] if len(rest) > LISTED else []
        parts.append(Text("\n".join(lines)))
    head = said.plural("{n} open case.", "{n} open cases, the most urgent first.", len(mine) + len(theirs))
    parts = [Text(head, "title"), *parts] if parts else [Text(said("Nothing needs a look."))]
    if turn.offers("funnel.alert_rules"):
        parts.append(Choices((Button(said("The rules"), "funnel.alert_rules"),)))
    return Reply(tuple(parts))


def _mine(turn: Turn) -> list[Shown]:
    """Of which I was told, and which I did not dismiss; answered or not."""
    return _worst_first(
        turn, (each for each in turn.once(told) if each.case.state == "open" and not each.is_over(turn.now))
    )


def team_step(turn: Turn) -> tuple[Step, ...]:
    """For a manager: the one deal of the team to ask about today; its owner has read the same line."""
    found = next((each for each in _of_team(turn) if each.case.deal_id), None)
    if found is None:
        return ()
    text = sentence(turn.words, found, turn.get(Playbooks), turn.now, turn.person.id)
    open_ = Button(turn.words("Open the deal"), "playbooks.show", {"deal": str(found.case.deal_id)}, primary=True)
    all_ = Button(turn.words("All of the team's"), "funnel.alerts")
    question = turn.words("Ask what is missing, and what would help. No chasing.")
    return (Step(RANK, text, question, Choices((open_, all_)), f"deal:{found.case.deal_id}"),)


def _of_team(turn: Turn) -> list[Shown]:
    """The other open cases of a manager's people; an admin's are everybody."""
    if turn.person.role not in LEADERS:
        return []
    zone, me = turn.get(Settings).time_zone, turn.person
    known = {each.case.id for each in turn.once(told)}
    found = shown.open_of(turn.db, _people(turn) - {me.id}, zone)
    return _worst_first(turn, (each for each in found if each.case.id not in known and not each.is_over(turn.now)))


def _people(turn: Turn) -> frozenset[int]:
    me = turn.person
    if me.role is Role.ADMIN:
        return frozenset(everybody(turn.db, ""))
    return frozenset(people_in(turn.db, under(turn.db, me.team)))


def _scope(org: Org, me: Person) -> frozenset[int]:
    return frozenset(org.members) if me.role is Role.ADMIN else org.below(me.team)


def _worst_first(turn: Turn, all_: Any) -> list[Shown]:
    return sorted(all_, key=lambda each: (each.weight(turn.now), each.case.id), reverse=True)


def _line(turn: Turn, each: Shown) -> str:
    return "· " + sentence(turn.words, each, turn.get(Playbooks), turn.now, turn.person.id)


# The rules


def rules(turn: Turn, _: Any) -> Reply:
    said, book = turn.words, turn.get(Rules).book
    parts: list[Part] = [Text(said("The rules"), "title")]
    for rule in book.rules.values():
        name, *lines = rule_in_words(said, rule)
        parts.append(Text("\n".join([name, *(f"· {line}" for line in lines)])))
        if rule.first.when not in CANNOT:
            parts.append(
                Choices((Button(said("The past {n} days", n=DAYS), "funnel.alert_dry_run", {"rule": rule.id}),))
            )
    broken = [Text(said("A rule cannot be read; the others serve. “cornerman check” names the line."), "warning")]
    parts += broken if book.problems else []
    parts.append(Text(said("Their numbers stand in the workspace, with the playbooks."), "muted"))
    return Reply(tuple(parts))


def start(turn: Turn, _: Any) -> Reply:
    rule = turn.get(Rules).get(turn.args.get("rule", ""))
    if rule is None:
        return say(turn.words("That rule is no longer there."))
    turn.start_job("funnel.alert_dry_run", rule=rule.id)
    return say(turn.words("I look at the past {n} days …", n=DAYS))


def dry_run_of(work: Work) -> Reply:
    watch = work.app.service(Watch)
    rule = watch.rules.get(str(work.args["rule"]))
    if rule is None:
        return say(work.words("That rule is no longer there."))
    with watch.store.read() as db:
        known = watch.known(db, work.now)
        found = dry_run(db, rule, known, DAYS, _scope(known.org, work.person))
    return say(verdict(work.words, rule, found))


def verdict(said: Words, rule: Rule, found: DryRun) -> str:
    name = rule.title.of(said.language)
    if not found.fired:
        return said("{rule}: would not have fired in the past {days} days.", rule=name, days=found.days)
    text = N_("{rule}: would have fired {fired}× in the past {days} days, on {people} people; {most} of them on two.")
    if found.people <= 2:
        text = N_("{rule}: would have fired {fired}× in the past {days} days, on {people} people.")
    return said(text, rule=name, fired=found.fired, days=found.days, people=found.people, most=found.most)
