"""Days as people name them. Today is Wednesday 18 November 2026 unless a line says another.

"11-25" is that day; "11-23 | 11-16" a day that is the first of what is to come and the second of what was; "loose" no
exact day; "" no day at all.
"""

from datetime import date, timedelta

import pytest

from bot.playbooks.log.dates import find

TODAY = date(2026, 11, 18)

ZH = """
今天 = 11-18
今儿 = 11-18
今晚 = 11-18
刚才 = 11-18
昨天 = 11-17
昨晚 = 11-17
昨儿 = 11-17
昨天下午 = 11-17
前天 = 11-16
前天上午 = 11-16
大前天 = 11-15
明天 = 11-19
明儿 = 11-19
明早 = 11-19
明天上午十点 = 11-19
后天 = 11-20
大后天 = 11-21
周五 = 11-20 | 11-13
周一 = 11-23 | 11-16
星期二 = 11-24 | 11-17
礼拜四 = 11-19 | 11-12
礼拜天 = 11-22 | 11-15
周日 = 11-22 | 11-15
周6 = 11-21 | 11-14
这周五 = 11-20 | 11-13
本周六 = 11-21 | 11-14
下周一 = 11-23
下周三 = 11-25
下周日 = 11-29
下个礼拜五 = 11-27
下星期四 = 11-26
下下周一 = 11-30
下下周三 = 12-02
上周五 = 11-13
上周日 = 11-15
上个星期一 = 11-09
上上周二 = 11-03
周三下午三点 = 11-25 | 11-18
25号 = 11-25 | 10-25
二十五号 = 11-25 | 10-25
3号 = 12-03 | 11-03
十八号 = 11-18 | 11-18
31号 = 12-31 | 10-31
下个月5号 = 12-05
下月十号 = 12-10
上个月20号 = 10-20
这个月28号 = 11-28
12月3号 = 12-03 | 2025-12-03
十二月三号 = 12-03 | 2025-12-03
1月15日 = 2027-01-15 | 2026-01-15
11月5号 = 2027-11-05 | 11-05
2027年3月5日 = 2027-03-05
明年1月8号 = 2027-01-08
2026-12-01 = 12-01
2026/12/01 = 12-01
12月3号周四 = 12-03 | 2025-12-03
周四12月3号 = 12-03 | 2025-12-03
月底 = 11-30
月末 = 11-30
这个月底 = 11-30
下个月底 = 12-31
下月底 = 12-31
12月底 = 12-31 | 2025-12-31
三天后 = 11-21
3天之后 = 11-21
十天后 = 11-28
一周后 = 11-25
两周后 = 12-02
两个星期后 = 12-02
三个礼拜之后 = 12-09
一个月后 = 12-18
两个月后 = 2027-01-18
过三天 = 11-21
再过一周 = 11-25
三天前 = 11-15
两周前 = 11-04
一个月前 = 10-18
下周 = loose
这周 = loose
上周 = loose
下个礼拜 = loose
周末 = loose
这周末 = loose
下个月 = loose
上个月 = loose
月初 = loose
下月初 = loose
12月初 = loose
一月中旬 = loose
年底 = loose
年前 = loose
春节后 = loose
国庆后 = loose
元旦之后 = loose
过完年 = loose
节后 = loose
过两天 = loose
过几天 = loose
这两天 = loose
前几天 = loose
前阵子 = loose
两三天后 = loose
周三或者周四 = loose
12月3号或者4号 = loose
三号产线 =
三号线 =
二号车间 =
5号楼 =
8号库 =
第二周期 =
第三期 =
两周一次 =
每周三例会 =
一周三次 =
十五号人 =
三点意见 =
大棚三号 =
二十天账期 =
三百万 =
12月3台 =
2026-02-27 下周一 = 2026-03-02
2026-12-31 明天 = 2027-01-01
2026-12-31 后天 = 2027-01-02
2026-12-30 下周五 = 2027-01-08
2027-01-02 昨天 = 2027-01-01
2027-01-04 上周四 = 2026-12-31
2028-02-28 明天 = 2028-02-29
2028-02-28 月底 = 2028-02-29
2027-02-10 月底 = 2027-02-28
2027-01-31 一个月后 = 2027-02-28
2027-01-31 31号 = 2027-01-31 | 2027-01-31
2027-02-01 30号 = 2027-03-30 | 2027-01-30
2026-12-20 5号 = 2027-01-05 | 2026-12-05
2027-03-01 2月29号 = 2028-02-29 | 2024-02-29
2027-02-01 2月30号 =
2026-12-15 下个月5号 = 2027-01-05
2026-12-15 1月底 = 2027-01-31 | 2026-01-31
2026-11-22 下周一 = 2026-11-23
2026-11-22 周一 = 2026-11-23 | 2026-11-16
"""

