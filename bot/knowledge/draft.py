"""Twenty good phrases for one card, without a model: what is there, what is taken, what reps typed, what is missing."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.knowledge.cards import PHRASE_MAX, Card
from bot.knowledge.collisions import Placed, most_alike
from bot.knowledge.gaps import Gap, Proposal
from bot.knowledge.taken import append
from bot.knowledge.voices import CUSTOMERS, Speaker, Voice, speaker_of, speakers, voice_of
from bot.search import Found, Hit
from bot.search.normalise import clean

NEIGHBOURS_MOST, CANDIDATES_MOST = 8, 12
"""The most phrases of other cards, and of reps, that are shown."""


# What is missing

FIRST: tuple[Voice, ...] = ("words", "scene", "direct")
AGAIN: tuple[Voice, ...] = ("words", "scene")
PLACES = [(voice, who, again) for again, voices in enumerate((FIRST, AGAIN)) for voice in voices for who in range(4)]
"""Twenty phrases: each voice of each speaker once, and a second time but for the search words."""

LABELS: dict[Voice, str] = {"words": "customer's words", "scene": "scene", "direct": "search words"}

PROMPTS = {
    ("customers", "zh"): {
        ("words", 0): "{who}坐在你对面，说到“{title}”，原话怎么讲？",
        ("scene", 0): "跟{who}聊完“{title}”，出了门你怎么学给同事听？",
        ("direct", 0): "{who}在对面等着，你只来得及打四五个字找“{title}”，不照抄标题，打什么？",
        ("words", 1): "你正要接一句“{context}”。{who}刚说了什么，你才这么接？",
        ("scene", 1): "{who}没明说，只是一个动作、半句话。回来你怎么记这一笔？（{title}）",
    },
    ("colleagues", "zh"): {
        ("words", 0): "{who}碰上“{title}”，张口怎么问？",
        ("scene", 0): "{who}正卡在这件事上，在群里怎么讲？想一件真事。（{title}）",
        ("direct", 0): "{who}赶时间，只打四五个字找“{title}”，不照抄标题，打什么？",
        ("words", 1): "这张卡说的是“{context}”。{who}问了什么，才要看它？",
        ("scene", 1): "{who}漏了一步、搞砸了，怎么来求救？（{title}）",
    },
    ("customers", "en"): {
        ("words", 0): "The {who} sits across the desk, on the subject of “{title}”. The exact words?",
        ("scene", 0): "You have just left the {who} and tell a colleague about “{title}”. What happened?",
        ("direct", 0): "The {who} is waiting. Four words to find “{title}”, but not the title: which?",
        ("words", 1): "You are about to say “{context}”. What did the {who} say just before?",
        ("scene", 1): "The {who} did not say it: a look, half a sentence. How do you note it down? (“{title}”)",
    },
    ("colleagues", "en"): {
        ("words", 0): "A {who} runs into “{title}”. What is the question?",
        ("scene", 0): "A {who} is stuck with it right now and writes to the group. Think of a real case. (“{title}”)",
        ("direct", 0): "A {who} is in a hurry. Four words to find “{title}”, but not the title: which?",
        ("words", 1): "The card says “{context}”. What did a {who} ask to be shown it?",
        ("scene", 1): "A {who} left out a step and it went wrong. What does the call for help say? (“{title}”)",
    },
}  # fmt: skip
SCENE_PROMPTS = {
    "zh": "想想这一幕：“{context}”。{who}这时候会冒出哪句话？",
    "en": "Picture it: “{context}”. What does the {who} blurt out?",
}
"""For the second round, where a card paints its scene."""

SENTENCE = re.compile(r"(.+?[。！？!?]|.+?\.(?= |$)|.+)")
CONTEXT_ZH, CONTEXT_EN = 36, 22


@dataclass(frozen=True, slots=True)
class Slot:
    """A phrase that is not there yet."""

    label: str
    language: str
    speaker: str
    voice: Voice
    prompt: str


def missing(card: Card) -> list[Slot]:
    """What twenty phrases would still need; a phrase that names nobody fills the last place of its voice."""
    among = speakers(card)
    left = list(PLACES)
    nameless: list[Voice] = []
    for phrase in card.says:
        voice, speaker = voice_of(phrase), speaker_of(phrase, among)
        fitting = [place for place in left if speaker and place[:2] == (voice, among.index(speaker))]
        if fitting:
            left.remove(fitting[0])
        else:
            nameless.append(voice)
    for voice in nameless:
        if fitting := [place for place in left if place[0] == voice]:
            left.remove(fitting[-1])
    return [_slot(card, voice, among[who], again) for voice, who, again in left]


def _slot(card: Card, voice: Voice, who: Speaker, again: int) -> Slot:
    label = LABELS[voice] if who in CUSTOMERS else LABELS[voice].replace("customer's", "own")
    prompt = _prompt(card, voice, who, again)
    return Slot(f"{who.id}, {label}, {card.language}", card.language, who.id, voice, prompt)


def _prompt(card: Card, voice: Voice, who: Speaker, again: int) -> str:
    side = "customers" if who in CUSTOMERS else "colleagues"
    prompt = PROMPTS[side, card.language][voice, again]
    if (voice, again) == ("words", 1) and side == "customers" and "scene" in card.sections:
        prompt = SCENE_PROMPTS[card.language]
    name = who.zh if card.language == "zh" else who.en
    return prompt.format(who=name, title=card.title, context=_context(card))


def _context(card: Card) -> str:
    """The first sentence of the card's scene, or else of its line, as short as a prompt can carry."""
    told = "scene" if "scene" in card.sections and speakers(card) is CUSTOMERS else "line"
    first = card.sections[told].lstrip("- ")
    match = SENTENCE.match(first)
    sentence = (match[0] if match else first).rstrip("。.")
    if card.language == "zh":
        return sentence if len(sentence) <= CONTEXT_ZH else sentence[:CONTEXT_ZH] + "…"
    words = sentence.split()
    return sentence if len(words) <= CONTEXT_EN else " ".join(words[:CONTEXT_EN]) + "…"


