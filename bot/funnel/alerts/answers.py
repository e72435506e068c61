"""What can be said to a case: seen, later, no problem because …; and what then stands in its line."""

from datetime import date, timedelta
from typing import Any

from bot.features import Feature, Turn
from bot.funnel.alerts import cases, shown
from bot.funnel.alerts.clocks import today_of
from bot.funnel.alerts.in_place import arg_of, redrawn
from bot.funnel.alerts.rules import Level, Rules
from bot.funnel.alerts.saying import helping
from bot.funnel.alerts.shown import Shown
from bot.funnel.alerts.state import Case, Told, dismissed, reopened, waits
from bot.messages import EVERYONE, Button, Choices, Part, Reply, Text, say
from bot.settings import Settings
from bot.words import N_, Words

REASON_MAX = 300
PUT_OFF = {"1": N_("1 day"), "3": N_("3 days"), "monday": N_("Until Monday")}


def register(funnel: Feature) -> None:
    funnel.button("alert_seen", roles=EVERYONE)(seen)
    funnel.button("alert_later", roles=EVERYONE)(later)
    funnel.button("alert_until", roles=EVERYONE)(put_off)
    funnel.button("alert_back", roles=EVERYONE)(back)
    funnel.button("alert_because", roles=EVERYONE)(because)
    funnel.button("alert_reopen", roles=EVERYONE)(reopen)
    funnel.step("alert_reason", roles=EVERYONE)(reason)


def answers(turn: Turn, level: Level, of: Shown) -> Choices:
    help_ = helping(turn, level, of)
    own = of.case.person_id == turn.person.id
    return Choices((*((help_,) if help_ else ()), *buttons(turn.words, of.case.id, own)))


def buttons(said: Words, case: int, own: bool) -> tuple[Button, ...]:
    """Only whoever is to act knows why it is no problem."""
    args = {"case": str(case), "own": "1" if own else ""}
    both = Button(said("Seen"), "funnel.alert_seen", args), Button(said("Later"), "funnel.alert_later", args)
    return (*both, Button(said("No problem, because …"), "funnel.alert_because", args)) if own else both


def seen(turn: Turn, _: Any) -> Reply:
    if found := _mine(turn):
        case, _told = found
        cases.mark(turn.db, case.id, turn.person.id, Told(case.level, "seen"), turn.now)
    return redrawn(turn, _redraw(turn))


def later(turn: Turn, _: Any) -> Reply:
    said, args = turn.words, {name: turn.args.get(name, "") for name in ("case", "own")}
    options = [Button(said(label), "funnel.alert_until", {**args, "until": key}) for key, label in PUT_OFF.items()]
    return redrawn(turn, _redraw(turn), (Choices((*options, Button(said("Back"), "funnel.alert_back", args))),))


def back(turn: Turn, _: Any) -> Reply:
    number = int(turn.args.get("case") or 0)
    found = shown.of_cases(turn.db, (number,), turn.get(Settings).time_zone).get(number)
    rule = turn.get(Rules).get(found.case.rule) if found else None
    if found is None or rule is None or found.case.level > len(rule.levels):
        return redrawn(turn, _redraw(turn))
    return redrawn(turn, _redraw(turn), (answers(turn, rule.levels[found.case.level - 1], found),))


def put_off(turn: Turn, _: Any) -> Reply:
    if found := _mine(turn):
        case, _told = found
        until = _until(turn.args.get("until", ""), today_of(turn))
        cases.mark(turn.db, case.id, turn.person.id, cases.later(until, case), turn.now)
    return redrawn(turn, _redraw(turn))


def because(turn: Turn, _: Any) -> Reply:
    found = _mine(turn)
    if found is None or found[0].person_id != turn.person.id:
        return redrawn(turn, _redraw(turn))
    turn.ask_next("funnel.alert_reason", case=found[0].id)
    return say(turn.words("Why is it no problem? One sentence, for you and whoever asks later."))


def reason(turn: Turn, _: Any) -> Reply:
    """Silent from here on until the deal moves to another stage or somebody else, or a month has passed."""
    assert turn.step is not None
    said, text = turn.words, " ".join(turn.text.split())[:REASON_MAX]
    case = cases.case_by(turn.db, int(turn.step.state["case"]))
    if not text:
        turn.ask_next("funnel.alert_reason", **turn.step.state)
        return say(said("Why is it no problem? One sentence, for you and whoever asks later."))
    if case is None or case.state == "closed" or case.person_id != turn.person.id:
        return say(said("That is over already."))
    kept = dismissed(case, text, turn.now, today_of(turn))
    cases.save(turn.db, [kept])
    noted = said("Noted. I say nothing about it until {date}, or until the deal changes its stage.", date=kept.until)
    undo = Button(said("It is one after all"), "funnel.alert_reopen", {"case": str(case.id)})
    return Reply((Text(noted), Choices((undo,))))


def reopen(turn: Turn, _: Any) -> Reply:
    case = cases.case_by(turn.db, int(turn.args.get("case") or 0))
    if case is not None and case.state == "dismissed" and case.person_id == turn.person.id:
        cases.save(turn.db, [reopened(case, turn.now)])
        cases.mark(turn.db, case.id, turn.person.id, Told(case.level), turn.now)
    return redrawn(turn, _redraw(turn), (Text(turn.words("It is open again."), "muted"),))


# The line afterwards


def _redraw(turn: Turn) -> Any:
    """The buttons of a case that is answered become a word; the others stay."""

    def redraw(choices: Choices) -> tuple[Part, ...] | None:
        if not any(button.action.startswith("funnel.alert_") for button in choices.buttons):
            return None
        number = arg_of(choices, "case")
        case, told = cases.case_by(turn.db, number), cases.told_of(turn.db, number, turn.person.id)
        if case is not None and waits(case, told, today_of(turn)):
            return None
        return (Text(_state(turn, case, told), "muted"),)

    return redraw


def _state(turn: Turn, case: Case | None, told: Told | None) -> str:
    said = turn.words
    if case is None or case.state == "closed":
        return said("That is over already.")
    if case.state == "dismissed":
        return said("No problem, because: {reason}", reason=case.reason)
    if told and told.state == "later":
        return said("Put off until {date}.", date=told.until)
    return said("Seen.")


def _mine(turn: Turn) -> tuple[Case, Told] | None:
    """The case of the pressed button, if this person was told of it and it is not over."""
    number = turn.args.get("case", "")
    case = cases.case_by(turn.db, int(number)) if number.isdecimal() else None
    told = cases.told_of(turn.db, case.id, turn.person.id) if case else None
    return (case, told) if case and told and case.state == "open" else None


def _until(key: str, today: date) -> date:
    days = 7 - today.weekday() if key == "monday" else 3 if key == "3" else 1
    return today + timedelta(days=days)
