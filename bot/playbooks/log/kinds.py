"""How it was that one spoke: the words for it that belong to the contact and not to the next step."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.playbooks.log import past_words as past
from bot.playbooks.log import step_words as say
from bot.playbooks.log.clauses import Clauses
from bot.playbooks.log.days import Span
from bot.playbooks.log.names import Said
from bot.playbooks.log.step_words import any_of
from bot.playbooks.log.steps import Days
from bot.playbooks.log.whose import Role
from bot.playbooks.playbook import TouchKind


@dataclass(frozen=True, slots=True)
class Cue:
    kind: TouchKind
    start: int
    weight: int


def _cue(kind: TouchKind, weight: int, *parts: str) -> tuple[TouchKind, int, re.Pattern[str]]:
    return kind, weight, re.compile("|".join(parts), re.ASCII)  # a border between "开" and "teams" is one


# Words for each kind, weightier where they name it outright. Written down for this project from common usage.
CUES = (
    _cue(
        "demo",
        5,
        r"(?:做|搞|给|完成|弄|开)了?[^，。\s]{0,12}?(?:演示|掩饰|掩示|demo)(?!给)",
        r"(?:演示|掩饰|掩示|demo)(?:做)?(?:了|完|过|结束|很|效果|反响|挺|顺利)",
        r"(?:线上|远程|在线|现场)[^，。\s]{0,3}(?:演示|掩饰|眼示|demo)|(?:看的|看了)(?:演示|掩饰|demo)",
        r"demo (?:很|效果|挺)|demo[^。]{0,8}(?:做的|做了|做完)",
        r"(?:演示|掩饰|demo)[^。]{0,12}(?:才|终于|今天)做[成完了]|演示[^，。\s]{0,4}做了",
        r"\b(?:gave|did|ran|had|finished|showed|showing|delivered|hosted|held)\b[^,.]{0,28}?\b(?:demo|dem oh"
        r"|demonstration|walk-?through)\b",
        r"\b(?:demo|dem oh|demonstration) (?:for|with|at|to|went|done|was|today|yesterday|this|in the|given|in)\b",
        r"\b(?:demonstration|webinar|demo session|showing) (?:given|held|done|today|yesterday)\b|\bwebinar demo\b",
        r"\bdemo(?:ed|'d)\b",
        r"讲了一遍|试讲了|\btest drive\b",
        r"\b(?:presented|ran through|clicked through) (?:the |our )?(?:software|system|product|tool|app|module"
        r"|solution)\b",
        r"\b(?:walked|took) (?:\w+ ){1,3}through (?:the|our) (?:software|system|product|tool|app|module|screens?"
        r"|solution)\b",
        r"\bshowed (?:\w+ ){1,3}(?:the|our|how) (?:\w+ ){0,2}(?:software|system|module|tool|screens?|dashboard|app"
        r"|prototype)\b",
    ),
    _cue(
        "meeting",
        4,
        r"腾讯会议|(?<!录了)(?<!录)(?<!拍)(?<!拍了)(?<!看)(?<!发)视频|zoom|teams ?(?:会|meeting|call)|飞书会议",
        r"钉钉会议|线上会|线上开|网络会",
        r"\b(?:screen ?shared?|screen ?sharing|remote session|webcam|cameras? off|muted)\b",
        r"远程会|电话会议|webex|google meet|\bfacetime|\bteams\b(?! message)",
        r"\b(?:web|video|online|virtual|conference|remote) (?:meeting|call|chat|conference)",
        r"线上(?:聊|沟通|碰|过|见|开)",
    ),
    _cue(
        "call",
        3,
        r"打了?(?:个|一个|通|一通|过)?(?:电话|微信语音|语音)",
        r"来了?个?电话?(?:电)?(?=问|说|找|了|，|,| |$)|来电|电话|通了?(?:个)?话|打给|打来|致电",
        r"语音(?!助手)|没接|打了[一两三四五六几]遍|(?:给[^，。\s]{1,6})?打过去",
        r"\b(?:phoned|rang|phone(?! (?:system|number|bill|app|contract|case))|voicemail|dialled|dialed"
        r"|cold[- ]called|call(?! (?:it|cent))|calls|calling|called)\b",
        r"\bgave (?:him|her|them|\w+) a (?:ring|call|buzz)\b",
        r"\bleft (?:him |her |them |\w+ )?(?:a |another )?(?:message|msg)\b|\bno answer\b",
        r"\bgave (?:\w+ ){1,3}a (?:ring|call|buzz|shout)\b",
        r"\b(?:his|her|my|their) (?:cell|mobile)\b|\bon the (?:phone|line|horn|blower)\b|\bvm\b",
        r"\bhung up\b|\bbuzzed\b|\b(?:over|by|via) (?:the )?(?:phone|telephone)\b|\btelephoned?\b|\bmissed call\b",
        r"\b(?:didn't|doesn't|won't|never|finally) (?:pick|picked) up\b(?! the)|\bpicked up (?:on|after|right"
        r"|straight)\b",
        r"\bgot (?:hold of|through to)\b|\b(?:line|phone) was (?:busy|engaged)\b|\bspeakerphone\b|\brang out\b|\bt/c\b",
        r"\b(?:tried|reached|caught|got) (?:\w+ ){1,3}(?:on|by) (?:the |his |her )?(?:cell|mobile|phone|line)\b",
    ),
    _cue(
        "message",
        3,
        r"(?<!加我)(?<!加他)(?<!加她)微信(?!语音)|短信|whatsapp(?:ed)?|whats app|slack(?:ed)?|钉钉(?!会议)",
        r"飞书(?!会议)|企微",
        r"发了?(?:条|个)?(?:消息|信息)|留言|私信|群里|\bqq\b",
        r"\b(?:texted|text|texts|texting|messaged|(?<!left a )(?<!leave a )message|messages (?:with|from)|sms|dm"
        r"|dmed|wechat|imessage|pinged|linkedin|telegram)\b",
    ),
    _cue(
        "message",
        5,
        r"\b(?:pinged"
        r"|messaged|wrote|texted|dm'?ed)\b[^,.]{0,20}\bon (?:teams|slack|linkedin|zoom)\b",
        r"(?:teams|钉钉|飞书)上(?:说|问|发|回)",
    ),
    _cue(
        "email",
        3,
        r"\b(?:wrote back|in writing|out of office|auto-?reply|cc'd|copied in|forwarded|attached|subject line)\b",
        r"邮件|邮箱|发邮|回邮|来函|发函|\be-?mail(?:ed|s|ing)?\b|\binbox\b|\bmailed\b",
    ),
    _cue(
        "visit",
        3,
        r"拜访|走访|上的?门|登门|到厂|到店|巡店|进厂|座谈|到场|当面|面谈|面聊",
        r"(?<![进出下过回上拿鱼球饭酒山])去了|去过|去的|去(?:了)?(?:一)?趟|跑(?:了)?(?:一)?趟|走了(?:一)?趟",
        r"来了(?:一)?趟|飞的|飞了一?趟|飞到|陪了[一半两]|人还在|从[^，。\s]{1,6}(?:出来|回来|那边回)|刚从",
        r"(?:来了|到了)(?:他们?|她们?|我们|咱们)?(?:公司|厂|店|工地|现场)|进门|门口|落座|握手|走了一圈|转了一圈"
        r"|看了一圈",
        r"(?:培训|安装|调试|盘点|巡检)了|店里|装了(?!样)|楼下|电梯|送我到|到现场|叫我去|喊我去",
        r"在[^，。\s]{0,8}(?:实验室|项目部|车间|工地|门店|店里|厂里|仓库|展厅|产线|机房|总部)",
        r"(?:今天|昨天|上午|刚)来(?:提货|取货|取样|拿样)|门卫|传达室|保安|放(?:在)?前台",
        r"到访|来访|参观|来(?:我们|我这|咱们?|考察|看了|公司|展厅|厂里|我司)|到(?:我们|咱们)",
        r"过来(?:坐|谈|看|了)|回访了|碰了?的?头|来了(?:个|一|[两三四五六]|几|我)",
        r"在(?:他"
        r"|她|他们|对方|客户)?(?:那边|那儿|那里|办公室|公司|现场|厂里|工厂|车间|会议室|门口)",
        r"到了?(?:他|她|他们)(?:办公室|公司|厂)",
        r"\b(?:visit|visited|visits|on[- ]site|in person|face[- ]to[- ]face|site visit|walked the|toured|tour)\b",
        r"\b(?:stopped|dropped|swung|popped|called) (?:by|at|in|into|round|over)\b",
        r"\b(?:came|come) (?:by|to|into|over|round|out|in (?:for|to|with|today|yesterday))\b",
        r"\b(?:site|plant|shop|factory|store|line) (?:visit|inspection|survey|walk|tour|audit)\b|\binspected\b",
        r"\b(?:was|were|came) here\b|\b(?:driving|heading|coming|on my way|drove) (?:back|home) from\b"
        r"|\b(?:met up with|met at|sat (?:across|opposite)|shook hands|knocked)\b",
        r"\bhad (?:him|her|them|\w+) (?:in|over|here) (?:at|for|to)\b|\breception\b|\blobby\b",
        r"\b(?:pulled in|pulled up|rolled up|showed up|turned up|arrived|parked|waited) (?:at|in|outside)\b",
        r"\b(?:at|in|on) (?:the|his|her|their) (?:\w+ )?(?:dock|floor|kitchen|cafeteria|canteen|basement|workshop"
        r"|desk)\b",
        r"\b(?:looked at|looked over|measured|installed|fixed|repaired) (?:\w+ ){0,4}(?:with|there|together)\b",
        r"\bdrove\b|\bwent (?:by|out|to|over|up|down|round|and see|and saw|in|see)\b|\bgot there\b",
        r"\bsat (?:down )?with\b|\bsat in \w+(?:'s)? office\b|\bmade it (?:there|out)\b",
        r"\bwalked (?:in|into|over|through it)\b",
        r"\b(?:took|showed|walked) (?:me|us) (?:a)?round\b|\bshowed me (?:the|their|his|her)\b",
        r"\bstood (?:\w+ ){0,6}with\b",
        r"\b(?:car park|parking lot|loading dock|lobby|(?:the|'s) gate)\b",
        r"\bdropped (?:off )?(?:\w+ )?(?:samples?|brochures?)\b|\b(?:i|we) (?:was|were) (?:out )?there\b",
        r"\bbrought\b",
        r"\b(?:at|in|to|into) (?:our|their|his|her) (?:\w+ )?(?:office|place|shop|plant|site|warehouse|showroom"
        r"|mill|yard|boardroom|hq|headquarters|campus|store|facility|factory)\b",
        r"\b(?:passed by|made it (?:out |over )?to|headed (?:out|over|up|down)|trip to|gave (?:me|us) (?:a"
        r"|the) tour|walked (?:me|us) (?:through|around)|spent the (?:day|morning|afternoon) (?:at|with))\b",
    ),
    _cue(
        "visit",
        2,
        r"(?<![进出下过回上看])去(?![年掉除世向路])|见了|见的|见到|见着|见过|现场|办公室|门口|前台",
        r"陪我|陪着|带我(?:们)?(?:看|转|参观)|接待|展厅|到了?(?:他|她)们?(?:那|公司)",
        r"坐了(?:会|一会|坐|十|半|两)|送到|见面",
        r"\bdropped off\b",
        r"\bleft (?:my |a |some |the |\w+ )?(?:card|brochures?|samples?|catalogues?|catalogs?)\b",
        r"\b(?:saw|met|met with|at their (?:office|plant|shop|site|place)|(?:i|we) (?:was|were) at|front desk"
        r"|receptionist|reception|showed me around|over at their|at the \w+ (?:mill|plant|office|shop|site"
        r"|warehouse))\b",
    ),
    _cue(
        "other",
        4,
        r"偶遇|碰到|碰上|遇到|遇见|展会上|路上|\b(?:ran into|bumped into|run into|came across)\b",
        r"(?<!'s )(?<!is )(?<!are )\b(?:at|on) (?:the|a|an) (?:\w+ ){0,2}(?:expo|trade show|fair|conference"
        r"|airport|train|plane|convention|party|game|gym)\b",
    ),
    _cue("other", 4, r"\bmet (?:\w+ ){1,3}for (?:breakfast|lunch|dinner|coffee|drinks|a beer|golf)\b"),
    _cue(
        "other",
        2,
        r"吃了?(?:个|顿|完)?(?:午|晚|早|中)?(?:饭|餐)|吃了?[个顿]|火锅|一起吃|吃的|烧烤|夜宵|撸串|饭局",
        r"\b(?:over|had) (?:a )?(?:coffee|lunch|dinner|beer|drinks?)\b|\bin line at\b|\bbooth\b|\bswapped cards\b"
        r"|\bwedding\b|\bgym\b",
        r"钓鱼|打牌|爬山|唱歌|羽毛球|乒乓|球赛|飞机上|早茶|高铁上",
        r"喝了?(?:酒|个?茶|咖啡|不少)|午饭|晚饭|吃饭|酒局|打球|高尔夫|聚餐|应酬|展会",
        r"\b(?:lunch|dinner"
        r"|coffee|breakfast|golf|drinks|beers?|expo|trade show|conference|hockey|barbecue)\b",
    ),
    _cue("demo", 1, r"演示|掩饰|掩示|\b(?:demo|dem oh|demonstration)\b"),
)

_NEGATED = any_of(
    r"(?:没有?|没能|未|不用|不|别|取消|免得|忘了|还没)[^，。\s]{0,2}$",
    r"\b(?:no|not|without|instead of|never|didn't|couldn't|wasn't a|rather than|cancelled|canceled)(?: (?:a|the|to"
    r"|yet|get to))? ?$",
)
_CALLED_OFF = re.compile(
    r"(?:没去成|没成|取消|去不了|来不了|黄了|没来)|(?: today)?,? (?:was |got "
    r"|is )?(?:cancell?ed|called off|fell through|is off|didn't happen)"
)
_WANTED = re.compile(
    r"(?:想|想要|要求|希望|让我|要我|叫我|要不要|约了?|下次|安排|准备|打算|等|改|再|申请"
    r"|问[^，。\s]{0,6}怎么|会|让他|提前|申请)[^，。\s]{0,6}(?<!改成)$"
    r"|\b(?:wants?|wanted|needs?|asked for|asks for|asking for|would like|'d like|to (?:"
    + say.DO
    + r")|will|'ll|gonna|should|could|can|before|book|set up|schedule|give|until|next"
    r"|follow[- ]up|promised|they|another|no more|want)(?: \w+){0,3} $"
)
_PRESENT = frozenset({"call", "text", "email", "e-mail", "visit", "message", "phone"})
_THEY_GO = re.compile(r"[^，。\s]{0,4}(?:他|她|对方|前台|秘书)")
_A_NAME = re.compile(r"\b(?:outfit|guy|company|somebody|someone|woman|man|place|firm|thing|product|software) $")


def kind_of(clauses: Clauses, spans: Sequence[Span], days: Days, companies: Sequence[Said]) -> tuple[TouchKind, bool]:
    """The kind of the contact, and whether it has to be asked."""
    every = _cues(clauses)
    cues = [cue for cue in every if not _of_a_step(clauses, cue, days)] + _places(clauses, companies)
    best = max((cue.weight for cue in cues), default=0)
    if best <= 1:  # what is told of a step may have been the contact as well
        return max(every, key=lambda cue: cue.weight).kind if every else "other", True
    first = next(cue for cue in cues if cue.weight == best)
    rivals = {cue.kind for cue in cues if cue.weight >= 3 and cue.kind not in ("other", first.kind)}
    return first.kind, best == 3 and first.kind != "visit" and bool(rivals)


def _cues(clauses: Clauses) -> list[Cue]:
    found = [
        Cue(kind, match.start(), weight)
        for kind, weight, pattern in CUES
        for match in pattern.finditer(clauses.text)
        if _real(clauses, match, weight)
    ]
    return sorted(found, key=lambda cue: cue.start)


def _real(clauses: Clauses, match: re.Match[str], weight: int) -> bool:
    clause = clauses.all[clauses.at(match.start())]
    before = clauses.text[clause.start : match.start()]
    if match[0] in _PRESENT and before.endswith(("i ", "we ", "you ")):
        return False
    if match[0] == "called" and _A_NAME.search(before):
        return False
    if match[0] == "call" and re.match(r" (?:us|me)\b", clauses.text[match.end() :]):
        return False
    if match[0].startswith("去") and weight == 2 and _THEY_GO.match(before):
        return False
    missed = match[0].startswith(("见", "接")) or match[0] in (
        "saw",
        "met",
    )  # whoever was not met was called upon all the same
    if _NEGATED.search(before) and not missed and not match[0].startswith("没"):
        return False
    if say.LATER.search(before):
        return False
    told = "了" in match[0] or "过" in match[0]
    return not _CALLED_OFF.match(clauses.text[match.end() :]) and (told or not _WANTED.search(before))


def _of_a_step(clauses: Clauses, cue: Cue, days: Days) -> bool:
    """Whether what is named belongs to a step to come, ours or theirs, or to one given up."""
    for span, role in days.roles:
        if role == "contact" and not _another_day(span, days):
            continue
        number = clauses.at(span.start)
        clause = clauses.all[number]
        end = clause.end
        if clauses.leads_on(span):
            end = clauses.all[number + 1].end
        if span.start <= cue.start < end:
            return True
        if clause.start <= cue.start < span.start and _leads_to(clauses, cue, span, clause.start, role):
            return True
    return False


def _leads_to(clauses: Clauses, cue: Cue, span: Span, start: int, role: Role) -> bool:
    between = clauses.text[cue.start : span.start]
    if role == "dropped" and between.isascii():
        return True
    if not between.isascii():
        # 演示下周三 is the step; 梁董电话大后天去佛山: the call was, the visit will be.
        return len(between) <= 4 and not clauses.text[span.end : span.end + 2].strip(" ,，。") and start < cue.start
    before = clauses.text[start : cue.start]
    if before.endswith("by "):  # agreed by text on December 7
        return False
    bare = not before.strip() and not say.HAPPENED.search(between) and not past.PAST.search(between)
    if bare and len(between.split()) <= 8:  # "demo for his shift leads on the twentieth"
        return True
    return not say.HAPPENED.match(between) and (bool(say.PLANNED_BEFORE.search(before)) or len(between.split()) <= 3)


def _another_day(span: Span, days: Days) -> bool:
    """ "Two weeks ago I demoed to Luis, called today": what was done on another day is not this contact."""
    day = span.last if span.way == "either" else span.day
    return day is not None and day != days.day and not days.ask_day


_AT_PLACE = any_of(
    r"(?:^|[^现])在$|到了?$|\b(?:i|we) (?:was|were) (?:over )?at $|, was at $",
    r"\b(?:out|over|up|down|back) (?:at|from) $",
    r"(?:^|[,.] ?)(?:(?:ok|so|um|uh|yeah|today|yesterday|again) )*(?:at|just left|leaving|left) $|\bmade it to $",
)


def _places(clauses: Clauses, companies: Sequence[Said]) -> list[Cue]:
    """在金凯达跟梁董过方案: who was at the company visited it."""
    return [Cue("visit", said.start, 2) for said in companies if _AT_PLACE.search(clauses.text[: said.start])]
