"""/ramp: how new people come up to speed, for whoever leads them."""

from bot.features import Feature, Turn
from bot.messages import LEADERS, Button, Choices, Facts, Part, Reply, Text
from bot.pushes.calendar import local
from bot.quests.quests import Quests
from bot.quests.ramp import telling
from bot.quests.ramp.figures import led_by, read
from bot.quests.ramp.report import Ramp, report
from bot.words import N_

MONTHS = 6
FACES = 6
"""People whose pages are offered: those who are at a step for longest."""


def register(quests: Feature) -> None:
    quests.command("ramp", roles=LEADERS, zh=("上手",), prepare=seen,
                   help=N_("How new people come up to speed"))(answer)  # fmt: skip
    quests.button("ramp_of", roles=LEADERS, prepare=seen)(answer)


def seen(turn: Turn) -> tuple[Part, ...]:
    """Reads and draws before the transaction; what a button says is only which month and quest to look at."""
    zone, quests = turn.person.time_zone, turn.get(Quests)
    today = local(zone, turn.now).date()
    figures = read(turn.db, quests, led_by(turn.db, turn.person), today, zone, _quest_in(turn))
    found = report(figures, turn.now, zone, turn.args.get("month", ""))
    if found is None or not figures.hires:
        return (Text(turn.words("Nobody whom you lead began a quest in the last two years.")),)
    return parts(turn, found)


def answer(turn: Turn, shown: tuple[Part, ...]) -> Reply:
    return Reply(shown)


def parts(turn: Turn, ramp: Ramp) -> tuple[Part, ...]:
    said = turn.words
    picture = telling.picture(said, ramp)
    return (
        Text(telling.title(said, ramp), "title"), *((picture,) if picture else ()), Facts(telling.facts(said, ramp)),
        *_stuck(turn, ramp), *_mistakes(turn, ramp), *_months(turn, ramp),
    )  # fmt: skip


def _quest_in(turn: Turn) -> str:
    """The id of the quest that is asked for, by its title or by a button; "" for the one with most new people."""
    asked = turn.args.get("quest", "") or turn.text.strip()
    found = (q.id for q in turn.get(Quests).all() if asked.casefold() in (q.id, *_titles(q.title.zh, q.title.en)))
    return turn.args.get("quest", "") or next(found, "")


def _titles(*titles: str) -> list[str]:
    return [title.casefold() for title in titles]


def _stuck(turn: Turn, ramp: Ramp) -> tuple[Part, ...]:
    if not ramp.stuck:
        return (Text(turn.words("Nobody is at one step for long."), "muted"),)
    lines = [telling.sticking(turn.words, one) for one in ramp.stuck]
    people = sorted((place for one in ramp.stuck for place in one.places), key=lambda place: -place.days)
    buttons = (
        Button(place.hire.name, "quests.mentee", {"enrolment": str(place.hire.enrolment_id)})
        for place in people[:FACES]
    )
    faces = (Choices(tuple(buttons)),) if turn.offers("quests.mentee") else ()
    return (Text("\n".join((turn.words("Where people are for long:"), *lines))), *faces)


def _mistakes(turn: Turn, ramp: Ramp) -> tuple[Part, ...]:
    if not ramp.mistakes:
        return ()
    lines = [telling.mistake(turn.words, one) for one in ramp.mistakes]
    return (Text("\n".join((turn.words("Typical in their drills:"), *lines))),)


def _months(turn: Turn, ramp: Ramp) -> tuple[Part, ...]:
    """The cohorts' buttons, and back to everybody."""
    months = [cohort.month for cohort in ramp.cohorts[: -MONTHS - 1 : -1] if cohort.month != ramp.month]
    buttons = [Button(month, "quests.ramp_of", {"quest": ramp.quest.id, "month": month}) for month in months]
    if ramp.month:
        buttons.append(Button(turn.words("Everybody"), "quests.ramp_of", {"quest": ramp.quest.id}))
    return (Choices(tuple(buttons)),) if len(buttons) > 1 or ramp.month else ()