def counts(card: Card) -> tuple[dict[str, int], dict[str, int]]:
    """How many phrases the card has by voice and by speaker."""
    among = speakers(card)
    voices, named = Counter(map(voice_of, card.says)), Counter(speaker_of(phrase, among) for phrase in card.says)
    return {LABELS[voice]: voices[voice] for voice in FIRST}, {one.id: named[one] for one in among}


# What is taken, and what reps typed


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A phrase of another card, and which of this card's texts it is most like."""

    phrase: Placed
    like: str
    likeness: float


def neighbours(card: Card, like: Callable[[str], Iterable[Hit]], known: Iterable[Placed]) -> list[Neighbour]:
    """The phrases of other cards that are most like this card's own, or like its title where it has none yet.

    `like` finds texts of other cards; those that are titles are nobody's phrase and are left out.
    """
    places = {(phrase.card, phrase.written): phrase for phrase in known}
    best: dict[Placed, Neighbour] = {}
    for text in (card.title, _context(card), *card.says):
        for hit in like(text):
            phrase = places.get((hit.id, hit.phrase))
            if phrase and (phrase not in best or best[phrase].likeness < hit.score):
                best[phrase] = Neighbour(phrase, text, hit.score)
    return sorted(best.values(), key=lambda one: -one.likeness)[:NEIGHBOURS_MOST]


@dataclass(frozen=True, slots=True)
class Candidate:
    """What reps typed and this card should perhaps answer."""

    language: str
    phrase: str
    times: int
    why: str


def candidates(
    card: Card, gaps: Iterable[Gap], picks: Iterable[Proposal], lands: Callable[[str], bool], known: Iterable[Placed]
) -> list[Candidate]:
    """Questions that no card answered and that landed near this one, and picks that reps made for it.

    `lands` says whether a question would come near this card today: a new card was not there when it was asked.
    """
    heard = [(pick.phrase, "picked for it", pick.people) for pick in picks
             if (pick.card, pick.language) == (card.id, card.language)]  # fmt: skip
    heard += [(gap.question, "no card answered", 1) for gap in gaps if _belongs(gap, card, lands)]
    had = {phrase.text for phrase in known}
    found: dict[str, Candidate] = {}
    for written, why, times in heard:
        text = clean(written)
        if text in found:
            found[text] = replace(found[text], times=found[text].times + times)
        elif text not in had and len(written) <= PHRASE_MAX:
            found[text] = Candidate(card.language, " ".join(written.split()), times, why)
    return sorted(found.values(), key=lambda one: -one.times)[:CANDIDATES_MOST]


def _belongs(gap: Gap, card: Card, lands: Callable[[str], bool]) -> bool:
    """Not where the asker saw the card and sent it back."""
    if gap.language != card.language or card.id in gap.declined:
        return False
    return card.id in gap.near or lands(gap.question)


# One new phrase


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why a phrase cannot be kept, or what its author should think about first; neither: it is good."""

    refused: str = ""
    doubt: str = ""


def judge(phrase: str, card: Card, known: Sequence[Placed], search: Callable[[str], Found]) -> Verdict:
    if not any(c.isalnum() for c in phrase) or (len(phrase) == 1 and phrase.isascii()):  # a y for a question not asked
        return Verdict(refused="There is no word in it.")
    if len(phrase) > PHRASE_MAX:
        return Verdict(
            refused=f"It has {len(phrase)} characters; {PHRASE_MAX} is the most. Keep what one would say aloud."
        )
    text = clean(phrase)
    if own := next((one for one in known if one.card == card.id and one.text == text), None):
        return Verdict(refused=f"That is already there ({own.place}).")
    if other := most_alike(text, [one for one in known if one.card != card.id]):
        return Verdict(refused=f"{other.card} has that already: “{other.written}” ({other.place}).")
    found = search(phrase)
    if found.outcome == "answer" and found.hits[0].id != card.id:
        return Verdict(doubt=f"This sounds like {found.hits[0].id}: “{found.hits[0].phrase}”.")
    return Verdict()


def keep(phrase: str, card: Card, workspace: Path) -> Placed:
    """Adds the phrase to the card's file at once."""
    line = append(workspace / card.says_path, [phrase])
    return Placed(card.id, phrase, clean(phrase), card.says_path, line)
