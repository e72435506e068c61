"""Content words: what is left of a text when the words that only hold it together are gone."""

from functools import lru_cache

from bot.drills.scoring.words import plain
from bot.search.normalise import CJK, words

FUNCTION_CHARS = frozenset(
    "的了是我您你们在有就也都吗呢吧啊这那不个么什怎哪谁几多少一下上来去说要会能可以和跟给把被对到得着过很太真还再又但所以因为如果先后前里些样嗯哦好行嘛呀哈他她它咱"
)
"""A pair of characters that holds one of these says little; two pairs in a row still carry a word like 库存不准."""
STOP = frozenset(
    "a an the and or but so if then than that this these those it its is are was were be been being am do does did done have has had i you he she"
    " we they me him her us them my your his our their of in on at to for from with by as into out up down about over under again not no yes"
    " can could will would should may might must shall just really very too also only more most much many some any all both each every other such"
    " what how why which who when where there here now today okay ok well sure right fine good great thing things get got go going come let make"
    " one two like want need know think say said tell see look use take give put back still even much lot bit way us per i'm it's that's don't you're"
    " we're i'd i'll we'll you'd you'll can't isn't doesn't won't what's let's because before after between while since".split()
)


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
    """Every pair of characters and every stem that is no mere helper: for words given back, not for what they are about."""
    return frozenset(term for term in words(plain(text)) if (len(term) == 2 if CJK.match(term) else term not in STOP))
