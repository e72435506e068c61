"""The debrief: what to keep, start and stop, in the rep's own words; what was hidden; a better line; what next."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from bot.drills import verdicts
from bot.drills.advice import better_line, next_drill
from bot.drills.finish import Done, load
from bot.drills.menu import gone
from bot.drills.rows import level_of
from bot.drills.rubric import BLOCKERS, CRITERIA, TITLES, tier
from bot.drills.scenario import GOOD_ENDINGS
from bot.drills.stage import Stage
from bot.drills.talk import Found, Mark, Scorecard, Talk
from bot.features import Feature, Turn
from bot.knowledge.cards import Card
from bot.messages import EVERYONE, Button, Choices, Facts, Part, Reply, Text
from bot.words import N_, Words

TIER_NAMES = {"": N_("no medal yet"), "bronze": N_("bronze"), "silver": N_("silver"), "gold": N_("gold")}

ENDING_NAMES = {
    "deal": N_("They signed."), "pilot": N_("They agreed to a pilot."),
    "follow_up": N_("They agreed to go on talking."),
    "stall": N_("They put you off politely."), "hang_up": N_("They broke it off."), "stopped": N_("You stopped it."),
}  # fmt: skip

REASONS = {
    "agreed": N_("Nothing stood in the way of your next step."),
    "out_of_patience": N_("Their patience ran out."),
    "no_next_step": N_("Everything was answered, and nobody proposed a next step."),
    "still_open": N_("Time was up with a worry still open."),
    "insulted": N_("They were insulted."), "bribed": N_("They were offered a personal advantage twice."),
}  # fmt: skip

QUOTE_MAX = 60
BAR = "■■■", "□□□"


class Scored(Protocol):
    """A talk and its score: a finished drill's, or a real one's."""

    @property
    def card(self) -> Scorecard: ...
    @property
    def talk(self) -> Talk: ...


def register(drills: Feature) -> None:
    drills.button("debrief", roles=EVERYONE)(again)
    drills.button("criteria", roles=EVERYONE)(criteria)
    drills.button("talk", roles=EVERYONE)(whole_talk)


def again(turn: Turn, _: object) -> Reply:
    done = load(turn, int(turn.args.get("drill", "0")))
    return first_screen(turn, done) if done else gone(turn)


def first_screen(turn: Turn, done: Done) -> Reply:
    """One screen: the score and why it ended so, three things about your own words, one better line, what next."""
    said = turn.words
    parts: list[Part] = [Text(headline(said, done), "title"), Text(ending(said, done))]
    parts += [Text(line, "warning") for line in failures(said, done.card)]
    if notes := keep_start_stop(said, done):
        parts.append(Facts(notes))
    if hidden := hidden_facts(said, done):
        parts.append(Text(hidden))
    better = better_line(turn, done.card, done.talk, done.scenario)
    if better:
        parts += [Text(said("Next time, for example:")), Text(better[1], "quote")]
    return Reply((*parts, Choices(_buttons(turn, done, better[0] if better else None))))


def headline(said: Words, done: Done) -> str:
    total = done.card.total
    if total is None:
        return said("Too short for a score: it shows from your fifth message on.")
    text = said("{n} points · {tier}", n=round(total), tier=said(TIER_NAMES[tier(total)]))
    before = [drill.total for drill in done.before if drill.total is not None]
    if not before:
        return text
    change = round(total) - round(before[0])
    return said(
        "{score} · {change} to last time, best {best}",
        score=text,
        change=f"{change:+d}",
        best=round(max([*before, total])),
    )


def ending(said: Words, done: Done) -> str:
    """How it ended and why; a polite stall is translated."""
    name = done.drill.ending
    parts = [said(ENDING_NAMES.get(name, name))]
    if reason := REASONS.get(done.drill.state.reason):
        parts.append(said(reason))
    if name == "stall":
        parts.append(said("What that meant: {text}", text=done.scenario.endings.stall_means.of(done.drill.language)))
    if done.drill.passed:
        parts.append(said("Passed."))
    elif name in GOOD_ENDINGS and done.card.blockers:
        parts.append(said("Not passed, for the reason below."))
    if done.drill.hints:
        parts.append(said.plural("{n} hint used.", "{n} hints used.", done.drill.hints))
    if done.card.by == "words":
        parts.append(said("Scored by words alone: the sentence encoder is not installed."))
    return " ".join(parts)


def failures(said: Words, card: Scorecard) -> Iterator[str]:
    for found in card.blockers:
        yield said(
            "Fails the drill: {what}. You said: “{quote}”",
            what=said(BLOCKERS[found.criterion]),
            quote=short(found.quote),
        )


def keep_start_stop(said: Words, done: Scored) -> tuple[tuple[str, str], ...]:
    """At most one of each: the best thing said, the dearest omission, the worst thing said."""
    rows: list[tuple[str, str]] = []
    if keep := _best(done):
        rows.append((said("Keep"), f"“{short(keep[1].quote)}” – {said(TITLES[keep[0].criterion])}"))
    if start := _omitted(done):
        rows.append((said("Start"), _start(said, *start)))
    if stop := _worst(done):
        rows.append((said("Stop"), f"“{short(stop[1].quote)}” – {_against(said, stop)}"))
    return tuple(rows)


Quoted = tuple[Mark, Found]


def _evidence_of(done: Scored, speaker: str) -> list[Quoted]:
    """What the rep said for or against a criterion; or the customer's lines that were occasions nobody used."""
    known = [mark for mark in done.card.marks if mark.level is not None]
    return [(mark, f) for mark in known for f in mark.evidence if done.talk.lines[f.turn].speaker == speaker]


