"""What `cornerman check` says of a workspace's drills."""

from collections.abc import Iterator
from pathlib import Path

from bot.content import nearest
from bot.drills.repertoire import drill_files, read_repertoire
from bot.drills.review import review
from bot.drills.stage import knowledge
from bot.errors import ContentError
from bot.knowledge.cards import Shelf


def check_drills(workspace: Path, shelf: Shelf) -> tuple[int, list[ContentError]]:
    """(how many can be played, what is wrong): in the files, between them, and in the cards that name a drill."""
    found = read_repertoire(workspace, frozenset(shelf.ids))
    texts = {
        scenario.id: [text for language in ("zh", "en") for text in knowledge(scenario, shelf, language)]
        for scenario in found.scenarios.values()
    }
    problems = [*found.problems, *review(found, lambda scenario: texts[scenario.id]), *_astray(workspace)]
    named = {path.stem for path in drill_files(workspace, "scenarios")}
    for card in shelf.cards.values() if named else ():  # a workspace may do without drills
        if card.drill and card.drill not in named:  # a broken drill is told of at its own file
            problem = f"drill: there is no scenario {card.drill!r}.{nearest(card.drill, found.scenarios)}"
            problems.append(ContentError(card.path, card.lines["drill"], problem))
    return len(found.scenarios), problems


def _astray(workspace: Path) -> Iterator[ContentError]:
    """A file that nobody reads, because of its folder or its ending."""
    read = {*drill_files(workspace, "scenarios"), *drill_files(workspace, "personas")}
    for file in sorted((workspace / "drills").glob("**/*.y*ml")):
        if file not in read and file.parent.name != "quests":  # a room above reads those, and says what it does not
            problem = "is not read: a drill's files are drills/scenarios/*.yaml and drills/personas/*.yaml."
            yield ContentError(file.relative_to(workspace).as_posix(), 1, problem)
