"""What is missing before the next stage, and what helps in it: tables of pure decisions."""

from dataclasses import replace
from datetime import date

import pytest

from bot.playbooks.customers import Contact
from bot.playbooks.deal.materials import choose, how_many
from bot.playbooks.deal.missing import Known, missing, must
from bot.playbooks.deals import Deal
from bot.playbooks.playbook import Action, Condition, Material, Stage, Words
from bot.words import words
from tests.conftest import NOW

SAID = Words(zh="做", en="Do it")
DEAL = Deal(
    1, "", 1, "Acme", "", "", "", 1, "Lin", "b", "s", "lead", "open", "local", "", None, None, "CNY", "", "", NOW, NOW,
    None, None, "", "", None, NOW,
)  # fmt: skip
NOTHING = Known(DEAL, (), (), ())
ANN = Contact(1, 1, "Ann")

NEEDS: list[tuple[Condition, Known]] = [
    (Condition(need="amount"), replace(NOTHING, deal=replace(DEAL, amount=0))),
    (Condition(need="contact"), replace(NOTHING, people=(ANN,))),
    (Condition(need="contact", role="finance"), replace(NOTHING, people=(replace(ANN, role="finance"),))),
    (Condition(need="power"), replace(NOTHING, people=(replace(ANN, power=True),))),
    (Condition(need="champion"), replace(NOTHING, people=(replace(ANN, stance="for"),))),
    (Condition(need="touch"), replace(NOTHING, touched={"call"})),
    (Condition(need="touch", kind="visit"), replace(NOTHING, touched={"visit", "call"})),
    (Condition(need="next_step"), replace(NOTHING, deal=replace(DEAL, next_on=date(2026, 11, 25)))),
    (Condition(need="close_date"), replace(NOTHING, deal=replace(DEAL, expected_on=date(2026, 12, 1)))),
]
NOT_YET: list[tuple[Condition, Known]] = [
    (Condition(need="contact", role="finance"), replace(NOTHING, people=(replace(ANN, role="it", title="CFO"),))),
    (Condition(need="power"), replace(NOTHING, people=(ANN,))),
    (Condition(need="champion"), replace(NOTHING, people=(replace(ANN, stance="neutral"),))),
    (Condition(need="touch", kind="visit"), replace(NOTHING, touched={"call"})),
]


def stage(
    *, exit: tuple[Condition, ...] = (), enter: tuple[Condition, ...] = (), must: tuple[Action, ...] = ()
) -> Stage:
    return Stage(id="s", at="lead", title=SAID, exit=list(exit), enter=list(enter), must=list(must))


def named(each: tuple[Condition, Known]) -> str:
    return "-".join(filter(None, (each[0].need, each[0].role, each[0].kind)))


def test_every_need_is_tried() -> None:
    needs = Condition.model_fields["need"].annotation
    assert {condition.need for condition, _ in NEEDS} == set(needs.__args__)  # type: ignore[union-attr]


@pytest.mark.parametrize("case", NEEDS, ids=named)
def test_a_need_holds_where_it_is_there_and_nowhere_else(case: tuple[Condition, Known]) -> None:
    condition, there = case
    assert [each.what for each in missing(stage(exit=(condition,)), None, NOTHING)] == [condition.need]
    assert missing(stage(exit=(condition,)), None, there) == []
    assert [each.what for each in missing(stage(), stage(enter=(condition,)), NOTHING)] == [condition.need]
    assert missing(stage(enter=(condition,)), None, NOTHING) == [], (
        "what this stage was entered with is not asked again"
    )


@pytest.mark.parametrize("case", NOT_YET, ids=named)
def test_something_like_it_is_not_enough(case: tuple[Condition, Known]) -> None:
    condition, nearly = case
    assert len(missing(stage(exit=(condition,)), None, nearly)) == 1


def test_what_leaving_and_entering_both_ask_is_said_once() -> None:
    amount = Condition(need="amount")
    assert len(missing(stage(exit=(amount,)), stage(enter=(amount,)), NOTHING)) == 1


@pytest.mark.parametrize("case", NEEDS, ids=named)
def test_every_need_has_words_in_both_languages(case: tuple[Condition, Known]) -> None:
    (found,) = missing(stage(exit=(case[0],)), None, NOTHING)
    assert found.text(words("zh")) != found.text(words("en"))


@pytest.mark.parametrize(
    ("amount", "asked"), [(None, False), (0, False), (50_000_000, False), (50_000_001, True), (9_999_999_999, True)]
)
def test_a_must_do_for_big_deals_is_asked_of_those_over_it(amount: int | None, asked: bool) -> None:
    """In whole units of the currency; exactly as much is not more."""
    sign_off = Action(id="sign-off", title=SAID, output=SAID, over=500_000)
    deal = replace(DEAL, amount=amount)
    assert must(stage(must=(sign_off,)), deal) == ([sign_off] if asked else [])
    assert len(missing(stage(must=(sign_off,)), None, replace(NOTHING, deal=deal))) == asked
    assert missing(stage(must=(sign_off,)), None, replace(NOTHING, deal=deal, done={"sign-off"})) == []


# What helps

ALL, CFO = Material(card="all"), Material(card="cfo", role="finance")
FACTORY, SHOP = Material(card="factory", industries=["manufacturing"]), Material(card="shop", industries=["retail"])
BOTH = Material(card="both", role="finance", industries=["retail"])
OFFERED = [ALL, CFO, FACTORY, SHOP, BOTH]


@pytest.mark.parametrize(
    ("roles", "industry", "seen", "most", "cards"),
    [
        (set(), "", set(), 3, ["all"]),
        ({"finance"}, "", set(), 3, ["cfo", "all"]),
        ({"it"}, "manufacturing", set(), 3, ["factory", "all"]),
        ({"finance"}, "retail", set(), 3, ["cfo", "shop", "both"]),
        ({"finance"}, "retail", set(), 1, ["cfo"]),
        ({"finance"}, "retail", {"cfo", "shop"}, 3, ["both", "all", "cfo"]),
        (set(), "", {"all"}, 3, ["all"]),
    ],
)
def test_what_fits_best_and_is_new_comes_first(
    roles: set[str], industry: str, seen: set[str], most: int, cards: list[str]
) -> None:
    assert [each.card for each in choose(OFFERED, roles, industry, seen, most)] == cards


@pytest.mark.parametrize(
    ("opened", "most"),
    [([], 3), ([False] * 5, 3), ([False] * 6, 1), ([False] * 5 + [True], 3), ([True] + [False] * 5, 3)],
)
def test_who_opens_none_is_shown_one(opened: list[bool], most: int) -> None:
    assert how_many(opened) == most
