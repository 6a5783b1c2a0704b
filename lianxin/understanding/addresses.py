"""Compounds, buildings, stairwells and rooms named in a plain text, found by their form."""

import re
from dataclasses import dataclass, replace

from lianxin.understanding.gazetteer import Gazetteer, building_code
from lianxin.understanding.plain import digits
from lianxin.understanding.spots import HEADS

_CHINESE = "零一二三四五六七八九十百两"
_NUMBER = rf"(?:[0-9]{{1,4}}|[{_CHINESE}]{{1,5}})"
_QUANTITY = "(?![0-9多余元块平个人米年月天次度斤名路岁万点分:])"
_BUILDING = re.compile(
    rf"(?P<code>(?:新|附|老|旧|临|甲|乙|丙|[A-Za-z])?第?{_NUMBER}[A-Za-z]?"
    rf"|[A-Za-z](?![A-Za-z]))"
    r"(?P<sign>栋|幢|座|橦|号居民楼|号住宅楼|号楼|#楼?"
    rf"|排(?={_NUMBER}号)"
    r"|动(?=[0-9一二三四五六七八九十]{1,3}(?:单元|号|门)|楼|的))"
)
_TAIL = re.compile(
    rf"(?:[-, ]?(?P<unit>{_NUMBER}|[A-Za-z甲乙丙丁东西中])(?:单元|门洞|门道|号门"
    rf"|门(?![口面卫诊禁])|梯))?"
    rf"(?:[-, 的]?(?P<floor>(?:负?{_NUMBER}|顶)[楼层]))?"
    rf"(?:[-, 的]?(?P<room>[0-9]{{3,4}}[A-Za-z]?{_QUANTITY}|附?[0-9]{{1,2}}(?=[室房户号])"
    rf"|[{_CHINESE}]{{3,4}}(?![{_CHINESE}多余元块个])|[{_CHINESE}]{{1,3}}(?=[室房号])"
    rf"|[A-Za-z](?=[室房户]))"
    r"(?:室|房(?![子东顶])|户(?!外|居民|人家|业主)|号(?![楼线院栋晚上下]))?)?"
)
_DASHED = re.compile(
    r"(?<![0-9A-Za-z:.-])(?P<building>(?:新|附|老|[A-Za-z])?[0-9]{1,3})"
    r"(?:(?:(?:[#栋幢座]|号楼)-?|-)(?:(?P<unit>[0-9]{1,2})(?:单元)?-)?(?P<room>[0-9]{3,4}[A-Za-z]?)"
    r"|(?:#-?|[栋幢]?-)(?P<stairs>[0-9]{1,2})(?=$|[ ,。;!?)]))(?![0-9-]|车位|[元年个人多块])"
)
_LONE_ROOM = re.compile(
    rf"(?<![0-9A-Za-z.])(?P<room>[0-9]{{3,4}})(?:室|房(?![子东顶])|(?=(?:的|家|住户|业主)))"
    rf"|(?<=楼上|楼下|隔壁|对门|对面)(?P<near>[0-9]{{3,4}}){_QUANTITY}"
)
_LONE_UNIT = re.compile(rf"(?<![{_CHINESE}0-9])(?:{_NUMBER}|[A-Z])单元")
_STREET = re.compile(
    rf"[\u4e00-\u9fff]{{1,8}}(?:大道|大街|胡同|路|街|巷|弄|里|坊"
    rf"|条)(?:{_NUMBER}弄)?[甲乙丙]?{_NUMBER}号(?!楼|线|栋|门(?!口))(?:大院|院)?"
)
_YARD = re.compile(
    rf"(?:[\u4e00-\u9fff]{{1,6}})?(?<![{_CHINESE}0-9]){_NUMBER}号(?:大院|院|家属院"
    rf"|小区)"
)
_LONG = (
    "小区|花苑|家园|庄园|新村|新城|公寓|大厦|嘉园|名苑|雅苑|佳苑|名城|豪庭|豪苑"
    "|国际|家属院|家属楼|宿舍|大院"
    "|华府|华庭|世家|名邸|御景|半岛|公馆|山庄|丽都|新苑|景苑|别墅|家苑|明珠|丽景"
    "|水岸|雅居|人家|绿洲|润园|佳园|馨园|老区|逸居|华城|锦城|天地|雅筑|一品|安置房|住宅区|职工楼|集资楼|新区"
)
_PHASE = rf"(?:{_NUMBER}期|[东西南北]区|[A-Z]区)?"
_NAMED = re.compile(
    rf"[\u4e00-\u9fff]{{2,10}}?(?:(?<!中心)(?<!小)(?<!街心)花园|{_LONG})(?!学校|长途"
    rf"|新闻){_PHASE}"
)
_SHORT = re.compile(
    rf"[\u4e00-\u9fff]{{1,7}}?[苑园里城府湾庭居坊阁轩台邸邨村楼院堡墅郡]{_PHASE}(?![路街巷]|幼儿园|小学|中学|学校|医院|公园|市场|超市)"
    rf"(?=$|[,。;!?:()/\n ]|(?:{HEADS})|(?:新|附|老|[A-Z])?{_NUMBER}(?:栋|幢|座|号|弄|单元|楼|层"
    rf"|排|-|#)|[A-Za-z][栋座]"
    r"|[东西南北正大后侧]{1,2}门|业主|居民|住户|中心|楼组长|楼栋长|楼长|网格"
    r"|的?[\u4e00-\u9fff](?:大爷|大妈|阿姨|先生|女士|奶奶|爷爷|师傅|大姐|大叔|大哥"
    r"|太太))"
    r"|[\u4e00-\u9fff]{1,7}?[苑园府湾庭轩阁邸墅郡](?=有人|有个|那|这|内|门口|大门"
    r"|楼下|广场|地下|院内|物业|小广场|[东西南北]大门|新|附"
    r"|老?[\u4e00-\u9fff]{1,3}(?:反映|来电|说))"
    r"|[\u4e00-\u9fff]{1,7}?[苑邸郡墅轩](?=[\u4e00-\u9fff])(?![路街巷])"
    r"|[\u4e00-\u9fff]{1,7}?[里园府湾庭居坊](?=[装加修建办搞设添种]|的[\u4e00-\u9fff])"
    rf"|[\u4e00-\u9fff]{{2,4}}[一壹]号(?:{_NUMBER}期)?(?={_NUMBER}(?:栋|幢|座|号楼))"
    rf"|[\u4e00-\u9fff]{{2,7}}楼(?={_NUMBER}(?:栋|幢|座|号|单元|楼|层))"
)
# A name without any sign of being one, told by who lives there, or by its number alone.
_LIVED_IN = re.compile(
    r"(?:^|(?<=[,。;:!?\n 是]))[\u4e00-\u9fff]{3,6}?(?=的?(?:业主|住户|租户|居民)$|的(?:业主|住户|租户|居民)|(?:业主|住户|居民)"
    r"(?:反映|来电|投诉|说|到社区|[\u4e00-\u9fff]{1,3}(?:反映|来电|投诉|先生|女士|大爷|大妈|阿姨|师傅)))"
)
_NOT_LIVED_IN = re.compile(
    "[我你他她的有多几位名各全附周热老整这那本区楼元栋一二三四五六七八九十退住街来到在说让请对给被受许不前后早上下今昨新某该其外很都也"
    "和与群党无困独隔每同原低高当些]"
)
_WITH_NUMBER = re.compile(
    rf"(?:^|(?<=[,。;:!?\n 住在]))[\u4e00-\u9fff]{{1,5}}[塘洲坡坝桥湖山岭坪岛岸溪江头湾畔渡场院湖](?:{_NUMBER})号(?=$|[,。;!?) ])"
)
_NOT_A_COMPOUND = re.compile(
    "(?:[公校花果]园|坛|操场|现场|市场|广场|大厅|餐厅|客厅|假期|学期|节|这儿|那儿|乡|会|电话|视频|照片|家|屋|院|楼|群|车|夜|心|哪|这|那|手|店|房|厂|村|梯|区|公|城|道|子|水|洞|箱"
    "|管|井|桶|池|库|沟|箱|机|带|室|厅|网|镇|眼|嘴|肚)里$"
    "|(?:公|校|儿|乐|陵|动物|植物)园$|(?:中心|小|街心|后|屋顶|空中)花园$|(?:医|学"
    "|法|影|剧|养老|敬老|住|出|病|庭|中|福利|检察|本|大|小|全|后|前)院$"
    "|(?:邻|民|起|定|独|分|移|旧)居$|(?:阳|天|平|窗|后|月|灶|舞|柜|站|视|露|吧|讲"
    "|阶|前)台$"
    "|政府$|(?:家|法|开)庭$|(?:进|商|全|县|省|长|影|本|古|美食)城$|(?:作|牌)坊$"
    "|(?:上|下|顶|大|高|整|跳|民|公|学|诊|本|们|面|元|爬|宅|住|旧|老|栋|号|这|那|全"
    "|底|登|塔|层|坠|炮|骑)楼$|[一二三四五六七八九十0-9]楼$"
    "|(?:农|本|全|城中)村$|社区$"
    "|^(?:老旧|整个|全|本|该|各|每个|开放式?|封闭|几个|无?物业|所有|附近|新建|安置"
    "|高档|住宅|居民|一个|单位|老)(?:小区|家园|宿舍|大院|公寓|花园)$"
    "|^(?:小区|花园|宿舍|公寓|新村|大厦|家属院|大院|家属楼|别墅|国际|住宅区|新区)$"
    "|路$|街$"
)
_SURE = {_LIVED_IN: 0.75, _WITH_NUMBER: 0.85}
# What may stand before a name and is no part of it; the longest run of it ends the search leftward.
_LEAD_IN = re.compile(
    "听见|看见|得知|获悉|了解到|住在|家住|位于|地址|来自|住址|我们|你们|他们|咱们|俺们|大家|反映|反应|来电"
    "|投诉|发现|巡查|查看|看到|走访|关于|前往|接到|收到"
    "|业主|居民|住户|租户|群众|村民|网格员|楼栋长|志愿者|组长|大爷|大妈|阿姨|先生"
    "|女士|奶奶|爷爷|师傅|大姐|大叔|大哥|老人|社区|街道"
    "|今天|昨天|前天|今早|昨晚|昨夜|今晚|上午|下午|晚上|早上|中午|夜里|凌晨|半夜"
    "|傍晚|刚才|请问|麻烦|由于|因为|还有|另外|以及|附近|旁边|对面|隔壁|喂|入户"
    "|听说|核实|快来|赶紧|赶快|快到|救命|着火|起火|看看|检查|通知|电话|工单|热线"
    "|12345|马路|门口|楼下|楼上|希望|建议|要求|独居|退休|困难|党员"
    "|[住是在到去从我你他她它咱俺的了着过把被让给说称请与跟就也又这那没离每叫讲帮想问用]"
    "|有(?!为)|和(?![平谐美顺园润悦苑家睦畅盛兴馨泰信风天])|(?<=[0-9])[日号]|社区"
    "|街道|小区(?=.)|整(?=栋|个)"
)


