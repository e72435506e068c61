"""The verbs: what they print, how they end, and that they refuse in a sentence."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from bot import settings
from bot.app import App
from bot.cli import main
from bot.content import STARTER
from bot.knowledge.gaps import proposals, propose
from bot.knowledge.review_dates import record
from bot.settings import load
from bot.store import Store
from tests.conftest import ROOT
from tests.plain_user import plain_user


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("CORNERMAN") or name == "DATABASE_URL"]:
        if name != "CORNERMAN_REQUIRE_ALL":
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace with two cards, so that nothing has to be learned."""
    folder = tmp_path / "my team 销售 50% off?"
    for language in ("zh", "en"):
        (folder / "knowledge" / language).mkdir(parents=True)
        for name in ("price-too-high", "boss-decides"):
            for end in (".md", ".says.txt"):
                shutil.copy(ROOT / "knowledge" / language / f"{name}{end}", folder / "knowledge" / language)
            card = folder / "knowledge" / language / f"{name}.md"
            kept = [line for line in card.read_text("utf-8").split("\n") if not line.startswith("related:")]
            card.write_text("\n".join(kept), "utf-8")
    shutil.copy(ROOT / "knowledge" / "facts.yaml", folder / "knowledge")
    (folder / "cornerman.toml").write_text("[web]\nport = 0\n[features]\nknowledge = true\n", "utf-8")
    return folder


def run(folder: Path | None, *words: str, stdin: str = "") -> Result:
    where = ["--workspace", str(folder)] if folder else []
    result = CliRunner().invoke(main, [*where, *words], input=stdin, catch_exceptions=True)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def fine(folder: Path | None, *words: str, stdin: str = "") -> str:
    result = run(folder, *words, stdin=stdin)
    assert result.exit_code == 0, result.output
    return result.output


def finding(folder: Path | None, *words: str, said: str) -> None:
    """Exit code 1 and a sentence, on stderr."""
    result = run(folder, *words)
    assert result.exit_code == 1, result.output
    assert said in result.stderr
    assert "Traceback" not in result.output


# init


def test_init_copies_the_starter_once(tmp_path: Path) -> None:
    assert "invented" in fine(None, "init", "mine")
    assert {path.name for path in (tmp_path / "mine").iterdir()} == set(STARTER)
    finding(None, "init", "mine", said="mine is not empty; nothing was copied")
    (tmp_path / "empty").mkdir()
    fine(None, "init", "empty")
    assert json.loads(fine(tmp_path / "empty", "check", "--json"))["problems"] == []


def test_init_refuses_what_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    finding(None, "init", "file", said="is not empty")
    finding(None, "init", "file/below", said="Not a directory")
    assert (tmp_path / "file").read_text() == "mine"
    (tmp_path / "locked").mkdir(mode=0o555)
    with plain_user():
        finding(None, "init", "locked/below", said="Permission denied")


def test_a_wheel_carries_the_starter_the_migrations_and_the_words(tmp_path: Path) -> None:
    """Built without the network, run from the unpacked wheel: nothing of the checkout is needed."""
    pytest.importorskip("hatchling")
    build = [sys.executable, "-c", f"from hatchling.build import build_wheel; build_wheel({str(tmp_path)!r})"]
    source = tmp_path / "source"
    ignored = shutil.ignore_patterns(".git", ".venv", "*cache*", ".cornerman", "tests")
    shutil.copytree(ROOT, source, ignore=ignored)
    done = subprocess.run(build, cwd=source, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    shutil.rmtree(source)
    site = tmp_path / "site"
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        wheel.extractall(site)
    env = {**os.environ, "PYTHONPATH": str(site)}

    def cornerman(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "bot", *words], cwd=tmp_path, env=env, capture_output=True, text=True, timeout=60
        )

    where = subprocess.run(
        [sys.executable, "-c", "import bot; print(bot.__file__)"], cwd=tmp_path, env=env, capture_output=True, text=True
    )
    assert where.stdout.startswith(str(site)), where
    assert cornerman("init", "mine").returncode == 0
    checked = cornerman("check", "mine").stdout
    assert "0 cards" not in checked
    assert "5 playbooks, 9 rules, 4 quests: fine." in checked
    assert cornerman("--workspace", "mine", "migrate").returncode == 0
    assert "/login/" in cornerman("--workspace", "mine", "people", "invite", "Lin").stdout
    words = "from bot.words import words; print(words('zh')('Stand-ups'))"
    done = subprocess.run([sys.executable, "-c", words], cwd=tmp_path, env=env, capture_output=True, text=True)
    assert done.stdout == "站会\n"


