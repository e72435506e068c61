"""Beginning a quest by oneself, from the list or by a link; leaving it, and going on where one was."""

from typing import Any

from bot.features import Feature, Turn
from bot.messages import EVERYONE, ROLE_NAMES, Button, Choices, Reply, Role, Text, say
from bot.playbooks.deal.page import today_of
from bot.quests import rows
from bot.quests.pace import days_of
from bot.quests.page import menu, quest_page, settled, show
from bot.quests.quest import Quest
from bot.quests.quests import Quests
from bot.quests.ways_in import journey_in
from bot.words import N_

GONE = N_("That quest is no longer there.")


def register(quests: Feature) -> None:
    quests.button("begin", roles=EVERYONE)(begin)
    quests.button("linked", roles=EVERYONE)(linked)
    quests.button("leave", roles=EVERYONE)(ask)
    quests.button("left", roles=EVERYONE)(leave)


def begin(turn: Turn, _: Any) -> Reply:
    """From today on; whoever left goes on where they were, and whoever is in it already reads where that is."""
    refused, id = _refusal(turn), turn.args.get("quest", "")
    journey, quest = journey_in(turn, id), turn.get(Quests).get(id)
    if journey is not None and journey.enrolment.state == "left":
        rows.change(turn.db, journey.enrolment.id, state="going")
    elif journey is None and quest is not None and not refused:
        rows.enrol(turn.db, quest, turn.person.id, today_of(turn), turn.now)
    news, mine = settled(turn), journey_in(turn, id)
    return Reply((*news, *quest_page(turn, mine).parts)) if mine else say(refused)


def linked(turn: Turn, _: Any) -> Reply:
    """Where a link leads: what the quest is, and the button. Following a link begins nothing."""
    id = turn.args.get("quest", "")
    journey, refused = journey_in(turn, id), _refusal(turn)
    if journey is not None:
        return show(turn)
    quest = turn.get(Quests).get(id)
    if quest is None or refused:
        return say(refused)
    said = turn.words
    size = said("{days} working days, {n} steps", days=days_of(quest), n=len(quest.steps))
    button = Button(said("Begin"), "quests.begin", {"quest": id}, primary=True)
    title, about = Text(quest.title.of(said.language), "title"), Text(quest.about.of(said.language))
    return Reply((title, about, Text(size, "muted"), Choices((button,))))


def _refusal(turn: Turn) -> str:
    """Why this quest is not for whoever speaks; "" where it is."""
    quest = turn.get(Quests).get(turn.args.get("quest", ""))
    if quest is None:
        return turn.words(GONE)
    return "" if turn.person.role.value in quest.roles else _not_for(turn, quest)


def _not_for(turn: Turn, quest: Quest) -> str:
    said = turn.words
    roles = ", ".join(said(ROLE_NAMES[Role(role)]) for role in quest.roles)
    return said("“{quest}” is for: {roles}. Your manager can enrol you in it.", quest=quest.title.of(said.language),
                roles=roles)  # fmt: skip


# Leaving


def ask(turn: Turn, _: Any) -> Reply:
    said, journey = turn.words, journey_in(turn, turn.args.get("quest", ""))
    if journey is None or journey.enrolment.state != "going":
        return menu(turn)
    args = {"quest": journey.quest.id}
    text = said("Leave “{quest}”? What you did and your points stay, and you can go on later.",
                quest=journey.quest.title.of(said.language))  # fmt: skip
    stay = Button(said("Stay"), "quests.show", args, primary=True)
    return Reply((Text(text), Choices((stay, Button(said("Leave the quest"), "quests.left", args)))))


def leave(turn: Turn, _: Any) -> Reply:
    journey = journey_in(turn, turn.args.get("quest", ""))
    if journey is None:
        return menu(turn)
    if journey.enrolment.state == "going":
        rows.change(turn.db, journey.enrolment.id, state="left")
    again = journey_in(turn, journey.quest.id)
    assert again is not None
    return quest_page(turn, again)
