"""What a month came to, counted anew from the raw rows and the quest's file: no code of the product is asked."""

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

ZONE = ZoneInfo("Asia/Shanghai")
IN_THE_CHAT = {"card", "find", "quiz", "talk", "pitch", "reflect"}
SKILLS = ("discovery", "objections", "value", "process", "product", "closing")
SEEN_IN_DRILLS = {
    "discovery": {"open_discovery", "implication", "qualify_decision", "listening"},
    "objections": {"acknowledge", "explore_first", "confirm_resolution"},
    "value": {"evidenced_answer"}, "closing": {"next_step", "discount_discipline"},
}  # fmt: skip


@dataclass(frozen=True)
class Paid:
    rule: str
    points: int
    source: str
    held: int = 0
    why: str = ""


@dataclass(frozen=True)
class Recount:
    """Of one person in one quest."""

    database: Path
    quest: Path
    person: int
    started: date

    # The raw rows

    def rows(self, statement: str, *given: object) -> list[dict[str, Any]]:
        db = sqlite3.connect(self.database)
        db.row_factory = sqlite3.Row
        found = [dict(row) for row in db.execute(statement, given)]
        db.close()
        return found

    @cached_property
    def file(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = yaml.load(self.quest.read_text("utf-8"), yaml.CSafeLoader)
        return found

    @cached_property
    def steps(self) -> dict[str, Mapping[str, Any]]:
        return {step["id"]: step for gate in self.file["gates"] for step in gate["steps"]}

    @cached_property
    def events(self) -> list[dict[str, Any]]:
        return self.rows("select * from quest_event where person_id = ? order by id", self.person)

    def before(self, until: datetime | None) -> list[dict[str, Any]]:
        return [event for event in self.events if until is None or moment(event["at"]) < until]

    # Points

    def ledger(self) -> list[Paid]:
        """In the order of what happened: a held row is paid out when the audit says so."""
        paid = [*self._of_steps(), *self._released()]
        return [row for _, row in sorted(paid, key=lambda each: each[0])]

    def _of_steps(self) -> Iterator[tuple[datetime, Paid]]:
        begun, last = dict[str, datetime](), dict[str, Paid]()
        for event in self.events:
            id, at, step = event["step"], moment(event["at"]), self.steps[event["step"]]
            source = f"{self.file['id']}/{id}"
            if event["kind"] == "begun":
                begun[id] = at
            if event["kind"] == "done":
                last[id] = self._worth(step, source, at - begun[id] if id in begun else None)
                yield at, last[id]
            if event["kind"] == "undone":
                yield at, Paid("undo", -last[id].points, source)

    def _worth(self, step: Mapping[str, Any], source: str, took: timedelta | None) -> Paid:
        """A twentieth of the minutes is too fast to have read it."""
        if step["kind"] in IN_THE_CHAT and took is not None and took < timedelta(minutes=step["minutes"] / 20):
            return Paid("step", 0, source, step["points"], "speed")
        return Paid("step", step["points"], source)

    def _released(self) -> Iterator[tuple[datetime, Paid]]:
        held = [row for _, row in self._of_steps() if row.held]
        for audited in self.rows("select at, details from audit where action = 'quests.pay' order by id"):
            points = json.loads(audited["details"])["points"]
            row = next(row for row in held if row.held == points)
            yield moment(audited["at"]), Paid("release", row.held, row.source)

    # Gates and days

    def over(self, until: datetime | None = None) -> dict[str, datetime]:
        found: dict[str, datetime] = {}
        for event in self.before(until):
            if event["kind"] in ("done", "waived"):
                found.setdefault(event["step"], moment(event["at"]))
            if event["kind"] == "undone":
                found.pop(event["step"], None)
        return found

    def required(self, gate: Mapping[str, Any]) -> list[str]:
        return [step["id"] for step in gate["steps"] if not step.get("milestone")]

    def gates(self, until: datetime | None = None) -> list[date]:
        """On which day each was passed, the first of them first."""
        over, found = self.over(until), list[datetime]()
        for gate in self.file["gates"]:
            if any(id not in over for id in self.required(gate)):
                break
            found.append(max([*found, *(over[id] for id in self.required(gate))]))
        return [at.astimezone(ZONE).date() for at in found]

    # The radar

    def radar(self, now: datetime) -> list[tuple[int | None, int]]:
        """For each skill its value, None below three observations, and how many there are."""
        seen = defaultdict[str, list[tuple[float, float]]](list)
        for skill, score, weight, at in (*self._drilled(), *self._answered(), *self._reported(now)):
            seen[skill].append((score, weight * 2 ** (-(now - at).total_seconds() / (30 * 86_400))))
        return [(_mean(seen[skill]) if len(seen[skill]) > 2 else None, len(seen[skill])) for skill in SKILLS]

    def _drilled(self) -> Iterator[tuple[str, float, float, datetime]]:
        for row in self.rows("select * from drill where person_id = ? and status = 'ended'", self.person):
            marks = {mark["criterion"]: mark["level"] for mark in json.loads(row["scorecard"])["marks"]}
            for skill, criteria in SEEN_IN_DRILLS.items():
                levels = [marks[id] for id in criteria if marks.get(id) is not None]
                if levels:
                    weight = 2.0 if row["exam"] else 1.5
                    yield skill, sum(levels) / len(levels) / 3 * 100, weight, moment(row["moved_at"])

    def _answered(self) -> Iterator[tuple[str, float, float, datetime]]:
        counted = [each for each in self.events if each["kind"] in ("tried", "done", "undone")]
        for n, event in enumerate(counted):
            step, later = self.steps[event["step"]], counted[n + 1 :]
            gone = any(each["kind"] == "undone" and each["step"] == event["step"] for each in later)
            if event["kind"] == "undone" or (event["kind"] == "done" and gone):
                continue
            score = event["score"]
            if score is None and step["kind"] in IN_THE_CHAT - {"reflect"}:
                score = 100 * (event["kind"] == "done")
            if score is None and step["skill"] == "process" and event["kind"] == "done":
                score = 100
            if score is not None:
                yield step["skill"], score, 1.0, moment(event["at"])

    def _reported(self, now: datetime) -> Iterator[tuple[str, float, float, datetime]]:
        for row in self.rows("select * from touch where person_id = ? and report_due_at is not null", self.person):
            due, done = moment(row["report_due_at"]), row["reported_at"] and moment(row["reported_at"])
            if done or due < now:
                yield "process", 100 * bool(done and done <= due), 0.5, done or due

    # What a mentor and a manager read

    def week(self, now: datetime) -> tuple[int, int, int, tuple[str, int] | None]:
        """(gates passed, steps of the week, days behind, the step with most wrong answers) on a Monday morning."""
        over, since = self.over(now), now - timedelta(days=7)
        ended = {event["step"]: event["kind"] for event in self.before(now)}
        done = sum(at > since and ended[id] == "done" for id, at in over.items())
        wrong = Counter(e["step"] for e in self.before(now) if e["kind"] == "tried" and moment(e["at"]) > since)
        left = [self.steps[id]["day"] for gate in self.file["gates"] for id in self.required(gate) if id not in over]
        behind = self.workday(now.astimezone(ZONE).date()) - min(left) if left else 0
        most = [pair for pair in wrong.most_common(1) if pair[1] > 1]
        return len(self.gates(now)), done, max(behind, 0), most[0] if most else None

    def workday(self, day: date) -> int:
        """Of the quest; November has no public holiday."""
        span = (self.started + timedelta(n) for n in range((day - self.started).days + 1))
        return sum(each.weekday() < 5 for each in span)

    def certified_on(self) -> date:
        """Two exams passed with different customers."""
        exams = self.rows("select * from drill where person_id = ? and exam and passed order by id", self.person)
        assert exams[0]["seed"] != exams[1]["seed"]
        return moment(exams[1]["moved_at"]).astimezone(ZONE).date()

    def qualified_on(self) -> date:
        deals = "select id from deal where owner_id = ?"
        entered = f"select min(entered_at) as at from stage_event where at != 'lead' and deal_id in ({deals})"
        return moment(self.rows(entered, self.person)[0]["at"]).astimezone(ZONE).date()


def moment(stored: str) -> datetime:
    return datetime.fromisoformat(stored).replace(tzinfo=UTC)


def _mean(seen: list[tuple[float, float]]) -> int:
    return round(sum(score * weight for score, weight in seen) / sum(weight for _, weight in seen))
