"""The certificate of one's own finished quest, as a picture to keep; what was let off is named on it."""

from collections.abc import Iterator

from bot.charts import Drawing
from bot.charts import certificate as draw
from bot.features import Feature, Turn
from bot.messages import EVERYONE, Choices, Picture, Reply, Text, say
from bot.playbooks.days import whole_day
from bot.pushes.calendar import local
from bot.quests.rows import Journey
from bot.quests.ways_in import journey_in, my_quest


def register(quests: Feature) -> None:
    quests.button("certificate", roles=EVERYONE, prepare=drawn)(certificate)


def drawn(turn: Turn) -> Drawing | None:
    """Outside the transaction; None where nothing is finished."""
    journey = finished_in(turn)
    if journey is None:
        return None
    language, gates = turn.words.language, journey.quest.gates
    able = [gate.able.of(language) for gate in gates]
    waived = list(_let_off(journey, language))
    return draw(turn.person.name, _title(turn, journey), able, _day(turn, journey), language, waived=waived)


def finished_in(turn: Turn) -> Journey | None:
    """The quest that the button names, if it is this person's own and all its gates are passed."""
    journey = journey_in(turn, turn.args.get("quest", ""))
    return journey if journey and journey.standing.finished and journey.enrolment.finished_at else None


def certificate(turn: Turn, drawing: Drawing | None) -> Reply:
    said, journey = turn.words, finished_in(turn)
    if journey is None or drawing is None:
        return say(said("That quest is not finished yet: its certificate comes with the last gate."))
    text = said("{quest}, finished on {day}. Well done.", quest=_title(turn, journey), day=_day(turn, journey))
    button = my_quest(said, journey.enrolment.quest)
    return Reply((Text(text), Picture(drawing.png, drawing.alt), Choices((button,))))


def _title(turn: Turn, journey: Journey) -> str:
    return journey.quest.title.of(turn.words.language)


def _day(turn: Turn, journey: Journey) -> str:
    assert journey.enrolment.finished_at is not None
    return whole_day(local(turn.person.time_zone, journey.enrolment.finished_at).date(), turn.words)


def _let_off(journey: Journey, language: str) -> Iterator[str]:
    for step in journey.quest.steps.values():
        if journey.standing.states[step.id].status == "waived" and not step.milestone:
            yield step.title.of(language)