def _best(done: Scored) -> Quoted | None:
    good = [each for each in _evidence_of(done, "rep") if each[1].polarity == "+" and (each[0].level or 0) >= 2]
    return max(good, key=lambda each: (each[0].level or 0, len(each[1].quote)), default=None)


def _worst(done: Scored) -> Quoted | None:
    bad = [each for each in _evidence_of(done, "rep") if each[1].polarity == "-"]
    return min(bad, key=lambda each: (each[0].level or 0, -len(each[1].quote)), default=None)


def _omitted(done: Scored) -> Quoted | None:
    missed = [each for each in _evidence_of(done, "customer") if (each[0].level or 0) <= 1 and not each[1].why]
    return min(missed, key=lambda each: each[0].level or 0, default=None)


def _start(said: Words, mark: Mark, found: Found) -> str:
    done = said(next(c for c in CRITERIA if c.id == mark.criterion).done)
    return said("{what}. The moment was: “{quote}”", what=done, quote=short(_last_message(found.quote)))


def _against(said: Words, stop: Quoted) -> str:
    mark, found = stop
    return said(found.why) if found.why else said(next(c for c in CRITERIA if c.id == mark.criterion).against)


def _last_message(quote: str) -> str:
    """Of what a customer sent in a burst, what they said last: that is what waits for an answer."""
    return quote.strip().split("\n")[-1]