EN = """
today = 11-18
this morning = 11-18
this afternoon = 11-18
tonight = 11-18
end of day = 11-18
eod = 11-18
yesterday = 11-17
yesterday afternoon = 11-17
last night = 11-17
the day before yesterday = 11-16
tomorrow = 11-19
tomorrow at 3 = 11-19
tomorrow noon = 11-19
tmrw = 11-19
day after tomorrow = 11-20
the day after tomorrow = 11-20
friday = 11-20 | 11-13
monday = 11-23 | 11-16
on monday = 11-23 | 11-16
thurs = 11-19 | 11-12
tues = 11-24 | 11-17
weds 2pm = 11-25 | 11-18
by friday = 11-20 | 11-13
by friday noon = 11-20 | 11-13
this friday = 11-20 | 11-13
this coming monday = 11-23 | 11-16
next monday = 11-23
next wednesday = 11-25
next friday = 11-27
friday next week = 11-27
next week on tuesday = 11-24
last friday = 11-13
last thursday = 11-12
last monday = 11-16
a week from friday = 11-27
a week from monday = 11-30
two weeks from monday = 12-07
friday week = 11-27
monday after next = 11-30
a week from tomorrow = 11-26
in three days = 11-21
in 10 days = 11-28
in ten days = 11-28
in a week = 11-25
in two weeks = 12-02
in 2 weeks' time = 12-02
in a fortnight = 12-02
within two weeks = 12-02
two weeks from now = 12-02
three weeks from today = 12-09
in a month = 12-18
in two months = 2027-01-18
three days ago = 11-15
a week ago = 11-11
two weeks ago = 11-04
a month ago = 10-18
the 25th = 11-25 | 10-25
on the 3rd = 12-03 | 11-03
by the 23rd = 11-23 | 10-23
on the seventeenth = 12-17 | 11-17
by the twenty third = 11-23 | 10-23
december 3 = 12-03 | 2025-12-03
december 3rd = 12-03 | 2025-12-03
dec 3 = 12-03 | 2025-12-03
dec third = 12-03 | 2025-12-03
3 december = 12-03 | 2025-12-03
the 3rd of december = 12-03 | 2025-12-03
december the 3rd = 12-03 | 2025-12-03
january 11 = 2027-01-11 | 2026-01-11
december 3, 2026 = 12-03
thursday the 19th = 11-19 | 10-19
thursday december 3 = 12-03 | 2025-12-03
thursday the third of december = 12-03 | 2025-12-03
the 5th of next month = 12-05
12/3 = 12-03 | 2025-12-03
11/25 = 11-25 | 2025-11-25
25/12 = 12-25 | 2025-12-25
end of month = 11-30
the end of the month = 11-30
month end = 11-30
eom = 11-30
end of next month = 12-31
end of january = 2027-01-31 | 2026-01-31
end of the week = 11-20
next week = loose
this week = loose
last week = loose
next month = loose
early december = loose
mid december = loose
late january = loose
in january = loose
sometime next week = loose
after easter = loose
after christmas = loose
after new year = loose
after the holidays = loose
beginning of next month = loose
first week of december = loose
week of the 7th = loose
in a few days = loose
in a couple of weeks = loose
a couple of days ago = loose
the other day = loose
this weekend = loose
over the weekend = loose
tuesday or wednesday = loose
monday to wednesday = loose
phase two =
the second phase =
line 3 =
version 4.2 =
unit 14 and 15 =
24/7 =
the first floor =
on the third floor =
the 2nd visit =
half past =
may property =
300k a year =
62 thousand =
5 axis =
2026-12-31 tomorrow = 2027-01-01
2026-12-31 in two weeks = 2027-01-14
2026-12-30 next friday = 2027-01-08
2027-01-02 yesterday = 2027-01-01
2027-01-04 last thursday = 2026-12-31
2028-02-28 tomorrow = 2028-02-29
2028-02-10 end of month = 2028-02-29
2027-02-10 end of month = 2027-02-28
2027-01-31 in a month = 2027-02-28
2027-02-01 the 30th = 2027-03-30 | 2027-01-30
2027-03-01 february 29 = 2028-02-29 | 2024-02-29
2027-02-01 february 30 =
2026-12-20 the 5th = 2027-01-05 | 2026-12-05
"""


