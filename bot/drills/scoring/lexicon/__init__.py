"""Named tables of words, one for each language and side: what is said, by what it does."""

from collections.abc import Mapping

from bot.drills.scoring.lexicon import (
    claims_en,
    claims_zh,
    customer_en,
    customer_zh,
    foul_en,
    foul_zh,
    rep_en,
    rep_zh,
)

ZH: Mapping[str, tuple[str, ...]] = {**customer_zh.TABLE, **rep_zh.TABLE, **claims_zh.TABLE, **foul_zh.TABLE}
EN: Mapping[str, tuple[str, ...]] = {**customer_en.TABLE, **rep_en.TABLE, **claims_en.TABLE, **foul_en.TABLE}
