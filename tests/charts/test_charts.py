"""Every picture, with everything that a team may put into it."""

import struct
from collections.abc import Callable
from itertools import pairwise

import pytest

from bot.charts import (
    Bar,
    Curve,
    Drawing,
    Dwell,
    Figure,
    Point,
    Spoke,
    Stage,
    bars,
    certificate,
    funnel,
    gauge,
    good_news,
    radar,
    ramp,
    trend,
)
from bot.charts.trend import APART, TALL, Scale, placed

LONG = "江苏华泵重工机械设备制造有限公司华东分公司第二事业部 Donaudampfschifffahrtselektrizitätenhauptbetriebswerk " * 3
HUGE = 987_654_321_012_345


def a_funnel(name: str = "报价", entered: int = 40, days: float = 12) -> Drawing:
    stages = [
        Stage("线索", 312, dwell=Dwell(3, "3 天", 5, "上限 5 天")),
        Stage(name, entered, "13% (40/312)", Dwell(days, f"{days:g} 天", 10, "上限 10 天")),
    ]
    return funnel("漏斗", stages, entered="进入", dwell="停留中位数", note="n = 312，10 月")


def some_bars(name: str = "网关", value: float = 640_500, n: int = 41) -> Drawing:
    rows = [Bar("Scheduling", 1_286_000, "¥1,286,000", 23), Bar(name, value, f"¥{value:,.0f}", n)]
    return bars("Margin by product", rows, note="n = 64")


def a_trend(name: str = "W39", value: float = 0.24, mark: str = "低于下限") -> Drawing:
    points = [*(Point(f"W{n}", 0.4 + n % 3 / 20, f"{0.4 + n % 3 / 20:.0%}") for n in range(20, 39))]
    limits = {
        "centre": Figure("均值", 0.45, "45%"),
        "low": Figure("下限", 0.27, "27%"),
        "high": Figure("上限", 0.63, "63%"),
    }
    return trend("转化率", [*points, Point(name, value, f"{value:.0%}", mark)], **limits, note="XmR")


def a_gauge(name: str = "已回款", value: float = 620_000, expected: float = 740_000) -> Drawing:
    done, target = Figure(name, value, f"¥{value:,.0f}"), Figure("目标", 1_000_000, "¥1,000,000")
    return gauge(
        "10 月", done, target, Figure("应为", expected, f"¥{expected:,.0f}"), verdict="落后 12 个点", note="n = 31"
    )


def news(name: str = "华泵", amount: float = 356_000) -> Drawing:
    return good_news(name, "智能排产", "林悦", f"¥{amount:,.0f}", "zh")


def a_ramp(name: str = "2026-10", share: float = 24) -> Drawing:
    curves = [Curve("2026-11", [0.1, 0.2], "20% · n=6"), Curve(name, [0.1, 0.2, share / 100], f"{share:,.0f}%")]
    plan = Curve("计划", [n / 22 for n in range(1, 23)], "")
    return ramp("上手", curves, plan, axis="工作日", note="n = 18")


def a_radar(name: str = "需求", value: float | None = 62, before: float | None = 48) -> Drawing:
    """The last axis has too little evidence."""
    shown = "还不够（n = 2）" if value is None else f"{value:,.0f} (n = 8)"
    first = Spoke(name, value, shown, before, f"30 天前 {before:g}" if before is not None else "")
    rest = [Spoke(f"{n}", 40 + 9 * n, f"{40 + 9 * n} (n = {n + 3})", 50) for n in range(4)]
    note = "越近的算得越重"
    return radar(
        "能力", [first, *rest, Spoke("价值", None, "还不够（n = 2）")], now="现在", before="30 天前", note=note
    )


def a_certificate(name: str = "林悦", waived: int = 2) -> Drawing:
    able = ["讲清三个产品", "接住八个异议", "守住折扣底线"]
    return certificate(name, "新人 30 天", able, "2026年12月23日", "zh", waived=[f"第 {n} 步" for n in range(waived)])


EACH = pytest.mark.parametrize("picture", [a_funnel, some_bars, a_trend, a_gauge, news, a_radar, a_certificate, a_ramp])
Picture = Callable[..., Drawing]


def size(drawing: Drawing) -> tuple[int, int]:
    assert drawing.png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", drawing.png[16:24])
    return width, height


@EACH
def test_a_picture_is_as_wide_as_a_phone_shows_whole(picture: Picture) -> None:
    width, height = size(picture())
    assert width == 800
    assert 350 <= height <= 1100


@EACH
def test_names_are_written(picture: Picture) -> None:
    pictures = {picture(name).png for name in ("", "甲", "乙", "Contract", "Contrast")}
    assert len(pictures) == 5


@EACH
def test_a_rare_name_shows_that_something_is_missing_and_is_told_in_full(picture: Picture) -> None:
    drawing = picture("王𠮷🎉")
    assert drawing.png == picture("王??").png
    assert "王𠮷🎉" in drawing.alt


