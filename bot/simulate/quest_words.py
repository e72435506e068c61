"""What an invented new hire writes in a quest, and who confirms it: content of the demo, not of the bot."""

from collections.abc import Mapping, Sequence
from random import Random

from bot.simulate.names import Language

PITCH: Mapping[Language, str] = {
    "zh": (
        "月底您手里三份表三个数，拍板只能凭感觉吧？用上启明，订单、回款、库存三个数每天早上 8 点到您手机上，"
        "有家泵阀厂月结从 9 天缩到 4 天。您现在最想先看清哪一块，是库存还是回款？"
    ),
    "en": (
        "At month end you get three reports with three different totals, and decide by feel. With one set of books a "
        "pump maker cut the monthly close from 9 days to 4, and the owner sees three numbers at 8 every morning. "
        "Which figure would you want first, stock or cash?"
    ),
}
"""A value proposition for an owner; it is judged like anybody's."""

LOOKED_BACK: Mapping[Language, Sequence[Sequence[str]]] = {
    "zh": (
        (
            "客户一提价钱，我就急着解释功能。",
            "对方说再看看，我没问他在等什么。",
            "我讲了十分钟，他只点头，没说一句自己的事。",
            "老板问能省多少，我报了个别家的数。",
        ),
        (
            "回头听，真正要紧的是仓库和财务对不上账。",
            "其实他已经告诉我谁拍板，我没接着问。",
            "旁边的会计一直想说话，我没让她开口。",
            "他担心的不是系统，是老员工不肯用。",
        ),
        (
            "下一次先问清哪一天最难受，再谈怎么办。",
            "明天打电话，头一句换成问库里压了多久的货。",
            "以后先约好时间，再把材料发过去。",
            "我把三个问题写在本子上，进门先问这三个。",
        ),
    ),
    "en": (
        (
            "As soon as price came up I explained functions.",
            "They said they would think it over, and I let it stand.",
            "I talked for ten minutes and learnt nothing about their plant.",
            "The owner asked what it saves, and I guessed.",
        ),
        (
            "What mattered was that stock and finance disagree every month.",
            "He had told me who decides; I did not follow it up.",
            "The accountant wanted to speak, and I never asked her.",
            "They fear that the old hands won't use it.",
        ),
        (
            "Next time I first ask which day of the month hurts most.",
            "Tomorrow I open with how long the oldest stock has stood.",
            "From now on there is a date before there is a brochure.",
            "Three questions are in my notebook now, asked first.",
        ),
    ),
}
"""What happened, what was behind it, what changes: one sentence of each."""

WENT_ALONG: Mapping[Language, str] = {
    "zh": "跟着去了{customer}，记下了一句客户原话、问得最好的一句和说定的日子。",
    "en": "Went along to {customer}: noted a sentence of theirs, the best question, and the day that was agreed.",
}
CUSTOMERS: Mapping[Language, Sequence[str]] = {
    "zh": ("演示泵业", "演示食品", "演示汽配"),
    "en": ("Demo Pumps", "Demo Foods", "Demo Parts"),
}
NOT_YET: Mapping[Language, str] = {"zh": "说定的日子还没写上", "en": "The day that was agreed is missing"}


def looked_back(rng: Random, language: Language) -> str:
    return (" " if language == "en" else "").join(rng.choice(each) for each in LOOKED_BACK[language])
