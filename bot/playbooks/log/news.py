"""Where a sentence says that the deal stands: only clear news, for a wrong hint costs more than none."""

import re
from typing import Literal

from bot.playbooks.log.step_words import any_of
from bot.playbooks.playbook import StageId

StageHint = StageId | Literal["lost", ""]

# What makes news none: not yet, if, to come, or of something else. Written down for this project.
_NOT_EN = re.compile(
    r"\b(?:not|n't|no|never|if|once|when|until|till|before|will|'ll|would|might|may|could|should|wants? to|going to"
    r"|gonna"
    r"|hopes?|expects?|plans?|to be|almost|nearly|afraid|tomorrow|next week|demo'?d|yet)\b[^,.;]{0,28}$"
)
_NOT_YET_ZH = any_of(
    r"(?:没|没有|还没|未|不|别|差点|怕|担心|要是|猜|好像|听说|如果|等|想|准备|打算|会|将|可能|估计|争取|希望|假如"
    r"|万一|估摸|以为)[^，。,\s]{0,6}$",
    r"(?:明天|后天|下周[一二三四五六日]?|周[一二三四五六日]|下个?月|月底|年底|\d+号)[^，。,\s]{0,6}$",
)
_NOT_YET_AFTER = re.compile(r"(?:再说|之后|以后|才|就|吗|没有|的话)|,? (?:yet|once|if)\b|\?")


_PAPERS_EN = r"(?:(?:the|a|an|our|his|her|their|this) )?(?:\w+ )?"

