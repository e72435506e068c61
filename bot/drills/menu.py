"""/drill: what there is to practise, what the customer is like, how it is scored, and off you go."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

from bot.drills import rows
from bot.drills.certificate import sitting
from bot.drills.opening import begin
from bot.drills.rows import Drill
from bot.drills.rubric import BLOCKERS, CRITERIA, PASS, VERSION, WEIGHT
from bot.drills.scenario import GRADES, Grade, Scenario
from bot.drills.scene import Said
from bot.drills.stage import Stage
from bot.features import Feature, Turn
from bot.knowledge.library import Library
from bot.knowledge.show import page_of, start_of
from bot.messages import EVERYONE, Button, Choices, Facts, Part, Reply, Text, say
from bot.pushes.calendar import local
from bot.words import N_, Words

GRADE_NAMES: dict[str, str] = {"easy": N_("Easy"), "medium": N_("Medium"), "hard": N_("Hard")}


def register(drills: Feature) -> None:
    drills.command(
        "drill", roles=EVERYONE, zh=("演练", "练一练"), help=N_("Practise on a customer, then see how it went"),
        usage=N_("too expensive"), prepare=look,
    )(choose)  # fmt: skip
    drills.button("list", roles=EVERYONE)(choose)
    drills.button("play", roles=EVERYONE)(brief)
    drills.button("scoring", roles=EVERYONE)(scoring)
    drills.button("start", roles=EVERYONE)(start)


def look(turn: Turn) -> tuple[str, ...]:
    """Ids of the cards that the words behind the command are about, searched outside the transaction."""
    if not turn.text:
        return ()
    return tuple(hit.id for hit in turn.get(Library).search(turn.text).hits[:3])


def choose(turn: Turn, about: tuple[str, ...] | None = None) -> Reply:
    """The drills; those about what was typed alone, when there are any."""
    stage, said = turn.get(Stage), turn.words
    scenarios = list(stage.repertoire.scenarios.values())
    if not scenarios:
        return say(said("There are no drills in this workspace yet."))
    fitting = _named_so(turn.text, scenarios) or _about(about or (), scenarios)
    if len(fitting) == 1:
        return briefing(turn, fitting[0])
    going_on = _going_on(turn)
    bests = rows.bests(turn.db, turn.person.id)
    buttons = [_offer(said, scenario, bests.get(scenario.id, 0)) for scenario in _sorted(turn, fitting or scenarios)]
    start = start_of(turn)
    title = said("Which customer do you want to talk to?")
    return Reply((*going_on, Text(title, "title"), Choices(page_of(said, buttons, start, "drills.list"))))


def _named_so(text: str, scenarios: Sequence[Scenario]) -> list[Scenario]:
    """The drill of this id, or those with the words in their title."""
    said = text.strip().casefold()
    if not said:
        return []
    titles = [each for each in scenarios if said in (each.id, each.title.zh, each.title.en.casefold())]
    return titles or [each for each in scenarios if said in each.title.zh or said in each.title.en.casefold()]


def _about(cards: Sequence[str], scenarios: Sequence[Scenario]) -> list[Scenario]:
    return [each for each in scenarios if any(objection.id in cards for objection in each.objections)]


def _sorted(turn: Turn, scenarios: Sequence[Scenario]) -> list[Scenario]:
    """What was never played comes first, what was passed last."""
    done = {drill.scenario: drill.passed for drill in reversed(rows.ended(turn.db, turn.person.id))}
    return sorted(scenarios, key=lambda scenario: (scenario.id in done) + done.get(scenario.id, False))


def _offer(said: Words, scenario: Scenario, best: float) -> Button:
    title = scenario.title.of(said.language)
    label = said("{title} · best {n}", title=title, n=round(best)) if best else title
    return Button(label, "drills.play", {"scenario": scenario.id})


def _going_on(turn: Turn) -> tuple[Part, ...]:
    drill = rows.playing(turn.db, turn.person.id)
    scenario = turn.get(Stage).scenario(drill.scenario) if drill else None
    if drill is None or scenario is None:
        return ()
    said = turn.words
    text = said("You are in the middle of “{title}”.", title=scenario.title.of(said.language))
    return Text(text), go_on_or_end(said, drill)


def go_on_or_end(said: Words, drill: Drill) -> Choices:
    return Choices((
        Button(said("Go on"), "drills.resume", {"drill": str(drill.id)}, primary=True),
        Button(said("End it and see the score"), "drills.finish", {"drill": str(drill.id)}),
    ))  # fmt: skip


def brief(turn: Turn, _: Any) -> Reply:
    scenario = turn.get(Stage).scenario(turn.args.get("scenario", ""))
    return briefing(turn, scenario) if scenario else gone(turn)


def gone(turn: Turn) -> Reply:
    return say(turn.words("That drill is no longer there. /drill shows the others."))


def briefing(turn: Turn, scenario: Scenario) -> Reply:
    """All that a rep should know before: who, what a good end is, the limit, what is scored."""
    said, language = turn.words, turn.words.language
    persona = turn.get(Stage).repertoire.personas[scenario.persona]
    facts = (
        (said("Who"), f"{persona.name.of(language)}: {persona.style.of(language)}"),
        (said("Your limit"), said("{n} % off, and only for something in return", n=f"{scenario.discount_limit_pct:g}")),
        (said("Scored"), _named(said, scenario)),
        (said("Pass"), said("{n} points, and nothing that fails a drill", n=PASS)),
    )
    grades = [
        Button(said(GRADE_NAMES[grade]), "drills.start", {"scenario": scenario.id, "grade": grade},
               primary=grade == "medium")
        for grade in GRADES
    ]  # fmt: skip
    more = (
        Button(said("For the certificate"), "drills.start", {"scenario": scenario.id, "grade": "medium", "exam": "1"}),
        Button(said("How it is scored"), "drills.scoring", {"scenario": scenario.id}),
    )
    return Reply((
        Text(scenario.title.of(language), "title"), Text(scenario.brief.of(language)), Facts(facts),
        Choices((*grades, *more)),
    ))  # fmt: skip


def _named(said: Words, scenario: Scenario) -> str:
    """The criteria in one line; what this scenario is about stands first, with its weight."""
    heavy = [c for c in CRITERIA if scenario.weight()[c.id] > WEIGHT]
    others = [c for c in CRITERIA if c not in heavy]
    names = [f"{said(c.title)} ×{scenario.weight()[c.id] / WEIGHT:g}" for c in heavy] + [said(c.title) for c in others]
    return " · ".join(names)


def scoring(turn: Turn, _: Any) -> Reply:
    scenario = turn.get(Stage).scenario(turn.args.get("scenario", ""))
    if scenario is None:
        return gone(turn)
    said = turn.words
    rows_ = tuple((said(c.title), f"+ {said(c.done)}\n− {said(c.against)}") for c in CRITERIA)
    fails = said(
        "Fails the drill whatever the score: {list}.", list=", ".join(said(name) for name in BLOCKERS.values())
    )
    start = Button(said("Start"), "drills.play", {"scenario": scenario.id}, primary=True)
    return Reply((Facts(rows_), Text(fails), Choices((start,))))


def start(turn: Turn, _: Any) -> Reply:
    stage, said = turn.get(Stage), turn.words
    scenario = stage.scenario(turn.args.get("scenario", ""))
    grade = turn.args.get("grade", "")
    if scenario is None or grade not in GRADES:
        return gone(turn)
    exam = turn.args.get("exam") == "1"
    open_ = rows.playing(turn.db, turn.person.id)
    if exam and open_ and open_.exam and open_.moved:  # nobody looks for an easy day by starting anew
        return Reply((*_going_on(turn), Text(said("Finish that certificate drill first."), "muted")))
    if exam and (until := sitting(turn.db, turn.person.id, scenario, turn.now).wait_until):
        when = f"{local(turn.person.time_zone, until):%m-%d %H:%M}"
        return say(
            said(
                "The next certificate drill is open from {when}. Until then, practise as often as you like.", when=when
            )
        )
    return _begun(turn, scenario, grade, exam)


def _begun(turn: Turn, scenario: Scenario, grade: Grade, exam: bool) -> Reply:
    stage, said, me = turn.get(Stage), turn.words, turn.person.id
    before = rows.tries(turn.db, me, scenario.id)
    seed, language = seed_of(me, scenario.id, before), said.language
    personas = stage.repertoire.personas
    state, words = begin(scenario, personas, grade, language, seed, met=before > 0)
    id = rows.start(
        turn.db, person_id=me, scenario=scenario.id, version=scenario.version, rubric=VERSION,
        weights=scenario.weight(), grade=grade, language=language, seed=seed, exam=exam, state=state, said=words,
        now=turn.now,
    )  # fmt: skip
    turn.ask_next("drills.say", drill=id)
    who = personas[state.persona].name.of(language)
    how = said("No hints in a certificate drill. /end stops it.") if exam else said("/hint helps, /end stops.")
    return Reply((Text(said("You are talking to: {who}. {how}", who=who, how=how), "muted"), *spoken(words, who)))


def spoken(words: Said, who: str, newcomer: str = "") -> tuple[Part, ...]:
    """What the customer says, under their name: the bot's own words have none."""
    parts: list[Part] = [Text(who, "muted")]
    for n, message in enumerate(words.messages):
        if n == words.newcomer_from:
            parts.append(Text(newcomer, "muted"))
        parts.append(Text(message))
    return tuple(parts)


def seed_of(person_id: int, scenario: str, tries: int) -> int:
    """Another customer's day each time, and the same one when it is played back."""
    return int.from_bytes(blake2b(f"{person_id} {scenario} {tries}".encode(), digest_size=4).digest(), "big") >> 1
