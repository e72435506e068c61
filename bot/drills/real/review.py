"""/review: a real conversation, scored like a drill. Only who brought it sees it, and no name of it is kept."""

from dataclasses import dataclass
from typing import Any

from bot.drills.advice import line_for, weakest
from bot.drills.debrief import TIER_NAMES, bar, evidence, failures, keep_start_stop, short
from bot.drills.real import draft, rows
from bot.drills.real.parse import parse, text_of
from bot.drills.real.reading import Reviewed, Whose, reviewed
from bot.drills.rubric import FROM_TURN, TITLES, tier
from bot.drills.scenario import Scenario
from bot.drills.stage import Stage
from bot.features import Feature, Turn
from bot.knowledge.library import Library
from bot.messages import EVERYONE, Button, Choices, Facts, Part, Reply, Role, Text, say
from bot.people.directory import Directory, names_of
from bot.words import N_, Words, language_of, words

EDITORS = frozenset({Role.EDITOR, Role.ADMIN})
WORDS_SHOWN = 30
"""Characters of how somebody began, on the button by which the person says who they were."""

EXAMPLE = N_("Customer: That is too expensive.\nMe: What do you compare it with?\nCustomer: …")
ALONE = N_("A real conversation is nothing for a group. Send me /review in our own chat.")