@dataclass(frozen=True)
class Address:
    """A place named in the text with the span of its words; parts not named are None.

    `how` says in Chinese by what it was recognised, `sure` how sure that is from 0 to 1.
    """

    start: int
    end: int
    compound: str | None = None
    building: str | None = None
    unit: str | None = None
    room: str | None = None
    floor: str | None = None
    known: bool = False
    how: str = "按地址的写法认出"
    sure: float = 0.9


def addresses(text: str, gazetteer: Gazetteer) -> list[Address]:
    """Return the addresses of a plain text in order; neighbouring parts make one address."""
    compounds = _compounds(text, gazetteer)
    buildings = _buildings(text, compounds)
    joined = _joined(text, compounds, buildings, gazetteer)
    taken = [(address.start, address.end) for address in joined]
    rooms = [room for room in _lone_rooms(text) if not _touches(room, taken)]
    return sorted([*joined, *rooms], key=lambda address: address.start)


def _compounds(text: str, gazetteer: Gazetteer) -> list[Address]:
    found = [
        Address(name.start, name.end, compound=name.name, known=True, how=name.how, sure=name.sure)
        for name in gazetteer.compounds_in(text)
    ]
    for pattern in (_STREET, _YARD, _NAMED, _SHORT, _WITH_NUMBER, _LIVED_IN):
        for match in pattern.finditer(text):
            start = match.start() + _lead_in(text, *match.span())
            name = text[start : match.end()]
            address = Address(start, match.end(), compound=name, sure=_SURE.get(pattern, 0.9))
            taken = [(other.start, other.end) for other in found]
            if _is_name(name, pattern) and not _touches(address, taken):
                found.append(address)
    return _in_full(found)


