"""Steps that are done elsewhere: a drill, its certificate, contacts, a deal. They lead there; the rows say the rest."""

from collections.abc import Mapping

from bot.drills.rubric import PASS
from bot.drills.scenario import GRADES, Grade
from bot.drills.stage import Stage
from bot.features import Turn
from bot.messages import Button, Choices, Part, Reply, Text
from bot.playbooks.log.card import KINDS
from bot.quests.evidence import logged
from bot.quests.gone import gone
from bot.quests.ways_in import At, my_quest
from bot.words import N_, Words

GRADE: Mapping[Grade, str] = {
    "easy": N_("at any level"), "medium": N_("at medium or hard"), "hard": N_("at hard"),
}  # fmt: skip


def drill(turn: Turn, at: At) -> Reply:
    said, step = turn.words, at.step
    scenario = turn.get(Stage).scenario(step.scenario or "")
    if scenario is None:
        return gone(turn, at)
    grade = step.grade or GRADES[0]
    least = said("It counts from {mark} points on, {grade}, played to the end.", mark=step.mark or PASS,
                 grade=said(GRADE[grade]))  # fmt: skip
    return _lead(turn, at, (Text(scenario.brief.of(said.language)), Text(least)), _play(said, scenario.id))


def certify(turn: Turn, at: At) -> Reply:
    said, scenario = turn.words, turn.get(Stage).scenario(at.step.scenario or "")
    if scenario is None:
        return gone(turn, at)
    text = said("Pass two exams of this drill: “For the certificate” begins one.")
    return _lead(turn, at, (Text(text),), _play(said, scenario.id))


def touch(turn: Turn, at: At) -> Reply:
    said = turn.words
    text = said.plural("Log one contact with a customer.", "Log contacts with {n} customers.", at.step.count)
    if at.step.touch is not None:
        text += " " + said("This step counts: {kind}.", kind=said(KINDS[at.step.touch]))
    done = logged(turn.db, at.journey, at.step, turn.now)
    if done:
        text += " " + said("So far {n} of {m}.", n=done, m=at.step.count)
    how = said("Type it like a message: /log Called Acme, they fear the migration, offer on Friday")
    return _lead(turn, at, (Text(text), Text(how, "muted")), None)


REACHED: Mapping[str, str] = {
    "discovery": N_("Bring a deal of your own to where needs are clear."),
    "proposal": N_("Bring a deal of your own to the proposal."),
    "negotiation": N_("Bring a deal of your own to the negotiation."),
    "won": N_("Win a deal of your own."),
}  # fmt: skip


def deal(turn: Turn, at: At) -> Reply:
    said = turn.words
    button = Button(said("My deals"), "playbooks.deals", primary=True) if turn.offers("playbooks.deals") else None
    reach = at.step.reach or "won"
    whole = (Text(said("A stage that was entered although something was missing does not count."), "muted"),)
    return _lead(turn, at, (Text(said(REACHED[reach])), *(whole if reach != "won" else ())), button)


SHOW = {"drill": drill, "certify": certify, "touch": touch, "deal": deal}


def _lead(turn: Turn, at: At, parts: tuple[Part, ...], button: Button | None) -> Reply:
    title = Text(at.step.title.of(turn.words.language), "title")
    note = Text(turn.words("I notice by myself when it is done."), "muted")
    buttons = (button, my_quest(turn.words, at.quest.id)) if button else (my_quest(turn.words, at.quest.id),)
    return Reply((title, Text(at.step.why.of(turn.words.language), "muted"), *parts, note, Choices(buttons)))


def _play(said: Words, scenario: str) -> Button:
    return Button(said("To the drill"), "drills.play", {"scenario": scenario}, primary=True)
