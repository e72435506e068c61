"""Whether a turn gives back what the customer said or feels: "so you…", 听起来…, their words without a question."""

import re

from bot.drills.moves.asking import questions
from bot.drills.moves.sentences import sentences
from bot.search.normalise import stem

_MARKS = re.compile(
    r"听起来|听得出|听着|看得出|我理解(?:下来|的是|您|你)|我听(?:明白|懂|到|下来)|您的意思|你的意思|也就是说|"
    r"换句话说|等于说|所以(?:您|你|咱)|难怪|怪不得|理解您|理解你|明白您|懂您|懂你|换(?:了|作|成)?(?:我|谁)也|"
    r"确实(?:不|是|挺|难)|(?:您|你)(?:担心|顾虑|怕)(?:的是|得)|总结一?下|捋一?下|我复述"
    r"|\b(?:(?:it )?(?:sounds|seems|looks|feels) (?:like|as if|as though|to me)|(?:sounds|seems) (?:really |"
    r"very |pretty )?(?:hard|tough|difficult|frustrating|exhausting|stressful|painful|important|scary)"
    r"|what i(?:'m| am) hearing|(?:i|what i) hear(?:d)? (?:you|that|is)?|in other words|if i (?:understand|"
    r"understood|hear|got|get) (?:you|this|it|that)|let me (?:see|make sure|check) (?:if )?i|"
    r"on (?:the )?one hand|part of you|you're (?:saying|telling|feeling|worried|afraid|concerned|wondering|"
    r"thinking|hoping|looking|not sure|struggling|trying)"
    r"|you(?:'ve| have) (?:been|had|got|tried|noticed|thought|decided|already|made|found|done)|you(?:'d|"
    r" would) (?:like|rather|prefer|love)|you (?:feel|felt|want|wish|hope|know that|don't want|don't like|really|"
    r"kind of|are worried|see|care|enjoy|value|worry)"
    r"|that (?:must|would) (?:be|have been|feel)|must (?:be|have been) (?:hard|tough|frustrating|difficult)|"
    r"no wonder|fair (?:point|enough)|(?:makes|that makes) (?:a lot of )?sense|i (?:can )?(?:understand|see|"
    r"get) (?:why|that|how|where|your|you)|so (?:you|your|it's|that's|it is|there's|for you|basically|right now|"
    r"even|on)\b)",
    re.IGNORECASE,
)
_OF_THEM = re.compile(r"\b(?:you(?:'re|'ve|'d|'ll)?|your|yourself)\b|[您你]", re.IGNORECASE)
_SETS_OUT = re.compile(
    r"^(?:so |and |okay |ok |well |um |uh |,|\s)*(?:i|i'm|i'll|i've|i'd|we|we'll|let|let's|my|thank|thanks|hi|"
    r"hello|good|great|the|here)\b",
    re.IGNORECASE,
)
_ADVISES = re.compile(
    r"\b(?:you (?:can|could|will|might|may)|you'll|if you|with you|thank)\b"
    r"|[您你](?:可以|能够?|试试|到时|就会)|如果[您你]",
    re.IGNORECASE,
)
"""What they may or will do was not said by them."""
LEAST_WORDS = 2
THEIR_WORDS = 0.25
_WORD = re.compile(r"[a-z']+|[\u3400-\u9fff]")
_COMMON_ENGLISH = (
    "a an the i you he she it we they me him her us them my your his its our their and or but so if of to in on at for"
    " with is am are was were be been do does did have has had will would can could should not no yes yeah that this"
    " there what how who when where why which just like really know think get got go going um uh okay ok well right oh"
    " very about as it's i'm you're don't that's"
)
_COMMON_CHINESE = "的了是我你您他她它们在有不就都也这那个一上下来去说要会能好啊吗呢吧嗯还很没"
_COMMON = frozenset(_COMMON_ENGLISH.split(" ")) | frozenset(_COMMON_CHINESE)


def overlap(text: str, previous: str) -> float:
    """Share of a turn's own content words that the customer has just used."""
    said, heard = _content(text), _content(previous)
    return len(said & heard) / len(said) if said else 0.0


def _content(text: str) -> set[str]:
    return {stem(word) for word in _WORD.findall(text.lower()) if word not in _COMMON}


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
    of_them = of_them and not _ADVISES.search(sentence)
    return bool(of_them) or overlap(sentence, previous) >= THEIR_WORDS
