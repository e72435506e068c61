"""What a rep gives away: money, days, users, modules, services, time to pay. 不打折 and "no discount" give nothing."""

import re

from bot.drills.moves.dates import dated
from bot.drills.moves.numbers import CHINESE, NUMBER, value
from bot.drills.moves.reading import Offer
from bot.drills.moves.sentences import clauses, sentences

_N = rf"(?P<n>{NUMBER})"
_GIVE = r"(?:让|降|打|优惠|减|便宜|给|走|折|少|下|返|砍|抹|申请|批|能到|争取|赠)"
_OFF_ZH = re.compile(
    rf"{_GIVE}[^，。！？?\d]{{0,8}}?(?:百分之(?P<a>{NUMBER})|(?P<b>{NUMBER})\s?(?:个)?(?:点(?!钟|半|前)|百分点|%|"
    rf"％|pct))"
    rf"|(?:百分之(?P<c>{NUMBER})|(?P<d>{NUMBER})\s?(?:个)?(?:点(?!钟|半|前)|百分点|%|％))(?:的)?(?:折扣|优惠|"
    rf"让利|返点|给您|给你|我让|行|成交|就签|可以)"
    rf"|(?:折扣|优惠)[^，。！？?\d]{{0,5}}(?P<e>{NUMBER})\s?(?:个)?(?:点|%|％)"
)
_ZHE = re.compile(
    rf"(?<!打不了)(?P<z>\d(?:\.\d)?|\d\d|{CHINESE}{{1,2}}|半)\s?折(?!算|腾|旧|磨|成|扣|合|叠|回|线|痕)|"
    rf"打(?P<y>九[一二三四五六七八九]|八[一二三四五六七八九]|9\d|8\d)(?!折)"
)
_MONEY_ZH = re.compile(
    r"抹(?:了|掉|去|个)?零|零头.{0,6}(?:抹|去|免|不要|不算|算了)|抹(?:了|掉).{0,4}零头|(?:便宜|让|少收|减|降|"
    r"优惠|砍掉|返)[^，。！？?]{0,6}?(?:\d+|[一二两三四五六七八九十百千几半]+)\s?(?:万|千|块|元|百)"
    r"|(?:半价|减半|打对折|对折|底价给|成本价|最低价给|按老价|按去年的?价|算便宜点|便宜点给|价格好说|少算)"
)
_FREE_ZH = re.compile(
    r"白送|白给|赠送|附赠|免费|不要钱|不收(?:您|你)?(?:的)?(?:任何)?(?:费|钱)|不算钱|不另?收费|不加钱|不用(?:再|"
    r"另外)?(?:掏|花|付)钱|免(?:了|掉|去|单|收|您|你)|(?:费|钱|款)[^，。]{0,5}(?:免了?|全免)"
    r"|送(?:您|你|个|他|咱|给|套|一|两|俩|三|四|五|六|十|\d|半)(?!货|到厂|您.{0,3}(?:到|去|回))|多(?:给|送|开|"
    r"用)[^，。]{0,8}(?:天|月|年|个?用户|个?账号|模块|人天|培训|服务)|(?:再|另|外)(?:加|搭|带)?送|搭(?:上|给|您)|"
    r"算我的|我(?:们)?出(?:这个?|这笔)?(?:钱|费)"
)
_LATER_ZH = re.compile(
    r"(?:账期|尾款|付款|首付|余款|回款)[^，。]{0,10}(?:延|放宽|放长|晚|往后|拉长|缓|可以到|给到|到\d+天|再付)|"
    r"先用后付|先上(?:线)?后付(?:款|钱)|分期(?:付|给)?|(?:三个月|半年|年底|明年|验收后?|用好了|"
    r"上线后?)[^，。]{0,4}再(?:付|给钱|给款|收钱)"
)
_ZH_DENIED = re.compile(
    r"不(?:能|会|可以|敢|好|再|便|送|打|降|让|免|给|搞|做|靠|是|存在|想|必|提供|支持|接受)|没(?:有|法|办法|权|"
    r"这个|得)|打不了|给不了|降不了|让不了|送不了|免不了|做不到|不打折|无法|别(?:跟|想)|从不|谈不上|拿不到|不行|"
    r"不了"
)
_ZH_IF = re.compile(
    r"如果|要是|只要|除非|的话|前提|作为交换|换(?!系统|软件|模块|句|个|人|成)|若|签(?:两|二|三|2|3|多|长)年|"
    r"两年(?:一起|一签|约|的合同)|三年(?:一起|一签|约)|预付|一次(?:性)?付|付全款|全款|先付|提前付|缩(?:小)?范围|"
    r"减(?:少)?(?:模块|范围|用户)|(?:少|砍|减|去掉)[^，。]{0,6}(?:模块|用户|范围|人天|功能)|(?:您|"
    r"你)[^，。]{0,16}(?:我|我们)(?:就|才|再)|才能|才给|这样我|达到|满\d|以上的量|框架"
)
_ASKS_ZH = re.compile(r"几折|多少(?:折|折扣|优惠|个点|点)|什么折扣|(?:想要|要|希望|期望|心里).{0,6}(?:折|优惠|便宜)")

