"""A slip in a card is named with its file and line, says what would be right, and takes no other card down."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.knowledge.cards import Shelf, read_shelf
from tests.plain_user import plain_user

FACTS = """facts:
  - id: payback
    zh: 回本时间中位数 11 个月。
    en: The median payback is 11 months.
"""

CARD = """---
id: too-slow
kind: process
title: Too slow
roles: [it, user]
stages: [proposal]
owner: Presales desk
reviewed: 2026-10-28
review_every: 180
related: [other]
facts: [payback]
---

## line
It takes three clicks.

## send
Here is a film of it.

## next
Which step takes longest?

## answer
Show the three clicks.

## step
Let them try it.
"""

OTHER = CARD.replace("too-slow", "other").replace("related: [other]\nfacts: [payback]\n", "")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace with two good cards."""
    english = tmp_path / "knowledge" / "en"
    english.mkdir(parents=True)
    (tmp_path / "knowledge" / "facts.yaml").write_text(FACTS, "utf-8")
    (english / "too-slow.md").write_text(CARD, "utf-8")
    (english / "other.md").write_text(OTHER, "utf-8")
    return tmp_path


def found(shelf: Shelf) -> list[str]:
    return [str(problem) for problem in shelf.problems]


def test_good_cards_have_no_problem(folder: Path) -> None:
    shelf = read_shelf(folder)
    assert found(shelf) == []
    assert shelf.ids == ["other", "too-slow"]


