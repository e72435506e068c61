"""Small quests, made in Python: what a test needs stands in the test."""

from typing import Any

from bot.quests.quest import Quest

BOTH = {"zh": "话", "en": "words"}


def a_step(id: str, kind: str = "reflect", **more: Any) -> dict[str, Any]:
    """A step as its file would say it; `more` are its other fields."""
    given = {"task": BOTH} if kind in ("reflect", "shadow", "field") else {}
    title = {"zh": f"第{id}步", "en": f"Step {id}"}
    return {
        "id": id, "kind": kind, "title": title, "why": BOTH, "skill": "value", "points": 10, "minutes": 10, "day": 1,
        **given, **more,
    }  # fmt: skip


def a_quest(*gates: list[dict[str, Any]], id: str = "small", **more: Any) -> Quest:
    """Each gate is its steps."""
    listed = [
        {"id": f"gate-{n}", "title": {"zh": f"关{n}", "en": f"Gate {n}"}, "able": BOTH, "steps": steps}
        for n, steps in enumerate(gates, 1)
    ]
    title = {"zh": "小闯关", "en": "Small quest"}
    return Quest.model_validate({"id": id, "title": title, "about": BOTH, "roles": ["newhire", "rep"], "gates": listed,
                                 **more})  # fmt: skip


QUEST = a_quest([a_step("think")], [a_step("go", "shadow")])
