"""Small quests of every shape, as their files would say them."""

from typing import Any

from hypothesis import strategies as st

KINDS = ("reflect", "quiz", "shadow", "field", "touch", "deal", "drill")
WORD = {"zh": "一", "en": "One"}
NEEDS: dict[str, dict[str, Any]] = {
    "reflect": {"task": WORD}, "shadow": {"task": WORD}, "field": {"task": WORD}, "drill": {"scenario": "price-talk"},
    "quiz": {"questions": [{"ask": WORD, "options": [{"zh": "对", "en": "Yes"}, {"zh": "错", "en": "No"}]}]},
    "touch": {}, "deal": {},
}  # fmt: skip


@st.composite
def quests(draw: st.DrawFn, name: str) -> dict[str, Any]:
    """A small quest, as its file says it."""
    gates, before = [], list[str]()
    for n in range(draw(st.integers(2, 4))):
        steps = []
        for m in range(draw(st.integers(1 if n else 2, 3))):
            milestone = m > 0 and draw(st.integers(0, 4)) == 0
            after = draw(st.lists(st.sampled_from(before), max_size=2, unique=True)) if before else []
            steps.append(_step(draw, f"s{n}{m}", milestone, after))
            before += [] if milestone else [f"s{n}{m}"]
        gates.append({"id": f"g{n}", "title": WORD, "able": WORD, "steps": steps})
    return {"id": name, "title": WORD, "about": WORD, "roles": ["rep"], "gates": gates}


def _step(draw: st.DrawFn, id: str, milestone: bool, after: list[str]) -> dict[str, Any]:
    kind = draw(st.sampled_from(KINDS))
    more = dict(NEEDS[kind])
    if kind == "touch":
        more = {"count": draw(st.integers(1, 2)), **draw(st.sampled_from([{}, {"touch": "visit"}]))}
    if kind == "deal":
        more = {"reach": draw(st.sampled_from(["discovery", "proposal", "won"]))}
    return {
        "id": id, "kind": kind, "title": WORD, "why": WORD, "skill": "value", "milestone": milestone, "after": after,
        "points": draw(st.sampled_from([0, 5, 20, 35, 50])), "minutes": draw(st.sampled_from([1, 10, 60])), "day": 1,
        "tries": draw(st.integers(1, 3)), "rest_hours": draw(st.sampled_from([1, 20])), **more,
    }  # fmt: skip


def of_another_kind(step: dict[str, Any]) -> dict[str, Any]:
    """The same step as another task: what was written becomes a drill, and the other way round."""
    own = ("task", "questions", "scenario", "count", "touch", "reach")
    kind = "drill" if step["kind"] != "drill" else "reflect"
    return {**{name: value for name, value in step.items() if name not in own}, "kind": kind, **NEEDS[kind]}
