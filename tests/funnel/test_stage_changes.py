"""A planted fall reaches the team's manager; weeks without a change name nobody."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert

from bot.app import App
from bot.funnel.alerts.findings import Change
from bot.funnel.conversions import forward
from bot.funnel.metrics.figure import span_of
from bot.funnel.metrics.journeys import SIX, Event, Journey, walk
from bot.funnel.stage_changes import StageChanges, beyond_chance, led
from bot.playbooks.customers import find_or_add
from bot.playbooks.tables import deal, stage_event
from bot.signals import Finding, Period, compare
from tests.conftest import StillClock
from tests.funnel.team import Team
from tests.talk import Someone

BEFORE, NOW = Period(date(2026, 7, 1), date(2026, 8, 23)), Period(date(2026, 10, 1), date(2026, 11, 22))
DAY = timedelta(days=1)


@pytest.fixture
def team(app: App) -> Team:
    """It is Monday, 23 November, 09:00 in Shanghai."""
    return Team(app)


def history(app: App, owner: Someone, period: Period, of: int, went_on: int) -> None:
    """Deals whose stay in proposal ended in a period: some went on, the others were lost."""
    start = datetime(period.start.year, period.start.month, period.start.day, 4, tzinfo=UTC)
    with app.store.write() as db:
        customer = find_or_add(db, "华泵", start)
        for n in range(of):
            first = start + timedelta(hours=n)
            next_ = ("terms", "negotiation") if n < went_on else ("lost", "lost")
            id = db.execute(insert(deal).values(_row(owner, customer, first, next_)).returning(deal.c.id)).scalar_one()
            steps = ((first, "solution", "proposal"), (first + 20 * DAY, *next_))
            db.execute(insert(stage_event), [
                {"deal_id": id, "entered_at": at, "stage": stage, "at": six, "amount": None} for at, stage, six in steps
            ])  # fmt: skip


def _row(owner: Someone, customer: int, first: datetime, next_: tuple[str, str]) -> dict[str, object]:
    lost, then = next_[0] == "lost", first + 20 * DAY
    empty = dict.fromkeys(
        ("number", "title", "proposed", "origin", "product", "lost_reason", "lost_to", "lost_note", "fingerprint"), ""
    )
    return {
        "system": "local", "source_id": f"{owner.person.id}-{first}", "customer_id": customer,
        "owner_id": owner.person.id, "owner": owner.person.name, "playbook": "general-b2b", "kept_by": "local",
        "stage": "solution" if lost else next_[0], "at": "proposal" if lost else next_[1],
        "status": "lost" if lost else "open", "proposed_at": None, "amount": 100, "list_amount": None,
        "currency": "CNY", "created_at": first, "stage_since": then, "closed_at": then if lost else None,
        "expected_on": None, "touched_at": then, "recorded_at": then, **empty,
    }  # fmt: skip


def test_a_planted_fall_is_the_managers_line(team: Team, app: App, clock: StillClock) -> None:
    history(app, team.lin, BEFORE, 60, 45)
    history(app, team.lin, NOW, 60, 25)
    team.look()
    (case,) = team.cases("conversion-drop")
    assert case[3] == "open"
    assert team.told("conversion-drop") == {"Wang"}
    assert "60 单里的 25 单" in team.manager.say("预警")
    assert "“方案" in team.manager.text, "the stage as the playbook calls it"
    team.look(timedelta(hours=1))
    app.alerts.changes = StageChanges(app.alerts.playbooks, app.settings)
    team.look(timedelta(hours=1))
    assert team.cases("conversion-drop") == [case], "another hour, another process: the same case"


def test_a_team_without_a_manager_belongs_to_the_next_above(team: Team, app: App) -> None:
    with app.store.write() as db:
        app.directory.add_team(db, "华东一组", "华东组")
        assert led(db) == {"销售部": (1,), "华东组": (2, 3)}


def test_no_fall_no_line(team: Team, app: App) -> None:
    history(app, team.lin, BEFORE, 60, 40)
    history(app, team.lin, NOW, 60, 38)
    team.look()
    assert team.cases("conversion-drop") == []


def test_a_new_process_closes_nothing_before_it_has_looked(
    team: Team, app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.alerts.changes = lambda _db, _now: [Change("华东组", "proposal", 45, 60, 25, 60, NOW.start, True)]
    team.look()
    assert team.told("conversion-drop") == {"Wang"}
    monkeypatch.setattr("bot.funnel.stage_changes.TEAMS_A_LOOK", 1)
    app.alerts.changes = StageChanges(app.alerts.playbooks, app.settings)
    team.look(timedelta(hours=1))
    assert [state for *_, state in team.cases("conversion-drop")] == ["open"], "one of two teams is through"
    team.look(timedelta(hours=1))
    assert [state for *_, state in team.cases("conversion-drop")] == ["closed"], "both are, and nothing fell"


TEAMS, SEEDS, DEALS = 3, 200, 40


def quiet_weeks(seed: int) -> dict[str, dict[str, Finding]]:
    """Three teams whose deals go on as before."""
    rng = random.Random(seed)
    return {f"T{n}": _compared(rng) for n in range(TEAMS)}


def _compared(rng: random.Random) -> dict[str, Finding]:
    sides = []
    for period in (BEFORE, NOW):
        span = span_of(period, "Asia/Shanghai")
        journeys = [_life(rng, n, span.start + DAY * rng.random()) for n in range(DEALS)]
        sides.append(forward(journeys, SIX, span))
    return {stage: compare(*pair) for stage, *pair in zip(SIX.stages, *sides, strict=True)}


def _life(rng: random.Random, id: int, at: datetime) -> Journey:
    events = []
    for stage in SIX.stages[:5]:
        events.append(Event(at, stage, stage))
        at += DAY * (1 + 7 * rng.random())
        if stage != "contract" and rng.random() < 0.25:
            events.append(Event(at, "lost", "lost"))
            break
    return Journey(id, events[0].entered_at, walk(SIX, events))


def test_quiet_weeks_name_nobody() -> None:
    tested = [quiet_weeks(seed) for seed in range(SEEDS)]
    assert all(any(each.change for stages in week.values() for each in stages.values()) for week in tested)
    false = sum(bool(beyond_chance(week)) for week in tested)
    assert false <= SEEDS * 0.05
