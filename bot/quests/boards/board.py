"""/board: who joined and is ahead or gained most, which teams are; and where you stand, said to you alone."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.features import Feature, Turn
from bot.messages import EVERYONE, Button, Choices, Facts, Part, Reply, Text
from bot.people.directory import Directory
from bot.playbooks.deal.page import today_of
from bot.pushes.own_times import mine
from bot.quests.boards import standings
from bot.quests.boards.places import LEAST, Board, Place, Team, board, teams_ahead
from bot.quests.quests import Quests
from bot.quests.skills.choices import change, choice_of
from bot.words import N_, Words


@dataclass(frozen=True, slots=True)
class Boards:
    """Read outside the transaction: a large company's takes a moment."""

    joined: int
    board: Board | None
    teams: list[tuple[Place, Team]]


def register(quests: Feature) -> None:
    quests.command(
        "board", roles=EVERYONE, zh=("榜单",), help=N_("Who leads and who gained most, if you join"),
        prepare=look,
    )(show)  # fmt: skip
    quests.button("board_join", roles=EVERYONE)(join)
    quests.button("board_leave", roles=EVERYONE)(leave)


def look(turn: Turn) -> Boards:
    today = today_of(turn)
    members = standings.tree(turn.db, turn.get(Directory), turn.person.team)
    joined = list(standings.entries(turn.db, members, today).values())
    teams = standings.teams(turn.db, turn.get(Quests), members, today, mine(turn))
    return Boards(len(joined), board(joined), teams_ahead(teams))


def show(turn: Turn, found: Boards) -> Reply:
    return Reply(tuple(_parts(turn, found)))


def join(turn: Turn, _: object) -> Reply:
    change(turn.db, turn.person.id, on_boards=True)
    head = Text(turn.words("You are on the board now. You can leave it at any time."))
    return Reply((head, *show(turn, look(turn)).parts))


def leave(turn: Turn, _: object) -> Reply:
    change(turn.db, turn.person.id, on_boards=False)
    head = Text(turn.words("You are off the board; your points stay yours."))
    return Reply((head, *show(turn, look(turn)).parts))


def _parts(turn: Turn, found: Boards) -> Iterator[Part]:
    said = turn.words
    yield Text(said("The last 30 days"), "title")
    if found.board is None:
        yield Text(said("A board needs {least} who join it; so far {n} have.", least=LEAST, n=found.joined))
    else:
        yield from _places(said, found.board)
    if found.teams:
        yield Text(said("Teams, by the share of due steps that are done"))
        yield Facts(tuple(_team(said, place, team) for place, team in found.teams))
    if turn.incoming.place != "group":
        yield Text(_own(turn))
    yield Text(said("Only who joined is named, and at most half of them: nobody is last."), "muted")
    yield Choices((_choice(turn),))


def _choice(turn: Turn) -> Button:
    if choice_of(turn.db, turn.person.id).on_boards:
        return Button(turn.words("Leave the board"), "quests.board_leave")
    return Button(turn.words("Join the board"), "quests.board_join")


def _places(said: Words, found: Board) -> Iterator[Part]:
    if not (found.top or found.improved):
        yield Text(said("Nobody stands out yet."))
    if found.top:
        yield Text(said("Most points"))
        yield Facts(tuple((f"{each.place}. {each.name}", said("{n} points", n=each.value)) for each in found.top))
    if found.improved:
        yield Text(said("Gained most"))
        more = tuple((f"{each.place}. {each.name}", said("+{n} points", n=each.value)) for each in found.improved)
        yield Facts(more)


def _team(said: Words, place: Place, team: Team) -> tuple[str, str]:
    shown = said("{percent} %, {n} people", percent=team.percent, n=team.people)
    return f"{place.place}. {team.name}", shown


def _own(turn: Turn) -> str:
    """In words and without a place, to oneself alone."""
    said, me = turn.words, turn.person.id
    now, past = standings.points_of(turn.db, [me], today_of(turn))[me]
    if now > past > 0:
        return said("You: {n} points, {more} more than the 30 days before.", n=now, more=now - past)
    if past > 0:
        return said("You: {n} points; {past} the 30 days before.", n=now, past=past)
    return said("You: {n} points.", n=now)