# The weightiest first.
_NEWS: tuple[tuple[StageHint, re.Pattern[str]], ...] = (
    (
        "lost",
        any_of(
            r"丢单了?|丢了这单|输了|没戏了|(?:选|定|用|签)了(?:别家|别人|其他家|竞品|对手|另一家)",
            r"跟(?:别家|别人|对手)签了|被[^，。\s]{1,6}(?:抢|截)了?",
            r"(?:单子|项目|这单)(?:黄了|没了|取消了|停了)|决定不(?:做|买|上|要)了|不跟我们(?:做|合作|签)了?",
            r"\b(?:went|gone|going|goes) with (?:another|a competitor|the competition|someone else|somebody else"
            r"|a different)",
            r"\b(?:chose|picked|selected|signed with) (?:another|a competitor|the competition|someone else"
            r"|somebody else)",
            r"\blost (?:it|the deal|this one|the bid|the tender|them|to)\b",
            r"\b(?:deal|project)(?: is|'s) (?:dead|off|cancell?ed)\b",
        ),
    ),
    (
        "payment",
        any_of(
            r"(?:尾款|款子?|首付款?|预付款?|定金|货款|全款)(?:已经|都)?(?:到了|到账了?|付了|打了|打过来了|收到了?"
            r"|结了|结清了?)",
            r"(?:付|打|收到|结)了(?:[^，。\s]{0,4})(?:尾款|首付|预付|定金|货款|全款)|打款了|回款了|付款了",
            r"验收(?:通过|过)了",
            r"\b(?:paid|settled|wired) (?:the|our|their|its|last)? ?(?:\w+ )?(?:invoice|deposit|balance"
            r"|instal+ment|down payment)\b",
            r"\b(?:payment|deposit|money|down payment)(?: is| has|'s)? (?:in|arrived|come in|came in|received"
            r"|cleared|landed)\b",
        ),
    ),
    (
        "contract",
        any_of(
            r"合同(?:今天|昨天|刚|终于|已经|都|也|双方)*(?:签了|签完|签好|签下来|签回来|盖好?章|盖了章)",
            r"签(?:了|完|下)(?:[^，。\s没]{0,4})合同",
            r"签了签了|签单了|签约了|签下来了|拿下了|中标了?|(?:po|订单)(?:已经|今天)?(?:下了|到了|来了|发过来了)",
            r"下了(?:po|订单)|下单了",
            rf"\b(?:signed|countersigned) {_PAPERS_EN}(?:contract|agreement|order form|order|offer|quote|proposal"
            rf"|paperwork|deal)\b",
            r"\b(?:contract|agreement|order form|offer|deal|paperwork)(?: is|'s| was| got"
            r"| has been)? (?:now )?(?:signed|countersigned|closed)\b",
            r"\b(?:po|purchase order)(?: is|'s| has)? (?:in|here|arrived|came|come) ?(?:in|through)?\b",
            r"\b(?:got|received|sent) (?:the|a|their|me the|us the) (?:po|purchase order)\b",
            r"\bwe won\b|\bwon (?:the|it|this) ?(?:deal|bid|tender|one)?\b|\bgave us the (?:order|job|deal)\b",
        ),
    ),
    (
        "negotiation",
        any_of(
            r"(?:要|要求|问|谈|想)[^，。\s]{0,5}(?:折扣|打折|降价|便宜(?:点|些)?|让利|账期|付款条件|付款方式)|砍价",
            r"压价|还价|再降[^，。\s]{0,4}(?:点|个)",
            r"(?:法务|律师)[^，。\s]{0,4}(?:在看|审|改|过)[^，。\s]{0,3}合同",
            r"合同[^，。\s]{0,4}(?:法务|律师)[^，。\s]{0,2}(?:在看|在审|审)|合同条款",
            r"\b(?:wants?|wanted|asked for|asks for|asking for|needs|pushing for) (?:a |an |some |more "
            r"|another )?(?:\w+ ){0,2}(?:discount|percent off|% off|price cut|better price|rebate|net \d+"
            r"|payment terms)",
            r"\b(?:legal|lawyers?) (?:is|are|has|have|'s)? ?(?:\w+ )?(?:reviewing|reading|looking at|redlin\w+"
            r"|marked up|got) ",
            r"\b(?:contract|agreement)(?: is|'s)? (?:with|at) (?:their )?(?:legal|lawyers?)\b|\bredlines?\b",
            r"\bnegotiat(?:ing|ed) ",
        ),
    ),
    (
        "proposal",
        any_of(
            r"(?:要|让|叫|催|请|想要|需要)(?:我们?|咱们?)?(?:这边)?(?:给|出|发|报|做|提|提供|尽快|先)*(?:他|她"
            r"|他们)?(?:一?[份个版下]|一下)?(?:正式的?|新的?|详细)?(?:报价|报个价|抱价|方案)",
            r"(?:进入|开始|启动|走|已经)(?:了)?招标|邀请我们(?:投标|参标)|入围了?|发了?招标(?:文件|书)",
            r"(?:让|要)我们(?:去)?投标",
            r"\b(?:asked|asks|asking) (?:me |us )?for (?:a |an |the |our |another )?(?:\w+ ){0,2}(?:quote"
            r"|quotation|proposal|offer|pricing|bid)\b",
            r"\b(?:wants?|wanted|needs?|requested|would like|'d like) (?:a |an |the |our )?(?:\w+ )?(?:quote"
            r"|quotation|proposal|offer|pricing)\b",
            r"\b(?:sent|got|received|issued|published) (?:us |me |out )?(?:a |an |the |their )?(?:rfp|rfq"
            r"|tender)\b",
            r"\bshort[- ]?list(?:ed)?\b",
            r"\binvited us to (?:bid|tender|quote)\b|\b(?:it's|they're|gone|goes|went) (?:out )?to tender\b",
        ),
    ),
    (
        "discovery",
        any_of(
            r"(?:做了?|完成了?)[^，。\s]{0,4}(?:需求)?(?:调研|摸底)|需求(?:清单|梳理|聊清楚|摸清|对清楚)了?|摸了?个?底",
            r"\b(?:went|walked|ran) (?:me |us )?through (?:their|the|his|her) (?:requirements|needs|process|workflow)\b"
            r"|\bdiscovery (?:call|meeting|session)\b",
        ),
    ),
)


def stage(text: str) -> StageHint:
    """The weightiest news in folded text; "" where there is none."""
    for name, pattern in _NEWS:
        if any(_isany_of(text, match) for match in pattern.finditer(text)):
            return name
    return ""


def _isany_of(text: str, match: re.Match[str]) -> bool:
    before, after = text[: match.start()], text[match.end() : match.end() + 8]
    if _NOT_YET_AFTER.match(after):
        return False
    return not (_NOT_EN if match[0].isascii() else _NOT_YET_ZH).search(before)