def short(quote: str, most: int = QUOTE_MAX) -> str:
    flat = " ".join(quote.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"


def hidden_facts(said: Words, done: Done) -> str:
    """What the customer kept to themselves, and the moment when a question would have brought it out."""
    language, told = done.drill.language, set(done.drill.state.told)
    roots = {objection.root: objection.id for objection in done.scenario.objections}
    untold = [fact for fact in done.scenario.facts if fact.id not in told]
    untold.sort(key=lambda fact: fact.id not in roots)
    lines = []
    for fact in untold[:2]:
        moment = _raised(done, roots.get(fact.id, ""))
        when = said(" – after “{quote}” you could have asked", quote=short(moment)) if moment else ""
        lines.append(f"· {fact.hint.of(language)}{when}")
    return "\n".join((said("What they did not tell you:"), *lines)) if lines else ""


def _raised(done: Done, objection: str) -> str:
    """The customer's words that raised it."""
    for each in done.spoken:
        if ("objection", objection) in (each.line.cues or ()):
            return _last_message(each.line.text)
    return ""


def _buttons(turn: Turn, done: Done, script: Card | None) -> tuple[Button, ...]:
    said, id = turn.words, str(done.drill.id)
    buttons = [Button(said("Once more"), "drills.play", {"scenario": done.scenario.id}, primary=True)]
    if other := next_drill(turn, done.card, done.scenario):
        title = other.title.of(said.language)
        buttons.append(Button(said("Next: {title}", title=title), "drills.play", {"scenario": other.id}))
    buttons.append(Button(said("All ten criteria"), "drills.criteria", {"drill": id}))
    buttons.append(Button(said("The whole talk"), "drills.talk", {"drill": id}))
    if script:
        card = {"card": script.id, "language": script.language}
        buttons.append(Button(said("Open the card"), "knowledge.show", card))
    if done.card.total is not None:
        buttons.append(Button(said("I see it differently"), "drills.appeal", {"drill": id}))
    return tuple(buttons)


def criteria(turn: Turn, _: object) -> Reply:
    """Every criterion with its bar, the change to last time and to the best, and what it rests on."""
    done = load(turn, int(turn.args.get("drill", "0")))
    if done is None:
        return gone(turn)
    said, overruled = turn.words, verdicts.beside(turn.db, done.drill.id)
    rows = []
    for mark in sorted(done.card.marks, key=lambda mark: (mark.level is None, mark.level or 0)):
        lines = [_bar(said, mark, done), *evidence(said, mark, done)]
        if decided := overruled.get(mark.criterion):
            lines.append(said("{name} sees {n} of 3: {reason}", name=decided[2], n=decided[0], reason=decided[1]))
        rows.append((said(TITLES[mark.criterion]), "\n".join(lines)))
    back = Button(said("Back"), "drills.debrief", {"drill": str(done.drill.id)})
    return Reply((Text(headline(said, done), "title"), Facts(tuple(rows)), Choices((back,))))


def _bar(said: Words, mark: Mark, done: Done) -> str:
    shown = bar(said, mark.level)
    if mark.level is None:
        return shown
    before = [level for drill in done.before if (level := level_of(drill.scorecard, mark.criterion)) is not None]
    if not before:
        return shown
    change = mark.level - before[0]
    return said(
        "{bar} {n}/3 ({change}, best {best})",
        bar=_blocks(mark.level),
        n=mark.level,
        change=f"{change:+d}",
        best=max([*before, mark.level]),
    )


def bar(said: Words, level: int | None) -> str:
    return said("– no occasion") if level is None else f"{_blocks(level)} {level}/3"


def _blocks(level: int) -> str:
    return BAR[0][:level] + BAR[1][level:]


def evidence(said: Words, mark: Mark, done: Scored) -> Iterator[str]:
    for found in mark.evidence[:2]:
        if done.talk.lines[found.turn].speaker == "rep":
            yield f"{found.polarity} “{short(found.quote)}”"
        else:
            yield said("the moment was: “{quote}”", quote=short(_last_message(found.quote)))


def whole_talk(turn: Turn, _: object) -> Reply:
    """The talk once more, with what counted behind each of the rep's messages."""
    done = load(turn, int(turn.args.get("drill", "0")))
    if done is None:
        return gone(turn)
    said, persona = turn.words, turn.get(Stage).repertoire.personas[done.scenario.persona]
    rows = []
    for n, each in enumerate(done.spoken):
        if each.line.speaker == "customer":
            rows.append((persona.name.of(done.drill.language), each.line.text))
            continue
        counted = _counted(said, [found for found in (*done.card.moves, *done.card.blockers) if found.turn == n])
        rows.append((said("You"), "\n".join((each.line.text, *counted))))
    back = Button(said("Back"), "drills.debrief", {"drill": str(done.drill.id)})
    return Reply((Facts(tuple(rows)), Choices((back,))))


def _counted(said: Words, moves: Sequence[Found]) -> list[str]:
    names = {**TITLES, **BLOCKERS}
    return [f"{found.polarity} {said(names[found.criterion])}" for found in moves]
