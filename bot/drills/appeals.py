"""Appeals in chat: a rep disagrees with a mark, whoever leads the team looks at it and decides, the rep hears why."""

from collections.abc import Iterator
from typing import Any

from bot.drills import verdicts
from bot.drills.agreement import agreement
from bot.drills.rows import Drill, lines, load
from bot.drills.rubric import TITLES, TOP_LEVEL
from bot.drills.stage import Stage
from bot.drills.talk import Mark
from bot.drills.verdicts import Appeal, beside
from bot.features import Feature, Turn
from bot.features.forms import problems
from bot.knowledge.answered import shortened
from bot.messages import EVERYONE, Button, Choices, Facts, Field, Form, Part, Person, Reply, Role, Text, say
from bot.people.directory import Directory
from bot.settings import Settings
from bot.words import N_, Words, words

__all__ = ["beside", "register"]

JUDGES = frozenset({Role.MANAGER, Role.ADMIN})
KIND = "appeal"

TEXT_MAX = 1000
QUOTE_MAX = 30
"""Of a quote inside an option; whole ones stand in the message to the judge."""
QUOTES_SHOWN = 3
LISTED = 8


def register(drills: Feature) -> None:
    drills.command("appeals", roles=JUDGES, zh=("申诉",), help=N_("Marks that reps disagree with"))(overview)
    drills.button("appeal", roles=EVERYONE)(ask)
    drills.button("appeal_send", roles=EVERYONE)(send)
    drills.button("appeal_open", roles=JUDGES)(open_one)
    drills.button("appeal_stands", roles=JUDGES)(stands)
    drills.button("appeal_other", roles=JUDGES)(ask_level)
    drills.button("appeal_decide", roles=JUDGES)(decide)


# The rep's side


def ask(turn: Turn, _: Any) -> Reply:
    """[I see it differently] on a debrief."""
    played = _drill(turn)
    if played is None or played.scorecard is None:
        return say(turn.words("I have no score of that drill."))
    form = _form(turn, played)
    if form is None:
        return say(turn.words("Every mark of this drill was looked at again, or will be."))
    return Reply((form,))


def send(turn: Turn, _: Any) -> Reply:
    played, said = _drill(turn), turn.words
    form = _form(turn, played) if played else None
    if played is None or played.scorecard is None or form is None:
        return say(said("I have no score of that drill."))
    values = {name: value.strip() for name, value in turn.incoming.values.items()}
    if values.get("criterion") in verdicts.appealed(turn.db, played.id):
        return say(said("You have appealed against this mark before; it is looked at again once."))
    if wrong := problems(form, values, said):
        again = _form(turn, played, values.get("criterion", ""), values.get("why", "")[:TEXT_MAX])
        return Reply((Text(next(iter(wrong.values())), "warning"), *([again] if again else [])))
    mark = next(mark for mark in played.scorecard.marks if mark.criterion == values["criterion"])
    id = verdicts.put(turn.db, played, mark, values["why"], turn.now)
    return _told(turn, id) if id is not None else say(said("I have no score of that drill."))


def _form(turn: Turn, played: Drill, criterion: str = "", why: str = "") -> Form | None:
    """None where every mark was appealed against already."""
    said, gone = turn.words, verdicts.appealed(turn.db, played.id)
    marks = played.scorecard.marks if played.scorecard else ()
    options = tuple((mark.criterion, _option(said, mark)) for mark in marks if mark.criterion not in gone)
    if not options:
        return None
    fields = (
        Field("criterion", said("Which mark?"), options, value=criterion, required=True),
        Field("why", said("Why is it wrong?"), value=why, max_length=TEXT_MAX, multiline=True, required=True),
    )
    return Form(said("I see it differently"), "drills.appeal_send", fields, said("Send"), {"drill": str(played.id)})


def _option(said: Words, mark: Mark) -> str:
    label = f"{said(title(mark))} · {level_text(said, mark.level)}"
    return f"{label} · “{shortened(mark.evidence[0].quote, QUOTE_MAX)}”" if mark.evidence else label


