"""Customers and their people, all invented: a name that somebody bears is an accident."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Literal

Language = Literal["zh", "en"]

FIRSTS: Mapping[Language, Sequence[str]] = {
    "zh": (
        "青砚", "禾屿", "澜石", "松陌", "鹿汀", "远岫", "沐屏", "云栈", "雁洲", "枫砺", "岚谷", "璟川", "棠溪", "砚池",
        "溯野", "朔桥", "霁原", "柏渡", "萤川", "鹭沙", "桐垣", "麓野", "汐岩", "榆塬", "竹泾", "藜光", "桉岭", "砾滩",
        "浣石", "苇舟", "葵丘", "桑渚", "菱塘", "樟屿", "杉禾", "椿台", "槐荫", "楠川", "梓垄", "荻港",
    ),
    "en": (
        "Amberfjord", "Bluepenny", "Corvane", "Dunmarrow", "Eastquill", "Fernhollow", "Greymantle", "Harrowmint",
        "Ivorick", "Juniperly", "Kestrowen", "Larkspire", "Mossgate", "Nettlebank", "Oakhelm", "Pebbleton", "Quillon",
        "Ravensmere", "Silverthorn", "Tamarisk", "Umberly", "Velvane", "Willowmar", "Yarrowby", "Zephyrine",
    ),
}  # fmt: skip
TRADES: Mapping[Language, Mapping[str, Sequence[str]]] = {
    "zh": {
        "manufacturing": ("阀门", "泵业", "轴承", "模具", "注塑", "电机", "五金", "纺机"),
        "distribution": ("商贸", "供应链", "汽配", "建材", "化工贸易"),
        "retail": ("超市", "服饰", "家居"), "catering": ("餐饮", "茶饮"), "education": ("教育", "培训"),
    },
    "en": {
        "manufacturing": ("Valves", "Pumps", "Bearings", "Mouldings", "Motors", "Castings"),
        "distribution": ("Trading", "Supply", "Parts", "Wholesale"),
        "retail": ("Stores", "Apparel"), "catering": ("Kitchens", "Coffee"), "education": ("Learning", "Academy"),
    },
}  # fmt: skip
REGIONS: Mapping[Language, Mapping[str, int]] = {
    "zh": {"华东": 6, "华南": 2, "华北": 2},
    "en": {"Vietnam": 3, "Malaysia": 3, "Thailand": 2},
}
SURNAMES: Mapping[Language, Sequence[str]] = {
    "zh": tuple("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"),
    "en": ("Abbot", "Lim", "Nguyen", "Tan", "Suwan", "Rahman", "Chong", "Pham", "Ortega", "Keller", "Wong", "Silva"),
}
GIVEN: Mapping[Language, Sequence[str]] = {
    "zh": ("志远", "晓岚", "文博", "雨桐", "建平", "淑芬", "立群", "海燕", "国梁", "思源", "佩珊", "振华"),
    "en": ("Anna", "Minh", "Siti", "Paul", "Grace", "Kit", "Mara", "Owen", "Linh", "Joseph", "Nadia", "Ravi"),
}
POSTS: Mapping[Language, Sequence[tuple[str, str, bool]]] = {
    "zh": (
        ("总经理", "executive", True), ("财务总监", "finance", True), ("信息部经理", "it", False),
        ("生产厂长", "business", False), ("采购经理", "procurement", False), ("仓库主管", "user", False),
    ),
    "en": (
        ("Managing director", "executive", True), ("CFO", "finance", True), ("IT manager", "it", False),
        ("Plant manager", "business", False), ("Purchasing manager", "procurement", False),
        ("Warehouse lead", "user", False),
    ),
}  # fmt: skip
"""Title, buying role, and whether this person decides."""
PRODUCTS: Mapping[Language, Mapping[str, int]] = {
    "zh": {"标准版": 4, "专业版": 3, "库存模块": 3, "生产模块": 2},
    "en": {"Standard": 4, "Professional": 3, "Inventory": 3, "Production": 2},
}
RIVALS: Mapping[Language, Sequence[str]] = {"zh": ("演示竞品甲", "演示竞品乙"), "en": ("Rival A", "Rival B")}


class Names:
    """Every name once; when they run out, a second house of the same name opens."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._left: dict[tuple[Language, str], list[str]] = {}
        self._rounds: dict[tuple[Language, str], int] = {}

    def customer(self, language: Language, industry: str) -> str:
        key = (language, industry)
        if not self._left.get(key):
            self._rounds[key] = self._rounds.get(key, 0) + 1
            self._left[key] = [_named(language, first, trade, self._rounds[key])
                               for first in FIRSTS[language] for trade in TRADES[language][industry]]  # fmt: skip
            self._rng.shuffle(self._left[key])
        return self._left[key].pop()

    def person(self, language: Language) -> str:
        surname, given = self._rng.choice(SURNAMES[language]), self._rng.choice(GIVEN[language])
        return f"{surname}{given}" if language == "zh" else f"{given} {surname}"


def _named(language: Language, first: str, trade: str, n: int) -> str:
    if language == "zh":
        return f"{first}{trade}" if n == 1 else f"{first}{trade}{n}厂"
    return f"{first} {trade}" if n == 1 else f"{first} {trade} {n}"
