"""Who and which company a text names, as far as form shows it: by title, by greeting, by what companies end in."""

import re
from collections.abc import Iterator

from bot.drills.real.parse import listed

# People

_SURE = (
    "王李张刘陈杨赵黄吴徐孙胡朱林何郭罗郑梁谢宋唐许韩冯邓曹彭曾肖董袁潘于蔡蒋余杜叶程苏魏吕丁任沈姚卢傅钟姜崔谭廖范"
    "汪陆石戴贾韦夏邱侯邹熊孟秦阎薛尹段雷黎史陶贺顾毛郝龚邵覃武莫孔汤庄翁聂殷俞樊颜倪裴翟詹柳祝焦霍骆"
)
_MAYBE = "高马方白金万钱严赖洪常康牛时安季齐梅温芦鲁葛包左项成关田江文龙易向单全费路连闫"
"""Surnames that begin many other words, too."""
_DOUBLE = "欧阳|上官|司马|诸葛|司徒|夏侯|皇甫|尉迟|公孙|慕容|令狐|端木"
_SURNAME = rf"(?:{_DOUBLE}|[{_SURE}{_MAYBE}])"
_TITLE = (
    r"(?:董事长|总经理|副总|总监|总工|老板娘|老板|经理|主管|主任|厂长|部长|科长|处长|局长|院长|校长|行长|书记"
    r"|队长|组长|店长"
    r"|会计|出纳|助理|秘书|工程师|师傅|老师|先生|女士|小姐|太太|阿姨|大哥|大姐|[哥姐叔嫂董]"
    r"|总(?![是共之算体数结部价额有会得归量]|的来说|不能|裁)|工(?![作厂人程资序期艺具单位业况段地]))"
)
_BEFORE = r"(?<![员施加开动手化军职分民打电木])"
_NAMED = r"[\u4e00-\u9fff]"
_ENDS = r"(?=$|[\s，。,.！!？?、；;：:)）吧呢啊哈的])"
_CUE = r"(?:我叫|叫做|名叫|[他她]叫|叫|我是|这位是|[他她]是|联系人|联系|姓名|找|@)[:：是\s]{0,2}"
_NO_NAME = re.compile(
    r"(?:方[式案便面]|马上|高[手级层]|时[间候]|成[本都]|全[部都]|金[额蝶]|安[全排]|单[位子]|文[件档]|关[于系])"
)
CHINESE = (
    re.compile(rf"{_BEFORE}(?P<name>(?:{_DOUBLE}|[{_SURE}]){_NAMED}{{0,2}}?{_TITLE})"),
    re.compile(rf"{_BEFORE}(?P<name>[{_MAYBE}]{_TITLE})"),
    re.compile(rf"(?P<name>[老小大阿][{_SURE}])(?![序务意期时])(?=[\s，。,.！!？?、说那这在也就和跟的来去要]|$)"),
    re.compile(rf"{_CUE}(?P<name>{_SURNAME}{_NAMED}{{1,2}}?){_ENDS}"),
    re.compile(rf"{_CUE}(?P<name>(?:{_DOUBLE}|[{_SURE}]){_NAMED}{{1,2}})"),
    re.compile(rf"(?:我姓|免贵姓|姓)(?P<name>{_SURNAME}){_ENDS}"),
)
_LATIN = r"[A-ZÀ-Þ][\wÀ-ÿ'’-]*[a-zß-ÿ]"
_FULL = rf"(?P<name>{_LATIN}(?:[ ]{_LATIN}){{0,2}})"
ENGLISH = (
    re.compile(rf"(?<![A-Za-z])(?:Mr|Mrs|Ms|Miss|Dr|Prof|Herr|Frau|Señora?|Madame|Monsieur)\.?[ ]+{_FULL}"),
    re.compile(
        r"(?:^|[\n.!?,;:][ \t]*)(?i:hi|hello|hey|dear|thanks|thank you|cheers|(?:good )?(?:morning|afternoon|evening)"
        rf"|(?:best |kind |warm )?regards|best|yours sincerely|yours),?\s+{_FULL}"
    ),
    re.compile(
        r"(?<![A-Za-z])(?i:my name is|my name's|this is|i am|i'm|i’m|speak(?:ing)? (?:to|with)|talk(?:ing)? "
        r"(?:to|with)"
        rf"|ask for|call me|contact|reach out to|cc|met with|copy in)\s+{_FULL}"
    ),
    re.compile(rf"(?:^|[\n.!?][ ]*){_FULL}(?= (?:here|speaking)\b)"),
)
_COMMON = frozenset(
    listed(
        "there all team everyone everybody sir madam again you for so very guys folks the we it they he she"
        " this that just not and or but if in on at to from with sorry sure happy glad afraid here how what"
        " why when where who which can could would will may mark monday tuesday wednesday thursday friday"
        " saturday sunday january february march april june july august september october november december"
        " yes no ok okay our your my their his her its german french english chinese american british dutch"
        " indian customer rep company colleague sales support finance purchasing procurement it hr cfo ceo"
        " cto coo erp crm excel sap oracle please let looking good great fine right well one bill rich grant"
        " page price best long art case hope chance don will"
    )
)


