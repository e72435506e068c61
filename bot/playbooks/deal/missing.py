"""What still stands between a deal and the next stage of its playbook. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.playbooks.customers import Contact
from bot.playbooks.deals import Deal
from bot.playbooks.playbook import Action, Condition, Stage
from bot.words import N_, Words

SAID = {
    "amount": N_("an amount"),
    "contact": N_("somebody whom we know there"),
    "power": N_("contact with whoever decides"),
    "champion": N_("somebody there who stands for us"),
    "touch": N_("a contact in this stage"),
    "next_step": N_("a next step with a date"),
    "close_date": N_("the day on which they mean to decide"),
}
ROLES = {
    "executive": N_("management"), "finance": N_("finance"), "it": N_("the IT department"),
    "business": N_("the department"),
    "procurement": N_("procurement"), "user": N_("the users"),
}  # fmt: skip
TOUCHES = {
    "visit": N_("a visit in this stage"), "call": N_("a call in this stage"), "demo": N_("a demo in this stage"),
    "meeting": N_("an online meeting in this stage"), "message": N_("a message in this stage"),
    "email": N_("an e-mail in this stage"), "other": N_("a contact in this stage"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a deal, as far as conditions ask."""

    deal: Deal
    people: Sequence[Contact]
    touched: Collection[str]
    """Kinds of contact since it entered its stage."""
    done: Collection[str]
    """Ids of this stage's must-dos that are done."""


@dataclass(frozen=True, slots=True)
class Missing:
    """`what` is the condition's need, or the action's id."""

    what: str
    condition: Condition | None = None
    action: Action | None = None

    def text(self, said: Words) -> str:
        if self.action:
            return self.action.title.of(said.language)
        assert self.condition is not None
        if self.condition.need == "touch" and self.condition.kind:
            return said(TOUCHES[self.condition.kind])
        if self.condition.need == "contact" and self.condition.role:
            return said("somebody from {role}", role=said(ROLES[self.condition.role]))
        return said(SAID[self.condition.need])


def missing(stage: Stage, following: Stage | None, known: Known) -> list[Missing]:
    """What leaving `stage` and entering `following` ask for, without what is there."""
    asked = [*stage.exit, *(following.enter if following else ())]
    open_ = [Missing(each.need, condition=each) for each in dict.fromkeys(asked) if not _holds(each, known)]
    return open_ + [Missing(each.id, action=each) for each in must(stage, known.deal) if each.id not in known.done]


def must(stage: Stage, deal: Deal) -> list[Action]:
    """The must-dos that a deal of this size has."""
    worth = (deal.amount or 0) / 100
    return [action for action in stage.must if action.over is None or worth > action.over]


def _holds(condition: Condition, known: Known) -> bool:
    deal, people = known.deal, known.people
    match condition.need:
        case "amount":
            return deal.amount is not None
        case "contact":
            return any(condition.role in (None, person.role) for person in people)
        case "power":
            return any(person.power for person in people)
        case "champion":
            return any(person.stance == "for" for person in people)
        case "touch":
            return condition.kind in known.touched if condition.kind else bool(known.touched)
        case "next_step":
            return deal.next_on is not None
        case "close_date":
            return deal.expected_on is not None