# check


def test_check_says_fine_or_what_to_mend(workspace: Path) -> None:
    assert fine(workspace, "check").endswith("phrases, 0 drills, 0 playbooks, 0 rules, 0 quests: fine.\n")
    assert fine(None, "check", str(workspace)).startswith("2 cards, 4 files, ")
    card = workspace / "knowledge/en/boss-decides.md"
    card.write_text(card.read_text("utf-8").replace("kind: objection", "kind: objecton"), "utf-8")
    result = run(workspace, "check")
    assert result.exit_code == 1
    assert "knowledge/en/boss-decides.md:3: kind: 'objecton' is not known. Did you mean 'objection'?" in result.stdout
    assert "1 to mend" in result.stdout
    result = run(workspace, "check", "--json")
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert set(found) == {"cards", "files", "drills", "playbooks", "rules", "quests", "problems", "warnings"}
    assert found["problems"][0]["path"] == "knowledge/en/boss-decides.md"
    assert found["problems"][0]["line"] == 3


def test_check_reads_the_playbooks_too(workspace: Path) -> None:
    (workspace / "playbooks").mkdir()
    book = workspace / "playbooks/renewal.yaml"
    text = (ROOT / "playbooks/renewal.yaml").read_text("utf-8")
    book.write_text(re.sub(r"(?m)^    materials:\n(?:      .*\n)+", "", text), "utf-8")  # the cards are not here
    assert "0 drills, 1 playbooks, 0 rules, 0 quests: fine." in fine(workspace, "check")
    assert json.loads(fine(workspace, "check", "--json"))["playbooks"] == 1
    book.write_text(book.read_text("utf-8").replace("need: power", "need: powr"), "utf-8")
    result = run(workspace, "check")
    assert result.exit_code == 1
    assert re.search(r"playbooks/renewal\.yaml:\d+: need: 'powr' is not known\. Did you mean 'power'\?", result.stdout)


def test_a_warning_fails_a_check_only_when_asked_to(workspace: Path) -> None:
    says = workspace / "knowledge/en/boss-decides.says.txt"
    says.write_text("ask my boss\n", "utf-8")
    warned = "knowledge/en/boss-decides.says.txt:1: warning: 1 phrase; twenty make it findable"
    assert warned in fine(workspace, "check")
    assert fine(workspace, "check").endswith(": 1 warning.\n")
    strict = run(workspace, "check", "--strict")
    assert (strict.exit_code, warned in strict.stdout) == (1, True)
    found = json.loads(fine(workspace, "check", "--json"))
    assert found["problems"] == []
    assert [(w["path"], w["line"]) for w in found["warnings"]] == [("knowledge/en/boss-decides.says.txt", 1)]
    assert set(found["warnings"][0]) == {"path", "line", "problem"}
    says.unlink()
    (workspace / "knowledge/zh/boss-decides.md").write_text("---\n", "utf-8")
    assert run(workspace, "check").stdout.endswith(": 1 to mend, 1 warning.\n")
    fine(ROOT, "check", "--strict")


def test_check_wants_a_workspace(tmp_path: Path) -> None:
    finding(None, "check", said="There is no cornerman.toml in")
    finding(None, "check", str(tmp_path), said="cannot be read: No such file")


# says draft


def test_says_draft_shows_what_is_there_and_what_is_missing(workspace: Path) -> None:
    says = workspace / "knowledge/zh/boss-decides.says.txt"
    says.unlink()
    shown = fine(workspace, "says", "draft", "boss-decides", "--lang", "zh")
    assert shown.startswith("要老板拍板 (knowledge/zh/boss-decides.says.txt): 0 phrases\n")
    assert "  price-too-high: " in shown
    assert " 1. boss, customer's words, zh: 老板坐在你对面" in shown
    assert "20. buyer, scene, zh: " in shown
    assert "21. " not in shown
    found = json.loads(fine(workspace, "says", "draft", "boss-decides", "--json"))
    assert (found["card"], list(found["languages"])) == ("boss-decides", ["zh", "en"])
    side = found["languages"]["zh"]
    assert set(side) == {"path", "phrases", "voices", "speakers", "neighbours", "candidates", "slots"}
    assert (len(side["slots"]), len(side["neighbours"])) == (20, 8)
    assert {one["card"] for one in side["neighbours"]} == {"price-too-high"}
    assert not says.exists()


