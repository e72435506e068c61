"""What a next step is called: as a rep would write it on a task list."""

from datetime import datetime

import pytest

from benchmarks.logs import LANGUAGES, read_lines, read_world
from bot.playbooks.log.hear import hear
from bot.playbooks.log.titles import LONGEST_EN, LONGEST_ZH

NOW = datetime.fromisoformat("2026-11-18T18:42:00+08:00")
EVERYBODY = {language: read_world(language)[0] for language in LANGUAGES}

TITLES = [
    ("今天拜访了华泵王总他担心迁移下周三演示", "演示"),
    ("电话李厂长 周五再打", "再打电话"),
    ("微信瑞丰沈洁 周四对账单发她", "发对账单"),
    ("去了海川 林总让周五之前给个正式报价", "报价"),
    ("跟唐薇视频 她要看案例 我20号发", "发资料"),
    ("昨天去了永兴 约了26号跟彭厂长见", "见面"),
    ("给苏婷打电话 没接 明天上午十点再打", "再打电话"),
    ("铂锐蒋工 线上演示 下周一发报价", "发报价"),
    ("速达邓总 视频会 周五发会议纪要", "发会议纪要"),
    ("百汇吴昊 腾讯会议 30号出文档", "出文档"),
    ("拜访瑞丰沈国良 下周三上门签约", "上门签约"),
    ("去康瑞见徐静 周五送样品", "送样品"),
    ("电话马俊 我下周二打电话问预算", "打电话问预算"),
    ("永兴 合同签了 周五安排进场", "进场"),
    ("早上跟宋佳视频 我们25号先去踏勘", "踏勘"),
    ("张磊微信 让我下周一跟谢东对接", "对接"),
    ("何雨桐来电 我明天给她报个价", "报价"),
    ("客户说下周三要看演示 电话", "演示"),
    ("贺军微信问一堆问题 周一回", "回复"),
    ("跟冯雪语音 明天发补充协议", "发补充协议"),
    ("高总 电话 明天寄目录", "寄目录"),
    ("去了明德 下周二再去培训", "再培训"),
    ("刘伟问我什么时候能去 我说下周二去", "上门"),
    ("电话韩冰 三月一号再联系", "再联系"),
    ("弘毅唐总忙 没见上 下周再约", "再约时间"),
    ("华泵陈主管 微信 我两周后给架构图", "给架构图"),
    ("德宝利于总 电话 他问分期 周五给他算一版", "跟进"),
    ("今天见了孙倩 后天我再去一趟", "再去一趟"),
    ("郑凯 微信 周二我们去送标书", "送标书"),
    ("周海燕邮件 23号前要交付环境", "交付环境"),
    ("杨帆 邮件 下周五我再催", "再催进展"),
    ("马俊电话 十二月二号我问结果", "问结果"),
    ("罗工 电话 26号我们过去签合同", "签合同"),
    ("见了蒋涛 下周四开会讨论方案", "开会讨论方案"),
    ("张敏电话 我下周一去店里看", "去店里看"),
    ("沈总 电话 周日我打给他", "打电话"),
    ("华邦赵明 电话 我答应他明天给答复", "给答复"),
    ("去了天禹 月底前出方案", "出方案"),
    ("彭厂长电话 我说明天派人去看设备", "派人看设备"),
    ("徐静微信 22号回访", "回访"),
    ("杨慧打电话 我周四回她", "回复"),
    ("白云飞 邮件 26号我再追一下", "再催进展"),
    ("called karen, sending her pricing tomorrow", "send pricing"),
    ("visited halvorsen marine met tom he's worried about downtime demo next wednesday", "demo"),
    ("ann wants a quote by friday, phone", "quote"),
    ("called steve, will ring him thursday", "call"),
    ("emailed luis, i'm gonna redo the numbers for monday", "redo numbers"),
    ("tom wouldn't take my call, trying again tomorrow morning", "try again"),
    ("visited ahmed, follow up call on the 23rd", "follow up call"),
    ("phoned bob, we submit the bid by dec 7", "submit bid"),
    ("tri-county visit, sending the checklist friday", "send checklist"),
    ("greg texted, sending a tech out tomorrow at 7", "send tech out"),
    ("fiona on zoom, i'll check in on the 8th", "check in"),
    ("met a guy called pete at the expo, sending him a deck monday", "send deck"),
    ("mike is out, spoke by phone, calling back monday", "call back"),
    ("saw karen, new visit on the 25th", "new visit"),
    ("susan called, she needs samples by the 1st", "samples"),
    ("phone with whitfield, i pick up the contract saturday", "pick up contract"),
    ("called tom, contract goes out friday", "contract"),
    ("walkthrough for elaine, i send the order form tomorrow", "send order form"),
    ("luis pushed back on price by phone, revised quote by tomorrow noon", "revised quote"),
    ("visited sunridge, they liked it, second demo on december 3", "second demo"),
    ("tomorrow i'm seeing fiona, today just a call", "visit"),
    ("steve called, i'll get him the financing terms by friday", "terms"),
    ("slack from raj, creating the api keys tomorrow", "create api keys"),
    ("phone with linda, lunch on friday", "lunch"),
    ("called derek, let's talk again on monday", "talk"),
    ("priya on teams, she sends drawings, i review them sunday", "review"),
    ("visited apex, will go back thursday", "go back"),
    ("email to grace, i owe her an answer by friday", "answer"),
    ("called claire, site visit on the 3rd", "site visit"),
    ("joanna wants me to present to the partners on december 9, call", "present to partners"),
    ("called martin, install starts for us on monday, i'll install the server monday", "install server"),
    ("texted frank, drop off the samples tomorrow", "drop off samples"),
    ("phoned maria, i have to fix the login by friday", "fix login"),
    ("met susan, kickoff next thursday", "kickoff"),
    ("ahmed called, we need to order hardware by december 1", "order hardware"),
    ("zoom with sarah, we'll schedule training on friday", "schedule training"),
    ("bridewell call, i'll confirm the delivery date tomorrow", "confirm delivery date"),
    ("called greg, i promised to bring a price list on monday", "bring price list"),
    ("visited delmar, i'll ask our engineer tomorrow", "ask engineer"),
    ("call with raj, prepare the security review by monday", "prepare security review"),
    ("texted linda, meeting both on the 2nd", "meeting"),
]  # fmt: skip

_NO_TASK = ("下周", "周三", "明天", "我们", "他", "她", "，", "tomorrow", "monday", " he ", " him", " her")


@pytest.mark.parametrize(("text", "title"), TITLES)
def test_a_step_is_called_as_on_a_task_list(text: str, title: str) -> None:
    step = hear(text, NOW, EVERYBODY["en" if text.isascii() else "zh"]).next
    assert step is not None
    assert step.title == title


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("half", ["tune", "more"])
def test_a_title_is_short_and_has_no_day_and_nobody_in_it(half: str, language: str) -> None:
    for line in read_lines(half, language):
        step = hear(line.text, line.now, EVERYBODY[language]).next
        if step is None or not step.title:
            continue
        assert len(step.title.split()) <= LONGEST_EN, line.id
        assert step.title.isascii() or len(step.title) <= LONGEST_ZH, line.id
        assert not any(word in f" {step.title.lower()} " for word in _NO_TASK), (line.id, step.title)
