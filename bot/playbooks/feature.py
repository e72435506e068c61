"""The feature: every way to a deal, in the order in which they are read."""

from bot.features import Feature, Turn
from bot.knowledge.aliases import EDITORS
from bot.messages import EVERYONE, Part
from bot.playbooks.deal import cases, closing, materials, mine, moving, opening, passed_over, people
from bot.playbooks.log import note
from bot.playbooks.log.note import SELLERS
from bot.words import N_

playbooks = Feature("playbooks", N_("Deals"))

note.register(playbooks)
playbooks.command(
    "deal", roles=SELLERS, zh=("商机", "单子"), usage=N_("Acme"),
    help=N_("Your deals: what is missing, what comes next"),
)(mine.menu)  # fmt: skip
playbooks.command("playbook", roles=EVERYONE, zh=("剧本",), help=N_("The stages of your deals, and what they ask for"))(
    passed_over.playbook
)
for name, handler in {
    "deals": mine.menu, "show": moving.show, "advance": moving.advance, "override": moving.override,
    "overridden": moving.overridden, "hinted": moving.hinted, "must": moving.must, "must_done": moving.must_done,
    "material": materials.open_card, "lost": closing.ask_reason,
    "lost_for": closing.lose, "reopen": closing.reopen,
    "people": people.people, "person": people.person, "person_save": people.person_save,
    "person_forget": people.person_forget,
    "signs": people.signs, "open": opening.open_form, "opened": opening.opened, "edit": opening.edit_form,
    "edited": opening.edited, "log_here": note.log_here,
}.items():  # fmt: skip
    playbooks.button(name, roles=SELLERS)(handler)
playbooks.button("won", roles=SELLERS, prepare=closing.drawn)(closing.win)
playbooks.button("tell", roles=SELLERS, prepare=closing.drawn)(closing.tell)
playbooks.step("lost_how", roles=SELLERS, gives_way=True)(closing.lost_how)
playbooks.step("won_how", roles=SELLERS, gives_way=True)(closing.won_how)
playbooks.button("case", roles=EDITORS)(cases.show)
playbooks.button("case_done", roles=EDITORS)(cases.done)
playbooks.morning(cases.waiting)


@playbooks.home
def home(turn: Turn) -> tuple[Part, ...]:
    return (*mine.home(turn), *cases.waiting(turn))
