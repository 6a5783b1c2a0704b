"""Whether two texts tell of one matter: by their places, by what is wrong, by when, then by their words."""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import TypeVar

from lianxin.understanding.draft import PlaceDraft
from lianxin.understanding.gazetteer import Gazetteer
from lianxin.understanding.reading import read
from lianxin.understanding.sounds import alike

Known = TypeVar("Known")  # what the caller knows a text by
BOUND = 0.55
LATER_DAYS = 180  # after so long the same fault is a new matter
_PARTS = {"building": ("楼栋", "栋"), "unit": ("单元", "单元"), "room": ("房号", "室")}
_SPOT = re.compile(r"[东南西北前后侧正](?=门|边|侧|面)|[0-9一二三四五六七八九十]+期")
# Parts of an estate that lie apart; a text may call one by several names.
_GROUNDS = {
    "车库": "车库|地库|地下停车|地下室",
    "车棚": "车棚|充电棚",
    "花园": "小花园|中心花园|街心花园|花坛|绿化带|草坪|草地",
    "广场": "小广场|中心广场|文化广场|喷泉",
    "楼顶": "楼顶|天台|屋顶|房顶|顶楼",
    "楼道": "楼道|楼梯|过道|走廊|走道",
    "水池": "水池|池塘|水塘|荷塘边",
    "泳池": "游泳池|泳池",
    "球场": "篮球场|球场",
    "健身区": "健身",
    "儿童区": "儿童乐园|游乐|儿童区|滑梯",
    "活动室": "活动室|活动中心|棋牌室|阅览室",
    "泵房": "泵房",
    "垃圾站": "垃圾站|垃圾房|垃圾点",
    "岗亭": "岗亭|保安亭|门卫室|传达室",
    "幼儿园": "幼儿园",
    "菜市场": "菜市场|农贸市场",
}
_AGAIN = re.compile(
    "催|还没|还是没|仍然|依然|仍旧|又来电|又打电话|上次反映|反映过|怎么还|什么时候处理"
)
# Words by which residents tell of one fault; two texts may share none and still mean the same.
_FAULTS = {
    "电梯": "电梯|梯子坏|升降梯|困人|爬楼",
    "照明": "路灯|灯坏|灯不亮|不亮|的灯|黑漆漆|漆黑|看不见路|楼道灯|还是黑",
    "停水": "停水|没水|冇水|没有水|一滴水|不来水|龙头",
    "停电": "停电|没电|没有电|跳闸|断电",
    "漏水": "漏水|渗水|漏雨|滴水|一下雨就漏|往下漏|还在漏|防水",
    "下水": "下水|堵塞|污水|管子不通|化粪池|马桶|粪水",
    "井盖": "井盖|井的盖子|窨井",
    "垃圾": "垃圾|臭气|清运|保洁",
    "堆物": "堆物|杂物|堆满|纸箱|占用楼道",
    "停车": "乱停|停车|小汽车|私家车|占道|车子",
    "消防": "消防|救火|灭火|消火栓",
    "噪音": "噪音|太吵|很吵|吵人|震耳|音响|睡不着|扰民|半夜",
    "装修": "装修|钻墙|电钻|砸墙",
    "跳舞": "广场舞|跳舞",
    "油烟": "油烟|烧烤|烤串|呛",
    "燃气": "燃气|煤气|天然气",
    "门禁": "门禁|刷卡|谁都能进|道闸",
    "犬只": "狗|犬",
    "供暖": "暖气|供暖|冰窖|不热",
    "外墙": "外墙|墙砖|瓷砖|墙皮",
    "路面": "路面|塌陷|大坑|坑洼",
    "健身": "健身",
    "违建": "违建|违章搭建|私搭",
    "抛物": "抛物|往下扔",
    "吸烟": "吸烟|抽烟",
    "树木": "树枝|大树|树倒",
    "邻里": "吵架|纠纷|打架",
}
_DONE = re.compile(
    "(?<![没未不])(?:修|清|换|办|处理|解决|恢复|安装)(?:好|完|妥|干净)|已经?(?:修|清|换|办|处理|解决|恢复|安装)|完毕|满意"
)
# What somebody asks for themselves: another person's is another matter.
_PERSONAL = frozenset({"CERT", "HEALTH", "HARDSHIP", "EMPLOY", "SPECIAL"})
_FAULT_WORDS = {name: re.compile(words) for name, words in _FAULTS.items()}
# A word of two signs and more is known by its sound too: 电题 is 电梯.
_FAULT_SOUNDS = {
    name: re.compile("|".join(longer).translate(alike()))
    for name, words in _FAULTS.items()
    if (longer := [one for one in words.split("|") if len(one) > 1])
}
_GROUND_WORDS = {name: re.compile(words) for name, words in _GROUNDS.items()}


@dataclass(frozen=True)
class Sameness:
    """Whether two texts tell of one matter, how likely from 0 to 1, and why in Chinese."""

    same: bool
    score: float
    why: tuple[str, ...]

    def as_json(self) -> dict:
        return asdict(self)