# (what is replaced, by what, line, what is said of it)
SLIPS = {
    "duplicate key": ("title: Too slow", "title: Too slow\ntitle: Slow", 5, "'title' is given twice (first in line 4)"),
    "alias": ("roles: [it, user]", "roles: &all [it]\nstages: *all", 6, "a YAML alias (*name) is not allowed"),
    "anchor bomb": (
        "owner: Presales desk",
        "a: &a [x, x]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]\nowner: *c",
        8,
        "a YAML alias",
    ),
    "tag": ("title: Too slow", "title: !!python/name:os.system x", 4, "a YAML tag (tag:yaml.org,2002:python/name:os"),
    "timestamp tag": ("reviewed: 2026-10-28", "reviewed: !!timestamp soon", 8, "a YAML tag"),
    "merge": ("title: Too slow", "title: Too slow\n<<: {drill: x}", 5, "a field's name should be plain text"),
    "key that is no text": ("title: Too slow", "title: Too slow\nyes: x", 5, "a field's name should be plain text"),
    "key that is a list": ("title: Too slow", "title: Too slow\n? [a]\n: x", 5, "a field's name should be plain text"),
    "tab": ("title: Too slow", "\ttitle: Too slow", 4, "is not valid YAML: found character '\\t'"),
    "bad YAML": ("title: Too slow", "title: [Too slow", 5, "is not valid YAML"),
    "no mapping": ("id: too-slow", "- too-slow", 3, "is not valid YAML"),
    "nested too deeply": ("title: Too slow", f"title: {'[' * 3000}", 2, "is nested too deeply"),
    "number for text": ("title: Too slow", "title: 12", 4, "title: 12 is wrong: should be text; put it in quotes."),
    "text for number": ("review_every: 180", "review_every: '180'", 9, "should be a whole number without quotes"),
    "text for date": ("reviewed: 2026-10-28", "reviewed: '2026-10-28'", 8, "should be a date like 2026-10-28, without"),
    "moment for date": ("2026-10-28", "2026-10-28 10:00:00", 8, "should be a date like 2026-10-28"),
    "no such day": ("2026-10-28", "2026-02-30", 8, "'2026-02-30' cannot be read: day is out of range"),
    "a year far away": ("2026-10-28", "9999-12-31", 8, "reviewed"),
    "text for list": ("roles: [it, user]", "roles: it", 5, "roles: 'it' is wrong: should be a list like [one, two]."),
    "blank title": ("title: Too slow", "title: ' '", 4, "title: ' ' is wrong"),
    "title too long": ("title: Too slow", f"title: {'x' * 61}", 4, "at most 60 characters"),
    "review_every 0": ("review_every: 180", "review_every: 0", 9, "greater than or equal to 1"),
    "huge number": ("review_every: 180", f"review_every: {'9' * 5000}", 9, "cannot be read"),
    "unknown field": ("owner: Presales", "ownr: x\nowner: Presales", 7, "no field 'ownr'. Did you mean 'owner'?"),
    "missing field": ("owner: Presales desk\n", "", 2, "the field 'owner' is missing."),
    "bad kind": ("kind: process", "kind: proces", 3, "kind: 'proces' is not known. Did you mean 'process'? Known: obj"),
    "bad role": ("roles: [it, user]", "roles: [it, usr]", 5, "roles: 'usr' is not known. Did you mean 'user'?"),
    "bad role in a long list": ("roles: [it, user]", "roles:\n  - it\n  - usr", 7, "Did you mean 'user'?"),
    "bad stage": ("stages: [proposal]", "stages: [propsal]", 6, "Did you mean 'proposal'?"),
    "bad related": ("related: [other]", "related: [othr]", 10, "there is no card 'othr'. Did you mean 'other'?"),
    "bad related in a long list": ("related: [other]", "related:\n- other\n- nobody", 12, "there is no card 'nobody'"),
    "bad fact": ("facts: [payback]", "facts: [paybak]", 11, "'paybak' is not in knowledge/facts.yaml. Did you mean 'p"),
    "bad topic": ("facts: [payback]", "facts: [payback]\ntopic: prize", 12,
                  "topic: 'prize' is not known. Did you mean 'price'? Known: price, tax, legal."),
    "scenes of another kind": ("facts: [payback]", "facts: [payback]\nscenes: [x]", 12, "only a card of kind value"),
    "id is not the file": ("id: too-slow", "id: too-slo", 2, "id: 'too-slo' should be the file's name, 'too-slow'."),
    "id with capitals": ("id: too-slow", "id: Too-Slow", 2, "id: 'Too-Slow' is wrong"),
    "escape in a title": ("title: Too slow", 'title: "Too \\x07slow"', 4, "cannot be seen (U+0007)"),
    "half an emoji": ("title: Too slow", 'title: "Too \\ud83dslow"', 4, "cannot be seen (U+D83D)"),
    "control character": ("three clicks.\n\n## send", "three\x00 clicks.\n\n## send", 15, "cannot be seen (U+0000)"),
    "missing section": ("## send\nHere is a film of it.\n\n", "", 1, "the section `## send` is missing."),
    "section twice": ("## next", "## send\nAgain.\n\n## next", 20, "the section 'send' is there twice."),
    "empty section": ("Here is a film of it.\n", "", 17, "the section 'send' is empty."),
    "wrong order": ("## answer\nShow the three clicks.\n\n## step\nLet them try it.", "## step\nx\n\n## answer\ny", 26,
                    "'answer' should come before 'step'. The order is: line, send, next, answer, step."),
    "unknown section": ("## step", "## stepp", 26, "no section 'stepp'. Did you mean 'step'?"),
    "section of another kind": ("## step", "## proof", 26, "a card of kind process has no section 'proof'."),
    "heading without a word": ("## step", "## ", 26, "a heading without a word"),
    "text before the first section": ("---\n\n## line", "---\n\nHello\n\n## line", 14, "belongs to no section"),
    "line too long": ("It takes three clicks.", "word " * 51, 14, "line has 51 words; 50 can be said."),
    "send too long": ("Here is a film of it.", "x" * 101, 17, "send has 101 characters; 100 is the most."),
    "no front matter": ("---\nid", "id", 1, "should begin with a line ---"),
    "front matter not closed": ("---\n\n## line", "\n## line", 1, "a second line --- is missing"),
}  # fmt: skip


@pytest.mark.parametrize("slip", SLIPS, ids=list(SLIPS))
def test_a_slip_is_named_with_its_line(folder: Path, slip: str) -> None:
    old, new, line, said = SLIPS[slip]
    assert old in CARD
    (folder / "knowledge/en/too-slow.md").write_text(CARD.replace(old, new, 1), "utf-8")
    shelf = read_shelf(folder)
    assert len(shelf.problems) == 1, found(shelf)
    assert str(shelf.problems[0]).startswith(f"knowledge/en/too-slow.md:{line}: "), found(shelf)
    assert said in shelf.problems[0].problem
    assert len(shelf.problems[0].problem) < 300
    assert "other" in shelf.ids  # the others still serve


