"""How Chinese names a day."""

import re
from datetime import date

from bot.playbooks.log.days import (
    Read,
    Reading,
    Rule,
    Way,
    day_of_month,
    end_of_month,
    in_days,
    in_months,
    loose,
    month_day,
    month_end,
    weekday,
)

# Closed classes of the language; written down for this project.
_DAYS = {
    "大前天": -3, "前天": -2, "前日": -2, "前儿": -2, "前晚": -2, "昨天": -1, "昨日": -1, "昨儿个": -1, "昨儿": -1,
    "昨晚": -1, "昨夜": -1, "昨早": -1, "昨": -1, "今天": 0, "今日": 0, "今儿个": 0, "今儿": 0, "今早": 0, "今晨": 0,
    "今晚": 0,
    "刚才": 0, "刚刚": 0, "明天": 1, "明日": 1, "明儿个": 1, "明儿": 1, "明早": 1, "明晚": 1, "明晨": 1,
    "后天": 2, "后儿": 2, "大后天": 3,
}  # fmt: skip
_WEEKS = {"上上": -2, "上": -1, "这": 0, "本": 0, "今": 0, "": None, "下": 1, "下下": 2}
_MONTHS = {"上": -1, "上个": -1, "这": 0, "这个": 0, "本": 0, "": None, "下": 1, "下个": 1, "下下个": 2, "下下": 2}
_WEEKDAYS = "一二三四五六日"
_DIGITS = {char: number for number, char in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}

_N = r"(\d{1,2}|[一二两三四五六七八九十]{1,3})"
_WEEK = r"(?:周|星期|礼拜)"
# What a number with 号 counts when it is no day: 三号线, 二号车间, 1号楼.
_NUMBERED = (
    "线产车楼库仓门棚机炉厂店馆厅工泵罐塔院站柜桌款井电井池矿窑坑床岗位码牌人称文合地会展样设床梯沟泊码房区栋单标段"
)
_COUNTED = "万千百亿台个家套件元块米吨斤天份人种次条号点%k"


