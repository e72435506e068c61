"""Looking on purpose: /pitch by buyer and scene, /kit by the stage of the deal."""

from typing import Any

from bot.features import Feature, Turn
from bot.knowledge.cards import Card
from bot.knowledge.library import Library
from bot.knowledge.matrix import BUYER_NAMES
from bot.knowledge.overview import how_full, table_button
from bot.knowledge.show import first_screen, page_of, start_of
from bot.messages import EVERYONE, Button, Choices, Reply, Text
from bot.words import N_, language_of

BUYERS: dict[str, tuple[str, ...]] = {
    "owner": ("老板", "总经理", "董事长", "ceo", "owner", "boss", "founder"),
    "cfo": ("cfo", "财务总监", "财务负责人", "财务经理", "财务", "finance"),
    "it": ("cio", "it负责人", "信息主管", "信息部", "it"),
    "operations": ("coo", "生产", "仓储", "仓库", "运营", "厂长", "operations", "plant", "warehouse"),
    "purchasing": ("采购", "purchasing", "procurement", "buyer"),
    "sales": ("销售总监", "销售经理", "销售", "sales"),
    "user": ("一线", "员工", "文员", "user", "clerk"),
}
STAGES: dict[str, tuple[str, ...]] = {
    "lead": ("线索", "初步接触", "初步接洽", "lead"),
    "discovery": ("需求", "需求分析", "需求确认", "调研", "discovery"),
    "proposal": ("方案", "方案呈现", "方案提交", "演示", "proposal"),
    "negotiation": ("谈判", "商务谈判", "报价", "报价谈判", "negotiation"),
    "contract": ("合同", "签约", "签约执行", "contract"),
    "payment": ("回款", "收款", "payment"),
}
STAGE_NAMES = {
    "lead": N_("Lead"), "discovery": N_("Discovery"), "proposal": N_("Proposal"), "negotiation": N_("Negotiation"),
    "contract": N_("Contract"), "payment": N_("Payment"),
}  # fmt: skip

KINDS_IN_KIT = ("process", "objection", "value", "case", "battle", "persona")


def register(knowledge: Feature) -> None:
    """Adds the commands to the knowledge feature."""
    knowledge.command("pitch", roles=EVERYONE, zh=("价值", "卖点"), help=N_("A value pitch for a buyer and a scene"),
                      usage=N_("CFO dead stock"), prepare=look)(pitch)  # fmt: skip
    knowledge.button("pitch_for", roles=EVERYONE)(pitch_for)
    knowledge.command("kit", roles=EVERYONE, zh=("弹药", "阶段"), help=N_("The cards for a stage of the deal"),
                      usage=N_("negotiation"))(kit)  # fmt: skip
    knowledge.button("kit_for", roles=EVERYONE)(kit_for)


def buyer_in(text: str) -> tuple[str, str]:
    """(buyer, the rest of the text); "" when no buyer is named."""
    low = text.casefold()
    for buyer, names in BUYERS.items():
        for name in names:
            if (
                low == name
                or low.startswith((name + " ", name + "，", name + ","))
                or (not name.isascii() and low.startswith(name))
            ):
                return buyer, text[len(name) :].strip(" ,，")
    return "", text


def look(turn: Turn) -> list[str]:
    """Ids of value cards for the buyer, the scene's best first."""
    if card := _called(turn):
        return [card.id]
    buyer, scene = buyer_in(turn.text)
    library = turn.get(Library)
    values = [card for card in library.shelf.in_language("zh") if card.kind == "value"]
    fitting = frozenset(card.id for card in values if not buyer or buyer in card.roles)
    if not scene:
        return sorted(fitting)
    return [hit.id for hit in library.search(scene, fitting).hits] or sorted(fitting)


