"""Content words: what is left of a text when the words that only hold it together are gone."""

from functools import lru_cache

from bot.drills.scoring.words import plain
from bot.search.normalise import CJK, words

FUNCTION_CHARS = frozenset(
    "的了是我您你们在有就也都吗呢吧啊这那不个么什怎哪谁几多少一下上来去说要会能可以和跟给把被对到得着过很太真还再又但所以因为如果先后前里些样嗯哦好行嘛呀哈他她它咱"
)
"""A pair of characters that holds one of these says little; two pairs in a row still carry a word like 库存不准."""
_HELPERS = """
    a about after again all also am an and any are as at back be because been before being between bit both but
    by can can't come could did do does doesn't don't done down each even every fine for from get give go going
    good got great had has have he her here him his how i i'd i'll i'm if in into is isn't it it's its just know
    let let's like look lot make many may me might more most much must my need no not now of ok okay on one only
    or other our out over per put really right said say see shall she should since so some still such sure take
    tell than that that's the their them then there these they thing things think this those to today too two
    under up us use very want was way we we'll we're well were what what's when where which while who why will
    with won't would yes you you'd you'll you're your
"""
STOP = frozenset(_HELPERS.split())


@lru_cache(maxsize=20_000)
def content(text: str) -> frozenset[str]:
    """Pairs of characters and stems of words that are about something."""
    return frozenset(term for term in words(plain(text)) if _tells(term))


def _tells(term: str) -> bool:
    if CJK.match(term):
        return len(term) == 2 and not (term[0] in FUNCTION_CHARS or term[1] in FUNCTION_CHARS)
    return term not in STOP and (len(term) > 2 or term.isdigit())


def shared(text: str, other: str) -> frozenset[str]:
    return content(text) & content(other)


def overlap(text: str, other: str) -> float:
    """The share of `text` that is found in `other`; a text without content shares nothing."""
    mine = content(text)
    return len(mine & content(other)) / len(mine) if mine else 0.0


@lru_cache(maxsize=20_000)
def pairs(text: str) -> frozenset[str]:
    """Every pair of characters and every stem that is no mere helper: what can be given back, subject or not."""
    return frozenset(term for term in words(plain(text)) if (len(term) == 2 if CJK.match(term) else term not in STOP))