def number(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        if len(text) != 1:
            raise ValueError(text)
        return _DIGITS[text]
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


def _day(match: re.Match[str], today: date) -> Reading:
    reading = in_days(today, _DAYS[match[0]])
    return reading if match[0] not in ("刚才", "刚刚") else Reading(today, "back")


def _weekday(match: re.Match[str], today: date) -> Reading:
    day = match[2].replace("天", "日")
    return weekday(today, int(day) - 1 if day.isdigit() else _WEEKDAYS.index(day), _WEEKS[match[1] or ""])


def _week(match: re.Match[str], today: date) -> Reading:
    week = _WEEKS[match[1] or ""]
    return loose("either" if not week else "back" if week < 0 else "ahead")


def _month_day(match: re.Match[str], today: date) -> Reading | None:
    years = {"今": today.year, "明": today.year + 1, "去": today.year - 1, "后": today.year + 2}
    year = match[1] and (years.get(match[1]) or int(match[1]))
    if not match[4] and not match[3].isdigit():
        return None
    return month_day(today, number(match[2]), number(match[3]), year or None)


def _of_month(match: re.Match[str], today: date) -> Reading | None:
    if match[3] == "日" and not match[2].isdigit():
        return None
    return day_of_month(today, number(match[2]), _MONTHS[match[1] or ""])


def _end_of_month(match: re.Match[str], today: date) -> Reading:
    return month_end(today, _MONTHS[match[1] or ""] or 0)


def _end_of_named(match: re.Match[str], today: date) -> Reading:
    return end_of_month(today, number(match[1]))


def _later(match: re.Match[str], today: date) -> Reading:
    if "过" in match[0] and match[1] == "两" and match[2] != "月":  # 过两天 is soon
        return loose("ahead") if match[2] == "天" else in_days(today, 14, sure=False)
    return _counted(today, match[1], match[2], 1)


def _ago(match: re.Match[str], today: date) -> Reading:
    return _counted(today, match[1], match[2], -1)


def _counted(today: date, count: str, unit: str, sign: int) -> Reading:
    if count == "半":
        return in_days(today, sign * 15, sure=False)
    if unit == "月":
        return in_months(today, sign * number(count))
    return in_days(today, sign * number(count) * (1 if unit == "天" else 7))


def _vague(way: Way) -> Read:
    return lambda match, today: loose(way)


def _rule(pattern: str, read: Read) -> Rule:
    return re.compile(pattern), read


_UNIT = r"(?:个)?(天|周|星期|礼拜|月)"
_FEAST = r"(?:国庆|春节|元旦|五一|十一|中秋|端午|清明|元宵|圣诞|双十一|过年|年|节|假期|长假|放假|放完假|过完年|过完节)"

RULES: tuple[Rule, ...] = (
    _rule("|".join(sorted((d for d in _DAYS if d != "昨"), key=len, reverse=True)), _day),
    _rule(
        rf"(?<![每一二两三四五六七八九十几半\d])(上上|下下|上|下|这|本"
        rf"|今)?个?{_WEEK}([一二三四五六日天1-7])(?![\d个次期年款种])",
        _weekday,
    ),
    _rule(rf"(上上|下下|上|下|这|本)个?{_WEEK}(?:末|内|之内|里|头)?(?![一二三四五六日天1-7])", _week),
    _rule(r"(?<![每])()周末", _week),
    _rule(rf"(?:(\d{{4}}|今|明|去|后)年)?{_N}月份?{_N}(号|日)?(?![\d{_COUNTED}{_NUMBERED}])", _month_day),
    _rule(
        rf"(?<![\d第月.a-z线棚楼仓库机厂店])(上个?|下下?个?|这个?|本)?月?{_N}(号"
        rf"|日)(?!报[告表名销]|[本期程常记{_NUMBERED}])",
        _of_month,
    ),
    _rule(r"(上个?|下下?个?|这个?|本)?月(?:底|末)", _end_of_month),
    _rule(rf"(?<!\d){_N}月份?(?:底|末)", _end_of_named),
    _rule(rf"(?:{_N}月份?|下个?月|月)(?:初|中旬?|上旬|下旬)", _vague("ahead")),
    _rule(
        r"(?:下个?月|年底|年末|明年初|明年(?!的)|开年|下(?:个)?季度"
        r"|下半年)(?![\d一二三四五六七八九十底末初中]|份?[\d])",
        _vague("ahead"),
    ),
    _rule(
        rf"(?<![\d第一二两三四五六七八九十几]){_N}月份?(?![\d一二三四五六七八九十底末初中上下]"
        rf"|(?:\d))",
        _vague("either"),
    ),
    _rule(rf"(?<!\d)({_N[1:-1]}|半){_UNIT}(?:以后|之后|后|过后)", _later),
    _rule(rf"再?(?<![通超])过({_N[1:-1]}|半){_UNIT}", _later),
    _rule(rf"(?<!\d)({_N[1:-1]}|半){_UNIT}(?:以前|之前|前)", _ago),
    _rule(rf"(?<![\d第前过])({_N[1:-1]}|半){_UNIT}(?:之内|以内|内)", _later),
    _rule(
        r"明后(?:两|两?)?天|今明(?:两)?天|今明后|十天半个?月|三五天"
        r"|[一两二三四五]{2}天(?=[再给答后])",
        _vague("ahead"),
    ),
    _rule(
        rf"(?:上|下|这|本)?{_WEEK}[一二三四五六日](?:或者?|要么|还是){_WEEK}?[一二三四五六日](?![一-龥]?[点个号月次])",
        _vague("ahead"),
    ),
    _rule(
        rf"(?:上|下|这|本)?{_WEEK}[一二三四五六日](?:到|至|、)?{_WEEK}?[一二三四五六日](?![一-龥]?[点个号月次])",
        _vague("either"),
    ),
    _rule(rf"再?(?:过|隔)(?:两|几|一两|两三|三四|三五|些|个把){_UNIT}", _vague("ahead")),
    _rule(rf"(?:一两|两三|三四|三五|几){_UNIT}(?:以后|之后|后|内)", _vague("ahead")),
    _rule(rf"(?:一两|两三|三四|三五|几){_UNIT}(?:以前|之前|前)", _vague("back")),
    _rule(r"这(?:两|几|一两|一)(?:天|周)|近日|近几天", _vague("either")),
    _rule(
        r"(?<!提)前(?:两|几|些|一)(?:天|日|周|个?礼拜|个?星期)|前(?:阵子|段时间|一阵|一段)"
        r"|上个?月(?![\d一二三四五六七八九十底末])|有一天",
        _vague("back"),
    ),
    _rule(r"(?:本|这个?|当)月(?:内|之内|里|份)?(?![\d一二三四五六七八九十底末初中])|年内", _vague("ahead")),
    _rule(r"过完[年节]", _vague("ahead")),
    _rule(rf"{_FEAST}(?:节|假期|假)?(?:一过|以后|之后|过后|后|回来|完了?)(?:第一周|上班)?(?!来)", _vague("ahead")),
    _rule(rf"(?<![今明去后前\d]){_FEAST}(?:节|假期|假)?(?:以前|之前|前|期间)", _vague("either")),
)