def _in_full(found: list[Address]) -> list[Address]:
    """Return the compounds, a shortened name (老年公寓) in full where the text also gives it so."""
    names = {c.compound for c in found if c.compound and not c.known}

    def full(name: str) -> str:
        return max((n for n in names if n.endswith(name)), key=len, default=name)

    return [c if c.known else replace(c, compound=full(c.compound or "")) for c in found]


def _lead_in(text: str, start: int, end: int) -> int:
    """Return how many characters of a match belong to what stands before the name."""
    # The number of a date before a name ("13日桃花苑") is looked back at, hence the search in the whole text.
    length = 0
    for word in _LEAD_IN.finditer(text, start, end - 1):
        if word.end() < end - 1 and not _NOT_A_COMPOUND.search(text[word.end() : end]):
            length = word.end() - start
    return length


def _is_name(name: str, pattern: re.Pattern) -> bool:
    if pattern is _LIVED_IN:
        return not _NOT_LIVED_IN.search(name)
    if pattern in (_STREET, _YARD, _WITH_NUMBER):
        return not re.match("[路街巷弄里]|家里|屋里|院里|[一-鿿]?区里", name)
    bare = re.sub(rf"(?:{_NUMBER}期|[东西南北A-Z]区)$", "", name)
    return len(bare) >= 3 - (pattern is _SHORT and len(bare) == 2) and not _NOT_A_COMPOUND.search(
        bare
    )


