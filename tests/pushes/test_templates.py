"""Texts of the workspace's own: rendered in a sandbox, checked with a sample, giving way where they fail."""

from pathlib import Path

import pytest

from bot.pushes.templates import Template, Templates

SAMPLE = {"n": 3, "names": ["Acme", "Beta"]}


@pytest.fixture
def texts(tmp_path: Path) -> Templates:
    built_in = tmp_path / "built-in"
    (tmp_path / "messages").mkdir()
    built_in.mkdir()
    for language in ("zh", "en"):
        (built_in / f"note.{language}.j2").write_text(
            f"{language} {{{{ n }}}}\n\n{{% for x in names %}}\n· {{{{ x }}}}\n{{% endfor %}}"
        )
    return Templates(tmp_path, (Template("note", built_in, SAMPLE),))


def own(texts: Templates, text: str, name: str = "note.zh.j2") -> None:
    (texts.workspace / "messages" / name).write_text(text, "utf-8")


def test_the_built_in_text_without_blank_lines(texts: Templates) -> None:
    assert texts.render("note", "zh", SAMPLE) == "zh 3\n· Acme\n· Beta"


def test_a_workspaces_own_text_comes_first_in_its_language(texts: Templates) -> None:
    own(texts, "我们有 {{ n }} 单：{{ names|join('、') }}")
    assert texts.render("note", "zh", SAMPLE) == "我们有 3 单：Acme、Beta"
    assert texts.render("note", "en", SAMPLE).startswith("en 3")
    assert texts.problems() == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("fine\n{{ unknown }}", 2),
        ("{{ n.__class__.__mro__ }}", 1),
        ("one\ntwo\n{% for x in %}", 3),
        ("{% include 'note' %}", 1),
        ("{{ names|map }}", 1),
        ("{{ range(10) }}", 1),
        ("{{ 'a' * 1000000000 }}", 1),
        ("{{ n ** 999999 }}", 1),
        ("{{ names.append(1) }}", 1),
        ("{{ n / 0 }}", 1),
        ("{{ 'a'.ljust(1000000000) }}", 1),
        ("{{ '%1000000000d' % 1 }}", 1),
        ("{% set x = 'ab' ~ n %}{{ x }}", 1),
        ("{% set x %}ab{% endset %}{{ x }}", 1),
        ("{% for x in names %}{% for y in names %}{{ y }}{% endfor %}{% endfor %}", 1),
        ("{% for x in names recursive %}{{ loop(names) }}{% endfor %}", 1),
        ("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", 1),
        ("{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}", 1),
        ("{{ n }}" * 3000, 1),
    ],
)  # fmt: skip
def test_what_a_text_may_not_do_is_named_and_the_built_in_one_serves(texts: Templates, text: str, line: int) -> None:
    own(texts, text)
    (problem,) = texts.problems()
    assert problem.path == "messages/note.zh.j2"
    assert problem.line <= line  # jinja names no line for what fails while it runs
    assert texts.render("note", "zh", SAMPLE).startswith("zh 3")


def test_a_name_that_is_no_text_is_named(texts: Templates) -> None:
    own(texts, "x", "morning.zh.j2")
    (problem,) = texts.problems()
    assert "note.zh.j2" in str(problem)


def test_what_users_write_is_no_template(texts: Templates) -> None:
    assert "{{ n }}" in texts.render("note", "zh", {**SAMPLE, "names": ["{{ n }}"]})
