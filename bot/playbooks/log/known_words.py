"""Words that companies' and people's names are made of. Written down for this project from common usage."""

LEGAL_ZH = (
    "有限责任公司",
    "股份有限公司",
    "有限公司",
    "公司",
    "集团",
    "股份",
    "控股",
    "总厂",
    "厂",
    "合作社",
    "事务所",
)
LEGAL_EN = frozenset(
    "inc incorporated corp corporation co company ltd limited llc llp lp plc gmbh ag sa bv nv pty group "  # noqa: SIM905
    "holdings"
    " holding partners international the".split()
)

# What a company does: the part of a name that is left out when people talk.
TRADES_ZH = (  # noqa: SIM905
    "机械 制造 食品 科技 技术 精密 模具 海运 物流 五金 制品 电子 商业 连锁 医疗 器械 农业 化工 教育 咨询 汽车 零部件 "
    "水务 工程 家居 纺织 建筑 材料 冷链 软件 包装 印刷 酒店 管理 新能源 能源 乳业 光电 贸易 实业 工业 电气 电器 电力 "
    "电缆 传动 管业 超市 药业 制药 生物 医药 医院 银行 保险 证券 投资 地产 置业 建设 建材 装饰 装备 设备 重工 轻工 "
    "钢铁 铝业 铜业 矿业 石化 塑料 塑胶 橡胶 纸业 陶瓷 玻璃 服装 服饰 鞋业 饮料 酒业 餐饮 茶业 粮油 牧业 渔业 水产 "
    "林业 环保 环境 水泥 仪器 仪表 自动化 智能 信息 网络 通信 通讯 数据 传媒 广告 文化 旅游 航空 航运 船舶 港口 "
    "快递 速运 供应链 百货 零售 商贸 进出口 国际 日化 化妆品 玩具 家具 门窗 照明 泵业 阀门 轴承 电机 电梯 半导体 "
    "芯片 电池 光伏 风电 汽配 学校 大学 学院 中学 幼儿园 研究院 设计院 优品 科创 股份"
).split()
# Those of them that end the name of a company nobody knows yet.
OUTFITS_ZH = (  # noqa: SIM905
    "机械 食品 科技 模具 物流 五金 电子 传动 管业 超市 药业 制药 医药 医院 银行 实业 电气 电器 重工 铝业 铜业 矿业 "
    "石化 塑胶 塑业 橡胶 纸业 陶瓷 服饰 鞋业 酒业 餐饮 水产 环保 仪表 智能 传媒 航运 百货 商贸 家具 家居 泵业 阀门 "
    "轴承 电机 半导体 光伏 汽配 学校 大学 学院 中学 研究院 设计院 纺织 化工 软件 包装 酒店 乳业 光电 贸易 建材 "
    "集团 公司 材料 精工 工业 股份 能源 印刷 印务 制造 制冷 电缆 门窗 照明 家电 饮料 牧业 农业 生物 冷链 地产 置业 装饰"
).split()
TRADES_EN = frozenset(
    "pump pumps valve valves marine services service foods food logistics textiles textile health healthcare "  # noqa: SIM905
    ""
    "aerospace components retail plastics school schools district architects architecture furniture electric "
    "cooperative coop hotels hotel resorts resort tool tools die chemicals chemical dairy dairies brakes brake "
    "manufacturing industries industrial systems solutions technologies technology tech software medical "
    "pharma pharmaceuticals bank insurance engineering construction builders building steel metals metal metalworks "
    "mining energy power electronics electrical automotive motors auto transport transportation trucking freight "
    "shipping packaging printing press paper glass ceramics rubber plastic paints coatings consulting partners "
    "properties realty media studio studios design designs brewing brewery bakery bakeries farms farm produce "
    "beverages seafood meats clinic hospital labs laboratories university college academy stores store market "
    "markets supply supplies hardware equipment machinery machine machining fabrication castings foundry wood "
    "lumber timber interiors flooring cleaning security telecom networks data digital cloud robotics aviation "
    "steel dental capital airlines water utilities gas oil solar wind environmental recycling waste cosmetics "
    "apparel clothing shoes "
    "sports toys games travel tours events catering restaurants group works".split()
)

