"""What somebody reads when a step is done, taken back, or answered wrong."""

from collections.abc import Iterable, Sequence

from bot.features import Turn
from bot.messages import Button, Choices, Part, Reply, Text
from bot.quests import fair, rows
from bot.quests.finishing import Finished, finish
from bot.quests.quest import Step
from bot.quests.quests import Quests
from bot.quests.ways_in import At, my_quest, refusal
from bot.words import Words

WHY = {**fair.HELD, **fair.NOT_PAID}


def done(turn: Turn, at: At, *, evidence: str = "", score: int | None = None) -> tuple[Part, ...]:
    """Ends the step of whoever speaks, and says what came of it."""
    event = finish(turn.db, turn.get(Quests), at.journey, at.step, turn.now, evidence=evidence, score=score)
    if event is None:
        return (Text(turn.words("This step was just done, here or elsewhere. Nothing is lost.")),)
    return parts(turn, [event])


def wrong(turn: Turn, at: At, score: int | None = None, evidence: str = "") -> tuple[Part, ...]:
    """Notes a wrong answer; after a few in a row the step rests, and what is said ends with until when."""
    rows.happen(turn.db, at.journey, at.step, "tried", turn.now, score=score, evidence=evidence)
    after = rows.one(turn.db, turn.get(Quests), at.journey.enrolment.id, turn.now)
    text = refusal(turn, after, at.step) if after else ""
    return (Text(text, "muted"),) if text else ()


def why(said: Words, step: Step) -> Text:
    """What a step is good for, and what it takes."""
    effort = said("{minutes} min · {points} points", minutes=step.minutes, points=step.points)
    return Text(f"{step.why.of(said.language)} {effort}", "muted")


def parts(turn: Turn, events: Iterable[Finished]) -> tuple[Part, ...]:
    """Of one or several things that happened at once, and the way back to the quest."""
    found = list(events)
    return told(turn.words, found).parts if found else ()


def lines_of(said: Words, event: Finished) -> list[str]:
    """One thing that happened, in the reader's words."""
    title = event.step.title.of(said.language)
    if event.taken_back:
        return [said("Open again, as what it rested on is gone: {step}. Points: {points}", step=title,
                     points=f"{event.points:+}")]  # fmt: skip
    lines = [_paid(said, title, event)]
    for gate in event.gates:
        names = {"gate": gate.title.of(said.language), "able": gate.able.of(said.language)}
        lines += [said("Gate passed: {gate}. You can now {able}.", **names)]
    if event.quest:
        lines.append(
            said("That was the last gate: {quest} is done.", quest=event.journey.quest.title.of(said.language))
        )
    return lines


def _paid(said: Words, title: str, event: Finished) -> str:
    if event.points and not event.why:
        return said("Done: {step}. +{points} points", step=title, points=event.points)
    if not event.why:
        return said("Done: {step}.", step=title)
    return said("Done: {step}. Points: {points} ({why})", step=title, points=event.points, why=said(WHY[event.why]))


def told(said: Words, events: Iterable[Finished]) -> Reply:
    """The same as a message to somebody who did not ask just now."""
    found = list(events)
    lines = tuple(Text(line) for event in found for line in lines_of(said, event))
    return Reply((*lines, _ways_on(said, found)))


def _ways_on(said: Words, found: Sequence[Finished]) -> Choices:
    whole = [
        Button(said("Certificate"), "quests.certificate", {"quest": event.journey.enrolment.quest}, primary=True)
        for event in found if event.quest
    ]  # fmt: skip
    return Choices((*whole, my_quest(said, found[-1].journey.enrolment.quest)))