def _buildings(text: str, compounds: list[Address]) -> list[Address]:
    found: list[Address] = []
    inside = [(c.start, c.end) for c in compounds]
    for match in _DASHED.finditer(text):
        found.append(
            Address(
                *match.span(),
                building=building_code(match["building"]),
                unit=match["unit"] or match["stairs"],
                room=match["room"],
            )
        )
    for match in _BUILDING.finditer(text):
        taken = [*inside, *((a.start, a.end) for a in found)]
        here = Address(*match.span())
        if _touches(here, taken) or _is_quantity(text, match):
            continue
        found.append(_with_tail(text, replace(here, building=building_code(match["code"]))))
    for match in _LONE_UNIT.finditer(text):
        if not _touches(Address(*match.span()), [*inside, *((a.start, a.end) for a in found)]):
            found.append(_with_tail(text, Address(match.start(), match.start())))
    for compound in compounds:
        after = _number_after(text, compound)
        if after and not _touches(after, [(a.start, a.end) for a in found]):
            found.append(after)
    return found


def _is_quantity(text: str, match: re.Match) -> bool:
    """Tell whether the words count buildings (两栋, 这一栋, 有一栋楼) and name none."""
    before = text[max(0, match.start() - 1) : match.start()]
    counted = match["code"] == "两" or before in ("这", "那", "每", "几", "整", "有", "共", "第")
    return counted and match["sign"] in "栋幢座"


def _with_tail(text: str, address: Address) -> Address:
    tail = _TAIL.match(text, address.end)
    if tail is None or tail.end() == address.end:
        return address
    unit, room = tail["unit"], tail["room"]
    return replace(
        address,
        end=tail.end(),
        unit=digits(unit) if unit else None,
        room=digits(room).upper() if room else None,
        floor=tail["floor"],
    )