_OFF_EN = re.compile(
    rf"(?P<a>{NUMBER})\s?(?:%|percent|per cent|pct|points?)\s?(?:off|discount|less|reduction|rebate|cheaper|"
    rf"lower|down|on top|for you|is (?:fine|ok|okay|possible|yours|done)|it is|works|deal|done|"
    rf"on the (?:licen[cs]e|subscription|price|fee|total|annual|implementation))"
    rf"|(?:discount|reduction|rebate|knock|take|drop|cut|lower|reduce|give|offer|do|grant|get you|shave|minus|"
    rf"go (?:down|to|up to)|down by|come down|meet you at|stretch to|make it|add|another|approve|deal|ok|okay|"
    rf"fine|yes|then|minus)\b[^.?!\d]{{0,28}}?(?P<b>{NUMBER})\s?(?:%|percent\b|per cent\b|pct\b|points?\b)",
    re.IGNORECASE,
)
_BARE_EN = re.compile(
    rf"^(?:ok(?:ay)?|fine|deal|done|yes|then|alright|sure|good|well)?[,\s]*(?:then\s)?(?P<a>{NUMBER})\s?(?:%|"
    rf"percent|per cent)?,?\s?(?:it is|is (?:fine|ok|okay|possible|yours|doable)|works|then|done|deal|flat|if\b|"
    rf"against\b|for prepay)",
    re.IGNORECASE,
)
_MONEY_EN = re.compile(
    r"\b(?:knock|take|shave|cut|slash|drop)\s(?:off\s)?(?:[^.?!]{0,20}\s)?(?:\d[\d,.]*k?|a few (?:hundred|"
    r"thousand)|something|a bit)[^.?!]{0,12}\boff\b|\bround(?:ed|ing)? (?:it |this |that |the \w+ )?down\b|"
    r"\bhalf (?:the )?price\b|\bhalf off\b|\blower the (?:price|fee)\b|\bcheaper for you\b|\bspecial price\b|"
    r"\bmatch (?:their|that|the) (?:price|offer|quote)\b|\bdiscount (?:is|it's) (?:yours|no problem)\b|\b(?:give|"
    r"get) you (?:a|some|an extra|another|the biggest|a bigger|a nice|a special) discount\b",
    re.IGNORECASE,
)
_FREE_EN = re.compile(
    r"\bfor free\b|\bfree of charge\b|\b(?:at )?no (?:extra |additional )?(?:cost|charge|fee)s?\b|"
    r"\bon the house\b|\bthrow(?:ing)? in\b|\bthrown in\b|\bwaive[ds]?\b|\bwaiving\b|\bgratis\b|"
    r"\bcomplimentary\b|\bon us\b|\bwon't (?:charge|bill|invoice)\b|\b(?:is|are|comes?|goes|go|you get|get|with|"
    r"add|give you|gives you|a|two|three|one|six|\d+|first|extra|have|be|stay|stays|come|them|it|training|"
    r"support|hosting|users?|months?|year) free\b(?! (?:at|on|to|for (?:a|an|ten|\d)|from|tomorrow|thursday|"
    r"monday|tuesday|wednesday|friday|in the|after|between|next|this))"
    r"|\bfree (?:users?|seats?|licen[cs]es?|modules?|months?|days?|weeks?|year|training|support|onboarding|"
    r"migration|implementation|setup|hosting|consulting|hours|trial|upgrade|service|pilot|report)\b|"
    r"\bextra (?:\w+ )?(?:users?|seats?|licen[cs]es?|modules?|months?|days?|training|support|"
    r"service)\b[^.?!]{0,20}\b(?:on top|included|free|nothing|as a gift)\b|\b(?:as a|a little) gift\b|"
    r"\bfor nothing\b|\bas a bonus\b|\bnothing extra\b",
    re.IGNORECASE,
)
_LATER_EN = re.compile(
    r"\bnet (?:45|60|75|90|120)\b|\b(?:pay|payment|payable|terms?|invoice)[^.?!]{0,24}\b(?:in|after|within|of|to|"
    r"at) (?:45|60|75|90|120|sixty|ninety)\b|\bpay (?:us )?(?:later|next year|when(?:ever)?|in (?:instal+ments|"
    r"quarters|three parts)|only after)\b|\b(?:60|90|120|sixty|ninety)[- ]days?[^.?!]{0,12}\b(?:pay|payment|"
    r"terms?|to pay)\b|\binstal+ments?\b|\bdefer(?:red)?[^.?!]{0,12}pay",
    re.IGNORECASE,
)
_EN_DENIED = re.compile(
    r"\b(?:no discounts?|can't|cannot|can not|won't|don't|do not|doesn't|not able|never|unable|isn't|is not|"
    r"aren't|no room|not (?:going|possible|free|allowed|for free|part|something|mine|in my)|nothing (?:off|for)|"
    r"without (?:a )?discount|no way|not give|couldn't|wouldn't|rather not|neither|nobody|not a)\b",
    re.IGNORECASE,
)
_EN_IF = re.compile(
    r"\b(?:if|when you|provided|providing|in exchange|in return|for a (?:two|three|2|3)|with (?:a )?prepay\w*|"
    r"prepa\w+|pay(?:ment)? (?:up ?front|in advance|the (?:full )?year)|as long as|on condition|against|only for|"
    r"unless|once you|two[- ]year|three[- ]year|(?:two|three|2|3) years|sign(?:ing)? for|multi-?year|"
    r"smaller scope|drop(?:ping)? (?:the|a|one|two) \w+|leave out|reduce the scope|in turn|trade|commit)\b",
    re.IGNORECASE,
)
_ASKS_EN = re.compile(r"\b(?:what|how much|which|how big|why)\b[^.]{0,30}\b(?:discount|off|percent|%)", re.IGNORECASE)
_EXPLICIT = re.compile(r"discount|off\b|cheaper|reduc|rebate|%|percent|折|点|优惠|便宜", re.IGNORECASE)


