"""Which category the words of a matter point to, by weighed words and a few turns of phrase."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from lianxin.understanding.categories import CATEGORIES
from lianxin.understanding.draft import Evidence

# Words that look like a subject and are only a place or a thing beside it.
_NEUTRAL = [
    "电梯厅",
    "电梯间",
    "电梯口",
    "便民",
    "小区路口",
    "红绿灯",
    "路口",
    "公交站",
    "一路",
    "马路",
    "电话",
    "手机号",
    "门口",
    "上门",
    "家门",
    "出门",
    "进门",
    "开门",
    "大门口",
    "水果",
    "天气",
    "生气",
    "空气",
    "脾气",
    "客气",
    "坐轮椅",
    "推轮椅",
    "轮椅过",
    "轮椅都",
    "轮椅也",
    "轮椅推",
    "轮椅进",
    "单元门口",
    "电视",
    "电影院",
    "水平",
    "亮相",
    "保安亭",
    "岗亭",
    "门卫室",
    "泵房门口",
    "楼道口",
    "停了",
    "一个月",
    "意见",
    "走路",
    "路过",
    "树立",
    "草率",
    "车间",
    "气得",
    "人气",
    "跟物业说",
    "找物业",
    "物业说",
    "物业让",
    "打电话",
    "充电话费",
    "一问",
    "问题",
    "请问",
    "怎么",
    "办公室",
    "垃圾站旁",
    "灯会",
    "猫眼",
    "狗年",
    "卡在",
    "停车场入口",
    "停车场里",
    "车库里",
    "幼儿园门口",
    "学校门口",
    "医院门口",
    "超市门口",
]
# A resident who calls (来电反映) is not power that comes back (来电了).
_CALLED = "电(?:[,:]|说|反映|问|称|咨询|投诉|求助)"
_CALLS = (
    "来电,",
    "来电:",
    "来电说",
    "来电反映",
    "来电问",
    "来电称",
    "来电咨询",
    "来电投诉",
    "来电求助",
)
_NOTHING = "OTHER"
_PATTERNS = tuple(
    (re.compile(pattern), code, weight)
    for pattern, code, weight in (
        ("灯[^,。]{0,10}(?:不亮|坏|灭|闪|黑|常亮)", "LIGHTING", 3),
        (
            (
                f"(?:停|断|没|冇|来(?!{_CALLED}))了?[^,。]{{0,2}}(?:水|电|气|暖)"
                "(?!梯|动|话|视|沟|池|瓶)|(?:水"
                "|电|气|暖气?)[^,。]{0,3}(?:停|断|没)(?:了|咗)|不来(?:水|电)"
            ),
            "UTILITY",
            4,
        ),
        (
            "(?:水管|软管|管子|暖气管|水表|闸阀|水箱)[^,。]{0,6}(?:爆|崩|破|裂|断|喷|冻|漏)",
            "UTILITY",
            5,
        ),
        (
            (
                "(?:楼上|[0-9]{3,4}|厨房|卫生间|厕所|阳台|屋顶|顶|外墙|墙|窗|房子|天花板|吊顶"
                "|车库|地下室)[^,。;]{0,10}(?:漏|渗|滴|滴水|进水|返潮|发霉)"
            ),
            "HOUSE_LEAK",
            4,
        ),
        (
            (
                "(?:下水|厕所|马桶|地漏|管道|洗菜池|阴沟|水沟|排水)[^,。;]{0,8}(?:堵|返|冒|溢"
                "|不通|满)"
            ),
            "DRAIN",
            5,
        ),
        ("(?:井盖|盖板|沟盖)[^,。]{0,8}(?:没|丢|坏|破|翘|松|响|碎|掉|被偷)", "ROAD", 4),
        (
            "(?:路|路面|地面|地砖|水泥地|人行道)[^,。灯]{0,6}(?:坑|烂|破|塌|陷|不平|翘|裂|坏)",
            "ROAD",
            4,
        ),
        ("(?:路面|路上|马路|门前路|路口)[^,。]{0,6}积水", "ROAD", 3),
        ("(?:加装|增设|装|安装)[^,。维修]{0,3}电梯(?!监控|摄像|空调|扶手)", "RENOVATE", 8),
        (
            "(?:安装|装|加装|增设|加几?|补|添|设)[^,。]{0,4}(?:充电桩|车位|停车位|充电棚)",
            "PARKING",
            4,
        ),
        ("(?:电梯|电体)[^,。]{0,10}(?:停|坏|困|关|卡|抖|响|故障|维保|掉|坠|夹)", "ELEVATOR", 5),
        ("(?:楼道|走廊|过道|门厅|楼梯)[^,。]{0,8}(?:堆|杂物|纸箱|纸壳|废品|家具)", "FIRE", 5),
        (
            (
                "(?:电动车|电瓶车|电瓶|电池)[^,。]{0,8}(?:上楼|进楼|楼道|进屋|推进|拉线|飞线"
                "|起火|着|电梯)"
            ),
            "FIRE",
            6,
        ),
        ("起火|着火|失火|着了火|烧起来|冒烟|浓烟|黑烟", "FIRE", 6),
        ("(?:煤气|燃气|天然气|液化气)[^,。]{0,8}(?:味|漏|泄)", "UTILITY", 6),
        ("(?:中毒|晕|昏)[^,。]{0,8}", "HEALTH", 2),
        ("(?:消防栓|消火栓|灭火器|喷淋)[^,。]{0,8}(?:没水|坏|打不开|过期|没了|空|失效)", "FIRE", 6),
        ("暖气(?:片|管)?[^,。]{0,4}(?:漏|喷|爆|不热|凉)", "UTILITY", 6),
        ("(?:砍|捅|持|拿|举|挥|动|提)[^,。]{0,4}(?:刀|斧|棍|枪|匕首|钢管)", "ORDER", 8),
        (
            (
                "(?:跳楼|轻生|自杀|割腕|不想活|想不开|跳河|上吊|遗书|安眠药|农药|活着没意思"
                "|活不下去|想死)"
            ),
            "ORDER",
            8,
        ),
        (
            (
                "(?:老人|大爷|奶奶|爷爷|大妈|老太太|老头|大娘|母亲|父亲|我妈|我爸|老伴|婆婆"
                "|阿婆|八十|九十)[^。;]{0,20}(?:走失|走丢|(?<![看听])不见|没回家|未归|失踪|找不到|摔|跌"
                "|没出门|没开门|联系不上|没人应|打不通)"
            ),
            "ELDER",
            6,
        ),
        ("喊救命|砸东西|打起来|打架", "ORDER", 6),
        ("体检", "HEALTH", 3),
        ("(?:敲门|打电话)[^,。]{0,6}(?:没人应|不开|没人接|没反应|无人)", "ELDER", 3),
        (
            (
                "(?:孩子|小孩|娃|学生|儿童|女孩|男孩|小朋友)[^。;]{0,14}(?:走失|走丢|(?<![看听])不见"
                "|没回家|找不到|丢了|失踪)"
            ),
            "SPECIAL",
            7,
        ),
        ("(?:狗|犬)[^,。]{0,10}(?:咬|叫|扑|吠|屎|粪|绳)", "ANIMAL", 5),
        ("(?:树|枝|枝条|树冠)[^,。]{0,8}(?:修|剪|挡|伸|倒|断|枯|遮|压|砍)", "GREENING", 5),
        ("(?:垃圾|建筑垃圾)[^,。]{0,8}(?:堆|没人|清运|满|不运|乱|臭|扔|倒)", "SANITATION", 4),
        ("(?:车|私家车|货车|面包车)[^,。;]{0,6}(?:乱停|停在|堵|占|挡)", "PARKING", 4),
        ("(?:占|抢|霸)[^,。]{0,4}(?:车位|停车位)", "PARKING", 6),
        (
            (
                "(?:装修|施工|工地|打桩|广场舞|音响|唱歌|麻将|钢琴|冲击钻)[^,。;]{0,14}(?:吵|闹"
                "|响|噪|睡|半夜|凌晨|休息|晚上|震|瞓|到做|做到晚|大声|午休)"
            ),
            "NOISE",
            5,
        ),
        ("(?:楼上|隔壁|楼下|邻居)[^,。;]{0,10}(?:吵|闹|响|噪|咚|蹦|跺|挪|拖|剁|弹|唱)", "NOISE", 4),
        (
            (
                "(?:外墙|瓷砖|墙皮|墙砖|天花板|水泥块|玻璃|空调外机|广告牌|招牌|雨棚"
                "|砖)[^,。;]{0,10}(?:掉|脱落|松|裂|坠|砸|晃|歪)"
            ),
            "BUILDING_SAFETY",
            6,
        ),
        ("(?:楼上|高空|窗户|阳台)[^,。]{0,8}(?:扔|抛|丢)", "BUILDING_SAFETY", 5),
        ("(?:墙|梁|柱|楼板|地基)[^,。]{0,4}(?:裂|斜|沉|歪)", "BUILDING_SAFETY", 5),
        (
            "承重墙|阳光房|(?:私自|违规|偷偷|擅自)[^,。]{0,8}(?:搭|建|封|改|拆|加|隔)",
            "ILLEGAL_BUILD",
            6,
        ),
        (
            (
                "(?:物业|业委会)[^,。]{0,8}(?:不管|不作为|涨|收费|公示|公布|换|差|态度|乱|账|撤"
                "|选|成立|换届)"
            ),
            "PROPERTY",
            5,
        ),
        ("(?:换|选|更换|成立|解聘)[^,。]{0,4}(?:物业|业委会)", "PROPERTY", 6),
        ("(?:量|测)[^,。]{0,3}(?:血压|血糖)|打[^,。]{0,4}疫苗", "HEALTH", 5),
        ("(?:找|介绍|想要)[^,。]{0,6}(?:工作|活干|活儿|岗位|手工活)", "EMPLOY", 6),
        ("(?:学|培训)[^,。]{0,6}(?:叉车|电焊|月嫂|厨师|技术|手艺|技能|美容|开车)", "EMPLOY", 6),
        (
            (
                "(?:改成|改造成|改建|改为|建成|利用)[^,。]{0,8}(?:活动室|食堂|课堂|公园|停车场"
                "|广场|中心|书屋|球场)"
            ),
            "RENOVATE",
            7,
        ),
        ("(?:帮|代|替)[^,。]{0,5}(?:买|缴|交|取|领|办)[^,。]{0,6}", "CERT", 3),
        (
            (
                "(?:证|卡|认证|补贴|津贴|养老金|社保|医保|户口)[^,。]{0,8}(?:怎么|办|没到|没发"
                "|弄|哪里|什么材料|补|过期|刷不)"
            ),
            "CERT",
            4,
        ),
        ("(?:刷脸|人脸)[^,。]{0,8}(?:认证|不会|刷不过|过不去)", "CERT", 4),
        (
            (
                "(?:婆媳|兄弟|姐妹|邻居|两家|夫妻|两口子|儿子|儿媳|父子|房东)[^。;]{0,14}(?:吵"
                "|闹|打|骂|争|矛盾|不和|离婚|不肯|僵)"
            ),
            "DISPUTE",
            5,
        ),
        ("(?:和|与|跟)[^,。]{1,8}(?:为|因)[^,。;]{1,16}(?:吵|争|打架|闹别扭|闹矛盾)", "DISPUTE", 8),
        ("空调[^,。]{0,6}(?:滴水|水滴)", "DISPUTE", 7),
        (
            (
                "(?:低保|救助|补助|慰问)[^,。]{0,8}(?:申请|没到|怎么|办|想|停|取消)|(?:申请"
                "|想要|办)[^,。]{0,6}(?:低保|救助|补助|助学)"
            ),
            "HARDSHIP",
            5,
        ),
        (
            (
                "(?:学费|手术费|医药费|住院费|治疗费|房租)[^,。]{0,10}(?:交不|凑不|没|拿不|付不"
                "|不够|太)|没学费"
            ),
            "HARDSHIP",
            6,
        ),
        ("(?:饭店|餐馆|烧烤|厨房|餐厅|火锅)[^,。;]{0,14}(?:油烟|烟|呛|熏|味)", "POLLUTION", 5),
        (
            (
                "(?:被盗|被偷|偷了|丢了|失窃)[^,。]{0,8}(?:电瓶|钱|车|东西|手机|首饰)|(?:电瓶"
                "|电动车|自行车|快递|手机)[^,。]{0,5}(?:被偷|被盗|丢了|不见)"
            ),
            "ORDER",
            7,
        ),
        ("电话[^,。]{0,6}(?:说|称)?[^,。]{0,6}(?:公安|中奖|安全账户)|安全账户", "ORDER", 5),
        (
            (
                "(?:已经|都)?(?:修好|解决)了?[^,。]{0,6}(?:谢|不用|撤)|(?:谢谢|感谢"
                "|表扬)[^,。]{0,12}(?:帮|修|照顾|好心|网格|社区|小|师傅)"
            ),
            "OTHER",
            6,
        ),
        (
            (
                "(?:摊|贩|店|铺)[^,。;]{0,14}(?:摆|占|堵)[^,。]{0,8}(?:道|路|门口|街|通道)"
                "|摆到[^,。]{0,4}(?:人行道|路)"
            ),
            "STREET",
            6,
        ),
        ("监控|摄像头|门禁|单元门[^,。]{0,8}(?:坏|关不|锁|破|开不)|防盗[门窗网]", "SECURITY", 3),
        ("(?:自来水|水)[^,。]{0,4}(?:发黄|怪味|异味|浑|铁锈|发黑|臭)", "UTILITY", 6),
        ("(?:地下室|车库|院里|院子)[^,。]{0,6}(?:积水|淹|全是水|都是水)", "DRAIN", 5),
        ("电影|联欢|排练|活动室|图书室|老年大学|书法班|培训班(?!就业)", "CULTURE", 2),
    )
)


def _lexicon() -> dict[str, tuple[tuple[str, int], ...]]:
    found: dict[str, tuple[tuple[str, int], ...]] = dict.fromkeys((*_NEUTRAL, *_CALLS), ())
    for category in CATEGORIES.values():
        for word, weight in category.words.items():
            found[word] = (*found.get(word, ()), (category.code, weight))
    return found


ENOUGH = 12  # more words of one category say no more
MODEL_WEIGHT = 8  # of a model that is certain, beside the weights of words
LIKELY = 0.3  # how likely a category must be that no word names
CANDIDATES = 3  # of which somebody chooses with one key
_LEXICON = _lexicon()
# First character → the lengths of the words that it begins, the longest first.
_LENGTHS = {
    sign: tuple(sorted({len(word) for word in _LEXICON if word[0] == sign}, reverse=True))
    for sign in {word[0] for word in _LEXICON}
}


@dataclass(frozen=True)
class Topic:
    """A category with how surely the words point to it, and the nearest ones; score 0 is a guess."""

    code: str
    score: int
    evidence: Evidence | None
    candidates: tuple[str, ...] = ()


def topic(text: str, likely: Mapping[str, float] = MappingProxyType({})) -> Topic:
    """Return the category that the plain words of one matter point to most.

    `likely` is what a model holds of them, by category; it decides where the words are few.
    """
    scores: dict[str, int] = {}
    words: dict[str, tuple[int, int, int]] = {}
    for start, end, code, weight in _hits(text):
        scores[code] = scores.get(code, 0) + weight
        words[code] = max(words.get(code, (0, 0, 0)), (weight, -start, end))
    if not scores and max(likely.values(), default=0) < LIKELY:
        return Topic(_NOTHING, 0, None)

    def weight_of(code: str) -> tuple[float, int]:
        said = min(scores.get(code, 0), ENOUGH) + MODEL_WEIGHT * likely.get(code, 0)
        return said, words.get(code, (0, 0, 0))[1]

    ranked = sorted({*scores, *likely}, key=weight_of, reverse=True)
    code = ranked[0]
    _, start, end = words.get(code, (0, 0, len(text)))
    # What the category is called is each district's own affair.
    evidence = Evidence(-start, end, text[-start:end], "这样说的多半是这一类")
    return Topic(code, scores.get(code, 0), evidence, tuple(ranked[:CANDIDATES]))


@lru_cache(maxsize=64)
def _hits(text: str) -> tuple[tuple[int, int, str, int], ...]:
    """Return the words that point to a category, each with its weight; kept for who asks twice of one text."""
    seen, hits = set(), []
    at = 0
    while at < len(text):
        word = next(
            (
                text[at : at + n]
                for n in _LENGTHS.get(text[at], ())
                if text[at : at + n] in _LEXICON
            ),
            "",
        )
        if word and word not in seen:
            seen.add(word)
            hits += [(at, at + len(word), code, weight) for code, weight in _LEXICON[word]]
        at += len(word) or 1
    for pattern, code, weight in _PATTERNS:
        match = pattern.search(text)
        if match:
            hits.append((*match.span(), code, weight))
    return tuple(hits)
