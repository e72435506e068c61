"""The words by which a day is told to be ours, theirs, gone by or given up. Chinese and English, from common usage."""

import re

_US_ZH = "(?:我们?|咱们?|我方|我司)(?:这边|工程师|技术|同事|售后|财务|老板|领导|法务|厂里|公司)?"
_THEM_ZH = (
    "(?:他们?|她们?|对方|客户|那边|甲方|总部|集团|领导|老板|财务|法务|采购部?|技术部?|老大"
    "|业主|院里|厂里|公司里|董事会)"
)


DO = (
    "send|get|give|call|ring|visit|see|meet|come|go|do|make|bring|present|demo|show|ship"
    "|deliver|quote|follow|check|review|sign"
    "|discuss|install|set|schedule|have|redo|talk|try|drop|pick|sort|provide|prepare|confirm"
    "|submit|run|hold|start|finish|fix|be"
)


def any_of(*parts: str, end: str = "") -> re.Pattern[str]:
    """Any of the parts, then `end`: a border between 开 and "teams" is one."""
    return re.compile("(?:" + "|".join(parts) + ")" + end, re.ASCII)


# Given up: 原定周三的演示推到下周五, "the demo we planned for Wednesday is off".
OVERTURNED_BEFORE = any_of(
    r"原[定来本先](?:说?的?是?|计划|约)?在?",
    r"本来(?:说|定|约|是)?(?:好的?)?在?",
    r"之前(?:说|定|约)(?:好?的|在|好)?",
    r"说好的?",
    r"\b(?:was|were) (?:due|scheduled|supposed to \w+|planned|set)(?: for| on)? ?",
    r"\b(?:original(?:ly)?|initially|planned) (?:for |on )?",
    r"\binstead of ",
    r"\bno (?:meeting|call|visit|demo) (?:on |this )?",
    r"\b(?:not|no longer|can't do|can't make) (?:on )?",
    r"\bi said ",
    r"\b(?:move|push|shift|bump|slip|postpone)(?:d|ed|ped|s|ing)?(?: \w+){0,4} from (?:the )?",
    end=r"$",
)
APPOINTED = re.compile(r"约(?:的|好的?|了|在)?$|\b(?:planned|scheduled|booked|set) (?:for |on )?$")
PUT_OFF = re.compile(
    r"改[到成在]?|取消|推[到迟]|挪|延|没去成|\b(?:moved|pushed|off|cancell?ed|postponed"
    r"|rescheduled)\b"
)
OVERTURNED_AFTER = any_of(
    r"的?[^\s，。,]{0,10}提前到",
    r"的?(?:那个|那次|那场)?[^\s，。,]{0,8}?(?:取消|黄了|泡汤|不去了|不行了?|推迟|推到|改到|改成|延到|延期|挪到"
    r"|没去成|去不了|来不了)",
    r"[^\s，。,]{0,3}(?:不行|来不及)",
    r"(?:'s)?(?: \w+){0,3} (?:is|was|got|has been|'s|are) (?:now|off|cancell?ed|called off|dead|scrapped|moved"
    r"|pushed|postponed)",
    r" (?:doesn't|does not|won't|didn't) work",
    r" (?:he|she|they) said no",
    r",? (?:but )?(?:i )?(?:told|said)(?: him| her| them)? no\b|,? (?:but )?i can't\b",
)
MOVES = re.compile(r"\b(?:mov|push|shift|bump|postpon|reschedul|chang|delay|slid|slip)\w*\b(?: \w+){0,3} $")
TO_ANOTHER = re.compile(r"(?:'s)?(?: \w+){0,2} (?:up |back |out )?(?:to|until|till) ")
MOVED_AWAY = re.compile(MOVES.pattern[: -len(r"(?: \w+){0,3} $")] + r"[^,.]{0,48}\b(?:to|until|till) (?:the )?$")
I_DO = re.compile(
    r"(?:^|[\s，,])我们?(?!说|觉得)|\b(?:i'll|i'm|i will|we'll|we're|we will|i am|i (?:can|could|do|call|go)) "
)
WITH_US = re.compile(r"\b(?:us|with me|our)\b")
# 价格表3号发, 报告周三出: what is ours to hand over.
OUR_PAPER = re.compile(r"(?:报告|价格表|报价单?|方案|验证文件|样机|图纸|清单|计划书?|说明书?|目录)$")
HANDED = re.compile(r"(?:之?以?前)?(?:发|出|给|交|寄|送)(?:[他她给。，,\s]|$)")
I_DO_THEN = re.compile(r"(?:上午|下午|早上|晚上|一早|先|就|再|才|前|之前|以前)*(?:我|咱)| (?:i|we)\b")
COME_TO_US = re.compile(r"^(?:上午|下午|一早)?(?:来|过来|到)")
WANTED_OF_US = re.compile(r"\b(?:wants?|wanted|needs?|needed|asks?|asked|expects?|requested|like)\b")
MOVED_TO = any_of(
    r"(?:改"
    r"|推迟?|延期?|挪|换|提前|调整?|定|约|放|排|安排|顺延|拖)(?:到了?|成了?|在了?|为|好了?|至)",
    r"改",
    r"现在(?:是|改|定)?",
    r"新(?:的)?(?:日期|时间)是?",
    r"\b(?:mov|push|reschedul|postpon|bump|shift|chang|delay|slip)(?:e|ed|es|ing|s"
    r"|ped)?(?: (?!from)\w+){0,3} (?:to|until|for|till) ?(?:the )?",
    r"\b(?:make it|new date is|new date:?|let's (?:say|do)|now|it's now) ?(?:for |on )?",
    r"\bbrought forward to (?:the )?",
    r"\bfrom (?:the )?\w+(?: \w+)? to (?:the )?",
    end=r"\s?$",
)
CORRECTION = re.compile(
    r"不对|说?不行|说错|错了|哦不|啊不|不是|应该是|\bno wait\b|\bi mean\b|\bsorry\b"
    r"|\bactually\b|\bscratch that\b|\brather\b|\bno,? make it\b"
)
# On that day or some day later.
NOT_BEFORE = re.compile(r"\bafter (?:the )?$")
NOT_BEFORE_AFTER = re.compile(r"(?:以后|之后|过后|后(?![天半]))|\s?(?:or|或者?|还是)\b")
NAMELY = any_of(
    r"(?:就是|也就是|是在|具体是?|应该是)[^，。\s]{0,2}$|\b(?:that was|namely|that is) (?:on )?$",
    r"\b(?:visit|call|e-?mail|meeting|demo|zoom|chat|note|message) (?:from|of) $",
)

