"""The cards of a stage: all of them, once each, page by page."""

from bot.app import App
from bot.knowledge.show import PAGE
from tests.talk import Someone


def test_a_kit_is_paged_to_its_end(sqlite_app: App) -> None:
    lin = Someone(sqlite_app)
    lin.say("弹药 谈判")
    seen: list[str] = []
    while True:
        more = [label for label in lin.labels if label.startswith("还有 ")]
        seen += [label for label in lin.labels if label not in more]
        assert len(lin.labels) <= PAGE + 1
        if not more:
            break
        lin.press(more[0])
    cards = [card for card in sqlite_app.library.shelf.in_language("zh") if "negotiation" in card.stages]
    assert sorted(seen) == sorted(card.title for card in cards)


def test_what_only_this_stage_needs_comes_first(sqlite_app: App) -> None:
    lin = Someone(sqlite_app)
    lin.say("弹药 谈判")
    titles = {card.title: card for card in sqlite_app.library.shelf.in_language("zh")}
    stages = [len(titles[label].stages) for label in lin.labels[:PAGE]]
    assert stages == sorted(stages)
