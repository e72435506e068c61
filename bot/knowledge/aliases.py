"""Phrases that reps' picks proposed: an editor sees what they would change, then takes or rejects them in bulk."""

from typing import Any

from bot.features import Feature, Turn
from bot.knowledge.gaps import Proposal, proposals, settle
from bot.knowledge.library import Library
from bot.knowledge.taken import take
from bot.messages import Button, Choices, Reply, Role, Text, say
from bot.search import Effect, Phrase, Trial
from bot.words import N_, Words

EDITORS = frozenset({Role.EDITOR, Role.ADMIN})

CARDS_SHOWN = 8
PHRASES_SHOWN = 8
"""Of one card on one screen; the rest comes when these are settled."""
BROKEN_SHOWN = 3


def register(knowledge: Feature) -> None:
    knowledge.command("aliases", roles=EDITORS, zh=("说法", "别名"), prepare=look,
                      help=N_("Phrases that reps' picks propose"))(overview)  # fmt: skip
    knowledge.button("aliases_of", roles=EDITORS, prepare=look_at_card)(of_card)
    knowledge.button("alias_one", roles=EDITORS, prepare=look_at_card)(one)
    knowledge.button("alias_take", roles=EDITORS)(accept)
    knowledge.button("alias_reject", roles=EDITORS)(reject)


Seen = tuple[list[Proposal], Trial | None]


def look(turn: Turn) -> Seen:
    """Everything that waits and has a card, on trial as long as one trial can hold it."""
    library = turn.get(Library)
    waiting = [p for p in proposals(turn.db) if library.card(p.card, p.language)]
    few = len({p.card for p in waiting}) <= CARDS_SHOWN
    return waiting, library.trial(_phrases(waiting)) if waiting and few else None


def look_at_card(turn: Turn) -> Seen:
    waiting = proposals(turn.db, turn.args.get("card", ""))[:PHRASES_SHOWN]
    known = turn.get(Library).card(turn.args.get("card", ""), "zh")
    return (waiting, turn.get(Library).trial(_phrases(waiting))) if waiting and known else ([], None)


def overview(turn: Turn, seen: Seen) -> Reply:
    waiting, trial = seen
    said = turn.words
    if not waiting:
        return say(said("No phrase waits for you."))
    by_card: dict[str, int] = {}
    for proposal in waiting:
        by_card[proposal.card] = by_card.get(proposal.card, 0) + 1
    head = said.plural("{n} phrase waits.", "{n} phrases wait.", len(waiting))
    parts = [Text(head)] + ([foretold(turn, trial.of(trial.added))] if trial else [])
    cards = sorted(by_card.items(), key=lambda item: -item[1])[:CARDS_SHOWN]
    buttons = [Button(f"{_title(turn, card)} ({n})", "knowledge.aliases_of", {"card": card}) for card, n in cards]
    return Reply((*parts, Choices(tuple(buttons))))


def of_card(turn: Turn, seen: Seen) -> Reply:
    waiting, trial = seen
    card = turn.args.get("card", "")
    if not waiting or trial is None:
        return say(turn.words("No phrase waits for this card."))
    listed = "\n".join(_line(turn.words, proposal) for proposal in waiting)
    fine = _harmless(trial)
    effect = foretold(turn, trial.of(trial.added))
    buttons = [_settle(turn.words("Take all {n}", n=len(waiting)), "take", card, waiting)]
    if 0 < len(fine) < len(trial.added):
        harmless = [p for p in waiting if Phrase(p.card, p.phrase) in fine]
        buttons.append(_settle(turn.words("Take the {n} that break nothing", n=len(harmless)), "take", card, harmless))
    if len(waiting) > 1:
        buttons.append(Button(turn.words("One by one"), "knowledge.alias_one", {"card": card, "skip": "0"}))
    buttons.append(_settle(turn.words("Reject all {n}", n=len(waiting)), "reject", card, waiting))
    return Reply((Text(_title(turn, card), "title"), Text(listed), effect, Choices(tuple(buttons))))