# Told as done by its own ending: 去过了, 打的电话.
DONE = re.compile(
    r"^[^，。,\s]{0,6}(?:拜访"
    r"|[去见来聊谈吃做开打发签送跑讲碰办约喝通])[^再要会，。\s]{0,2}(?:了|过(?!去|来)"
    r"|的)(?!一下|吧)"
)
LATER = re.compile(r"到时候|准备|打算|计划|下次|下回|回头|改天|[让要叫约催]我")
# What has happened.
HAPPENED = any_of(
    r"去的|去了|去过|去趟|拜访|见的|见了|见到|见过|上的?门|吃了|吃的|吃完|聊了|聊到|聊的|聊过",
    r"谈了|谈的|谈过|来的|来了|来过|发了|打了|打的|做了|做的|做完",
    r"开了|开的|通了|问了|签了|送了|跑了|碰了?的?头|碰上|碰到|约的|办的|陪|接待|演示了|讲了",
    r"过了一下|参观|来公司|来我们|来咱们|通话|喝了|打过|没去成|没见",
    r"到我们|接到|收到|微信我|来电|打电话|在[^\s，。,]{1,8}(?:跟|和|谈|聊|见|过)|带我|正式谈",
    r"转了|拉了|试了|装了|交付了|安装了|走访|电话(?:聊|沟通|说)",
    r"\b(?:went|visited|saw|met|called|phoned|rang|spoke|talked|emailed|e-mailed|texted|stopped|dropped|ran into"
    r"|bumped|sent|came|drove|checked in)\b",
    r"\b(?:messaged|whatsapped|slacked|gave|had|did|was|were|swung|popped|caught up|sat down|chatted|touched base"
    r"|zoomed|pinged|demoed|showed|got)\b",
    r"\b(?:i|we) (?!need|want|promis|ow|agre|schedul|book|offer|plan|arrang|ask|hop|suggest)\w{2,}ed\b",
)
PLANNED_BEFORE = any_of(
    r"(?:^|[^给让要叫跟和找问陪])" + _US_ZH + r"(?:会|要|得|准备|打算|争取|先|再|就|在)*",
    r"[让要叫约请]" + _US_ZH,
    r"约了?(?:好|在|的|到|他|她|下)?",
    r"答应(?:了)?(?:他|她|他们)?(?:在)?",
    r"\b(?:by|until|till|before|for) (?:the )?",
    r"\b(?:'ll|will|gonna|going to|need to|needs|wants?|promised|sending|follow[- ]up|next|again|due|owe)\b.*",
    r"\b(?:shall|should|must|have to|calling|visiting|see him|see her)\b.* ?",
    r"\bto (?:" + DO + r")\b.* ?",
    end=r"\s?$",
)
PLANNED_AFTER = any_of(
    r"(?:之?以?前)?(?:上午|下午|早上|晚上|一早)?(?:我|我们|咱们)?(?:再|会|要|准备|打算|给他|给她|给客户|答复|回访"
    r"|跟进|跟一下|交|出方案|过去|带|寄|发过去|送过去)(?!了)",
    r" ?(?:it is|i'll|we'll|i will|we will|works|again)\b",
)
# Times that are rather told of the customer's plans than set for ours.
FAR_OFF = re.compile(
    r"明年|下半年|下(?:个)?季度|[一二两三四五六七八九十\d]+月份?|(?:early |late "
    r"|in )?(?:next year|next quarter|q[1-4])"
)
SO = re.compile(r"\s*(?:so |then |ok |and )*(?:on |by )?")

