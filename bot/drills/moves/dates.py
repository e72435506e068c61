"""Dates and times that a next step can be held to. 下周找时间 and "some time next week" are none."""

import re

_CN = "[一二两三四五六七八九十]"
_N = rf"(?:\d{{1,2}}|{_CN}{{1,3}})"
_HALF = "(?:早上|上午|中午|下午|晚上|傍晚|早|晚|午饭后|下班前|上班前)"
_CLOCK = (
    rf"{_HALF}?{_N}\s?(?:点半|点整|点钟|点一刻|点{_N}分?|点(?![儿五六七八九])|:\d\d|：\d\d)(?!个|要求|意见|原因|"
    rf"建议|好处)(?:前|之前|后)?"
)
_ZH = re.compile(
    rf"(?<![上每逢])(?:本|这|下|下下)?(?:周|星期|"
    rf"礼拜)[一二三四五六日天末](?!线)(?:{_HALF})?(?:\s?{_CLOCK})?(?:前|之前)?"
    rf"|(?:明天|后天|大后天|明早|明晚|今晚|明儿|后儿)(?:{_HALF})?(?:\s?{_CLOCK})?(?:前|之前)?"
    rf"|今天(?:{_HALF}|之内|内)(?:\s?{_CLOCK})?(?:前|之前)?"
    rf"|(?:(?:\d{{1,2}}|{_CN}{{1,3}})月(?:\d{{1,2}}|{_CN}{{1,3}})[号日]|(?<![每\d第]){_N}日(?=上午|下午|早|晚|中午)|(?<![每\d第]){_N}号(?!线|楼|机|车间|库|"
    rf"厂|仓|位|店|员工|文|门))(?:{_HALF})?(?:\s?{_CLOCK})?(?:前|之前)?"
    rf"|(?:早上|上午|中午|下午|晚上|傍晚)\s?{_CLOCK}|\d{{1,2}}[:：]\d\d|(?<![有这几差让多第]){_N}点(?:半|整|钟|"
    rf"前|之前)"
    rf"|{_N}(?:个)?(?:分钟|小时|天|个工作日|工作日)(?:之?内(?=[我给发把回您你就,，答出拿书])|"
    rf"之?后(?=[我给发把回您你再见就,，咱]))"
    rf"|(?:下班前|本月底前|月底前|今天内|今日内|本周内|周内)"
)
_DAY = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|"
    r"sun(?:day)?)"
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_NTH = r"\d{1,2}(?:st|nd|rd|th)"
_HOUR = (
    r"(?:\d{1,2}[:.h]\d\d\s?(?:am|pm|h)?|\d{1,2}\s?(?:am|pm|a\.m\.|p\.m\.|o'?clock|hrs?|h)\b|noon|midday|"
    r"midnight)"
)
_PART = r"(?:morning|afternoon|evening|night|noon|lunch(?:time)?|first thing)"
_WEEKDAY = rf"(?<!last )(?<!past )(?<!every )(?<!each )(?<!on a )(?:(?:this|next|coming)\s)?{_DAY}\b(?!s)(?:\s{_PART})?"
_EN = re.compile(
    rf"\b(?:{_WEEKDAY}|(?:tomorrow|tonight)(?:\s{_PART})?|this\s{_PART}|(?:by|before|later|end of|eod|"
    rf"still)\s(?:today|noon|lunch|tonight|the end of (?:the )?(?:day|today|week|month))"
    rf"|today\s(?:at|by|before)|{_NTH}(?:\sof)?\s{_MONTH}|\d{{1,2}}\s{_MONTH}\b|{_MONTH}\s{_NTH}|"
    rf"{_MONTH}\s\d{{1,2}}\b(?!\s?(?:percent|%|users|people))|the\s{_NTH}"
    rf"|(?:in|within)\s(?:\d+|one|two|three|four|five|an?|half an)\s(?:minutes?|hours?|(?:working |"
    rf"business )?days?)\b|eod|cob|end of (?:day|business)|\d{{4}}-\d\d-\d\d)"
    rf"(?:,?\s(?:the\s{_NTH}|{_MONTH}\s\d{{1,2}}|\d{{1,2}}\s{_MONTH}))?(?:,?\s(?:at|by|from|before|around|"
    rf"between)?\s?(?:{_HOUR}|\d{{1,2}}(?!\d|\s?%|\s?percent|,\d)\b(?!\s(?:minutes?|min|people|users|of|days?|"
    rf"weeks?))))?"
    rf"|\b(?:at|by|from|before)\s{_HOUR}|\b{_HOUR}(?=\s(?:on|{_DAY}|tomorrow|sharp|your time|works|suit|for)|\b)",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"(?:上周|上个?星期|昨天|前天|去年|上个月|当时)[^，。]{0,3}$|\b(?:last|since|ago|yesterday|was|were|until)\s*$",
    re.IGNORECASE,
)


def dated(text: str) -> tuple[str, ...]:
    """Verbatim spans; a weekday and the hour after it are one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(match.span() for rule in (_ZH, _EN) for match in rule.finditer(text)):
        if start == end or _PAST.search(text[:start]):
            continue
        if found and start <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(text[start:end].strip() for start, end in found)