def offers(text: str) -> tuple[Offer, ...]:
    """One for each sentence that holds any: what is given in it belongs together, and so do its conditions."""
    return tuple(offer for sentence in sentences(text) if (offer := _offer(sentence)))


def _offer(sentence: str) -> Offer | None:
    if _asks(sentence):
        return None
    pct = _percent(sentence)
    free = _kept(sentence, _FREE_ZH, _FREE_EN)
    other = _kept(sentence, _MONEY_ZH, _MONEY_EN) + _kept(sentence, _LATER_ZH, _LATER_EN)
    flat = re.search(r"打折|折扣|discount", sentence, re.IGNORECASE)
    found = [*pct, *free, *other]
    if not found:
        denied = flat and (_ZH_DENIED.search(sentence) or _EN_DENIED.search(sentence))
        return Offer(sentence, None, False, False, True) if denied else None
    standing = [each for each in found if not _denied(sentence, each)]
    values = [_value(each) for each in pct if each in standing]
    known = [number for number in values if number is not None]
    conditional = bool(_ZH_IF.search(sentence) or _EN_IF.search(sentence))
    return Offer(sentence, max(known, default=None), any(each in standing for each in free), conditional, not standing)


def _asks(sentence: str) -> bool:
    return bool(("?" in sentence or "？" in sentence) and (_ASKS_ZH.search(sentence) or _ASKS_EN.search(sentence)))


def _percent(sentence: str) -> list[re.Match[str]]:
    for hour in dated(sentence):  # 下午三点 takes three points off nothing
        sentence = sentence.replace(hour, "。" * len(hour))
    found = [*_OFF_ZH.finditer(sentence), *_ZHE.finditer(sentence), *_OFF_EN.finditer(sentence)]
    return found or list(_BARE_EN.finditer(sentence))


def _kept(sentence: str, *rules: re.Pattern[str]) -> list[re.Match[str]]:
    return [match for rule in rules for match in rule.finditer(sentence)]


def _denied(sentence: str, match: re.Match[str]) -> bool:
    """Denied where it stands, or in the words just before it."""
    clause = next((part for part in clauses(sentence) if match[0] in part), sentence)
    before = clause[: max(clause.find(match[0]), 0) + len(match[0])]
    after = clause[clause.find(match[0]) + len(match[0]) :][:6]
    return bool(
        _ZH_DENIED.search(_without_free(before))
        or re.search(r"^(?:给?不了|不行|没有|做不到|没法|是不)", after)
        or _EN_DENIED.search(before)
    )


def _without_free(text: str) -> str:
    """不收钱 and "no charge" deny the price, not the gift."""
    return _FREE_ZH.sub("", text)


def _value(match: re.Match[str]) -> float | None:
    groups = {name: text for name, text in match.groupdict().items() if text}
    folded = groups.get("z") or groups.get("y")
    if folded:
        return _folded(folded)
    return next((number for text in groups.values() if (number := value(text)) is not None), None)


def _folded(text: str) -> float | None:
    """九折 is 10 % off, 八五折 15 %, 九五 5 %."""
    if text == "半":
        return 50.0
    number = value(text)
    if number is None or number <= 0:
        return None
    return round(100 - (number * 10 if number < 10 else number), 1)