def _cases(table: str) -> list[tuple[str, date, str]]:
    cases = []
    for line in table.strip().splitlines():
        words, _, wanted = (part.strip() for part in line.partition("="))
        today, rest = TODAY, words
        if len(words) > 11 and words[4] == "-" and words[10] == " ":
            today, rest = date.fromisoformat(words[:10]), words[11:]
        cases.append((rest, today, wanted))
    return cases


def _shown(text: str, today: date) -> str:
    spans = [span for span in find(text, today) if span.granularity != "part"]
    if not spans:
        return ""
    assert len(spans) == 1, spans
    span = spans[0]
    if span.day is None:
        return "loose"
    if span.way != "either":
        return str(span.day)
    return f"{span.day} | {span.last}"


def _full(wanted: str) -> str:
    parts = [part.strip() for part in wanted.split("|")]
    return " | ".join(f"{TODAY.year}-{part}" if len(part) == 5 and part != "loose" else part for part in parts)


@pytest.mark.parametrize(("words", "today", "wanted"), [*_cases(ZH), *_cases(EN)])
def test_a_day_is_read_as_it_is_said(words: str, today: date, wanted: str) -> None:
    assert _shown(words, today) == _full(wanted)


@pytest.mark.parametrize(("words", "today", "wanted"), [*_cases(ZH), *_cases(EN)])
def test_a_day_is_read_the_same_within_a_sentence(words: str, today: date, wanted: str) -> None:
    before, after = ("去了华泵 ", " 再去") if not words.isascii() else ("met Ann at Kestrel, ", ", she said")
    assert _shown(f"{before}{words}{after}", today) == _full(wanted)


def test_every_day_of_two_years_has_its_neighbours() -> None:
    for days in range(731):
        today = date(2027, 1, 1) + timedelta(days)
        assert [find(word, today)[0].day for word in ("昨天", "yesterday")] == [today - timedelta(1)] * 2
        assert find("下周三", today)[0].day == today - timedelta(today.weekday()) + timedelta(9)
        assert find("月底", today)[0].day == find("end of month", today)[0].day


@pytest.mark.parametrize(
    "text", ["明早六点", "明天上午9点", "下周三下午三点半", "friday two pm", "monday at 15:30", "明天晚上八点"]
)
def test_the_hour_said_beside_a_day(text: str) -> None:
    hours = {"明早六点": "06:00", "明天上午9点": "09:00", "下周三下午三点半": "15:30", "friday two pm": "14:00"}
    hours |= {"monday at 15:30": "15:30", "明天晚上八点": "20:00"}
    assert f"{find(text, TODAY)[0].at:%H:%M}" == hours[text]
