"""What residents said over three years: drawn from a seed, the same story for both twins.

How often a word is met is known: `蜂窝` in one story of ten thousand, `裂缝` in one of a hundred,
`麻烦` in three of ten, and none of them by chance in a sentence of another.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random

from lianxin.base.clock import BEIJING
from lianxin.site.seed.lives import LIVES, Life
from lianxin.site.seed.twins import BUILDINGS, COMPOUNDS, HOMES, STAIRWELLS, SURNAMES

SPAN = timedelta(days=3 * 365)
# Word → of so many stories, so many say it.
SAID = {"蜂窝": (1, 10_000), "裂缝": (1, 100), "麻烦": (3, 10)}
_OPENS, _SHUTS = 8, 18

# Category → what is said about it.
_SENTENCES = {
    "LIGHTING": ("楼道灯不亮，晚上看不清台阶", "门口的路灯坏了三天", "声控灯怎么跺脚都不亮"),
    "DRAIN": ("下水道堵了，厨房往回冒水", "化粪池满了，院里有臭味", "地漏排不出水"),
    "HOUSE_LEAK": ("顶层一下雨就漏，墙皮掉了一片", "楼上卫生间漏水到我家吊顶"),
    "ELEVATOR": ("电梯走到半路停了一下", "电梯门关不严，一直响"),
    "PARKING": ("消防通道上停满了车", "有人在路口乱停，车出不来", "充电桩被油车占着"),
    "NOISE": ("楼上夜里十二点还在拖桌子", "早上六点就有人装修"),
    "SANITATION": ("垃圾桶满了没人清", "楼道里堆着旧家具", "单元门口有宠物粪便"),
    "PROPERTY": ("物业电话打了几次没人接", "保洁好几天没来打扫"),
    "FACILITY": ("单元门的锁坏了，谁都能进", "健身器材松了，孩子玩着危险", "长椅断了一条腿"),
    "GREENING": ("树枝伸到窗户上了", "草坪枯了一大块"),
    "ELDER": ("老人一个人住，想有人常去看看", "想问问老年餐怎么订"),
    "CERT": ("问居住证明怎么开", "想办老年证，腿脚不便来不了"),
    "UTILITY": ("家里停水了，邻居也没有", "暖气一直不热"),
    "ROAD": ("路面塌了一块，骑车差点摔倒", "井盖响得厉害"),
}
_CATEGORIES = (
    *("LIGHTING",) * 12, *("DRAIN",) * 10, *("HOUSE_LEAK",) * 9, *("ELEVATOR",) * 7, *("PARKING",) * 12,
    *("NOISE",) * 8, *("SANITATION",) * 11, *("PROPERTY",) * 6, *("FACILITY",) * 8, *("GREENING",) * 4,
    *("ELDER",) * 4, *("CERT",) * 4, *("UTILITY",) * 3, *("ROAD",) * 2,
)  # fmt: skip
_URGENCIES = (*("normal",) * 90, *("urgent",) * 8, *("emergency",) * 2)
_CHANNELS = (
    *("phone",) * 45, *("counter",) * 20, *("visit",) * 18, *("patrol",) * 8, *("web",) * 5,
    *("meeting",) * 2, *("paper",) * 2,
)  # fmt: skip
_TITLES = ("大爷", "大妈", "阿姨", "师傅", "先生", "女士")
_SPOTS = ("东侧", "西侧", "南边", "北边", "楼后", "门前")
# How fine the place is known: of the names of compound, building, stairwell and home, so many.
_DEPTHS = (*(0,) * 3, *(1,) * 10, *(2,) * 17, *(3,) * 20, *(4,) * 50)
_LIVES = tuple(life for life in LIVES for _n in range(life.weight))


@dataclass(frozen=True)
class Story:
    """One matter as it was said, where, by whom, and the life that it is going to have."""

    at: datetime
    category: str
    urgency: str
    channel: str
    place: tuple[str, ...]
    spot: str
    surname: str
    title: str
    phone: str
    registered: int | None
    said: str
    life: Life
    pace: float


def stories(count: int, seed: int, until: datetime) -> Iterator[Story]:
    """Draw so many stories in their order of time, the last of them just before `until`."""
    draw = Random(seed)  # noqa: S311 -- told again from its seed, which no secret may be
    for number in range(count):
        yield _story(number, until - SPAN * (1 - (number + draw.random()) / count), draw)


def _story(number: int, at: datetime, draw: Random) -> Story:
    category = draw.choice(_CATEGORIES)
    return Story(
        at=_in_opening_hours(at),
        category=category,
        urgency=draw.choice(_URGENCIES),
        channel=draw.choice(_CHANNELS),
        place=_place(draw),
        spot=draw.choice(_SPOTS),
        surname=draw.choice(SURNAMES),
        title=draw.choice(_TITLES),
        phone=f"137{draw.randrange(10**8):08d}" if draw.random() < 0.8 else "",
        registered=draw.randrange(72) if draw.random() < 0.2 else None,
        said=_said(number, draw.choice(_SENTENCES[category])),
        life=draw.choice(_LIVES),
        pace=draw.choice((0.5, 1, 1, 1, 1, 1.5, 2, 4)),
    )


def _in_opening_hours(at: datetime) -> datetime:
    """Press the hours of a day into those of the office; what was earlier stays earlier."""
    day = datetime.combine(at.date(), time(), tzinfo=BEIJING)
    return day + timedelta(hours=_OPENS) + (at - day) * ((_SHUTS - _OPENS) / 24)


def _place(draw: Random) -> tuple[str, ...]:
    names = (
        draw.choice(COMPOUNDS),
        f"{draw.randint(1, BUILDINGS)}号楼",
        f"{draw.randint(1, STAIRWELLS)}单元",
        draw.choice(HOMES),
    )
    return names[: draw.choice(_DEPTHS)]


def _said(number: int, sentence: str) -> str:
    met = [word for word, (few, many) in SAID.items() if number % many < few]
    return "，".join(
        [
            sentence,
            *(("院里树上还有个蜂窝",) if "蜂窝" in met else ()),
            *(("墙上也有裂缝",) if "裂缝" in met else ()),
            "麻烦派人来看看" if "麻烦" in met else "请派人来看看",
        ]
    )