def test_says_draft_shows_what_reps_typed_and_takes_it(workspace: Path) -> None:
    gap = "他家小舅子也要看一眼才算数"
    asked = fine(workspace, "chat", "--as", "Mei", "--plain", stdin=f"{gap}\n")
    assert "我已经记给内容编辑了" in asked, asked
    (workspace / "knowledge/zh/boss-decides.says.txt").write_text("要问老板\n", "utf-8")
    said = fine(workspace, "says", "draft", "boss-decides", "--lang", "zh", "--write", stdin="#1\ny\n#2\n")
    assert f"#1 {gap} (no card answered)" in said
    assert "There is no #2." in said
    assert "1 phrase added." in said
    assert (workspace / "knowledge/zh/boss-decides.says.txt").read_text("utf-8") == f"要问老板\n{gap}\n"


def test_a_pick_that_was_taken_over_waits_no_longer(workspace: Path) -> None:
    picked = "我回去跟家里那口子合计合计"
    fine(workspace, "chat", "--as", "Mei", "--plain", stdin="太贵了\n")
    app = App(settings.load(workspace))
    with app.store.write() as db:
        mei = app.directory.named(db, "Mei")
        propose(db, mei.id, "boss-decides", "zh", picked, app.clock())
    (workspace / "knowledge/zh/boss-decides.says.txt").write_text("要问老板\n", "utf-8")
    said = fine(workspace, "says", "draft", "boss-decides", "--lang", "zh", "--write", stdin="#1\n")
    assert f"#1 {picked} (picked for it)" in said
    assert "1 phrase added." in said
    with app.store.read() as db:
        assert proposals(db) == []
    app.close()


def test_says_draft_keeps_good_phrases_one_by_one(workspace: Path) -> None:
    says = workspace / "knowledge/zh/boss-decides.says.txt"
    says.write_text("要问老板", "utf-8")
    typed = "小舅子管着钱袋子\n\n要问老板\n太贵了\n贵得吓人啊太贵了吧\nn\n他 丈母娘\t说了算\n"
    said = fine(workspace, "says", "draft", "boss-decides", "--lang", "zh", "--write", stdin=typed)
    assert "That is already there (knowledge/zh/boss-decides.says.txt:1)." in said
    assert "price-too-high has that already: “太贵了” (knowledge/zh/price-too-high.says.txt:7)." in said
    assert "This sounds like price-too-high" in said
    assert said.endswith("2 phrases added. Next: cornerman check\n")
    assert says.read_text("utf-8") == "要问老板\n小舅子管着钱袋子\n他 丈母娘 说了算\n"


def test_says_draft_names_the_nearest_card(workspace: Path) -> None:
    finding(workspace, "says", "draft", "bos-decides", said="no card 'bos-decides'. Did you mean 'boss-decides'?")
    (workspace / "knowledge/en/boss-decides.md").unlink()
    (workspace / "knowledge/en/boss-decides.says.txt").unlink()
    finding(workspace, "says", "draft", "boss-decides", "--lang", "en", said="write knowledge/en/boss-decides.md first")
    (workspace / "knowledge/zh/boss-decides.md").write_text("---\n", "utf-8")
    finding(workspace, "says", "draft", "boss-decides", said="has to be mended first. knowledge/zh/boss-decides.md:1: ")


# ask


def test_ask_prints_a_card_or_says_that_there_is_none(workspace: Path) -> None:
    answer = json.loads(fine(workspace, "ask", "太贵了", "--json"))
    assert set(answer) == {"outcome", "card", "confidence", "choices", "ms"}
    assert (answer["outcome"], answer["card"], answer["choices"]) == ("answer", "price-too-high", [])
    assert 0 <= answer["confidence"] <= 1
    assert "这笔钱" in fine(workspace, "ask", "太贵了")
    assert "It's a lot of money" in fine(workspace, "ask", "太贵了", "--lang", "en")
    result = run(workspace, "ask", "今天食堂有红烧肉吗", "--json")
    refused = json.loads(result.stdout)
    assert result.exit_code == (1 if refused["outcome"] == "refuse" else 0)
    assert refused["card"] is None


