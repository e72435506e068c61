"""What the radar says of what was seen: the latest counts most, little evidence is no number."""

from datetime import timedelta

import pytest

from bot.quests.skills.radar import DRILL, EXAM, HALF_LIFE, Observation, Radar, before, of_drill, radar
from tests.conftest import NOW

DAY = timedelta(days=1)


def seen(*scores: float, ago: timedelta = timedelta(0), weight: float = 1) -> list[Observation]:
    return [Observation("value", score, NOW - ago, weight) for score in scores]


def value(*lists: list[Observation]) -> tuple[int | None, int]:
    axis = radar([each for some in lists for each in some], NOW)["value"]
    return axis.value, axis.n


@pytest.mark.parametrize(
    ("observations", "shown"),
    [
        ([], (None, 0)),
        (seen(100, 100), (None, 2)),
        (seen(50, 60, 70), (60, 3)),
        (seen(0, 0, 0), (0, 3)),
        (seen(30, 60, 150), (63, 3)),  # nothing is more than all
        (seen(60, 60, -100), (40, 3)),
        # Three of a half-life ago weigh as much as one and a half of now.
        (seen(0, 0, 0, ago=HALF_LIFE) + seen(90, 90, 90), (60, 6)),
        (seen(0, ago=HALF_LIFE) + seen(0, ago=HALF_LIFE) + seen(100), (50, 3)),
        (seen(0, 0) + seen(100, weight=2), (50, 3)),
        # A clock set back: what is ahead counts as now, and no more.
        (seen(0, 0, ago=-90 * DAY) + seen(60), (20, 3)),
        (seen(80, 80, 80, ago=181 * DAY), (None, 0)),
        (seen(80, 80, 80, ago=179 * DAY), (80, 3)),
    ],
)
def test_an_axis(observations: list[Observation], shown: tuple[int | None, int]) -> None:
    assert value(observations) == shown


def test_a_month_ago_is_of_what_was_seen_by_then() -> None:
    old, new = seen(40, 40, 40, ago=31 * DAY), seen(90, 90, 90)
    past = before(old + new, NOW)
    assert past is not None
    assert (past["value"].value, past["value"].n) == (40, 3)
    assert before(seen(40, 40, ago=31 * DAY) + new, NOW) is None


def test_a_drill_is_one_observation_an_axis() -> None:
    levels = {"open_discovery": 3, "implication": 0, "listening": None, "acknowledge": 2, "next_step": None}
    found = of_drill(levels, 3, NOW, exam=False)
    assert [(each.skill, round(each.score), each.weight) for each in found] == [
        ("discovery", 50, DRILL), ("objections", 67, DRILL),
    ]  # fmt: skip
    assert {each.weight for each in of_drill(levels, 3, NOW, exam=True)} == {EXAM}


def test_what_to_work_on_is_the_lowest_number_and_else_what_was_seen_least() -> None:
    def both(value: float, closing: float, n: int) -> Radar:
        return radar([*seen(*[value] * n), *(Observation("closing", closing, NOW) for _ in range(n))], NOW)

    assert both(70, 40, 3).lowest.skill == "closing"
    assert both(40, 70, 3).lowest.skill == "value"
    assert both(40, 70, 2).lowest.skill == "discovery"
    assert both(40, 70, 2).lowest.n == 0