@dataclass(frozen=True)
class Heard:
    """A text read once, to be compared with many."""

    day: date | None
    place: PlaceDraft
    category: str
    reporter: str | None
    words: str
    faults: frozenset[str]
    spots: frozenset[str]
    grounds: frozenset[str]
    pairs: frozenset[str]
    again: bool
    done: bool

    @classmethod
    def of(
        cls,
        text: str,
        *,
        today: date,
        day: date | None = None,
        gazetteer: Gazetteer | None = None,
    ) -> "Heard":
        """Return what can be compared of a text told on a day; of one without a day it is today."""
        draft = read(text, day or today, gazetteer)
        words = draft.plain
        # 春江花园 is a name, and no garden.
        unnamed = words.replace(draft.place.compound or "\n", " ")
        return cls(
            day=day,
            place=draft.place,
            category=draft.category,
            reporter=draft.reporter.name,
            words=words,
            faults=_named(_FAULT_WORDS, words) or _named(_FAULT_SOUNDS, words.translate(alike())),
            spots=frozenset(_SPOT.findall(words)),
            grounds=_named(_GROUND_WORDS, unnamed),
            pairs=frozenset(words[at : at + 2] for at in range(len(words) - 1)),
            again=bool(_AGAIN.search(words)),
            done=bool(_DONE.search(words)),
        )


def _named(names: dict[str, re.Pattern], words: str) -> frozenset[str]:
    return frozenset(name for name, found in names.items() if found.search(words))


def same(
    a: str,
    b: str,
    *,
    today: date,
    date_a: date | None = None,
    date_b: date | None = None,
    gazetteer: Gazetteer | None = None,
) -> Sameness:
    """Say whether two texts tell of one matter."""
    one, other = (
        Heard.of(text, today=today, day=day, gazetteer=gazetteer)
        for text, day in ((a, date_a), (b, date_b))
    )
    return compared(one, other)


def nearest(heard: Heard, others: Iterable[tuple[Known, Heard]]) -> list[tuple[Known, Sameness]]:
    """Return which of the others tell of the same matter, each with why, the likeliest first."""
    found = [(known, other, compared(heard, other)) for known, other in others]
    same = [one for one in found if one[2].same]
    same.sort(key=lambda one: (-one[2].score, -len(heard.pairs & one[1].pairs)))
    return [(known, why) for known, _other, why in same]


def compared(a: Heard, b: Heard) -> Sameness:
    """Say whether two texts already read tell of one matter; one plain difference decides."""
    if differences := [*_elsewhere(a, b), *_another(a, b)]:
        return Sameness(False, 0.1, tuple(differences))
    weighed = [*_matter(a, b), *_alike(a, b)]
    score = min(max(sum(weight for weight, _reason in weighed), 0.0), 1.0)
    return Sameness(score >= BOUND, round(score, 2), tuple(reason for _weight, reason in weighed))


def _elsewhere(a: Heard, b: Heard) -> Iterable[str]:
    one, other = a.place.compound, b.place.compound
    if one and other and one not in b.words and other not in a.words and not _named_alike(a, b):
        yield f"小区不同：{one}、{other}"
    for part, (name, ending) in _PARTS.items():
        one, other = getattr(a.place, part), getattr(b.place, part)
        if one and other and one != other:
            yield f"{name}不同：{one}{ending}、{other}{ending}"
    for here, there in ((a.spots, b.spots), (a.grounds, b.grounds)):
        if here and there and here.isdisjoint(there):
            yield f"位置不同：{'、'.join(sorted(here))}，{'、'.join(sorted(there))}"


def _named_alike(a: Heard, b: Heard) -> bool:
    """Whether the compounds are one name, with or without its ending."""
    names = [re.sub("小区$", "", heard.place.compound or "") for heard in (a, b)]
    return names[0] in names[1] or names[1] in names[0]


def _another(a: Heard, b: Heard) -> Iterable[str]:
    """Say why it would be another matter, though at the same place."""
    if a.day and b.day and abs((a.day - b.day).days) > LATER_DAYS:
        yield f"相隔{abs((a.day - b.day).days)}天，多半是又一次发生"
    if a.done != b.done:
        yield "一段说已经办好"
    if a.category == b.category and a.category in _PERSONAL and _other_person(a, b):
        yield f"各办各的：{a.reporter}、{b.reporter}"


def _other_person(a: Heard, b: Heard) -> bool:
    return bool(a.reporter and b.reporter and a.reporter != b.reporter)


def _matter(a: Heard, b: Heard) -> Iterable[tuple[float, str]]:
    shared = a.faults & b.faults
    if shared:
        yield 0.25, f"说的都是：{'、'.join(sorted(shared))}"
    elif a.faults and b.faults:
        yield -0.3, f"说的事不同：{'、'.join(sorted(a.faults))}，{'、'.join(sorted(b.faults))}"
    if a.category == b.category:
        yield 0.35, "同一类别"
    elif not shared:
        yield -0.1, "类别不同"


def _alike(a: Heard, b: Heard) -> Iterable[tuple[float, str]]:
    fewer = min(len(a.pairs), len(b.pairs))
    likeness = len(a.pairs & b.pairs) / fewer if fewer else 0.0
    yield 0.5 * likeness, f"用词有{likeness:.0%}相同"
    if a.place.compound and b.place.compound:
        yield 0.15, "在同一个小区"
    if a.place.building and a.place.building == b.place.building:
        yield 0.1, f"都在{a.place.building}栋"
    if a.again or b.again:
        yield 0.1, "有一段像是催办"
    if a.reporter and a.reporter == b.reporter:
        yield 0.05, "同一位反映人"