@pytest.mark.parametrize("text", ["\x00👍", "x" * 20_000])
def test_ask_takes_any_text(workspace: Path, text: str) -> None:
    result = run(workspace, "ask", "--json", "--", text)
    assert result.exit_code in (0, 1), result.output
    assert json.loads(result.stdout)["outcome"] in ("answer", "choose", "refuse")


def test_ask_in_a_workspace_without_cards(tmp_path: Path) -> None:
    (tmp_path / "cornerman.toml").write_text("")
    result = run(tmp_path, "ask", "太贵了", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["outcome"] == "refuse"


# people and teams


def test_people_and_teams(workspace: Path) -> None:
    fine(workspace, "teams", "add", "公司")
    fine(workspace, "teams", "add", "华东组", "--parent", "公司")
    assert fine(workspace, "teams", "list") == "公司\n华东组 (under 公司)\n" or "华东组 (under 公司)" in fine(
        workspace, "teams", "list"
    )
    said = fine(workspace, "people", "invite", "林静", "--role", "manager", "--team", "华东组")
    assert "http://127.0.0.1:0/login/" in said
    rows = json.loads(fine(workspace, "people", "list", "--json"))
    assert rows == [{"name": "林静", "role": "manager", "team": "华东组", "language": "", "time_zone": "Asia/Shanghai"}]
    assert (
        fine(workspace, "people", "set", "林静", "--role", "editor", "--team", "公司") == "林静: editor, team 公司.\n"
    )
    assert fine(workspace, "people", "set", "林静", "--team", "") == "林静: editor, team none.\n"
    fine(workspace, "people", "leave", "林静")
    assert json.loads(fine(workspace, "people", "list", "--json")) == []
    fine(workspace, "people", "invite", "林静")  # back again, with the role of before
    assert json.loads(fine(workspace, "people", "list", "--json"))[0]["role"] == "editor"
    exported = json.loads(fine(workspace, "export", "林静"))
    assert exported["person"][0]["name"] == "林静"
    assert "gone or name nobody" in fine(workspace, "erase", "林静", "--yes")
    finding(workspace, "export", "林静", said="There is nobody called '林静'")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("people", "set", "Nobody"), "There is nobody called 'Nobody'."),
        (("people", "leave", "Nobody"), "There is nobody called 'Nobody'."),
        (("export", "Nobody"), "There is nobody called 'Nobody'."),
        (("erase", "Nobody", "--yes"), "There is nobody called 'Nobody'."),
        (("people", "invite", "x" * 81), "at most 80 characters"),
        (("people", "invite", " "), "at least one character"),
        (("people", "invite", "Lin", "--team", "Nowhere"), "There is no team 'Nowhere'. Teams: none yet"),
        (("teams", "add", ""), "at least one character"),
        (("teams", "add", "A", "--parent", "B"), "There is no team 'B'."),
    ],
)
def test_a_wrong_name_is_a_sentence(workspace: Path, words: tuple[str, ...], said: str) -> None:
    finding(workspace, *words, said=said)


def test_a_team_twice_is_a_sentence(workspace: Path) -> None:
    fine(workspace, "teams", "add", "East")
    finding(workspace, "teams", "add", "East", said="There is already a team 'East'.")


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",), ("ask",), ("run", "--port", "x"), ("run", "--port", "99999"), ("run", "--at", "2026-11-23"),
        ("run", "--demo", "--at", "soon"), ("people", "invite", "Lin", "--role", "boss"), ("ask", "x", "--lang", "fr"),
        ("check", "nowhere"), ("erase",), ("eval", "knowledge"), ("--nonsense",),
        ("says", "draft"), ("says", "draft", "boss-decides", "--write", "--json"),
    ],
)  # fmt: skip
def test_a_wrong_call_is_usage(workspace: Path, words: tuple[str, ...]) -> None:
    result = run(workspace, *words)
    assert result.exit_code == 2, result.output
    assert "Usage: " in result.stderr


def test_every_verb_explains_itself() -> None:
    for verb in main.commands:
        assert run(None, verb, "--help").output.startswith("Usage: ")


# migrate and the database


def test_migrate_in_a_folder_of_any_name(workspace: Path) -> None:
    assert "fits this release" in fine(workspace, "migrate")
    assert (workspace / ".cornerman" / "cornerman.db").is_file()
    assert list(workspace.parent.glob("my team*")) == [workspace]