def _told(turn: Turn, id: int) -> Reply:
    said, judges = turn.words, _who_judges(turn)
    for judge in judges:
        appeal = verdicts.seen(turn.db, judge, id)
        if appeal is not None:
            turn.tell(judge.id, Reply(tuple(_shown(turn, words_of(turn, judge), appeal))), KIND)
    if not judges:
        return say(said("Thank you, it is noted."))
    return say(said("Thank you. {names} will look at it.", names=", ".join(judge.name for judge in judges)))


def _who_judges(turn: Turn) -> list[Person]:
    """The managers of the person's team, else the admins; nobody judges their own."""
    found, team = turn.get(Directory), turn.person.team
    managers = [p for p in found.with_role(turn.db, Role.MANAGER) if team and p.team == team and p.id != turn.person.id]
    return managers or [p for p in found.with_role(turn.db, Role.ADMIN) if p.id != turn.person.id]


def _drill(turn: Turn) -> Drill | None:
    return load(turn.db, int(turn.args.get("drill", "0")), turn.person.id)


# The judge's side


def overview(turn: Turn, _: Any) -> Reply:
    """/appeals: what is open, and how far judges and the scorer agree."""
    said, open_ = turn.words, verdicts.waiting(turn.db, turn.person)
    head = said.plural("{n} appeal waits.", "{n} appeals wait.", len(open_)) if open_ else said("No appeal waits.")
    parts: list[Part] = [Text(head)]
    if open_:
        parts.append(Choices(tuple(
            Button(f"{each.name} · {said(title(each.mark))}", "drills.appeal_open", {"appeal": str(each.id)})
            for each in open_[:LISTED]
        )))  # fmt: skip
    return Reply((*parts, *_figures(turn)))


def _figures(turn: Turn) -> tuple[Part, ...]:
    said, (n, pairs) = turn.words, verdicts.decided(turn.db, turn.person)
    if not n:
        return ()
    found = agreement(pairs)
    kappa = said("too few") if found.kappa is None else f"{found.kappa:.2f}"
    rows = (
        (said("Decided"), str(n)),
        (said("The score stood"), f"{found.stood:.0%}"),
        (said("Mean difference in levels"), f"{found.difference:.2f}"),
        (said("Agreement, weighted kappa"), said("{kappa} ({n} marks)", kappa=kappa, n=found.n)),
    )
    return Facts(rows), Text(said("Only marks that a rep disagreed with are counted."), "muted")


def open_one(turn: Turn, _: Any) -> Reply:
    appeal = _appeal(turn)
    return appeal if isinstance(appeal, Reply) else Reply(tuple(_shown(turn, turn.words, appeal)))


def stands(turn: Turn, _: Any) -> Reply:
    appeal = _appeal(turn)
    return appeal if isinstance(appeal, Reply) else _settle(turn, appeal, appeal.mark.level, "")


def ask_level(turn: Turn, _: Any) -> Reply:
    appeal = _appeal(turn)
    return appeal if isinstance(appeal, Reply) else Reply((_level_form(turn.words, appeal),))


def decide(turn: Turn, _: Any) -> Reply:
    appeal = _appeal(turn)
    if isinstance(appeal, Reply):
        return appeal
    values = {name: value.strip() for name, value in turn.incoming.values.items()}
    form = _level_form(turn.words, appeal, values.get("level", ""), values.get("reason", "")[:TEXT_MAX])
    if wrong := problems(form, values, turn.words):
        return Reply((Text(next(iter(wrong.values())), "warning"), form))
    return _settle(turn, appeal, int(values["level"]), values["reason"])


def _settle(turn: Turn, appeal: Appeal, level: int | None, reason: str) -> Reply:
    settled = verdicts.decide(turn.db, appeal.id, by=turn.person.id, level=level, reason=reason, now=turn.now)
    if not settled:
        return _gone(turn)
    rep = turn.get(Directory).by_id(turn.db, appeal.person_id)
    if rep is None:
        return say(turn.words("Noted."))
    turn.tell(rep.id, _news(turn, words_of(turn, rep), appeal, level, reason), KIND)
    return say(turn.words("Noted. {name} hears of it.", name=rep.name))