@EACH
def test_names_of_people_are_written_whole(picture: Picture) -> None:
    """Not in GB 2312, and common in names; and traditional characters."""
    unknown = picture("?????").png
    for name in ("喆堃祎玥翀", "彧昇旻陳價"):
        assert picture(name).png != unknown


@EACH
@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "A & B", "</text><image href='/etc/hostname'/>", "﹤b﹥﹠"]
)
def test_a_name_is_never_markup(picture: Picture, name: str) -> None:
    drawing = picture(name)
    assert drawing.png not in {picture("").png, picture("?" * len(name)).png}
    assert name in drawing.alt


@EACH
@pytest.mark.parametrize("name", [LONG, "\x00\x1b\ud800\ufffe", "\n\t ", "مرحبا", "👨‍👩‍👧"])
def test_nothing_that_is_typed_breaks_a_picture(picture: Picture, name: str) -> None:
    width, height = size(picture(name))
    assert (width, height <= 1200) == (800, True)


@pytest.mark.parametrize("picture", [a_funnel, some_bars, a_trend, a_gauge, a_radar, a_ramp])
def test_a_picture_changes_with_its_values(picture: Picture) -> None:
    low, high = picture("x", 20), picture("x", 30)
    assert low.png != high.png
    assert low.alt != high.alt


@pytest.mark.parametrize("picture", [a_funnel, some_bars, a_trend, a_gauge, news])
def test_huge_numbers_are_told_in_full(picture: Picture) -> None:
    drawing = picture("x", HUGE)
    size(drawing)
    assert f"{HUGE:,}" in drawing.alt or f"{HUGE:.0%}" in drawing.alt


@pytest.mark.parametrize(
    ("picture", "said"),
    [
        (
            a_funnel,
            ["漏斗", "进入 312", "进入 40", "13% (40/312)", "停留中位数: 12 天 · 上限 10 天", "n = 312，10 月"],
        ),
        (some_bars, ["Margin", "Scheduling: ¥1,286,000 · n = 23", "网关: ¥640,500 · n = 41", "n = 64"]),
        (a_trend, ["转化率", "上限: 63%", "均值: 45%", "下限: 27%", "W20: 50%", "W39: 24% · ◆ 低于下限", "XmR"]),
        (a_gauge, ["62% · 落后 12 个点", "已回款: ¥620,000", "应为: ¥740,000", "目标: ¥1,000,000", "n = 31"]),
        (news, ["喜报", "林悦签下华泵：智能排产", "¥356,000"]),
        (a_radar, ["能力", "需求: 62 (n = 8) · 30 天前 48", "0: 40 (n = 3)", "价值: 还不够（n = 2）", "越近"]),
        (
            a_certificate,
            ["证书", "林悦 完成了“新人 30 天”，2026年12月23日", "✓ 守住折扣底线", "主管免做：第 0 步 · 第 1 步"],
        ),
        (a_ramp, ["上手", "2026-11: 20% · n=6", "2026-10: 24%", "计划", "n = 18"]),
    ],
    ids=["funnel", "bars", "trend", "gauge", "good news", "radar", "certificate", "ramp"],
)
def test_who_does_not_see_it_is_told_the_same(picture: Picture, said: list[str]) -> None:
    alt = picture().alt
    assert [part for part in said if part not in alt] == []


def test_with_nothing_to_draw_the_title_and_the_note_stand() -> None:
    empty = ramp("T", [], Curve("", [], ""), axis="", note="n = 0")
    for drawing in (funnel("T", [], note="n = 0"), bars("T", [], note="n = 0"), trend("T", [], note="n = 0"), empty):
        assert size(drawing)[0] == 800
        assert drawing.alt == "T\nn = 0"


def test_one_is_enough() -> None:
    one = [
        funnel("T", [Stage("Leads", 0)]), bars("T", [Bar("Gateway", 0, "0")]), trend("T", [Point("W1", 0.5, "50%")]),
        gauge("T", Figure("Done", 0, "0"), Figure("Target", 0, "0")), good_news("Huabeng", "", "Lin", "", "en"),
    ]  # fmt: skip
    assert len({drawing.png for drawing in one}) == 5


def test_many_rows_are_cut_where_a_chat_would_refuse_the_picture_and_all_told() -> None:
    rows = [Bar(f"Product {n}", n, str(n), n) for n in range(100)]
    drawing = bars("T", rows)
    width, height = size(drawing)
    assert width + height < 10_000
    assert drawing.png != bars("T", rows[:40]).png
    assert "Product 99: 99 · n = 99" in drawing.alt


def test_many_points_and_stages() -> None:
    points = [Point(f"2026-{n:03}", n % 17, str(n % 17), "high" if n % 17 == 16 else "") for n in range(400)]
    assert size(trend("T", points))[1] < 1000
    assert size(funnel("T", [Stage(f"Stage {n}", 100 - n) for n in range(20)]))[1] < 3000


