"""What the form of a turn gives away besides questions: absolutes, slogans, telling, giving back."""

import re

from bot.drills.moves.sentences import clauses, length, sentences

LECTURE = {"zh": 120, "en": 80}

_ABSOLUTE = re.compile(
    r"绝对|百分之百|百分百|100\s?[%％]|肯定能|肯定会|一定能|一定会|包您|包你|保您|保你|包成功|打包票|拍胸脯|"
    r"万无一失|零风险|零故障|永远(?:不|都)|从来(?:不|没)|从不"
    r"|保证(?!金|人|书)|铁定|稳赚|没有任何(?:问题|风险)|一点(?:问题|风险)都没|不可能(?:出|有|会)"
    r"|\b(?:absolutely|guaranteed?|100\s?(?:%|percent|per cent)|hundred percent|zero (?:risk|errors?|downtime|"
    r"problems?)|never (?:fails?|breaks?|goes? (?:down|wrong))|always works|no risk|risk[- ]free"
    r"|i promise|we promise|without (?:any )?(?:doubt|fail)|definitely will|will definitely|bulletproof|"
    r"flawless(?:ly)?)",
    re.IGNORECASE,
)
_NO_ABSOLUTE = re.compile(
    r"(?:不敢|不能|没法|没人能|谁也不|不会|不好|无法|没有谁|哪敢|不)(?:说|讲|打|跟您|向您|给您)?[^，。]{0,4}$|"
    r"\b(?:not|never|no one|nobody|can't|cannot|won't|don't|wouldn't|isn't|nothing is|no)\b[^.,;]{0,24}$",
    re.IGNORECASE,
)
_SLA = re.compile(r"质保|保证金|99\.\d+|SLA", re.IGNORECASE)
_SLOGAN = re.compile(
    r"降本增效|赋能|一站式|数字化转型|全方位|行业领先|业界领先|国内领先|领先的|智能制造|生态|闭环|抓手|打通(?:全|"
    r"各|上下游)|助力|引领|全链路|全流程|端到端|提质增效|降本提效|数据驱动|敏捷|最佳实践|标杆|高效协同|颠覆|打造"
    r"|\b(?:seamless(?:ly)?|world[- ]class|cutting[- ]edge|best[- ]in[- ]class|state[- ]of[- ]the[- ]art|"
    r"game[- ]chang\w+|next[- ]gen\w*|one[- ]stop|holistic|synerg\w+|leverage|empower\w*|digital transformation"
    r"|end[- ]to[- ]end|revolutionary|industry[- ]leading|leading (?:provider|vendor|solution)|innovative|"
    r"future[- ]proof|robust|turnkey|360[- ]degree|unlock\w*|supercharge|streamline[ds]?|paradigm|best of breed|"
    r"value proposition)\b",
    re.IGNORECASE,
)
_TELLS = re.compile(
    r"(?:您|你)(?:们)?(?:真的|就|还是|其实|现在|都|更)?(?:应该|应当|得(?:先|赶紧|马上|把|去|换)|必须|需要(?:的是|"
    r"先|把|赶紧|马上)|最好|不该|不能再)|建议(?:您|你)|我劝(?:您|你)|(?:听我的|照我说的)"
    r"|\b(?:you (?:really |just |definitely |absolutely |probably |also |all )?(?:should|shouldn't|need to|"
    r"needs to|must|have to|ought to|gotta|have got to|had better|better|can't (?:just |keep ))"
    r"|you're (?:going to have to|gonna have to|supposed to)|you want to (?:make sure|be careful|start|stop|"
    r"think)|i(?:'d| would)? (?:strongly |really |highly )?(?:recommend|suggest|advise|urge)|my (?:advice|"
    r"recommendation|suggestion)"
    r"|if i were you|why don't you|what you (?:need|should|have) (?:to|do)|i want you to|i need you to|"
    r"make sure (?:you|that you|to)|(?:it's|it is) (?:important|essential|critical|time) (?:that you|for you|to|"
    r"you))\b",
    re.IGNORECASE,
)


def absolutes(text: str) -> tuple[str, ...]:
    return tuple(
        clause
        for sentence in sentences(text)
        for clause in clauses(sentence)
        if (found := _ABSOLUTE.search(clause))
        and not _NO_ABSOLUTE.search(clause[: found.start()])
        and not _SLA.search(clause)
    )


def slogans(text: str) -> tuple[str, ...]:
    """A figure beside a slogan makes it a claim that can be checked."""
    return tuple(line for line in sentences(text) if _SLOGAN.search(line) and not re.search(r"\d", line))


def tells(text: str) -> tuple[str, ...]:
    return tuple(line for line in sentences(text) if _TELLS.search(line))


def is_lecture(text: str, language: str) -> bool:
    return length(text, language) > LECTURE["zh" if language.startswith("zh") else "en"]