def one(turn: Turn, seen: Seen) -> Reply:
    """The next phrase of the card by itself."""
    waiting, trial = seen
    skipped = int(turn.args.get("skip", "0"))
    if trial is None or skipped >= len(waiting):
        return say(turn.words("No phrase waits for this card."))
    proposal = waiting[skipped]
    card = proposal.card
    onward = {"card": card, "skip": str(skipped + 1)}
    buttons = (
        _settle(turn.words("Take"), "take", card, [proposal], skipped),
        _settle(turn.words("Reject"), "reject", card, [proposal], skipped),
        *([Button(turn.words("Skip"), "knowledge.alias_one", onward)] if skipped + 1 < len(waiting) else []),
    )
    effect = foretold(turn, trial.of([Phrase(card, proposal.phrase)]))
    return Reply((Text(_title(turn, card), "title"), Text(_line(turn.words, proposal)), effect, Choices(buttons)))


def accept(turn: Turn, _: Any) -> Reply:
    card, texts, languages = _settled(turn)
    settle(turn.db, card, texts, "accepted")
    take(turn.db, card, zip(languages, texts, strict=True), turn.now)
    done = turn.words.plural(
        "Taken: {n} phrase. It counts in a few seconds.", "Taken: {n} phrases. They count in a few seconds.", len(texts)
    )
    return _and_next(turn, done)


def reject(turn: Turn, _: Any) -> Reply:
    card, texts, _languages = _settled(turn)
    settle(turn.db, card, texts, "rejected")
    return _and_next(turn, turn.words.plural("Rejected: {n} phrase.", "Rejected: {n} phrases.", len(texts)))


def _and_next(turn: Turn, done: str) -> Reply:
    """The button for what still waits: the same card one by one, or the next card."""
    card, skipped = turn.args.get("card", ""), turn.args.get("skip", "")
    left = proposals(turn.db)
    mine = [p for p in left if p.card == card]
    if skipped and int(skipped) < len(mine):
        return Reply((Text(done), Choices((Button(turn.words("Next"), "knowledge.alias_one",
                                                  {"card": card, "skip": skipped}),))))  # fmt: skip
    following = next((p.card for p in (*mine, *left) if turn.get(Library).card(p.card, p.language)), "")
    if not following:
        return say(done)
    button = Button(_title(turn, following), "knowledge.aliases_of", {"card": following})
    return Reply((Text(done), Choices((button,))))


def foretold(turn: Turn, effect: Effect) -> Text:
    """What taking the phrases would change, in one or two lines."""
    said = turn.words
    change = said("Right card first, {n} phrases asked again: {before} → {after}.",
                  n=effect.n, before=f"{effect.before:.1%}", after=f"{effect.after:.1%}")  # fmt: skip
    if not effect.broken:
        return Text(said("{change} Breaks nothing.", change=change), "muted")
    broken = "\n".join(f"“{p.text}” ({_title(turn, p.card)})" for p in effect.broken[:BROKEN_SHOWN])
    return Text(said("{change} Breaks {n}:", change=change, n=len(effect.broken)) + "\n" + broken, "warning")


def _harmless(trial: Trial) -> set[Phrase]:
    return {phrase for phrase in trial.added if not trial.of([phrase]).broken}


def _phrases(waiting: list[Proposal]) -> list[Phrase]:
    return [Phrase(proposal.card, proposal.phrase) for proposal in waiting]


def _line(said: Words, proposal: Proposal) -> str:
    people = said.plural("{n} person", "{n} people", proposal.people)
    return f"· {proposal.phrase} ({people})" if proposal.people > 1 else f"· {proposal.phrase}"


def _settle(label: str, way: str, card: str, chosen: list[Proposal], skipped: int | None = None) -> Button:
    args = {
        "card": card,
        "texts": "\n".join(p.phrase for p in chosen),
        "languages": "\n".join(p.language for p in chosen),
        "skip": "" if skipped is None else str(skipped),
    }
    return Button(label, f"knowledge.alias_{way}", args, primary=way == "take")


def _settled(turn: Turn) -> tuple[str, list[str], list[str]]:
    """What the button settles, as far as it still waits: somebody else may have been faster."""
    card = turn.args.get("card", "")
    waiting = {p.phrase for p in proposals(turn.db, card)}
    pairs = zip(turn.args.get("texts", "").split("\n"), turn.args.get("languages", "").split("\n"), strict=True)
    left = [(text, language) for text, language in pairs if text in waiting]
    return card, [text for text, _ in left], [language for _, language in left]


def _title(turn: Turn, card: str) -> str:
    found = turn.get(Library).card(card, turn.person.language or "zh")
    return found.title if found else card