_AFTER = re.compile(rf"(?:里的?|内|院内)?(?P<code>{_NUMBER})号(?![楼线院上下晚])")
_UNIT_AFTER = re.compile(rf"(?:{_NUMBER}|[A-Z甲乙东西中])单元|{_NUMBER}[楼层][A-Z0-9]{{1,4}}[室房]")


def _number_after(text: str, compound: Address) -> Address | None:
    """Read 3号 behind an estate as its building, and a stairwell or room that names no building."""
    number = _AFTER.match(text, compound.end)
    if number and not re.search(r"号(?:大院|院)?$", compound.compound or ""):
        here = Address(compound.end, number.end(), building=digits(number["code"]))
        return _with_tail(text, here)
    if _UNIT_AFTER.match(text, compound.end):
        return _with_tail(text, Address(compound.end, compound.end))
    tail = re.compile(r"[0-9]{3,4}室").match(text, compound.end)
    return _with_tail(text, Address(compound.end, compound.end)) if tail else None


def _joined(
    text: str, compounds: list[Address], buildings: list[Address], gazetteer: Gazetteer
) -> list[Address]:
    """Join each building with the compound right before it, known or read from the words there."""
    used: set[int] = set()
    joined = []
    for building in sorted(buildings, key=lambda address: address.start):
        before = [c for c in compounds if c.end <= building.start <= c.end + 3]
        before = [
            c for c in before if re.fullmatch("[ ,的里内院]*|小区的?", text[c.end : building.start])
        ]
        if before:
            used.add(before[-1].start)
            joined.append(
                replace(
                    building,
                    start=before[-1].start,
                    compound=before[-1].compound,
                    known=before[-1].known,
                    how=before[-1].how,
                    sure=round(min(0.99, before[-1].sure + 0.05), 2),
                )
            )
        else:
            joined.append(_named_by_run(text, building, compounds, gazetteer))
    alone = [c for c in compounds if c.start not in used]
    return [*joined, *(_named_building(text, c, gazetteer) for c in alone)]


def _named_building(text: str, compound: Address, gazetteer: Gazetteer) -> Address:
    own = gazetteer.building_after(compound.compound, text[compound.end : compound.end + 30])
    if own is None:
        return compound
    return _with_tail(text, replace(compound, end=compound.end + own[0], building=own[1]))


_RUN = re.compile(r"[\u4e00-\u9fff]{2,12}$")
_NO_NAME = re.compile(
    "^(?:[上下]|今|昨|明|整|第|住|新建|小区|院|厂|旁|门|我|修|来|打|清|安排|解决|检"
    "|通|因|还|只|就|都|有|一|二|三|四|五|六|七|八|九|十|社区|号)"
    "|[和跟与及]$|^老.$|[来看修查扫理排决知电住是映下上里内外边面口]$"
    "|[吗呢吧啊了呀哦]|单元|反映|小区|垃圾|垃|不|发|家$"
)


def _named_by_run(
    text: str, building: Address, compounds: list[Address], gazetteer: Gazetteer
) -> Address:
    """Take the words right before a building number as its compound, where they can be a name (沁园春8栋)."""
    run = _RUN.search(text[max(0, building.start - 12) : building.start])
    odd = gazetteer.compound_of(building.building or "")
    if odd:
        return replace(building, compound=odd, known=True, how=f"只有{odd}有这样的楼号", sure=0.9)
    if run is None or not building.building:
        return building
    start = building.start - len(run[0])
    start += _lead_in(text, start, building.start + 1)
    name = text[start : building.start]
    taken = [(c.start, c.end) for c in compounds]
    if (
        not 2 <= len(name) <= 6
        or _NO_NAME.search(name)
        or _touches(Address(start, building.start), taken)
    ):
        return building
    return replace(building, start=start, compound=name, how="楼号前面的话当作小区名", sure=0.75)


def _lone_rooms(text: str) -> list[Address]:
    found = []
    for match in _LONE_ROOM.finditer(text):
        group = "room" if match["room"] else "near"
        found.append(Address(*match.span(group), room=match[group]))
    return found


def _touches(address: Address, spans: list[tuple[int, int]]) -> bool:
    return any(
        address.start < end and start < max(address.end, address.start + 1) for start, end in spans
    )
