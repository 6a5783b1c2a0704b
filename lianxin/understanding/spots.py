"""The spot in free words: a door, a roof, a stairwell, a street, a shop."""

import re
from dataclasses import dataclass

from lianxin.understanding.gazetteer import Gazetteer

_NUMBER = "(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3}|底|顶|负一|负二|地下一)"
HEADS = (
    "(?<![部专])门前(?![往来去科])|夜市|大厅|门岗|弄堂口|弄口|后巷|篮球场|球场|酒吧|茶馆|菜场|卫生室|自行车棚|电动车棚|电瓶车棚|车棚|地下停车场|地下停车库|地下车库|车库|地下室|停车场|停车位旁|楼梯间"
    "|楼梯口|楼梯拐角|楼梯|楼道口|楼道|过道|走廊|走道|单元门口|单元门|单元口|大门口"
    "|大门|正门|后门|侧门|小门|门口|楼顶|天台门|天台|屋顶|房顶|屋面|顶楼|顶层|外墙"
    "|阳台|厨房|卫生间|厕所|公厕|公共厕所|洗手间|客厅|卧室|小花园|花园|花坛|绿化带"
    "|草坪|草地|树林|小广场|中心广场|文化广场|广场|游乐场|游乐区|儿童区|健身区"
    "|健身角|健身广场|凉亭|亭子|长廊|活动室|活动中心|棋牌室|麻将馆|阅览室|图书室"
    "|电梯厅|电梯间|电梯口|电梯井|保安亭|岗亭|门卫室|门岗|传达室|泵房|水泵房|配电室"
    "|配电房|配电间|锅炉房|化粪池|垃圾站|垃圾房|垃圾点|垃圾桶|垃圾池|十字路口"
    "|丁字路口|路口|人行道|斑马线|马路|河边|河岸|河道|河堤|池塘|水池|水塘|喷泉|空地"
    "|围墙|围栏"
    "|菜市场|农贸市场|早市|超市|便利店|小卖部|幼儿园|小学|中学|学校|卫生站|卫生院"
    "|医院|诊所|药店|公园|公交站|公交站台|站台|车站|早餐店|早点铺|饭店|饭馆|餐馆"
    "|餐厅|火锅店|烧烤店|烧烤摊|理发店|网吧|水果店|奶茶店|洗车店|修车铺|邮局|银行"
    "|桥头|桥下|天桥|涵洞|工地|老厂房|厂房|仓库|架空层|连廊|台阶|坡道|通道|巷口"
    "|巷子|胡同口|弄堂|院门|院子|中庭|晾衣区|充电桩|充电棚|快递柜|宣传栏|雨棚|平台"
    "|地库|车位|戏台|祠堂|水井|水沟|管道井|食堂"
)
_RELATIVES = (
    "楼上|楼下|门口|旁边|旁|对面|隔壁|后面|后头|背后|前面|前头|里面|外面|附近|周边"
    "|周围|中间|之间|边上|拐角处|拐角|转角|转弯处|尽头|入口处|入口|出口处|出口|进口"
    "|上面|下面|底下|东侧|西侧|南侧|北侧|[东西南北]{1,2}(?:大门口?|门口|门|侧|边|面"
    "|角|头|区|出口|入口|围墙)|口子|口"
)
_FLOOR = rf"(?:{_NUMBER}[楼层](?!栋|幢)|B[1-3]层?)"
_PIECE = rf"(?:{_FLOOR}|{HEADS}|{_RELATIVES})"
_STARTS = (
    rf"(?:{_FLOOR}|{HEADS}|楼上|楼下|东侧|西侧|南侧|北侧|[东西南北]{{1,2}}(?:大门口?"
    rf"|门口|门|侧|角|头|围墙|出口|入口)|隔壁|后院|前院|院里|院内|院子里)"
)
_CHAIN = re.compile(rf"{_STARTS}(?:[的与和到]?{_PIECE}){{0,4}}")
_NAMED = re.compile(
    r"[\u4e00-\u9fff]{1,6}(?:大道|大街|路(?!灯|面|口|边|过|上|人|障|况|牙|沿|牌|政"
    r"|由|烂|坏|不|太|被|都|中|段)|街(?!道办|坊|道)|巷(?!子)|胡同|公园|广场|市场"
    r"|小学|中学|医院|幼儿园|超市|酒店|大桥|河|水库|车站|商场|影院|火锅店|烧烤店"
    r"|早餐店|饭店|KTV|网吧)"
    rf"(?:[与和][\u4e00-\u9fff]{{1,5}}[路街巷])?(?:的?(?:{_PIECE}|交叉口|路段|段"
    rf"|与)){{0,3}}"
)
# A city, district or town before a name is no part of it: 西湖区翠苑.
DISTRICT = (
    "(?<![城都超菜门夜集股早上])市(?![政场委民医区])|(?<=[一-鿿0-9])[县省](?![委政城医道])"
    "|(?<=市[一-鿿]{2})区|(?<![小社园市校厂院城片东西南北中老新墅宅住居属活A-Z一二三四五六])区(?!域)"
    "|(?<=[一-鿿]{2})[镇乡](?!政)"
)
_LEAD_IN = re.compile(
    rf"{DISTRICT}|"
    "杜绝|影响|部门|改造|但系|但是|位于|咨询|明年|今年|报名|反映|来电|投诉|发现|建议|希望|关于|业主|居民|住户"
    "|大爷|大妈|阿姨|先生|女士|奶奶|爷爷|师傅|大姐|社区|街道|今天|昨天|上午|下午"
    "|晚上|早上|半夜|凌晨|附近|旁边|对面|隔壁|小区|楼下|楼上|门口|马路|新开|有家"
    "|有个|一家|一个|那家|这家|那个|这个|穿过|路过|经过"
    "|[们住是在到去从我你他她咱俺的了着过把被让给说称请与跟就也又这那没离每栋号有]"
    "|和(?!平|谐|美)"
)
_GENERIC = re.compile(
    "^(?:楼上|隔壁|家|厕所|马路|楼上楼下|超市|医院|学校|银行|人行道|口|对面|出口"
    "|入口|公园|食堂|菜市场|车站|院子里)$"
)
_NOT_STREET = re.compile(
    "^(?:道|线|铁|公|马|网|走|思|短|电|水|管|小|修|补|柏油|水泥|这条|那条|一条|条"
    "|过|迷|让|赶|带|上|下|半|出|逛|大|后|开|堵|占|好|人行|行人|消防|盲|内|外|整条"
    "|主|前|运|一|老|新)(?:路|街|河|巷)|^(?:逛|去|在)?(?:街|路)|道路|迷路"
    "|[线思电网管](?:路)"
)
_NOT_A_SPOT_AFTER = re.compile(
    "^(?:区|生|费|证|卡|管理|师傅|老师|学生|毕业|门诊|里来|系统|贷|收费|治|看病|住院|检查"
    "|一下|上学|报名|招生|不够|难$)"
)