PLACES_ZH = (  # noqa: SIM905
    "北京 上海 天津 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 "
    "云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门 中国 石家庄 唐山 太原 沈阳 大连 长春 哈尔滨 南京 "
    "无锡 "
    "徐州 常州 苏州 昆山 南通 扬州 镇江 杭州 宁波 温州 嘉兴 湖州 绍兴 金华 义乌 台州 合肥 芜湖 福州 厦门 泉州 南昌 "
    "济南 "
    "青岛 烟台 潍坊 郑州 洛阳 武汉 宜昌 长沙 株洲 广州 深圳 珠海 佛山 东莞 中山 惠州 汕头 南宁 柳州 海口 成都 绵阳 "
    "贵阳 "
    "昆明 西安 宝鸡 兰州 西宁 银川 乌鲁木齐 呼和浩特 包头"
).split()

SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
    "温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴"
    "霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚"
    "岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑"
    "迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕"
)
# Long ones first: 副总 is read before 总.
TITLES_ZH = (  # noqa: SIM905
    "副总经理 总经理 副总监 总监 董事长 董秘 副总裁 总裁 总工 总助 副总 总 董 "
    "副厂长 厂长 厂 经理 主管 主任 科长 处长 部长 局长 院长 校长 店长 队长 书记 "
    "工程师 会计 出纳 老师 老板 先生 女士 小姐 博士 教授 秘书 助理 行长 站长 所长 "
    "组长 社长 主席 课长 专员 采购 科 处 局 工 姐 哥 叔 嫂 阿姨 大姐 老板娘 "
    "师傅"
).split()
CEO_WORDS = ("总经理", "董事长", "总裁", "ceo", "副总", "总监", "厂长", "合伙人", "老板", "cto", "cfo", "coo", "总工")

# First names common in English, so that somebody new is heard as a person.
FIRST_NAMES = frozenset(
    "aaron adam adrian ahmed aidan alan albert alex alice alicia allison amanda amber amy andrea andrew andy angela "  # noqa: SIM905
    ""
    "anita anna anne annie anthony antonio arthur ashley barbara barry becky ben bernard beth bill billy bob bobby "
    "brad brandon brenda brett brian bridget bruce bryan caleb cameron carl carla carlos carmen carol caroline carrie "
    "cathy cecilia chad charles charlie charlotte chloe chris christina christine cindy claire clara cody colin "
    "connie connor craig curtis cynthia dale dan dana daniel danielle danny darren dave david dawn dean deborah debbie "
    "dennis derek diana diane diego don donald donna doris doug douglas duncan dustin dylan earl eddie edward eileen "
    "elena eli elizabeth ella ellen ellis emily emma eric erica erin ethan eva evan evelyn felix fernando fiona frank "
    "fred gary gavin gene george gerald gina glenn gloria gordon graham greg gus hank hannah harold harry hassan "
    "heather "
    "hector heidi helen henry holly howard hugo ian irene isaac isabel ivan jack jackie jacob jake james jamie jan "
    "jane "
    "janet janice jason javier jay jean jeff jen jennifer jenny jeremy jerry jesse jessica jill jim jimmy jo joan joe "
    "joel john johnny jon jonathan jordan jorge jose joseph josh joshua joyce juan judith judy julia julian julie "
    "justin "
    "kara karen karl kate katherine kathy katie keith kelly ken kenneth kevin kim kurt kyle lance larry laura lauren "
    "lee leo leon leonard leslie lily linda lisa liz lori louis lucas lucy luis luke lydia lynn maggie malcolm marco "
    "marcus margaret maria marie mario marion marlene martha martin marvin mary matt matthew maurice max megan melissa "
    "michael michelle miguel mike molly monica morgan nadia nancy naomi natalie nathan neil nick nicole nigel nina "
    "noah "
    "nora norman oliver olivia omar oscar owen pam pamela patricia patrick paul paula pedro peggy pete peter phil "
    "philip "
    "phyllis priya rachel ralph randy raul ray raymond rebecca renee rhonda ricardo richard rick ricky rita robert "
    "roberta robin rodney roger ron ronald rosa rosie ross roy russell ruth ryan sally sam samantha samuel sandra sara "
    "sarah scott sean sergio shane shannon sharon shaun sheila shelly simon sofia sophie spencer stacy stan stella "
    "stephanie stephen steve steven stuart sue susan suzanne sylvia tamara tanya tara ted teresa terry theo theresa "
    "thomas tim tina todd tom tommy toni tony tracy travis trevor troy tyler vanessa vera vicky victor victoria vince "
    "vincent virginia walter wanda warren wayne wendy wes will yvonne zach zoe".split()
)