def _news(turn: Turn, said: Words, appeal: Appeal, level: int | None, reason: str) -> Reply:
    """Both levels side by side, and the reason as it was written."""
    by, mark = turn.person.name, appeal.mark
    head = said("{name} looked at your mark: {criterion}", name=by, criterion=said(title(mark)))
    sides = Facts(((said("Scored"), level_text(said, mark.level)), (by, level_text(said, level))))
    stood = (Text(said("The score stands.")),) if level == mark.level else ()
    because = (Text(reason, "quote"),) if reason else ()
    return Reply((Text(head, "title"), sides, *stood, *because))


def _shown(turn: Turn, said: Words, appeal: Appeal) -> Iterator[Part]:
    """The mark with its quotes and the rep's reason: nothing else of the talk."""
    mark, args = appeal.mark, {"appeal": str(appeal.id)}
    criterion = said(title(mark))
    yield Text(said("{name} disagrees with a mark: {criterion}", name=appeal.name, criterion=criterion), "title")
    scenario = turn.get(Stage).scenario(appeal.scenario)
    where = scenario.title.of(said.language) if scenario else appeal.scenario
    yield Facts(((said("Drill"), where), (said("Scored"), level_text(said, mark.level))))
    yield from _quotes(turn, said, appeal)
    yield Text(said("Why it is wrong, as {name} sees it:", name=appeal.name))
    yield Text(appeal.text, "quote")
    yield Choices((
        Button(said("The score stands"), "drills.appeal_stands", args),
        Button(said("Another level"), "drills.appeal_other", args),
    ))  # fmt: skip


def _quotes(turn: Turn, said: Words, appeal: Appeal) -> Iterator[Text]:
    """What the mark rests on; where something was left out, the customer's line that was its moment."""
    speakers = [each.line.speaker for each in lines(turn.db, appeal.drill_id)]
    for found in appeal.mark.evidence[:QUOTES_SHOWN]:
        if speakers[found.turn : found.turn + 1] == ["customer"]:
            yield Text(said("the moment was: “{quote}”", quote=found.quote))
        else:
            yield Text(f"{found.polarity} {found.quote}", "quote")


def _level_form(said: Words, appeal: Appeal, level: str = "", reason: str = "") -> Form:
    levels = tuple((str(n), level_text(said, n)) for n in range(TOP_LEVEL + 1))
    fields = (
        Field("level", said(title(appeal.mark)), levels, value=level, required=True),
        Field("reason", said("Reason"), value=reason, max_length=TEXT_MAX, multiline=True, required=True),
    )
    return Form(said("Another level"), "drills.appeal_decide", fields, said("Save"), {"appeal": str(appeal.id)})


def _appeal(turn: Turn) -> Appeal | Reply:
    """The open appeal that the button is about, or why it cannot be decided here."""
    appeal = verdicts.seen(turn.db, turn.person, int(turn.args.get("appeal", "0")))
    if appeal is None:
        return _gone(turn)
    if appeal.open:
        return appeal
    level = level_text(turn.words, appeal.decided)
    return say(turn.words("{name} has decided that already: {level}.", name=appeal.by, level=level))


def _gone(turn: Turn) -> Reply:
    return say(turn.words("That appeal is not yours to decide, or is no more."))


def title(mark: Mark) -> str:
    """A criterion that the rubric dropped keeps its id for a name."""
    return TITLES.get(mark.criterion, mark.criterion)


def level_text(said: Words, level: int | None) -> str:
    return said("no occasion") if level is None else said("{level} of {most}", level=level, most=TOP_LEVEL)


def words_of(turn: Turn, reader: Person) -> Words:
    return words(reader.language or turn.get(Settings).language)
