"""Who is on a board, and who is never seen there."""

import pytest

from bot.quests.boards.places import Entry, Team, board, teams_ahead


def entries(*points: int | tuple[int, int]) -> list[Entry]:
    pairs = [each if isinstance(each, tuple) else (each, 0) for each in points]
    return [Entry("ABCDEFGH"[n], now, before) for n, (now, before) in enumerate(pairs)]


@pytest.mark.parametrize(
    ("points", "top"),
    [
        ((50, 40, 30), [(1, "A")]),
        ((50, 50, 30), []),  # no room for both, and neither is the one left out
        ((50, 50, 30, 20), [(1, "A"), (1, "B")]),
        ((50, 50, 30, 20, 10, 5), [(1, "A"), (1, "B"), (3, "C")]),
        ((50, 30, 30, 20, 10, 5), [(1, "A"), (2, "B"), (2, "C")]),
        ((50, 40, 30, 30, 10, 5), [(1, "A"), (2, "B")]),
        ((60, 50, 40, 30, 20, 10, 5, 1), [(1, "A"), (2, "B"), (3, "C")]),
        ((0, 0, 0), []),
        ((10, 0, 0, -5), [(1, "A")]),
        ((-1, -2, -3), []),
    ],
)
def test_the_top_three_of_at_most_half(points: tuple[int, ...], top: list[tuple[int, str]]) -> None:
    found = board(entries(*points))
    assert found is not None
    assert [(place.place, place.name) for place in found.top] == top


@pytest.mark.parametrize(
    ("points", "improved"),
    [
        (((50, 50), (20, 0), (5, 60)), [("B", 20)]),
        (((50, 60), (20, 30), (5, 60)), []),
        (((0, 0), (0, -20), (5, 5), (9, 8)), [("B", 20), ("D", 1)]),
    ],
)
def test_the_most_improved_gained(points: tuple[tuple[int, int], ...], improved: list[tuple[str, int]]) -> None:
    found = board(entries(*points))
    assert found is not None
    assert [(place.name, place.value) for place in found.improved] == improved


@pytest.mark.parametrize("joined", [(), (50,), (50, 40)])
def test_fewer_than_three_are_no_board(joined: tuple[int, ...]) -> None:
    assert board(entries(*joined)) is None


@pytest.mark.parametrize(
    ("teams", "ahead"),
    [
        ([], []),
        ([("A", 3, 10, 5)], []),
        ([("A", 3, 10, 9), ("B", 4, 10, 5)], []),  # the one not named would be the last
        ([("A", 3, 10, 9), ("B", 4, 10, 5), ("C", 4, 10, 2)], ["A"]),
        ([("A", 2, 10, 9), ("B", 3, 10, 5), ("C", 3, 10, 4), ("D", 3, 10, 3)], ["B"]),
        ([("A", 3, 0, 0), ("B", 3, 10, 5), ("C", 3, 10, 4)], []),
        ([("A", 3, 10, 9), ("B", 4, 10, 9), ("C", 4, 10, 2)], []),
        ([(name, 3, 100, 90 - n) for n, name in enumerate("ABCDEFGH")], ["A", "B", "C"]),
    ],
)
def test_teams_in_the_better_half(teams: list[tuple[str, int, int, int]], ahead: list[str]) -> None:
    assert [team.name for _, team in teams_ahead([Team(*each) for each in teams])] == ahead