BYTES = {
    "not UTF-8": (CARD.encode() + b"\xff\xfe", 28, "is not UTF-8 text (byte"),
    "UTF-16": (CARD.encode("utf-16"), 1, "is not UTF-8 text"),
    "2 MiB": (CARD.encode() + b"x" * (2 << 20), 1, "is larger than 1024 KiB"),
    "empty": (b"", 1, "should begin with a line ---"),
    "only fields": (b"---\n---\n", 2, "the field 'id' is missing."),
}


@pytest.mark.parametrize("kind", BYTES)
def test_a_file_that_is_no_card(folder: Path, kind: str) -> None:
    raw, line, said = BYTES[kind]
    (folder / "knowledge/en/too-slow.md").write_bytes(raw)
    shelf = read_shelf(folder)
    assert [(p.path, p.line) for p in shelf.problems] == [("knowledge/en/too-slow.md", line)], found(shelf)
    assert said in shelf.problems[0].problem
    assert "other" in shelf.ids


@pytest.mark.parametrize(
    "change",
    [
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("---\n", "--- \n").encode(),
        lambda text: text.rstrip("\n").encode(),
    ],
    ids=["BOM", "CRLF", "blank behind ---", "no last line end"],
)
def test_what_editors_do_to_files_is_fine(folder: Path, change: Callable[[str], bytes]) -> None:
    (folder / "knowledge/en/too-slow.md").write_bytes(change(CARD))
    shelf = read_shelf(folder)
    assert found(shelf) == []
    card = shelf.get("too-slow", "en")
    assert card is not None
    assert card.sections["line"] == "It takes three clicks."


# Things that are no file


def _folder(path: Path) -> None:
    path.mkdir()


def _loop(path: Path) -> None:
    path.symlink_to(path.name)


def _dangling(path: Path) -> None:
    path.symlink_to("nowhere.md")


def _pipe(path: Path) -> None:
    os.mkfifo(path)


@pytest.mark.parametrize("make", [_folder, _loop, _dangling, _pipe])
@pytest.mark.parametrize("name", ["en/strange.md", "en/too-slow.says.txt", "facts.yaml", "matrix.yaml"])
def test_what_is_no_file_is_named(folder: Path, make: Callable[[Path], None], name: str) -> None:
    path = folder / "knowledge" / name
    path.unlink(missing_ok=True)
    make(path)
    shelf = read_shelf(folder)
    assert [p.path for p in shelf.problems] == [f"knowledge/{name}"], found(shelf)
    assert "other" in shelf.ids


def test_a_file_that_may_not_be_read_is_named(folder: Path) -> None:
    (folder / "knowledge/en/too-slow.md").chmod(0)
    with plain_user():
        shelf = read_shelf(folder)
    assert found(shelf) == ["knowledge/en/too-slow.md:1: cannot be read: Permission denied."]
    assert shelf.ids == ["other"]


# Phrases and facts


def test_phrases_without_a_card_are_named(folder: Path) -> None:
    (folder / "knowledge/en/renamed.says.txt").write_text("it is slow\n", "utf-8")
    assert found(read_shelf(folder)) == ["knowledge/en/renamed.says.txt:1: there is no card 'renamed.md' beside it."]


def test_a_phrase_that_is_a_story_is_named(folder: Path) -> None:
    (folder / "knowledge/en/other.says.txt").write_text(f"slow\n\n{'so slow ' * 50}\n", "utf-8")
    shelf = read_shelf(folder)
    assert found(shelf) == ["knowledge/en/other.says.txt:3: the phrase has 399 characters; 300 is the most."]
    assert "other" in shelf.ids  # found by its title


def test_phrases_count_once(folder: Path) -> None:
    (folder / "knowledge/en/other.says.txt").write_text("slow\r\n slow \n\n很慢\n", "utf-8")
    card = read_shelf(folder).get("other", "en")
    assert card is not None
    assert card.says == ("slow", "很慢")


