"""`people invite` prints a link to the bot, whose name only Telegram knows."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from tests.fakes.telegram import Telegram


def invited(folder: Path) -> str:
    (folder / "cornerman.toml").write_text("[features]\nknowledge = true\n")
    (folder / "knowledge").mkdir()
    result = CliRunner().invoke(main, ["--workspace", str(folder), "people", "invite", "Lin"])
    assert result.exit_code == 0, result.output
    return result.output


def test_an_invitation_leads_to_the_bot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Telegram() as fake:
        monkeypatch.setenv("TELEGRAM_BOT_TOKEN", fake.token)
        monkeypatch.setenv("TELEGRAM_API_BASE_URL", fake.root)
        assert "https://t.me/cornerman_bot?start=" in invited(tmp_path)


def test_where_telegram_is_away_the_page_link_still_comes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123:secret-of-the-test")
    monkeypatch.setenv("TELEGRAM_API_BASE_URL", "http://127.0.0.1:9")
    said = invited(tmp_path)
    assert "/login/" in said
    assert "cornerman doctor" in said
    assert "secret-of-the-test" not in said