@pytest.mark.parametrize("url", ["nonsense", "mysql://x/y", "postgresql://127.0.0.1:1/x", "sqlite:///:memory:"])
def test_a_wrong_database_is_a_sentence(workspace: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    finding(workspace, "migrate", said="DATABASE_URL")


# chat and run, as processes


def test_a_script_of_lines_is_a_conversation(workspace: Path) -> None:
    script = "/start\n#1\n太贵了\n#2\n#9\n\n/settings\n取消\n设置\n2\nEurope/Berlin\n帮助\n"
    said = fine(workspace, "chat", "--as", "Mei", "--plain", stdin=script)
    for expected in ("中文", "这笔钱", "先认同", "Saved. I speak English with you", "What there is to type"):
        assert expected in said, said
    assert [row["name"] for row in json.loads(fine(workspace, "people", "list", "--json"))] == ["Mei"]


def test_chat_with_a_name_too_long_is_still_a_chat(workspace: Path) -> None:
    assert "这笔钱" in fine(workspace, "chat", "--as", "名" * 300, "--plain", stdin="太贵了\n")


def start(workspace: Path, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "bot", "--workspace", str(workspace), "run", *words],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def read_until(process: subprocess.Popen[str], marker: str) -> str:
    assert process.stdout is not None
    said = ""
    until = time.monotonic() + 30
    while marker not in said and time.monotonic() < until:
        line = process.stdout.readline()
        if not line:
            break
        said += line
    return said


def test_a_second_run_on_one_file_is_refused_and_the_first_goes_on(workspace: Path) -> None:
    first = start(workspace, "--port", "0")
    try:
        assert "/login/" in read_until(first, "Stop with Ctrl-C")
        second = start(workspace, "--port", "0")
        out, err = second.communicate(timeout=30)
        assert second.returncode == 1, (out, err)
        assert "Cornerman already runs on this database" in err
        assert "Traceback" not in err
        assert first.poll() is None
        assert "Mei" in fine(workspace, "people", "invite", "Mei")  # other verbs share the file
    finally:
        first.terminate()
        first.communicate(timeout=30)
    third = start(workspace, "--port", "0")  # the lock went with the process
    try:
        assert "/login/" in read_until(third, "Stop with Ctrl-C")
    finally:
        third.terminate()
        third.communicate(timeout=30)


def test_a_taken_port_is_a_sentence(workspace: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = start(workspace, "--port", str(port))
        _, err = process.communicate(timeout=30)
    assert process.returncode == 1
    assert f"Port {port} on 127.0.0.1 is taken" in err


# cornerman.toml

WRONG: dict[str, Any] = {
    '[workspace]\nlanguage = "fr"': 'language = \'fr\' should be "zh" or "en"',
    "[workspace]\nlanguage = 1": "[workspace] language = 1 should be text in quotes",
    '[workspace]\nlang = "zh"': "[workspace] has no setting 'lang'. It has: language, time_zone.",
    '[workspace]\ntime_zone = "Asia/Shangai"': "'Asia/Shangai' is no time zone. It should look like Asia/Shanghai",
    '[workspace]\ntime_zone = "../etc/passwd"': "is no time zone",
    '[workspace]\ntime_zone = ""': "is no time zone",
    "workspace = 1": "write [workspace] as a section",
    'language = "zh"': "[slack], [telegram], [funnel], [privacy] and [features]. It belongs under [workspace].",
    "[wep]\nport = 1": "unknown section [wep]. Known are [workspace], [web], [slack],",
    '[web]\nport = "8470"': "[web] port = '8470' should be a whole number without quotes.",
    "[web]\nport = true": "[web] port = True should be a whole number without quotes.",
    "[web]\nport = 70000": "The port 70000 is not a number from 0 to 65535.",
    "[web]\nport = -1": "The port -1 is not a number from 0 to 65535.",
    '[web]\nhost = "http://127.0.0.1"': "is no address to listen on",
    '[web]\nhost = ""': "The host '' is no address to listen on",
    '[web]\npublic_url = "coach.example.com"': "should look like https://coach.example.com, or be empty",
    '[web]\npublic_url = "ftp://x"': "should look like https://",
    '[web]\npublic_url = "https://["': "should look like https://",
    "[features]\nknowledge = 1": "[features] holds lines like `knowledge = true`, nothing else.",
    '[features]\nknowledge = "yes"': "[features] holds lines like `knowledge = true`, nothing else.",
    "features = []": "[features] holds lines like",
    "[features]\nknowlege = true": "[features] names 'knowlege', which does not exist. There are: drills, feedback,",
    "[workspace": "cannot be read: ",
    '[workspace]\nlanguage = "zh"\nlanguage = "en"': "cannot be read: ",
    "a = " + "[" * 5000: "cannot be read: ",
}


@pytest.mark.parametrize("text", WRONG, ids=range(len(WRONG)))
def test_a_wrong_setting_is_a_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / "cornerman.toml").write_text(text, "utf-8")
    finding(tmp_path, "people", "list", said=WRONG[text])


@pytest.mark.parametrize("raw", [b"\xff\xfe[", "\ufeff[web]\nport = 0\n".encode()], ids=["UTF-16", "BOM"])
def test_what_editors_do_to_settings(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "cornerman.toml").write_bytes(raw)
    if raw.startswith(b"\xff"):
        finding(tmp_path, "people", "list", said="is not UTF-8 text (byte 0)")
    else:
        assert fine(tmp_path, "people", "list") == ""


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [("CORNERMAN_PORT", "x", "The port 'x' is not a number"), ("CORNERMAN_HOST", "a b", "The host 'a b' is no address"),
     ("CORNERMAN_PUBLIC_URL", "x", "The public_url 'x' should look like")],
)  # fmt: skip
def test_a_wrong_environment_is_a_sentence(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)
    finding(workspace, "people", "list", said=said)