# Neither theirs to do nor ours: a day until which nothing happens, or that belongs to a thing.
FACT_BEFORE = any_of(
    r"\b(?:till|until|thru|through|since|from|as of)\b ?(?:after |about )?(?:the )?",
    r"等(?:到)?",
    r"(?:出差|休假|不在|请假)(?:到|至)",
    r"直到",
    r"从",
    r"自",
    r"\bnothing (?:\w+ ){0,4}",
    end=r"$",
)
FACT_AFTER = any_of(
    r"(?:才)?(?:扩产|扩建|涨|降|开始|启动|回来|回国|出差|休假|放假|有空|没空|不在|到期|投产|开业|搬|验厂|审厂|展会"
    r"|开展|生产|停产|大修|上线(?!演)|的(?:预算|量|价|方案要等|计划|产能|旺季|行情|展会|招标))",
    r"回[，。,\s](?=.*(?:回来|再))",
    r"份?(?:的)?(?:展|预算|产量|订单量)",
    r"(?:他们|她们|他|她)?(?:才)?(?:发标|开标|出标|开董事会|过会|上会|出结果|下?预算)",
    r" (?:budget|numbers from|property|season|fiscal|deadline of theirs)\b",
    r" (?:opens|ends|expires|runs out|starts up)\b",
)
OURS_BEFORE = any_of(
    r"(?:^|[^给让要叫跟和找问陪带])"
    + _US_ZH
    + r"(?:会|要|得|准备|打算|争取|说|答应|约|约了|想|先|再|就|在|都|计划|预计|定|这边|回去申请"
    r"|收到|下?一步|也|可以|尽量|最晚|最迟|赶)*",
    r"[让要叫约请催]" + _US_ZH + r"(?:在|先|再|最晚|最迟|赶|尽快|务必)*",
    r"(?:^|[\s，,])我们?[^，。,\s他她客户说]{0,4}",
    r"约了?(?:好|在|的|到|他|她|下|我们?|王?总)*",
    r"(?<![他她们总])(?<!经理)(?<!厂长)(?:答应|承诺)(?:了)?(?:他们?|她们?|客户)?(?:在|最晚|最迟)?",
    r"(?:说好|说定|敲定|定好|定了?|约定|排在?|安排在?|计划|预计|准备|打算)(?:在|了|是)?",
    r"(?:下一步|接下来|下次|下回)(?:是|就|在|计划|：|:)?",
    r"\b(?:i|i'll|i'm|i'd|we|we'll|we're|we'd|let me|gonna|promised|owe|sending|my|our)\b.*",
    r"\b(?:rescheduled|set|booked|scheduled|agreed|planned) .*",
    end=r"\s?(?:on |by |for |at |before |around |to )?(?:the )?$",
)
THEM_FIRST = re.compile(
    r"[\s，,]*(?:那|但|不过|因为|所以|反正|据说|听说)?(?:他们?|她们?|对方|客户|那边|甲方|总部|集团|领导|老板|财务"
    r"|法务|采购|技术部?|业主)"
)
PLANS_ZH = re.compile(r"(?:计划|预计|准备|打算|定|排|安排|说|讲|想|要)(?:在|了|是|好)?\s*$")
ASKS_ZH = re.compile(r"让|叫|请|约|催|要求|要看|要我|希望我|等我|等着|答应他|答应她|给他|给她")
US = re.compile(r"\b(?:i|i'll|i'm|i'd|we|we'll|we're|we'd|us|me|our|my)\b|我|咱")
# What they send or say to us is their step.
TO_US = any_of(
    r" ?(?:get|gets|getting) back to (?:me|us)",
    r"给" + _US_ZH + r"(?:们)?(?:一?个|个准|最终|正式)?(?:答复|回复|回话|消息|反馈|结果|信|准信|回信|回音|通知"
    r"|说法|打款|付款|打钱|下单|PO|po|发|寄|送|确认|电话|打电话|回电话|签)",
    r"(?:回|回复|答复|联系|通知|告诉|找|打给|发给|寄给|来找|转给)" + _US_ZH,
    r"^(?:上午|下午|一早)?(?:来|过来|到)(?:" + _US_ZH + r"|公司|展厅|厂里看|参观|考察|验)",
    r"^(?:上午|下午)?(?:下单|下po|下PO|付款|打款|打钱|付钱|结款|转账|回款|到账|汇款|放款|打预付|(?:要|得"
    r"|会)?把[^，。\s]{0,8}款)",
)
PUT_BACK = re.compile(
    r"推迟|延后|往后推|顺延|改期|延期|\b(?:pushed (?:it )?(?:back|out)|postponed|delayed"
    r"|rescheduled)\b"
)
# The name of a step right before its day: "… he's worried about downtime demo next Wednesday".
NAMED_STEP = re.compile(
    r"(?<!\ba )(?<!the )(?<!his )(?<!her )(?<!their )(?<!board )(?<!an )(?<!internal )(?<!budget )(?<!review )"
    r"\b(?:demo|visit|meeting|call|follow[- ]up|quote|proposal|kick-?off|install|training"
    r"|walkthrough|presentation|pilot)"
    r"(?: is| set| due| planned| booked| scheduled)? ?(?:on |for |by )?(?:the )?$"
)
OURS_AFTER = any_of(
    r"(?:之?以?前|[ ，,])*(?:必须|务必|一定要?|得|要)(?:给|出|交|做|把|提|发|送)",
    r"给[^，。\s我]{1,8}(?:做|办|讲|演示|培训|安装|汇报|看)",
    r"(?:之?以?前|上午|下午|早上|晚上|一早|左右|就|先|再|的|时候|，|,| )*(?:"
    + _US_ZH
    + r"(?!说|问[了过他她])|让"
    + _US_ZH
    + r"|叫"
    + _US_ZH
    + r"|要"
    + _US_ZH
    + r"|带着?[^，。\s]{0,8}(?:去|过去))",
    r"(?:之?以?前|上午|下午|早上|晚上|一早|先|再|就|左右| )*(?:给|答复|回复|回|发|送|寄|催|打给|约|见|拜访"
    r"|找)(?:他们?|她们?|对方|客户|[^，。\s]{0,3}[总工董]|[^，。\s]{0,3}经理)",
    r"(?:之?以?前|上午|下午|早上|晚上|一早|先|再|就| )*(?:再|回访|跟进|跟一下|登门|上门(?!取))",
    r" (?:i|i'll|we|we'll|i'm|we're|i will|we will)\b",
    r" (?:it is|works for)",
    r"(?:上午|下午|一早)?(?:再|才)[谈约聊去来看说打联]",
)
THEY = re.compile(r"(?:and |so |but |that )*(?:he|she|they)\b")
ONLY_THEN = re.compile(r"(?:上午|下午)?(?:再|才)[谈约聊去来看说打联]")
HE_HIMSELF = re.compile(r"[\s，,]*(?:他们?|她们?|对方)(?:自己|那边)?\s*")
GIVES_US = re.compile(r"(?:就|再|会|要|才)*(?:给|发|回|找|打给|联系|通知|告诉|答复|回复)我")
# What they do among themselves, or owe us.
THEIR_OWN = re.compile(
    r"(?:之?以?前|之?内|上午|下午|就|再|会|要|才|内部|自己|[ ，,])*(?:开会|评审|讨论|研究|招标|开标|审批|放假|盘点"
    r"|答复|回复"
    r"|决定|定(?!了)|上会|走流程|出差|有预算|付|打款|搬|还|给(?:个|一个)?(?:意见|准信|准话|反馈|说法|回音|消息|结果"
    r"|答复))"
)
SAYS = re.compile(r"(?:说是?|讲|说要)$")
_LINKS = (
    r"(?:那边|自己|说是?|讲|说要|答应|承诺|打算|准备|会|要|想|那儿|才|可能|估计|应该|大概|预计"
    r"|再|就|们|也|内部|先)*"
)
THEIRS_BEFORE = any_of(
    r"(?:^|[^给让跟和找问陪见])" + _THEM_ZH + _LINKS,
    r"^(?:and |so |but |that )?(?:he|she|they|it)\b.*",
    end=r"\s?(?:on |by |for |at |before |around |in |over |back )?(?:the )?$",
)
THEIRS_AFTER = any_of(
    r"(?:才|就|会|要|上午|下午|，| )*" + _THEM_ZH + r"(?!那|办公|公司)",
    r"(?:之?以?前)?(?:要(?!求)|交)[^我咱，。\s]{0,4}(?:样板|样品|货|资料|东西)",
    r"(?:出|发|下来|批|开会|招标|定标|开标|审批|签字盖章|批下来)(?:[，。,\s]|$)",
)
NAMED_DOES = re.compile(
    _LINKS + r"|(?:says |said )?(?:he'll|she'll|'ll|will|'s|is|is gonna|returns|sends|decides|signs"
    r"|comes? back|pays?|starts|moves)?(?: \w+){0,3}(?: on| by| in)?"
)
# What they want by then is ours to bring.
DEMANDED = re.compile(
    r"(?:之?以?前)?(?:就)?要(?:求)?(?:看)?(?:一?[份个版])?(?:新)?(?:报价|抱价|方案|资料|样品"
    r"|样板|合同|货|演示|demo|结果|答复)"
)
AWAY = re.compile(r"出差|不在|国外|休假|请假|出国|外地")
BACK_THEN = re.compile(r"(?:才)?回(?:[，。,\s]|$)")
OUR_STEP = re.compile(
    r"(?:之?以?前|上午|下午|早上|再|先|就| )*(?:演示|掩饰|demo|报价|抱价|拜访|回访|上门|方案"
    r"|合同|电话|见面|面谈|签(?:约|合同|字|$|[，。\s])|跟进|让我|我)"
)
ASKED_OF_US = any_of(
    r"[让要叫约请]" + _US_ZH,
    r"\b(?:wants?|wanted|needs?|needed|asks?|asked|expects?|would like|'d like|said|says|told|invited|prefers?"
    r"|requested|agreed|suggested|give|told me)\b",
    r"\bus to\b|\bme to\b|\bfrom us\b|\bcome by\b",
)
ASKED_OF_US_AFTER = re.compile(r"[让要叫请]" + _US_ZH)
OF_THEM = any_of(
    r"\b(?:board|committee|bank|lawyers?|their|boss|management|council|vote|votes|lease|fiscal|contract runs"
    r"|property|trade show|expo|go[- ]live|opens|expires|payment|the po|purchase order)\b",
    r"董事会|招标|发标|开标|交期|工期",
)
# Words for what we do next.
STEP = any_of(
    r"电话|打给|再打|演示|掩饰|demo|报价|抱价|方案|合同|签|拜访|回访|上门|见|去|送|寄|发|交|带|给|跟进|催|看|走|对",
    r"进场|安装|培训|约|谈|聊|出|测试|开会|视频|开工|调试|验收|回|催|查|问",
    r"\b(?:call|send|ship|follow|check|demo|visit|meet|meeting|quote|proposal|contract|kickoff|redo|due|get back"
    r"|try|go|going|goes|come|see|present|sign|deliver|install|training|offer|deck|plan|review|pilot|lunch|ring"
    r"|text|email|back|numbers|workshop|trial|price|again|then|walkthrough|drop|pick up|start|comes)\w*\b",
)
THEN = any_of(
    r"\bthen\b[\s.,。!！]*$|\bthen (?:i|we|call|ring|visit|chase|ask|try|go)\b",
    r"\bi(?:'ll| will)? (?:drive|join|go|come|take|bring|pick|look|check|call|ring|visit)\b|[搬完过]之?前我们?"
    r"|我们(?:提前|的人|派人)",
    r"让我们?也?(?:一起)?(?:过去|去|参加)|\bafter that\b|到时候?再?|那时候?再|回来(?:后|之后|以后|了)?再",
)
UNDATED = any_of(
    r"再联系|再说|再聊|再约|再谈|再看|再打|再去|再跑|跟进|保持联系|改天|回头|等他们?回|收到再",
    r"\b(?:will |to |i'll |gonna )?(?:follow(?:ing)? up|get back to|circle back|touch base|stay in touch"
    r"|keep in touch|check back|try again|will call|call back|reconnect)\b",
    r"让我找|以后找",
)
