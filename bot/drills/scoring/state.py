"""What is open between the two: the objection, what it still lacks, what the customer has told, what the rep asked."""

from dataclasses import dataclass, replace

from bot.drills.scoring.customer import Meant


@dataclass(frozen=True, slots=True)
class Objection:
    line: int
    """Where the customer raised it first; `again` where last."""
    topic: str
    again: int
    reactions: int = 0
    """Rep turns since it was raised first."""
    acknowledged: bool = False
    explored: bool = False
    answered: bool = False
    confirmed: bool = False
    text: str = ""
    """The customer's words."""


@dataclass(frozen=True, slots=True)
class State:
    objection: Objection | None = None
    settled: tuple[Objection, ...] = ()
    """Earlier ones, resolved or left."""
    fresh: bool = False
    """The customer has just objected: acknowledging is in place."""
    new: bool = False
    """… and for the first time on this topic: exploring is."""
    question: bool = False
    pain: bool = False
    pains: tuple[int, ...] = ()
    objections: tuple[int, ...] = ()
    questions: tuple[int, ...] = ()
    told: tuple[str, ...] = ()
    """All that the customer said."""
    said: tuple[str, ...] = ()
    """All that the rep said."""
    telling: tuple[tuple[int, str], ...] = ()
    """The rep's lines that tell the customer what to do, and the words."""
    decider: int | None = None
    """The customer's line that named who decides, unasked."""
    asked_decision: bool = False
    close: int | None = None
    """The rep's line that came with a price or a next step."""
    explored: bool = False
    """The rep has just asked what is behind it: what comes back is the answer, not another objection."""
    asked: bool = False
    """The rep's last message asked something, so that trouble told now is rather an answer than an objection."""
    costed: bool = False
    """What the pain costs was asked: a function may answer it now."""

    @property
    def known(self) -> str:
        return "\n".join(self.told)


def hear(state: State, index: int, text: str, meant: Meant, *, known: bool = False) -> State:
    """The talk after one turn of the customer; `known`: they are played, and what they meant is no guess."""
    kinds = {cue for cue, _ in meant}
    about = next((what for cue, what in meant if cue in ("objection", "restated")), "")
    state = replace(
        state,
        told=(*state.told, text),
        question=state.question or "question" in kinds,
        questions=(*state.questions, index) if "question" in kinds else state.questions,
        pain=state.pain or "pain" in kinds,
        pains=(*state.pains, index) if "pain" in kinds else state.pains,
        decider=index if "decider" in kinds and not state.asked_decision and state.decider is None else state.decider,
    )
    guessed = not (known and "objection" in kinds)
    if state.explored and state.objection and guessed and "haggle" not in about and "restated" not in kinds:
        return replace(state, explored=False)
    if kinds & {"objection", "restated"}:
        return _raised(state, index, about, "restated" in kinds)
    if state.objection and ("resolved" in kinds or ("accepted" in kinds and state.objection.answered)):
        return _closed(state)
    return state


def _raised(state: State, index: int, topic: str, restated: bool) -> State:
    """On the topic of an earlier one it is the same again, a higher demand too."""
    earlier = [objection for objection in (*state.settled, state.objection) if objection]
    same = [
        each for each in earlier if each.topic == topic and (restated or each is state.objection or not each.explored)
    ]
    if restated and not same:
        same = earlier
    if not restated and not topic:
        same = []
    state = replace(state, fresh=True, objections=(*state.objections, index))
    if same:
        kept = tuple(objection for objection in state.settled if objection is not same[-1])
        if state.objection and state.objection is not same[-1]:
            kept = (*kept, state.objection)
        return replace(state, objection=replace(same[-1], again=index, confirmed=False), settled=kept)
    before = (*state.settled, state.objection) if state.objection else state.settled
    raised = Objection(index, topic, index, text=state.told[-1])
    return replace(state, objection=raised, settled=before, new=not restated)


def _closed(state: State) -> State:
    assert state.objection
    return replace(state, objection=None, settled=(*state.settled, state.objection))


def answered(state: State, text: str, did: frozenset[str], index: int) -> State:
    """The talk after one turn of the rep; `did` names what it did: criteria, "answer", "close", "decision"."""
    objection = state.objection
    if objection:
        objection = replace(
            objection,
            reactions=objection.reactions + 1,
            acknowledged=objection.acknowledged or "acknowledge" in did,
            explored=objection.explored or "explore_first" in did,
            answered=objection.answered or "answer" in did,
            confirmed=objection.confirmed or "confirm_resolution" in did,
        )
    waits = state.new and not did & {"explore_first", "answer", "answered_first"}
    return replace(
        state,
        objection=objection,
        said=(*state.said, text),
        fresh=False,
        explored="explore_first" in did,
        asked="asked" in did,
        new=waits and bool(objection and objection.reactions < 2),
        question=False,
        pain=False,
        costed=state.costed or "implication" in did,
        asked_decision=state.asked_decision or "decision" in did,
        close=index if state.close is None and "close" in did else state.close,
    )