@dataclass(frozen=True)
class Spot:
    """Words that tell the spot; `weight` grows with what a handler can find by them."""

    start: int
    end: int
    words: str
    weight: int


def spots(text: str, gazetteer: Gazetteer, taken: list[tuple[int, int]]) -> list[Spot]:
    """Return the spots of a plain text in order; what lies in the spans taken is an address already."""
    found = [Spot(p.start, p.end, p.name, 4) for p in gazetteer.places_in(text)]
    begun = {start for start, _end in taken}
    for match in _NAMED.finditer(text):
        if match.end() in begun:
            continue  # the street of an address, which is found by its estate
        start = match.start() + _lead_in(text, match)
        words = text[start : match.end()]
        real = len(words) >= 3 and not _NOT_STREET.search(words) and not _CHAIN.fullmatch(words)
        if real and not _NOT_A_SPOT_AFTER.match(text[match.end() : match.end() + 4]):
            _add(found, Spot(start, match.end(), words, 4), taken)
    for match in _CHAIN.finditer(_blanked(text, taken)):
        words = match[0]
        if not _NOT_A_SPOT_AFTER.match(text[match.end() : match.end() + 4]):
            weight = 1 if _GENERIC.match(words) else 2 if len(words) < 3 else 3
            _add(found, Spot(*match.span(), words, weight), taken)
    return sorted(found, key=lambda spot: spot.start)


def _blanked(text: str, taken: list[tuple[int, int]]) -> str:
    """Return the text with the addresses blanked, so that 2单元门口 leaves 门口 to be found."""
    for start, end in taken:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _lead_in(text: str, match: re.Match) -> int:
    length = 0
    for word in _LEAD_IN.finditer(text, match.start(), match.end() - 1):
        if word.end() < match.start() + 7 and word.end() < match.end() - 2:
            length = word.end() - match.start()
    return length


def _add(found: list[Spot], spot: Spot, taken: list[tuple[int, int]]) -> None:
    others = [*taken, *((other.start, other.end) for other in found)]
    if all(spot.end <= start or end <= spot.start for start, end in others):
        found.append(spot)