def people(text: str) -> Iterator[str]:
    """Names of people, as they stand in the text."""
    for rule in CHINESE:
        for found in rule.finditer(text):
            name = found["name"]
            if len(name) > 1 and not _NO_NAME.match(name):
                yield name
    for rule in ENGLISH:
        for found in rule.finditer(text):
            yield from _latin(found["name"])


def _latin(name: str) -> Iterator[str]:
    words = name.split(" ")
    while words and words[-1].casefold() in _COMMON:
        words.pop()
    if not words or words[0].casefold() in _COMMON:
        return
    yield " ".join(words)
    yield from (word for word in words if _alone(word)) if len(words) > 1 else ()


def pieces(name: str) -> Iterator[str]:
    """What somebody who is called so may be called in a sentence."""
    yield name
    parts = [part for part in re.split(r"[-_|·/@\s,，()（）\[\]\d]+", name) if _alone(part)]
    yield from (part for part in parts if part != name)
    if re.fullmatch(rf"{_SURNAME}[\u4e00-\u9fff]{{2}}", name) and not re.search(_TITLE, name):
        yield name.removeprefix(name[0])


def surname(name: str) -> str:
    """Nothing where it has none that is written in Chinese."""
    found = re.match(_SURNAME, name)
    return found[0] if found else ""


_FUNCTIONS = frozenset(
    listed(
        "采购 财务 老板 客户 销售 总经理 经理 厂长 仓库 生产 技术 信息 项目 顾问 商务 市场 运营 行政 人事"
        " 会计 主管 助理"
    )
)


def _alone(word: str) -> bool:
    """Whether a part of a name names somebody by itself."""
    return len(word) >= (3 if word.isascii() else 2) and word.casefold() not in _COMMON and word not in _FUNCTIONS


# Companies