# content pull


def found_right(folder: Path, card: str, day: date) -> None:
    """As if an editor had pressed [Still right]."""
    store = Store(load(folder).database_url)
    with store.write() as db:
        record(db, card, day, db.execute(text("SELECT id FROM person")).scalar_one())
    store.close()


def test_pull_changes_the_one_line_and_says_so(workspace: Path) -> None:
    fine(workspace, "people", "invite", "Ed", "--role", "editor")
    assert fine(workspace, "content", "pull") == "Nothing to write: the files know it all.\n"
    chinese, english = (workspace / "knowledge" / language / "price-too-high.md" for language in ("zh", "en"))
    chinese.write_bytes(b"\xef\xbb\xbf" + chinese.read_bytes().replace(b"\n", b"\r\n"))
    english.write_bytes(english.read_bytes().replace(b"## proof\n", b"## proof\nreviewed: 2026-10-12\n"))
    english.chmod(0o640)
    before = {file: file.read_bytes() for file in workspace.glob("knowledge/**/*") if file.is_file()}
    found_right(workspace, "price-too-high", date(2026, 12, 1))
    found_right(workspace, "price-too-high", date(2026, 11, 30))
    found_right(workspace, "boss-decides", date(2020, 1, 1))  # the file knows better
    found_right(workspace, "long-gone", date(2026, 12, 1))
    assert fine(workspace, "content", "pull").splitlines() == [
        "knowledge/zh/price-too-high.md: reviewed 2026-12-01 (was 2026-10-12)",
        "knowledge/en/price-too-high.md: reviewed 2026-12-01 (was 2026-10-12)",
        "2 files changed.",
    ]
    for file, raw in before.items():
        after = raw.replace(b"reviewed: 2026-10-12", b"reviewed: 2026-12-01", 1) if file in (chinese, english) else raw
        assert file.read_bytes() == after, file
    assert english.stat().st_mode & 0o777 == 0o640
    assert {path for path in workspace.glob("knowledge/**/*") if path.is_file()} == set(before)
    fine(workspace, "check")
    assert fine(workspace, "content", "pull").startswith("Nothing to write")


def test_pull_names_a_file_that_it_cannot_change(workspace: Path) -> None:
    fine(workspace, "people", "invite", "Ed", "--role", "editor")
    found_right(workspace, "price-too-high", date(2026, 12, 1))
    card = workspace / "knowledge/en/price-too-high.md"
    card.write_text(card.read_text("utf-8").replace("reviewed: 2026", '"reviewed": 2026'), "utf-8")
    before = card.read_bytes()
    result = run(workspace, "content", "pull")
    assert result.exit_code == 1
    assert "knowledge/en/price-too-high.md: has no line `reviewed: 2026-10-12`; write 2026-12-01" in result.stderr
    assert "knowledge/zh/price-too-high.md: reviewed 2026-12-01" in result.stdout
    assert card.read_bytes() == before
