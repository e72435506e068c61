"""/enrol: a manager puts somebody into a quest, with a first day and a mentor; the link for many."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from bot.features import Feature, Turn
from bot.knowledge.show import page_of, start_of
from bot.messages import LEADERS, Button, Choices, Field, Form, Person, Reply, Text, say
from bot.people.directory import NAME_MAX, Directory
from bot.playbooks.days import day_text
from bot.playbooks.log.typed_days import day_in
from bot.quests import rows
from bot.quests.confirming.leading import led_of, words_for
from bot.quests.finishing import today_of
from bot.quests.joining import quest_link
from bot.quests.joining.beginning import GONE
from bot.quests.joining.enrolling import AHEAD
from bot.quests.mentoring import mentors
from bot.quests.mentoring.choosing import tell_mentor
from bot.quests.mentoring.mentors import NoMentor
from bot.quests.quest import Quest
from bot.quests.quests import Quests
from bot.words import N_

BEFORE = timedelta(days=366)


def register(quests: Feature) -> None:
    quests.command("enrol", roles=LEADERS, zh=("报名",), usage=N_("NAME"),
                   help=N_("Put somebody into a quest, or get its link"))(who)  # fmt: skip
    quests.button("enrol_who", roles=LEADERS)(who)
    quests.button("enrol_form", roles=LEADERS)(ask)
    quests.button("enrolled", roles=LEADERS)(enrolled)
    quest_link.register(quests)


# Whom, and what


def who(turn: Turn, _: Any) -> Reply:
    """`/enrol` alone lists whom one leads; with a name, the quests for them."""
    name, said = turn.text.strip()[:NAME_MAX], turn.words
    if name.casefold() in quest_link.WORDS:
        return quest_link.choose(turn)
    led = _led(turn)
    found = (
        _person(turn) if "who" in turn.args else next((p for p in led if p.name.casefold() == name.casefold()), None)
    )
    if found is not None:
        return _quests_for(turn, found)
    near = [each for each in led if name.casefold() in each.name.casefold()]
    if not near:
        head = said("You lead nobody called “{name}”.", name=name) if name else said("You lead nobody here yet.")
        return say(head)
    buttons = [Button(each.name, "quests.enrol_who", {"who": str(each.id)}) for each in near]
    shown = page_of(said, buttons, start_of(turn), "quests.enrol_who")
    link = Button(said("Link and QR code"), "quests.links")
    return Reply((Text(said("Whom?")), Choices((*shown, link))))


def _quests_for(turn: Turn, somebody: Person) -> Reply:
    said = turn.words
    mine = {each.enrolment.quest for each in _journeys(turn, somebody) if each.enrolment.state != "left"}
    free = [quest for quest in turn.get(Quests).all() if _fits(quest, somebody) and quest.id not in mine]
    if not free:
        return say(said("There is no other quest for {name}.", name=somebody.name))
    args = {"who": str(somebody.id)}
    buttons = [Button(each.title.of(said.language), "quests.enrol_form", {**args, "quest": each.id}) for each in free]
    shown = page_of(said, buttons, start_of(turn), "quests.enrol_who", args)
    return Reply((Text(said("Which quest for {name}?", name=somebody.name)), Choices(shown)))


def _fits(quest: Quest, somebody: Person) -> bool:
    return somebody.role.value in (*quest.roles, *quest.enrols)


def _journeys(turn: Turn, somebody: Person) -> list[rows.Journey]:
    return rows.of_person(turn.db, turn.get(Quests), somebody.id, turn.now)


def _led(turn: Turn) -> Sequence[Person]:
    return led_of(turn, turn.get(Directory).everyone(turn.db))


def _person(turn: Turn) -> Person | None:
    """Whom the button carries, if they are still led by whoever speaks."""
    number = turn.args.get("who", "")
    somebody = turn.get(Directory).by_id(turn.db, int(number)) if number.isdecimal() else None
    return next(iter(led_of(turn, [somebody])), None) if somebody else None


# From when, and with whom


def ask(turn: Turn, _: Any) -> Reply:
    somebody, quest = _person(turn), turn.get(Quests).get(turn.args.get("quest", ""))
    if somebody is None or quest is None:
        return say(turn.words(GONE))
    today = today_of(turn.db, somebody.id, turn.now)
    return Reply((_form(turn, somebody, quest, today.isoformat(), ""),))


def _form(turn: Turn, somebody: Person, quest: Quest, start: str, mentor: str) -> Form:
    said = turn.words
    fields = (
        Field("start", said("First day"), value=start, max_length=40, required=True),
        Field("mentor", said("Mentor (optional)"), value=mentor, max_length=NAME_MAX),
    )
    title = f"{somebody.name} · {quest.title.of(said.language)}"
    return Form(title, "quests.enrolled", fields, said("Enrol"), {"who": str(somebody.id), "quest": quest.id})


def enrolled(turn: Turn, _: Any) -> Reply:
    somebody, quest = _person(turn), turn.get(Quests).get(turn.args.get("quest", ""))
    if somebody is None or quest is None or not _fits(quest, somebody):
        return say(turn.words(GONE))
    values = {name: text.strip() for name, text in turn.incoming.values.items()}
    typed, named = values.get("start", ""), values.get("mentor", "")
    today = today_of(turn.db, somebody.id, turn.now)
    start, mentor = day_in(typed, today, past=False), _called(turn, named)
    problem = _wrong_day(turn, typed, start, today) or _wrong_mentor(turn, somebody, named, mentor)
    if problem or start is None:
        return Reply((Text(problem, "warning"), _form(turn, somebody, quest, typed, named)))
    return _enrol(turn, somebody, quest, start, mentor)


def _wrong_day(turn: Turn, typed: str, start: date | None, today: date) -> str:
    if start is None:
        return turn.words("“{text}” is no day. Write it like 25 Nov or 下周三.", text=typed)
    if not today - BEFORE <= start <= today + AHEAD:
        return turn.words("“{text}” is more than a year away.", text=typed)
    return ""


def _called(turn: Turn, name: str) -> Person | None:
    return next((p for p in turn.get(Directory).everyone(turn.db) if p.name.casefold() == name.casefold()), None)


def _wrong_mentor(turn: Turn, somebody: Person, named: str, mentor: Person | None) -> str:
    if not named:
        return ""
    if mentor is None:
        return turn.words("There is nobody here called “{name}”.", name=named)
    try:
        mentors.check(turn.db, somebody.id, mentor)
    except NoMentor as error:
        return error.said(turn.words)
    return ""


def _enrol(turn: Turn, somebody: Person, quest: Quest, start: date, mentor: Person | None) -> Reply:
    said, title = turn.words, quest.title.of(turn.words.language)
    there = next((each for each in _journeys(turn, somebody) if each.enrolment.quest == quest.id), None)
    if there is not None and there.enrolment.state == "left":
        again = {"mentor_id": mentor.id} if mentor else {}
        rows.change(turn.db, there.enrolment.id, state="going", started_on=start, **again)
    elif there is not None or not _new(turn, somebody, quest, start, mentor):
        return say(said("{name} is in “{quest}” already.", name=somebody.name, quest=title))
    turn.tell(somebody.id, _news(turn, somebody, quest, start, mentor), "quest")
    if mentor is not None:
        tell_mentor(turn, mentor, somebody, quest)
    return say(said("{name} is in “{quest}” now and hears of it.", name=somebody.name, quest=title))


def _new(turn: Turn, somebody: Person, quest: Quest, start: date, mentor: Person | None) -> bool:
    made = rows.enrol(turn.db, quest, somebody.id, start, turn.now, by_id=turn.person.id,
                      mentor_id=mentor.id if mentor else None)  # fmt: skip
    return made is not None


def _news(turn: Turn, reader: Person, quest: Quest, start: date, mentor: Person | None) -> Reply:
    said = words_for(turn, reader)
    day = day_text(start, today_of(turn.db, reader.id, turn.now), said)
    lines = [said("{name} has put you into “{quest}”. First day: {day}.", name=turn.person.name,
                  quest=quest.title.of(said.language), day=day)]  # fmt: skip
    if mentor is not None:
        lines.append(said("Your mentor: {name}.", name=mentor.name))
    button = Button(said("Begin"), "quests.show", {"quest": quest.id}, primary=True)
    return Reply((Text("\n".join(lines)), Choices((button,))))