def register(drills: Feature) -> None:
    drills.command("review", roles=EVERYONE, zh=("复盘", "实战复盘"), help=N_("Have a real conversation scored"),
                   prepare=look, private=True)(review)  # fmt: skip
    drills.step("review_paste", roles=EVERYONE, prepare=look, private=True)(review)
    drills.button("review_me", roles=EVERYONE)(that_is_me)
    drills.button("review_score", roles=EVERYONE)(again)
    drills.button("review_criteria", roles=EVERYONE)(criteria)
    drills.button("review_offer", roles=EVERYONE)(offer)
    drills.button("review_share", roles=EVERYONE)(share)
    drills.button("review_draft", roles=EDITORS, prepare=draft.look)(draft.show)


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of the text: a sentence why nothing did, or the talk from the place of everybody who may be the rep."""

    problem: str = ""
    options: tuple[Reviewed, ...] = ()
    cut: bool = False


def look(turn: Turn) -> Looked | None:
    """Reads, scores and masks outside the transaction; None: there is nothing to read yet."""
    if turn.incoming.place == "group":
        return Looked(turn.words(ALONE))
    text, is_table = turn.text, False
    if turn.incoming.files:
        file = turn.incoming.files[0]
        found = text_of(file)
        if found is None:
            return Looked(turn.words("I read text alone: .txt, .md or .csv. Or paste the conversation here."))
        text, is_table = found, file.name.lower().endswith(".csv")
    return _read(turn, text, is_table) if text.strip() else None


def _read(turn: Turn, text: str, is_table: bool) -> Looked:
    pasted = parse(text, turn.person.name, table=is_table)
    if pasted is None:
        return Looked(turn.words("I cannot tell who says what. It should look like this:"))
    stage, library = turn.get(Stage), turn.get(Library)
    raw = stage.real_talk(language_of(" ".join(said.text for said in pasted.said), turn.words.language), ())
    whose = Whose(turn.person.name, names_of(turn.db))
    found = [reviewed(pasted, rep, raw, whose, stage.reader, library) for rep in pasted.candidates]
    return Looked(options=tuple(found), cut=pasted.cut)


def review(turn: Turn, looked: Looked | None) -> Reply:
    said = turn.words
    if looked is None:
        turn.ask_next("drills.review_paste")
        return Reply((
            Text(said("Paste the conversation here, or send it as a text file; what is long goes better as a file.")),
            Text(said(EXAMPLE), "quote"),
            Text(said("Names, companies, numbers and amounts are hidden before I keep anything."), "muted"),
        ))  # fmt: skip
    if not looked.options:
        if turn.incoming.place == "group":
            return say(looked.problem)
        turn.ask_next("drills.review_paste")
        return Reply((Text(looked.problem), Text(said(EXAMPLE), "quote")))
    id = rows.put(turn.db, turn.person.id, looked.options, turn.now)
    cut = (Text(said("It is long: I read the beginning."), "muted"),) if looked.cut else ()
    if len(looked.options) > 1:
        return Reply((*cut, *_who(said, id, looked.options)))
    return Reply((*cut, *_screen(turn, id, looked.options[0]).parts))


def _who(said: Words, id: int, options: tuple[Reviewed, ...]) -> tuple[Part, ...]:
    labels = [said("Me: “{words}”", words=short(option.first_words, WORDS_SHOWN)) for option in options]
    args = {"review": str(id)}
    buttons = tuple(Button(label, "drills.review_me", {**args, "n": str(n)}) for n, label in enumerate(labels))
    return Text(said("Which of them is you?")), Choices(buttons)


def that_is_me(turn: Turn, _: Any) -> Reply:
    kept, n = _own(turn), int(turn.args.get("n", "0"))
    if kept is None or n >= len(kept.options):
        return gone(turn)
    return _screen(turn, kept.id, rows.choose(turn.db, kept, n))


def again(turn: Turn, _: Any) -> Reply:
    kept = _own(turn)
    return _screen(turn, kept.id, kept.chosen) if kept and kept.chosen else gone(turn)


def _own(turn: Turn) -> rows.Kept | None:
    return rows.own(turn.db, int(turn.args.get("review", "0")), turn.person.id)


def gone(turn: Turn) -> Reply:
    return say(turn.words("That conversation is no longer here. /review scores another."))


# What is shown


def _screen(turn: Turn, id: int, found: Reviewed) -> Reply:
    said = turn.words
    parts: list[Part] = [Text(headline(said, found), "title")]
    parts += [Text(line, "warning") for line in failures(said, found.card)]
    if notes := keep_start_stop(said, found):
        parts.append(Facts(notes))
    if line := _better(turn, found):
        parts += [Text(said("Next time, for example:")), Text(line, "quote")]
    if found.card.by == "words":
        parts.append(Text(said("Scored by words alone: the sentence encoder is not installed."), "muted"))
    return Reply((*parts, Choices(_buttons(turn, id, found))))


def headline(said: Words, found: Reviewed) -> str:
    total = found.card.total
    if total is None:
        return said.plural(
            "{n} message of yours: too few for a total, which takes {least}.",
            "{n} messages of yours: too few for a total, which takes {least}.", found.turns, least=FROM_TURN,
        )  # fmt: skip
    return said("{n} points · {tier}", n=round(total), tier=said(TIER_NAMES[tier(total)]))


def _better(turn: Turn, found: Reviewed) -> str:
    card = turn.get(Library).card(found.objections[0], found.talk.language) if found.objections else None
    return line_for(card, found.card) if card else ""


def _buttons(turn: Turn, id: int, found: Reviewed) -> tuple[Button, ...]:
    said, mine = turn.words, {"review": str(id)}
    buttons = []
    if drill := fitting(turn.get(Stage).repertoire.scenarios.values(), found):
        title = drill.title.of(said.language)
        buttons.append(
            Button(said("Practise it: {title}", title=title), "drills.play", {"scenario": drill.id}, primary=True)
        )
    buttons.append(Button(said("All ten criteria"), "drills.review_criteria", mine))
    buttons.append(Button(said("Offer it as a drill"), "drills.review_offer", mine))
    return tuple(buttons)


def fitting(scenarios: Any, found: Reviewed) -> Scenario | None:
    """The drill with most of these objections; of equal ones the one that weighs the weakest criterion most."""
    weak = weakest(found.card)
    return max(
        scenarios,
        key=lambda each: (
            len({objection.id for objection in each.objections} & set(found.objections)), each.weight()[weak],
        ),
        default=None,
    )  # fmt: skip


def criteria(turn: Turn, _: Any) -> Reply:
    kept = _own(turn)
    if kept is None or kept.chosen is None:
        return gone(turn)
    said, found = turn.words, kept.chosen
    marks = sorted(found.card.marks, key=lambda mark: (mark.level is None, mark.level or 0))
    shown = [
        (said(TITLES[mark.criterion]), "\n".join((bar(said, mark.level), *evidence(said, mark, found))))
        for mark in marks
    ]
    back = Button(said("Back"), "drills.review_score", {"review": str(kept.id)})
    return Reply((Text(headline(said, found), "title"), Facts(tuple(shown)), Choices((back,))))


# Offered as a drill


def offer(turn: Turn, _: Any) -> Reply:
    """All that editors would see, before they see it."""
    kept = _own(turn)
    if kept is None or kept.chosen is None:
        return gone(turn)
    said = turn.words
    text = said("Editors would see this and make a drill of it. Look whether it still says whom it is about.")
    buttons = (
        Button(said("Offer it"), "drills.review_share", {"review": str(kept.id)}, primary=True),
        Button(said("Back"), "drills.review_score", {"review": str(kept.id)}),
    )
    return Reply((Text(text), Facts(talk(said, kept.chosen)), Choices(buttons)))


def talk(said: Words, found: Reviewed) -> tuple[tuple[str, str], ...]:
    who = {"rep": said("Rep"), "customer": said("Customer")}
    return tuple((who[line.speaker], line.text) for line in found.talk.lines)


def share(turn: Turn, _: Any) -> Reply:
    kept = _own(turn)
    if kept is None or kept.chosen is None:
        return gone(turn)
    if not rows.share(turn.db, kept.id, turn.person.id):
        return say(turn.words("It was offered before."))
    editors = [p for p in turn.get(Directory).with_role(turn.db, *EDITORS) if p.id != turn.person.id]
    for editor in editors:
        said = words(editor.language or turn.words.language)
        button = Button(said("See the draft"), "drills.review_draft", {"review": str(kept.id)}, primary=True)
        news = said("{name} offers a real conversation as a drill: “{words}”",
                    name=turn.person.name, words=short(kept.chosen.talk.lines[0].text))  # fmt: skip
        turn.tell(editor.id, Reply((Text(news), Choices((button,)))), "content")
    if not editors:
        return say(turn.words("Offered. There is no editor here yet; an admin can name one."))
    return say(turn.words("Offered. {names} will see it.", names=", ".join(p.name for p in editors)))