def test_the_same_card_in_two_folders_is_named(folder: Path) -> None:
    (folder / "knowledge/en/more").mkdir()
    (folder / "knowledge/en/more/other.md").write_text(OTHER, "utf-8")
    assert len(found(read_shelf(folder))) == 1
    assert "is a card of the same name" in found(read_shelf(folder))[0]


FACT_SLIPS = {
    "wrong type": ("  - id: payback\n  - id: other\n    zh: 12\n", 4, "zh: 12 is wrong: should be text"),
    "unknown field": ("  - id: payback\n    zh: x\n    eng: y\n", 4, "there is no field 'eng'. Did you mean 'en'?"),
    "no mapping": ("  - id: payback\n  - just words\n", 3, "should be lines of `name: value`"),
    "no id": ("  - id: payback\n  - zh: x\n", 3, "the field 'id' is missing."),
    "twice": ("  - id: payback\n  - zh: x\n    id: payback\n", 4, "'payback' is given twice."),
}


@pytest.mark.parametrize("slip", FACT_SLIPS)
def test_a_slip_in_a_fact_names_its_row_and_no_card(folder: Path, slip: str) -> None:
    rows, line, said = FACT_SLIPS[slip]
    (folder / "knowledge/facts.yaml").write_text(f"facts:\n{rows}", "utf-8")
    shelf = read_shelf(folder)
    assert [(p.path, p.line) for p in shelf.problems] == [("knowledge/facts.yaml", line)], found(shelf)
    assert said in shelf.problems[0].problem
    assert shelf.ids == ["other", "too-slow"]


@pytest.mark.parametrize("text", ["facts: [\n", "facts: 3\n", "fact: []\n", "- a\n", "facts:\n  payback: x\n"])
def test_facts_that_cannot_be_read_take_no_card_down(folder: Path, text: str) -> None:
    (folder / "knowledge/facts.yaml").write_text(text, "utf-8")
    shelf = read_shelf(folder)
    assert [p.path for p in shelf.problems] == ["knowledge/facts.yaml"], found(shelf)
    assert shelf.ids == ["other", "too-slow"]


# What is fine


def test_chinese_headings(folder: Path) -> None:
    text = CARD
    for english, chinese in {
        "line": "一句话",
        "send": "发给客户",
        "next": "接着问",
        "answer": "回答",
        "step": "下一步",
    }.items():
        text = text.replace(f"## {english}", f"## {chinese}")
    chinese_folder = folder / "knowledge" / "zh"
    chinese_folder.mkdir()
    (chinese_folder / "too-slow.md").write_text(text, "utf-8")
    shelf = read_shelf(folder)
    assert found(shelf) == []
    assert {card.language for card in shelf.versions("too-slow")} == {"zh", "en"}


def test_a_workspace_in_one_language_or_without_cards(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    shelf = read_shelf(folder)
    card = shelf.get("too-slow", "zh")
    assert card is not None
    assert card.language == "en"  # the one there is
    empty = read_shelf(tmp_path_factory.mktemp("empty"))
    assert (empty.ids, empty.problems) == ([], ())


ANYTHING = st.one_of(
    st.binary(max_size=300),
    st.text(max_size=300).map(lambda s: s.encode("utf-8", "replace")),
    st.tuples(st.integers(0, len(CARD)), st.text(max_size=8), st.integers(0, 20)).map(
        lambda cut: (CARD[: cut[0]] + cut[1] + CARD[cut[0] + cut[2] :]).encode("utf-8", "replace")
    ),
    st.text("-:#&*!|>'\"%@`{}[],? \n\tab01.~<=_", max_size=80).map(lambda s: f"---\n{s}\n---\n".encode()),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=ANYTHING)
def test_no_bytes_crash_the_reading(folder: Path, raw: bytes) -> None:
    for name in ("en/too-slow.md", "en/too-slow.says.txt", "facts.yaml"):
        before = (folder / "knowledge" / name).read_bytes() if name != "en/too-slow.says.txt" else None
        (folder / "knowledge" / name).write_bytes(raw)
        shelf = read_shelf(folder)
        assert "other" in shelf.ids
        assert all(p.line >= 1 for p in shelf.problems)
        if before is None:
            (folder / "knowledge" / name).unlink()
        else:
            (folder / "knowledge" / name).write_bytes(before)
