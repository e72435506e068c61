"""Whether a turn gives back what the customer said or feels: "so you…", 听起来…, their words without a question."""

import re

from bot.drills.moves.asking import questions
from bot.drills.moves.sentences import sentences

_MARKS = re.compile(
    r"听起来|听得出|听着|看得出|我理解(?:下来|的是|您|你)|我听(?:明白|懂|到|下来)|您的意思|你的意思|也就是说|换句话说|等于说|所以(?:您|你|咱)|难怪|怪不得|理解您|理解你|明白您|懂您|懂你|换(?:了|作|成)?(?:我|谁)也|确实(?:不|是|挺|难)|(?:您|你)(?:担心|顾虑|怕)(?:的是|得)|总结一?下|捋一?下|我复述"
    r"|\b(?:(?:it )?(?:sounds|seems|looks|feels) (?:like|as if|as though|to me)|(?:sounds|seems) (?:really |very |pretty )?(?:hard|tough|difficult|frustrating|exhausting|stressful|painful|important|scary)"
    r"|what i(?:'m| am) hearing|(?:i|what i) hear(?:d)? (?:you|that|is)?|in other words|if i (?:understand|understood|hear|got|get) (?:you|this|it|that)|let me (?:see|make sure|check) (?:if )?i|on (?:the )?one hand|part of you|you're (?:saying|telling|feeling|worried|afraid|concerned|wondering|thinking|hoping|looking|not sure|struggling|trying)"
    r"|you(?:'ve| have) (?:been|had|got|tried|noticed|thought|decided|already|made|found|done)|you(?:'d| would) (?:like|rather|prefer|love)|you (?:feel|felt|want|wish|hope|know that|don't want|don't like|really|kind of|are worried|see|care|enjoy|value|worry)"
    r"|that (?:must|would) (?:be|have been|feel)|must (?:be|have been) (?:hard|tough|frustrating|difficult)|no wonder|fair (?:point|enough)|(?:makes|that makes) (?:a lot of )?sense|i (?:can )?(?:understand|see|get) (?:why|that|how|where|your|you)|so (?:you|your|it's|that's|it is|there's|for you|basically|right now|even|on)\b)",
    re.IGNORECASE,
)
_OF_THEM = re.compile(r"\b(?:you(?:'re|'ve|'d|'ll)?|your|yourself)\b|[您你]", re.IGNORECASE)
_SETS_OUT = re.compile(
    r"^(?:so |and |okay |ok |well |um |uh |,|\s)*(?:i|i'm|i'll|i've|i'd|we|we'll|let|let's|my|thank|thanks|hi|hello|good|great|the|here)\b",
    re.IGNORECASE,
)
LEAST_WORDS = 2
THEIR_WORDS = 0.25
_WORD = re.compile(r"[a-z']+|[\u3400-\u9fff]")
_COMMON = frozenset(
    "a an the i you he she it we they me him her us them my your his its our their and or but so if of to in on at for with"
    " is am are was were be been do does did have has had will would can could should not no yes yeah that this there what"
    " how who when where why which just like really know think get got go going um uh okay ok well right oh very about as"
    " it's i'm you're don't that's 的 了 是 我 你 您 他 她 它 们 在 有 不 就 都 也 这 那 个 一 上 下 来 去 说 要 会 能 好 啊 吗 呢 吧 嗯 们 还 很 没".split()
)  # fmt: skip


def overlap(text: str, previous: str) -> float:
    """Share of a turn's own content words that the customer has just used."""
    said, heard = _content(text), _content(previous)
    return len(said & heard) / len(said) if said else 0.0


def _content(text: str) -> set[str]:
    return {_stem(word) for word in _WORD.findall(text.lower()) if word not in _COMMON}


def _stem(word: str) -> str:
    return re.sub(r"(ing|ed|es|s|ly)$", "", word) if len(word) > 4 else word


def reflects(text: str, previous: str, language: str, tells: tuple[str, ...]) -> bool:
    return any(_reflects(line, previous, language) for line in sentences(text) if line not in tells)


def _reflects(sentence: str, previous: str, language: str) -> bool:
    asked = questions(sentence, language)
    if asked and (
        asked[0].kind != "closed"
        or not re.match(r"\W*(so|所以|您的意思|你的意思|听起来|it sounds|sounds)", sentence, re.IGNORECASE)
    ):
        return False
    if _MARKS.search(sentence):
        return True
    if len(_content(sentence)) < LEAST_WORDS:
        return False
    of_them = _OF_THEM.search(sentence) and not _SETS_OUT.match(sentence)
    return bool(of_them) or overlap(sentence, previous) >= THEIR_WORDS
