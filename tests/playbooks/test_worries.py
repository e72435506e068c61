"""In which words a customer's worry is told, and which words tell of none."""

from datetime import datetime

import pytest

from benchmarks.logs import LANGUAGES, read_world
from bot.playbooks.log.hear import hear
from bot.playbooks.log.heard import World

NOW = datetime.fromisoformat("2026-11-18T18:42:00+08:00")
EVERYBODY = {language: read_world(language)[0] for language in LANGUAGES}

# The words that must be in the worry, and those that must not.
WORRIES = [
    ("今天拜访了华泵王总他担心迁移下周三演示", "担心迁移", "演示"),
    ("今天去了海川 林总嫌贵 周五再谈", "嫌贵", "再谈"),
    ("高总怕上线影响生产明天给他看案例", "怕上线影响生产", "案例"),
    ("徐静觉得价格太高 让我再报一次", "太高", "再报"),
    ("张敏说系统太复杂 店员学不会", "太复杂", ""),
    ("苏婷担心数据安全 后天发白皮书", "担心数据安全", "白皮书"),
    ("沈总说今年没预算 明年再看", "没预算", "明年"),
    ("刘厂长砍价 要再降五个点", "砍价", ""),
    ("唐薇对售后不放心 月底再约", "不放心", "再约"),
    ("他们领导有顾虑 怕被绑定", "有顾虑", ""),
    ("杨帆觉得实施周期太长 下周二给计划", "太长", "计划"),
    ("电话何雨桐 她犹豫 说要跟校长商量", "犹豫", ""),
    ("白总抱怨上一家服务慢 我周五过去", "抱怨上一家服务慢", "过去"),
    ("价格偏高他接受不了", "价格偏高", ""),
    ("彭厂长说超预算了 得砍一半", "超预算", ""),
    ("邓总担心仓库没网 25号给离线方案", "担心仓库没网", "方案"),
    ("visited halvorsen marine today met tom he's worried about downtime demo next wednesday",
    "worried about downtime", "demo"),
    ("called luis, he thinks it's too expensive, sending a new quote friday", "too expensive", "quote"),
    ("mike pushed back on price, call again monday", "pushed back on price", "call"),
    ("sarah is concerned about data security, plan by thursday", "concerned about data security", "plan"),
    ("they have no budget until q2", "no budget", ""),
    ("steve is skeptical about the timeline visit again friday", "skeptical about the timeline", "visit"),
    ("joanna doesn't like the license model", "doesn't like the license model", ""),
    ("raj is afraid of vendor lock-in, security sheet on friday", "afraid of vendor lock-in", "sheet"),
    ("linda says it's too complicated for teachers", "too complicated", ""),
    ("frank complained about support, will call tomorrow", "complained about support", "call"),
    ("priya hesitates because of the interface", "hesitates", ""),
    ("claire objected to the price", "objected to the price", ""),
    ("bob is nervous about the cutover follow up on monday", "nervous about the cutover", "follow"),
    ("greg said it's cheaper elsewhere", "cheaper elsewhere", ""),
    ("elaine's worry is training time, meeting on the 24th", "worry is training time", "meeting"),
    ("fiona can't afford a shutdown in december", "can't afford a shutdown", ""),
]  # fmt: skip

NONE = [
    "今天拜访了华泵王总 聊得不错 下周三演示", "高总一点也不担心 挺放心", "我担心他不签", "我怕赶不上 先走了",
    "他说没有顾虑",
    "恐怕要等到下周", "价格他没嫌", "他说太好了", "李总说太忙 改天", "等了太久 先回来了", "他们不怕麻烦",
    "会议开得太长 饿了",
    "他说太感谢了", "顾虑打消了", "张总很满意", "聊了预算 年底批",
    "met tom today, all good, demo next wednesday", "he's not worried about price", "no concerns at all",
    "i'm worried he won't sign",
    "no objections", "waited too long and left", "she didn't complain once", "no problem with the terms",
    "called sarah, she likes it", "traffic was too slow", "they aren't nervous anymore", "the objective is clear",
    "never pushed back on anything", "raj had no doubts", "we're a bit concerned ourselves",
    "she isn't hesitant at all",
]  # fmt: skip


def _world(text: str) -> World:
    return EVERYBODY["en" if text.isascii() else "zh"]


@pytest.mark.parametrize(("text", "told", "after"), WORRIES)
def test_the_worry_is_heard_and_ends_where_the_next_step_begins(text: str, told: str, after: str) -> None:
    worry = hear(text, NOW, _world(text)).objection
    assert told in worry
    assert not after or after not in worry


@pytest.mark.parametrize("text", NONE)
def test_where_no_worry_of_theirs_is_told_none_is_heard(text: str) -> None:
    assert hear(text, NOW, _world(text)).objection == ""
