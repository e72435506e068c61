"""Measures what is heard in dictated sentences: `python -m benchmarks.logs [tune|more|sealed|sealed2 …] [--wrong]`.

Of the sealed sets only totals are printed: whoever builds the parser must not see their lines.
"""

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bot.playbooks.log.hear import hear
from bot.playbooks.log.heard import Heard, Known, World

LOGS = Path(__file__).resolve().parents[1] / "tests" / "logs"
LANGUAGES = ("zh", "en")
FIELDS = ("customer", "kind", "next_day", "day", "contact")
COUNTED = FIELDS[:3]
OPEN = ("tune", "more")
SEALED = ("sealed", "sealed2")


@dataclass(frozen=True)
class Line:
    id: str
    text: str
    now: datetime
    expect: dict[str, Any]


def read_world(language: str) -> tuple[World, dict[int, str]]:
    """The world, and the contacts' names by id."""
    rows = json.loads((LOGS / f"world-{language}.json").read_text("utf-8"))["customers"]
    names: dict[int, str] = {}
    customers = []
    for row in rows:
        contacts = []
        for contact in row["contacts"]:
            names[len(names) + 1] = contact["name"]
            contacts.append((len(names), contact["name"], contact["title"]))
        customers.append(Known(int(row["id"][1:]), (row["name"],), tuple(contacts)))
    return World(tuple(customers)), names


def read_lines(half: str, language: str) -> Iterator[Line]:
    for row in (LOGS / f"{half}-{language}.jsonl").read_text("utf-8").splitlines():
        line = json.loads(row)
        yield Line(line["id"], line["text"], datetime.fromisoformat(line["now"]), line["expect"])


def verdict(field: str, heard: Heard, expect: dict[str, Any], names: dict[int, str]) -> str:
    """right · needless (right, but asked) · asked (wrong, but asked) · silent (wrong, and nobody is told)."""
    asked = field in heard.ask
    if field in expect["ask"]:
        return "right" if asked else "silent"
    if _right(field, heard, expect, names):
        return "needless" if asked else "right"
    return "asked" if asked else "silent"


def _right(field: str, heard: Heard, expect: dict[str, Any], names: dict[int, str]) -> bool:
    wanted = expect[field]
    if field == "customer":
        return heard.customer == (int(wanted[1:]) if wanted else None)
    if field == "kind":
        return heard.kind == wanted
    if field == "next_day":
        return (heard.next.day if heard.next else None) == (date.fromisoformat(wanted) if wanted else None)
    if field == "day":
        return wanted is not None and heard.day == date.fromisoformat(wanted)
    said = names.get(heard.contact or 0) or heard.contact_said
    return said.lower() == (wanted or "").lower()


@dataclass
class Score:
    verdicts: dict[str, Counter[str]]
    silent_lines: int = 0
    lines: int = 0

    def right(self, field: str) -> float:
        found = self.verdicts[field]
        return (found["right"] + found["needless"]) / self.lines

    @property
    def silent(self) -> float:
        return self.silent_lines / self.lines


def score(half: str, language: str) -> tuple[Score, list[str]]:
    """The totals, and for reading every line with something amiss."""
    world, names = read_world(language)
    total, amiss = Score({field: Counter() for field in FIELDS}), []
    for line in read_lines(half, language):
        heard = hear(line.text, line.now, world)
        found = {field: verdict(field, heard, line.expect, names) for field in FIELDS}
        for field, word in found.items():
            total.verdicts[field][word] += 1
        total.lines += 1
        total.silent_lines += any(found[field] == "silent" for field in COUNTED)
        if any(word != "right" for word in found.values()):
            amiss.append(_shown(line, heard, found, names))
    return total, amiss


def _shown(line: Line, heard: Heard, found: dict[str, str], names: dict[int, str]) -> str:
    contact = names.get(heard.contact or 0) or heard.contact_said
    got = {
        "customer": (heard.customer, heard.customer_said),
        "kind": heard.kind,
        "next_day": heard.next and (str(heard.next.day), heard.next.title),
        "day": str(heard.day),
        "contact": contact,
    }
    rows = [
        f"    {field:9}{word:9} heard {got[field]}  wanted {line.expect[field]}"
        for field, word in found.items()
        if word != "right"
    ]
    return "\n".join([f"{line.id} {line.now:%a %Y-%m-%d %H:%M} {line.text}", *rows])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", help=", ".join((*OPEN, *SEALED)))
    parser.add_argument("--wrong", action="store_true", help="the lines of an open set in which something is amiss")
    given = parser.parse_args()
    if unknown := set(given.sets) - {*OPEN, *SEALED}:
        parser.error(f"there is no set {', '.join(sorted(unknown))}")
    if given.wrong and set(given.sets) & set(SEALED):
        parser.error("the lines of the sealed sets are shown to nobody")
    for half in given.sets or OPEN:
        for language in LANGUAGES:
            total, amiss = score(half, language)
            if given.wrong:
                print("\n".join(amiss))
            _print(half, language, total)
    print(f"one line among 300 customers: {milliseconds():.2f} ms")


def _print(half: str, language: str, total: Score) -> None:
    print(
        f"\n{half} {language}: {total.lines} lines, {total.silent_lines} wrong silently in customer, kind or next day"
    )
    print(f"{'':12}{'right':>8}{'silent':>8}{'asked':>8}{'needless':>10}")
    for field in FIELDS:
        found = total.verdicts[field]
        print(f"{field:12}{total.right(field):>8.1%}{found['silent']:>8}{found['asked']:>8}{found['needless']:>10}")


def milliseconds() -> float:
    worlds = [read_world(language)[0] for language in LANGUAGES]
    known = [customer for world in worlds for customer in world.customers]
    many = World(tuple(Known(n, known[n % len(known)].names, known[n % len(known)].contacts) for n in range(300)))
    lines = [line for language in LANGUAGES for line in read_lines("tune", language)]
    hear(lines[0].text, lines[0].now, many)
    begun = time.process_time()
    for line in lines:
        hear(line.text, line.now, many)
    return (time.process_time() - begun) * 1000 / len(lines)


if __name__ == "__main__":
    main()