def pitch(turn: Turn, ids: list[str]) -> Reply:
    said = turn.words
    if not turn.text:
        buttons = (*_buyers(turn), *table_button(turn))
        return Reply((*how_full(turn), Text(said("Who is sitting opposite?")), Choices(buttons)))
    if card := _called(turn):
        return first_screen(turn, card)
    buyer, scene = buyer_in(turn.text)
    cards = _cards(turn, ids)
    if not cards:
        return Reply((Text(said("I have no pitch for that yet. Who is sitting opposite?")), Choices(_buyers(turn))))
    if scene or len(cards) == 1:
        return first_screen(turn, cards[0], question=turn.text, others=tuple(card.id for card in cards[1:3]))
    return _which(turn, cards, buyer, 0)


def pitch_for(turn: Turn, _: Any) -> Reply:
    turn.text = turn.args.get("buyer", "")
    if start := start_of(turn):
        return _which(turn, _cards(turn, look(turn)), turn.text, start)
    return pitch(turn, look(turn))


def _which(turn: Turn, cards: list[Card], buyer: str, start: int) -> Reply:
    buttons = page_of(turn.words, [_open(card) for card in cards], start, "knowledge.pitch_for", {"buyer": buyer})
    return Reply((Text(turn.words("Which scene?")), Choices(buttons)))


def _called(turn: Turn) -> Card | None:
    """The pitch whose title was typed: what a link to it says."""
    title, cards = turn.text.casefold(), turn.get(Library).shelf.cards.values()
    return next((card for card in cards if card.kind == "value" and card.title.casefold() == title), None)


def kit(turn: Turn, _: Any) -> Reply:
    stage = next((s for s, names in STAGES.items() if turn.text.casefold() in (s, *names)), "")
    if stage:
        return _kit(turn, stage, 0)
    buttons = tuple(Button(turn.words(STAGE_NAMES[s]), "knowledge.kit_for", {"stage": s}) for s in STAGES)
    return Reply((Text(turn.words("Which stage is the deal in?")), Choices(buttons)))


def kit_for(turn: Turn, _: Any) -> Reply:
    stage, start = turn.args.get("stage", ""), turn.args.get("from", "0")
    if stage not in STAGES:
        return kit(turn, None)
    return _kit(turn, stage, int(start) if start.isdecimal() else 0)


def _kit(turn: Turn, stage: str, start: int) -> Reply:
    """The stage's cards from the `start`th on, as many as a phone shows."""
    said, name = turn.words, turn.words(STAGE_NAMES[stage])
    language = turn.person.language or "zh"
    shelf = turn.get(Library).shelf.in_language(language)
    cards = sorted((card for card in shelf if stage in card.stages), key=_made_for_few_stages)
    if not cards:
        return Reply((Text(said("There is no card for {stage} yet.", stage=name)),))
    head = said.plural("{n} card for {stage}:", "{n} cards for {stage}:", len(cards), stage=name)
    buttons = page_of(said, [_open(card) for card in cards], start, "knowledge.kit_for", {"stage": stage})
    return Reply((Text(head), Choices(buttons)))


def _made_for_few_stages(card: Card) -> tuple[int, int]:
    """The cards that only this stage needs come first; of those, the rep's own tools."""
    return len(card.stages), KINDS_IN_KIT.index(card.kind)


def _buyers(turn: Turn) -> tuple[Button, ...]:
    present = {role for card in turn.get(Library).shelf.cards.values() if card.kind == "value" for role in card.roles}
    return tuple(
        Button(turn.words(name), "knowledge.pitch_for", {"buyer": buyer})
        for buyer, name in BUYER_NAMES.items() if buyer in present
    )  # fmt: skip


def _cards(turn: Turn, ids: list[str]) -> list[Card]:
    library = turn.get(Library)
    return [card for id in ids if (card := library.card(id, _language(turn)))]


def _language(turn: Turn) -> str:
    """That of the scene, as it was typed; a buyer alone (CFO) says nothing about it."""
    mine = turn.person.language or "zh"
    _, scene = buyer_in(turn.text)
    return language_of(scene, mine)


def _open(card: Card) -> Button:
    return Button(card.title, "knowledge.show", {"card": card.id, "language": card.language})