def test_a_run_with_one_mark_is_one_signal() -> None:
    def run(*marks: str) -> Drawing:
        return trend("T", [Point(f"W{n}", 5 + n, f"{5 + n}", mark) for n, mark in enumerate(marks)])

    assert size(run("up", "up", "up")) == size(run("up", "", ""))
    assert size(run("up", "", "up")) > size(run("up", "up", "up"))
    assert run("up", "up", "up").alt.count("◆ up") == 3


def test_a_week_without_a_measure_is_a_gap_and_not_a_zero() -> None:
    def week(value: float | None) -> Drawing:
        return trend("T", [Point("W1", 5, "5"), Point("W2", value, "" if value is None else "x"), Point("W3", 6, "6")])

    assert week(None).png not in {week(0).png, week(5.5).png}
    assert "W2: –" in week(None).alt


def test_a_point_alone_between_gaps_is_seen_among_many() -> None:
    def year(alone: float | None) -> Drawing:
        values = [5.0, 9.0] * 40 + [None, alone, None] + [5.0, 9.0] * 40
        return trend("T", [Point(f"D{n}", value, "") for n, value in enumerate(values)])

    assert len({year(value).png for value in (None, 5.5, 8.5)}) == 3


def test_a_stay_over_its_limit_is_marked_by_more_than_colour() -> None:
    assert "▲ 停留中位数: 10.5 天" in a_funnel(days=10.5).alt
    assert a_funnel(days=10).alt.count("▲") == 0


def test_behind_and_ahead_look_different_with_the_same_words() -> None:
    assert a_gauge(expected=619_999).png != a_gauge(expected=620_001).png


@pytest.mark.parametrize("values", [(0.46, 0.45, 0.44), (0.5, 0.5, 0.5), (0.9, 0.1, 0.09), (0.9, 0.89, 0.1)])
def test_labels_of_close_limits_do_not_collide(values: tuple[float, float, float]) -> None:
    limits = [Figure(f"{value}", value, f"{value:.0%}") for value in values]
    heights = [limit.label_y for limit in placed(limits, Scale([*values, 0.0, 1.0]), limits[1])]
    assert all(below - above >= APART - 1e-6 for above, below in pairwise(heights))
    assert heights[0] > 0
    assert heights[-1] < TALL


def test_good_news_without_an_amount_says_none() -> None:
    drawing = good_news("Huabeng", "Gateway", "Lin", "", "en")
    assert drawing.alt == "Good news\nLin won Huabeng: Gateway"
    assert drawing.png != good_news("Huabeng", "Gateway", "Lin", "¥1", "en").png
    assert drawing.png != good_news("Huabeng", "Gateway", "Lin", "", "zh").png


def test_an_axis_with_too_little_evidence_is_a_gap_and_not_a_zero() -> None:
    pictures = {a_radar("需求", value, None).png for value in (None, 0, 1, 100)}
    assert len(pictures) == 4
    assert "需求: 还不够（n = 2）" in a_radar("需求", None, None).alt


def test_a_radar_with_nothing_before_has_one_shape_and_no_legend() -> None:
    spokes = [Spoke(f"{n}", 50, "50", told="no") for n in range(6)]
    alone, beside = radar("T", spokes, now="now", before="30 days ago"), a_radar()
    assert size(alone)[1] < size(beside)[1]
    assert "no" not in alone.alt
    assert alone.png == radar("T", spokes, now="now").png


def test_a_radar_stays_in_its_web() -> None:
    def one(value: float) -> bytes:
        return radar("T", [Spoke("a", value, "x"), *[Spoke("b", 50, "50")] * 5], now="now").png

    assert one(150) == one(100) != one(99)
    assert one(-20) == one(0) != one(1)


def test_what_was_let_off_is_on_the_certificate() -> None:
    assert a_certificate(waived=0).png != a_certificate(waived=1).png
    assert "主管免做" not in a_certificate(waived=0).alt


def test_a_certificate_of_many_gates_fits_a_phone_and_all_are_told() -> None:
    drawing = certificate(LONG[:80], LONG[:60], [f"{n} {LONG[:120]}" for n in range(20)], "23 Dec 2026", "en",
                          waived=[LONG[:60]] * 20)  # fmt: skip
    assert size(drawing)[1] < 1600
    assert f"✓ 19 {LONG[:120]}" in drawing.alt


@pytest.mark.parametrize("picture", [news, a_certificate, a_radar])
def test_rare_characters_of_names_are_neither_boxes_nor_alike(picture: Picture) -> None:
    """What the font has not comes as a box of one look; these are all different."""
    names = [character * 3 for character in "堃犇喆祎昇㛃䶮𬭎㙦䲟"]
    assert len({picture(name).png for name in (*names, "???")}) == len(names) + 1
