"""Compounds, buildings, stairwells and rooms named in a plain text, found by their form."""

import re
from dataclasses import replace

from lianxin.understanding.address import CHINESE, NUMBER, Address, Taken
from lianxin.understanding.compounds import compounds, lead_in
from lianxin.understanding.gazetteer import Gazetteer, building_code
from lianxin.understanding.plain import digits

_QUANTITY = "(?![0-9多余元块平个人米年月天次度斤名路岁万点分:])"
_BUILDING = re.compile(
    rf"(?P<code>(?:新|附|老|旧|临|甲|乙|丙|[A-Za-z])?第?{NUMBER}[A-Za-z]?"
    rf"|[A-Za-z](?![A-Za-z]))"
    r"(?P<sign>栋|幢|座|橦|撞(?=[0-9])|号居民楼|号住宅楼|号楼|#楼?"
    rf"|排(?={NUMBER}号)"
    r"|动(?=[0-9一二三四五六七八九十]{1,3}(?:单元|号|门)|楼|的))"
)
_TAIL = re.compile(
    rf"(?:[-, ]?(?P<unit>{NUMBER}|[A-Za-z甲乙丙丁东西中])(?:#?单元|(?<=[A-Za-z])座|单(?=[0-9]{{3}})|号(?=[0-9]{{3,4}}(?:室|$|[,。;!? ]))|门洞|门道|号门"
    rf"|门(?![口面卫诊禁])|梯))?"
    rf"(?:[-, 的]?(?P<floor>(?:负?(?:[0-9]{{1,2}}|[{CHINESE}]{{1,3}})|顶)[楼层]))?"
    rf"(?:[-, 的]?(?:[东西南北中]户)?(?P<room>[0-9]{{3,4}}[A-Za-z]?{_QUANTITY}|附?[0-9]{{1,2}}[A-Za-z]?(?=[室房户号])"
    rf"|[{CHINESE}]{{3,4}}(?![{CHINESE}多余元块个])|[{CHINESE}]{{1,3}}(?=[室房号])"
    rf"|[A-Za-z](?=[室房户]))"
    r"(?:室|房(?![子东顶])|户(?!外|居民|人家|业主)|号(?![楼线院栋晚上下]))?)?"
)
_DASHED = re.compile(
    r"(?<![0-9A-Za-z:.-])(?P<building>(?:新|附|老|[A-Za-z])?[0-9]{1,3})"
    r"(?:[-一]{1,4}(?P<stairwell>[0-9]{1,2})[-一]{1,4}(?P<home>[0-9]{1,4}[A-Za-z]?)"
    r"|(?:(?:[#栋幢座]|号楼)-?|-)(?:(?P<unit>[0-9]{1,2})(?:单元)?-)?(?P<room>[0-9]{3,4}[A-Za-z]?)"
    r"|(?:#-?|[栋幢]?-)(?P<stairs>[0-9]{1,2})(?=$|[ ,。;!?)]))(?![0-9-]|车位|[元年个人多块])"
)
_LONE_ROOM = re.compile(
    rf"(?<![0-9A-Za-z.])(?P<room>[0-9]{{3,4}})(?:室|房(?![子东顶])|(?=(?:的|家|住户|业主)))"
    rf"|(?<=[楼层])(?P<upstairs>[0-9]{{3,4}})(?:室|号|房)?(?![0-9A-Za-z米元块平个人户多月年])"
    rf"|(?<=楼上|楼下|隔壁|对门|对面)(?P<near>[0-9]{{3,4}}){_QUANTITY}"
)
_LONE_UNIT = re.compile(rf"(?<![{CHINESE}0-9])(?:{NUMBER}|[A-Z])单元")


def addresses(text: str, gazetteer: Gazetteer) -> list[Address]:
    """Return the addresses of a plain text in order; neighbouring parts make one address."""
    named = compounds(text, gazetteer)
    joined = _joined(text, named, _buildings(text, named), gazetteer)
    taken = Taken(text, joined)
    rooms = [room for room in _lone_rooms(text) if not taken.touches(room)]
    return sorted([*joined, *rooms], key=lambda address: address.start)


def _buildings(text: str, named: list[Address]) -> list[Address]:
    found = [_dashed(match) for match in _DASHED.finditer(text)]
    taken, numbered = Taken(text, [*named, *found]), Taken(text, found)

    def find(address: Address) -> None:
        found.append(address)
        taken.add(address)
        numbered.add(address)

    for match in _BUILDING.finditer(text):
        here = Address(*match.span())
        if not taken.touches(here) and not _is_quantity(text, match):
            find(_with_tail(text, replace(here, building=building_code(match["code"]))))
    for match in _LONE_UNIT.finditer(text):
        if not taken.touches(Address(*match.span())):
            find(_with_tail(text, Address(match.start(), match.start())))
    for compound in named:
        after = _number_after(text, compound)
        if after and not numbered.touches(after):
            find(after)
    return found


