"""`cornerman funnel`: the JSON's keys and figures, and the reason for what is missing."""

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.app import App
from bot.cli import main
from tests.funnel.test_rows import opened
from tests.talk import Someone

KEYS = (
    "from", "to", "team", "currency", "deals", "open", "won", "lost", "win_rate", "won_value", "deal_size_mean",
    "cycle_days_mean", "cycle_days_median", "discount_mean", "discount_weighted", "stages", "by_owner", "by_product",
    "by_sector", "by_region", "lost_reasons", "collection_rate", "gross_margin", "cac", "clv", "target", "attainment",
    "signals", "notes",
)  # fmt: skip


@pytest.fixture
def run(sqlite_app: App, monkeypatch: pytest.MonkeyPatch) -> Any:
    (sqlite_app.settings.workspace / "cornerman.toml").write_text("", "utf-8")
    monkeypatch.setenv("DATABASE_URL", sqlite_app.settings.database_url)

    def verb(*words: str) -> Result:
        return CliRunner().invoke(main, ["--workspace", str(sqlite_app.settings.workspace), "funnel", *words])

    return verb


@pytest.fixture
def deals(sqlite_app: App) -> None:
    with sqlite_app.store.write() as db:
        sqlite_app.directory.add_team(db, "East")
    lin, bo = Someone(sqlite_app, "Lin", team="East"), Someone(sqlite_app, "Bo")
    opened(sqlite_app, lin, "A", 30, "proposal", "contract", amount=900_00, list_amount=1000_00, region="East")
    opened(sqlite_app, lin, "B", 20, "proposal", "lost", product="ERP")
    opened(sqlite_app, bo, "C", 10, "proposal")


def test_the_json(run: Any, deals: None) -> None:
    found = json.loads(run("--json", "--from", "2026-10-01", "--to", "2026-11-23").output)
    assert tuple(found) == KEYS
    assert (found["deals"], found["open"], found["won"], found["lost"], found["win_rate"]) == (3, 1, 1, 1, 0.5)
    assert (found["won_value"], found["deal_size_mean"], found["currency"]) == (900, 900, "CNY")
    assert (found["cycle_days_mean"], found["discount_mean"], found["discount_weighted"]) == (2, 0.1, 0.1)
    assert found["stages"][0] == {
        "stage": "lead", "entered": 3, "reached": 3, "conversion": 0.0, "dwell_days_median": 1, "open": 0,
    }  # fmt: skip
    assert [(row["entered"], row["open"]) for row in found["stages"]] == [
        (3, 0),
        (0, 0),
        (3, 1),
        (0, 0),
        (1, 0),
        (0, 0),
    ]
    assert found["by_owner"] == [{"name": "Lin", "won": 1, "closed": 2, "win_rate": 0.5}]
    assert found["lost_reasons"] == {"price": 1}
    missing = {key for key, value in found.items() if value is None and key != "team"}
    assert missing == {"collection_rate", "gross_margin", "cac", "clv", "target", "attainment", "signals"}
    assert missing <= set(found["notes"])


def test_a_team_and_everything_there_is(run: Any, deals: None) -> None:
    found = json.loads(run("--json", "--team", "East").output)
    assert (found["team"], found["from"], found["deals"]) == ("East", "2026-10-24", 2)


def test_nothing_has_reasons(run: Any) -> None:
    found = json.loads(run("--json").output)
    assert found["deals"] == 0
    assert {"deals", "win_rate", "won_value", "currency"} <= set(found["notes"])


def test_a_table_with_definitions(run: Any, deals: None) -> None:
    said = run().output
    assert "3 deals, 1 open, 1 won, 1 lost" in said
    assert "won value               900.00 CNY  (n=1)" in said
    assert "win rate                50.0%  (n=2)" in said
    assert "Win rate: Won ÷ (won + lost)" in said


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("--team", "West"), 1, "There is no team 'West'"),
        (("--from", "tomorrow"), 2, "'tomorrow' is no date"),
        (("--from", "2026-11-02", "--to", "2026-11-01"), 1, "ends before it begins"),
    ],
)
def test_wrong_use(run: Any, words: tuple[str, ...], code: int, sentence: str) -> None:
    result = run(*words)
    assert result.exit_code == code
    assert sentence in result.output
