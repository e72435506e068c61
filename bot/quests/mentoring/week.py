"""What a manager reads at the start of a week: a line for each new hire they lead, those furthest behind first."""

from bot.features import Turn
from bot.messages import Part, Role, Text
from bot.quests import rows
from bot.quests.confirming import leading
from bot.quests.mentoring.brief import ahead
from bot.quests.mentoring.mentees import is_first_day, line, with_people
from bot.quests.quests import Quests

SHOWN = 5


def morning(turn: Turn) -> tuple[Part, ...]:
    """Those whom they mentor themselves stand there in three lines already."""
    if turn.person.role is not Role.MANAGER or not is_first_day(turn):
        return ()
    own = set(leading.mentored(turn))
    ids = [id for id in leading.helped(turn) if id not in own]
    if not ids:
        return ()
    journeys = rows.some(turn.db, turn.get(Quests), ids, turn.now)
    here = (each for each in with_people(turn, journeys, {}) if leading.ON in each.person.features)
    found = sorted(here, key=lambda each: ahead(turn, each.journey))
    lines = [f"· {line(turn, each)}" for each in found[:SHOWN]]
    left = len(found) - len(lines)
    if left > 0:
        lines.append(turn.words("{n} more: /mentees", n=left))
    return (Text("\n".join((turn.words("Your new hires:"), *lines))),) if found else ()
