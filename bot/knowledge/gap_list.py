"""Gaps in chat: what reps asked in vain, the most asked first; an editor says which card it belongs to."""

from collections.abc import Iterable
from typing import Any

from bot.features import Feature, Turn
from bot.knowledge.aliases import EDITORS, foretold
from bot.knowledge.answered import gap_ids, shortened, tell_askers
from bot.knowledge.cards import PHRASE_MAX, Card
from bot.knowledge.gaps import Gap, open_gaps, set_state, some_gaps
from bot.knowledge.library import Library
from bot.knowledge.taken import take
from bot.messages import Button, Choices, Reply, Role, Text, say
from bot.people.directory import Directory
from bot.search import Phrase, Trial
from bot.words import N_, Words, language_of

READERS = EDITORS | {Role.MANAGER}

GROUPS_SHOWN = 8
WORDINGS_SHOWN = 6
NEAREST_SHOWN = 3
LABEL_MAX = 24
IDS_MAX = 100
"""Gaps that one button settles."""


def register(knowledge: Feature) -> None:
    knowledge.command("gaps", roles=READERS, zh=("缺口",), prepare=look,
                      help=N_("What was asked and no card answered"))(gap_list)  # fmt: skip
    knowledge.button("gap_group", roles=READERS)(group)
    knowledge.button("gap_belongs", roles=EDITORS, prepare=look_at_choice)(belongs)
    knowledge.button("gap_take", roles=EDITORS)(take_in)
    knowledge.button("gap_dismiss", roles=EDITORS)(dismiss)


def look(turn: Turn) -> list[list[Gap]]:
    """Open gaps, those that say the same thing together, the one that most people asked first."""
    gaps = open_gaps(turn.db)
    together = [[gaps[at] for at in places] for places in turn.get(Library).groups([gap.question for gap in gaps])]
    return sorted(together, key=lambda group: (-_askers(group), -len(group), -group[0].id))


def gap_list(turn: Turn, groups: list[list[Gap]]) -> Reply:
    said = turn.words
    if not groups:
        return say(said("No open gaps: every question found a card, or nobody asked."))
    head = said.plural("{n} subject has no card. The most asked first:",
                       "{n} subjects have no card. The most asked first:", len(groups))  # fmt: skip
    return Reply((Text(head), Choices(tuple(_group_button(said, group) for group in groups[:GROUPS_SHOWN]))))


def group(turn: Turn, _: Any) -> Reply:
    said, gaps = turn.words, [gap for gap in some_gaps(turn.db, gap_ids(turn)) if gap.state == "open"]
    if not gaps:
        return say(said("That is settled already. /gaps shows what is open."))
    wordings = list(dict.fromkeys(gap.question for gap in gaps))
    listed = "\n".join(f"· {shortened(text, 200)}" for text in wordings[:WORDINGS_SHOWN])
    people = said.plural("Asked by {n} person:", "Asked by {n} people:", _askers(gaps))
    if not turn.offers("knowledge.gap_belongs"):
        return Reply((Text(people), Text(listed)))
    ids = {"ids": turn.args.get("ids", "")}
    near = [
        Button(said("It belongs to: {title}", title=card.title), "knowledge.gap_belongs", {**ids, "card": card.id})
        for card in _nearest(turn, gaps[0])
    ]
    none = Button(said("No card needed"), "knowledge.gap_dismiss", ids)
    hint = said("If none of these fits, write a card with these words; whoever asked hears of it by themselves.")
    return Reply((Text(people), Text(listed), Text(hint, "muted"), Choices((*near, none))))


def look_at_choice(turn: Turn) -> tuple[list[Gap], Trial | None]:
    gaps = [gap for gap in some_gaps(turn.db, gap_ids(turn)) if gap.state == "open"]
    phrases = [Phrase(turn.args.get("card", ""), text) for _, text in _phrases(gaps)]
    return gaps, turn.get(Library).trial(phrases) if phrases else None


def belongs(turn: Turn, seen: tuple[list[Gap], Trial | None]) -> Reply:
    """What it would change, before it counts."""
    said, card = turn.words, _card(turn, turn.args.get("card", ""))
    _, trial = seen
    if card is None or trial is None:
        return say(said("That is settled already. /gaps shows what is open."))
    button = Button(said("Take"), "knowledge.gap_take", dict(turn.args), primary=True)
    return Reply((Text(card.title, "title"), foretold(turn, trial.of(trial.added)), Choices((button,))))


def take_in(turn: Turn, _: Any) -> Reply:
    card = _card(turn, turn.args.get("card", ""))
    gaps = [gap for gap in some_gaps(turn.db, gap_ids(turn)) if gap.state == "open"]
    if card is None or not gaps:
        return say(turn.words("That is settled already. /gaps shows what is open."))
    take(turn.db, card.id, _phrases(gaps), turn.now)
    turn.told |= tell_askers(turn.db, turn.get(Directory), turn.get(Library), {gap: card.id for gap in gaps}, turn.now)
    people = turn.words.plural("{n} person hears of it.", "{n} people hear of it.", _askers(gaps))
    return say(turn.words("Now under “{title}”. {people}", title=card.title, people=people))


def dismiss(turn: Turn, _: Any) -> Reply:
    gaps = [gap for gap in some_gaps(turn.db, gap_ids(turn)) if gap.state == "open"]
    set_state(turn.db, gaps, "dismissed")
    return say(turn.words("Left alone. It comes up again when somebody asks again."))


def _askers(gaps: Iterable[Gap]) -> int:
    return len({gap.person_id for gap in gaps})


def _group_button(said: Words, gaps: list[Gap]) -> Button:
    people = said.plural("{n} person", "{n} people", _askers(gaps))
    label = f"“{shortened(gaps[0].question, LABEL_MAX)}” · {people}"
    return Button(label, "knowledge.gap_group", {"ids": ",".join(str(gap.id) for gap in gaps[:IDS_MAX])})


def _nearest(turn: Turn, gap: Gap) -> list[Card]:
    hits = turn.get(Library).search(gap.question).hits[:NEAREST_SHOWN]
    return [card for hit in hits if (card := _card(turn, hit.id))]


def _card(turn: Turn, id: str) -> Card | None:
    return turn.get(Library).card(id, turn.person.language or "zh")


def _phrases(gaps: Iterable[Gap]) -> list[tuple[str, str]]:
    """(language, phrase) of what can be a phrase: a longer text is a story."""
    texts = dict.fromkeys(" ".join(gap.question.split()) for gap in gaps)
    return [(language_of(text, "zh"), text) for text in texts if 0 < len(text) <= PHRASE_MAX]