_PLACES = listed(
    "中国 北京 上海 天津 重庆 深圳 广州 苏州 无锡 常州 南京 南通 杭州 宁波 温州 台州 绍兴 嘉兴 金华 义乌"
    " 海宁 黄岩 佛山 东莞 中山 珠海 厦门 福州 泉州 青岛 济南 烟台 潍坊 郑州 武汉 长沙 合肥 成都 西安 沈阳"
    " 大连 长春 哈尔滨 石家庄 太原 昆明 贵阳 南昌 江苏 浙江 广东 山东 福建 安徽 河北 河南 湖北 湖南 四川"
    " 江西 江阴 昆山 常熟 张家港 慈溪 余姚 永康 顺德"
)
_TRADES = listed(
    "注塑 模具 五金 电子 电器 电气 机械 机电 机床 设备 食品 饮料 服装 服饰 纺织 家纺 印染 印刷 包装 家具"
    " 家居 化工 制药 医药 医疗 塑料 塑胶 橡胶 钢铁 钢构 金属 不锈钢 铝业 铜业 铸造 锻造 水泵 泵业 阀门"
    " 电机 电缆 汽配 汽车 配件 零部件 零件 玩具 文具 造纸 纸箱 陶瓷 玻璃 建材 水泥 农药 饲料 农机 光电"
    " 光伏 新能源 能源 软件 信息 网络 科技 技术 贸易 实业 工业 制造 加工 物流 供应链 环保 精密 自动化"
    " 智能 材料 新材料 控股 国际 进出口 商贸 厨具 鞋业 皮革 制衣 面料 灯具 照明 工具 轴承 紧固件 电池"
    " 半导体 芯片 仪表 仪器 上市 外贸 代工 组装 装备 重工 主机 小 大 老 新 分 总 母 子 工 药 钢 厂 本 贵"
    " 该 同行 民营 国有 私营 合资 外资 家电 水务 热电 酒 茶 面粉 油 糖"
)
_TRADE = "|".join(sorted(_TRADES, key=len, reverse=True))
_PLACE = rf"(?:{'|'.join(_PLACES)})(?:省|市|县|区)?"
_NOT_IN = (
    "我你您他她它们的了是在有跟和与对给把被从到去来这那哪家个些间座所做为说问"
    "找买卖让就都也还要会能很多少隔壁某各每叫开办上下前后时"
)
_BODY = rf"(?:[^\W\d_A-Za-z{_NOT_IN}]|家(?=[纺具居电]))"
CHINESE_FIRMS = (
    re.compile(rf"(?P<name>(?:{_BODY}|[A-Za-z0-9（）()]){{2,24}}?(?:有限责任|股份有限|有限)公司)"),
    re.compile(rf"(?P<name>{_BODY}{{2,10}}?(?:集团|股份|实业|公司|厂)(?!长|房|家|商|里|区|子))"),
)
_END = re.compile(r"(?:有限责任公司|股份有限公司|有限公司|集团公司|集团|股份|公司|厂)$")
ENGLISH_FIRMS = (
    re.compile(
        r"(?<![A-Za-z])(?P<name>[A-ZÀ-Þ][\w&'’.-]*(?:[ ](?:&|and|of|de|[A-ZÀ-Þ][\w&'’.-]*)){0,4},?[ ]"
        r"(?:Inc|Ltd|LLC|LLP|GmbH|AG|B\.?V|N\.?V|Corp|Corporation|Co|Company|PLC|Plc|Pty|S\.?A|SARL|S\.?r\.?l"
        r"|Oy|AB|KG"
        r"|Limited|Group|Holdings?)(?![A-Za-z])(?:[.,]? (?:Ltd|Inc|KG|Limited)(?![A-Za-z]))?)"
    ),
)
_LEADS = re.compile(
    r"^(?:(?:The|We|At|From|In|With|And|But|Our|For|Is|Are|So|I|Hi|Hello|Dear|Yes|No|My|Your|Their|Here|This"
    r"|That|Of) )+"
)
_SUFFIX = re.compile(
    r",? (?:Inc|Ltd|LLC|LLP|GmbH|AG|B\.?V|Corp|Corporation|Co|Company|PLC|Limited|Group|Holdings?)\b.*$"
)


def firms(text: str) -> Iterator[tuple[str, ...]]:
    """Companies: each as it stands in the text, and shorter as people go on calling it."""
    for rule in CHINESE_FIRMS:
        for found in rule.finditer(text):
            if (own := _brand(found["name"])) is not None:
                yield (found["name"], *own)
    for found in ENGLISH_FIRMS[0].finditer(text):
        name = _LEADS.sub("", found["name"])
        short = _SUFFIX.sub("", name)
        if len(name.split()) > 1 and short.casefold() not in _COMMON:
            yield (name, *((short,) if len(short) > 3 else ()))


def _brand(name: str) -> tuple[str, ...] | None:
    """What is its own in a company's name, and what it may be called by alone: 华泵 of 苏州华泵机械有限公司.

    None: it names no company, as 注塑厂 does not. 主机厂 is nobody's name either, but 华泵厂 looks like it.
    """
    body = _END.sub("", name)
    placed = re.sub(rf"^(?:{_PLACE})+", "", body)
    own = re.sub(rf"(?:{_TRADE})+$", "", placed)
    if not own or re.fullmatch(rf"(?:{_TRADE})+", own):
        return () if placed != body and "有限" in name else None
    if "有限" in name or placed != body or own != placed:
        return (own,) if 2 <= len(own) <= 6 else ()
    return () if len(own) <= 4 else None