def _dashed(match: re.Match) -> Address:
    return Address(
        *match.span(),
        building=building_code(match["building"]),
        unit=match["stairwell"] or match["unit"] or match["stairs"],
        room=match["home"] or match["room"],
    )


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


_AFTER = re.compile(rf"(?:里的?|内|院内)?(?P<code>{NUMBER})号(?![楼线院上下晚])")
_UNIT_AFTER = re.compile(
    rf"(?:{NUMBER}|[A-Z甲乙东西中])单元|{NUMBER}[楼层](?:[A-Z0-9]{{1,4}}[室房]|[0-9]{{3,4}}(?![0-9]))"
)


def _number_after(text: str, compound: Address) -> Address | None:
    """Read 3号 behind an estate as its building, and a stairwell or room that names no building."""
    number = _AFTER.match(text, compound.end)
    if number and not re.search(r"号(?:大院|院)?$", compound.compound or ""):
        here = Address(compound.end, number.end(), building=digits(number["code"]))
        return _with_tail(text, here)
    if _UNIT_AFTER.match(text, compound.end):
        return _with_tail(text, Address(compound.end, compound.end))
    tail = re.compile(r"[0-9]{3,4}(?:室|(?=$|[,。;!?]))|附[0-9]{1,3}号").match(text, compound.end)
    return _with_tail(text, Address(compound.end, compound.end)) if tail else None


def _joined(
    text: str, named: list[Address], buildings: list[Address], gazetteer: Gazetteer
) -> list[Address]:
    """Join each building with the compound right before it, known or read from the words there."""
    ending = {compound.end: compound for compound in named}
    taken = Taken(text, named)
    used: set[int] = set()
    joined = []
    for building in sorted(buildings, key=lambda address: address.start):
        compound = _right_before(text, building, ending)
        if compound:
            used.add(compound.start)
            joined.append(_in(compound, building))
        else:
            joined.append(_named_by_run(text, building, taken, gazetteer))
    alone = [compound for compound in named if compound.start not in used]
    return [*joined, *(_named_building(text, compound, gazetteer) for compound in alone)]


def _right_before(text: str, building: Address, ending: dict[int, Address]) -> Address | None:
    """Return the compound that the building follows, with nothing but 小区 or a sign between."""
    for gap in range(4):
        compound = ending.get(building.start - gap)
        if compound and re.fullmatch(
            "[ ,的里内院]*|小区的?|小?高层|洋房区?|多层", text[compound.end : building.start]
        ):
            return compound
    return None


def _in(compound: Address, building: Address) -> Address:
    return replace(
        building,
        start=compound.start,
        compound=compound.compound,
        known=compound.known,
        how=compound.how,
        sure=round(min(0.99, compound.sure + 0.05), 2),
    )


def _named_building(text: str, compound: Address, gazetteer: Gazetteer) -> Address:
    own = gazetteer.building_after(compound.compound, text[compound.end : compound.end + 30])
    if own is None:
        return compound
    return _with_tail(text, replace(compound, end=compound.end + own[0], building=own[1]))


_RUN = re.compile(r"[\u4e00-\u9fff]{2,12}$")
_NO_NAME = re.compile(
    "^(?:[上下]|今|昨|明|整|第|住|新建|小区|院|厂|旁|门|我|修|来|打|清|安排|解决|检"
    "|通|因|还|只|就|都|有|[一二三四五六七八九十](?=[楼栋单号层个期区年月日天位名户家人点分米件次])|社区|号)"
    "|[和跟与及]$|^老.$|[路街巷道]$|[来看修查扫理排决知电住是在说映下上里内外边面口]$"
    "|[吗呢吧啊了呀哦]|并|帮|给|串|带|搬|送|单元|反映|小区|垃圾|垃|不|发|家$"
)


def _named_by_run(text: str, building: Address, taken: Taken, gazetteer: Gazetteer) -> Address:
    """Take the words right before a building number as its compound, where they can be a name (沁园春8栋)."""
    run = _RUN.search(text[max(0, building.start - 12) : building.start])
    odd = gazetteer.compound_of(building.building or "")
    if odd:
        return replace(building, compound=odd, known=True, how=f"只有{odd}有这样的楼号", sure=0.9)
    if run is None or not building.building:
        return building
    start = building.start - len(run[0])
    start += lead_in(text, start, building.start + 1)
    name = text[start : building.start]
    may_be_one = 2 <= len(name) <= 6 and not _NO_NAME.search(name)
    if not may_be_one or taken.touches(Address(start, building.start)):
        return building
    return replace(building, start=start, compound=name, how="楼号前面的话当作小区名", sure=0.75)


def _lone_rooms(text: str) -> list[Address]:
    found = []
    for match in _LONE_ROOM.finditer(text):
        group = match.lastgroup or "room"
        found.append(Address(*match.span(group), room=match[group]))
    return found
