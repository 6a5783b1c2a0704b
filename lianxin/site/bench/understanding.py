"""Entries read in a batch, beside taking the same lines apart and putting them together again."""

import json
import subprocess
import sys

from lianxin.site.bench.cost import Cost, Result, cost, median
from lianxin.site.bench.pages import TURNS

# Numbers of parts without a common divisor, so that no two of the first thousand entries are the same.
_WHEN = ("11月20日", "昨天上午", "上周三", "", "三天前", "二〇二六年十月八日", "腊月二十八")
_WHERE = ("明月里小区3栋2单元501", "东湖花苑12号楼", "府前街21号院", "新七栋楼下", "小广场东边")
_WHO = (
    "王阿姨来电反映",
    "网格员小周巡查发现",
    "业主李建国到社区说",
    "群里有人说",
    "",
    "楼栋长在议事会上提出",
)
_WHAT = (
    "楼道灯不亮，晚上看不清台阶，怕老人摔倒",
    "下水道堵了，厨房往回冒水，臭得很",
    "电梯停了两天，老人下不了楼；另外单元门的锁也坏了，请一起看看",
    "厨房着火了，冒黑烟，快来人",
    "想问问高龄补贴怎么办，要带什么材料，电话13700001234",
    "楼上半夜拖桌子，孩子没法睡，说了几次都不听，已经一个多月了",
    "井盖不见了，骑车的差点掉进去",
    "希望在院子里加几把椅子，再办个书法班",
    "消防通道上停满了车，叫了也不挪",
    "独居的老人三天没出门，敲门没人应",
    "物业费涨了没有公示，要求公开账目",
)


def run(*, requests: int) -> Result:
    """Measure so many invented entries in three turns, both sides in processes of their own."""
    lines = _lines(requests)
    turns = [[_side(side, lines) for side in ("product", "floor")] for _turn in range(TURNS)]
    product, floor = (
        median([_cost(turn[number], requests) for turn in turns]) for number in (0, 1)
    )
    return Result(
        name="understand",
        label="读懂一条民情（lianxin understand）",
        clients=1,
        requests=requests * TURNS,
        product=product,
        floor=floor,
        ratio=round(product.cpu_seconds / floor.cpu_seconds, 2),
        rows={},
        figures={
            "每条 CPU 毫秒，除去读写这些行": round(product.cpu_seconds - floor.cpu_seconds, 3),
            "导入 CPU 秒": round(min(turn[0]["import"] for turn in turns), 2),
            "常驻内存 MB": round(max(turn[0]["resident"] for turn in turns), 1),
        },
    )


def _lines(count: int) -> str:
    return "".join(
        json.dumps({"id": number, "text": _entry(number)}, ensure_ascii=False) + "\n"
        for number in range(count)
    )


def _entry(number: int) -> str:
    """Return an entry as somebody writes it down: when, where, who, what."""
    parts = (part[number % len(part)] for part in (_WHEN, _WHERE, _WHO, _WHAT))
    return "，".join(part for part in parts if part) + "。"


def _side(side: str, lines: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "lianxin.site.bench.reader", side],
        input=lines,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stderr)


def _cost(told: dict[str, float], requests: int) -> Cost:
    return cost(told["lines"], 0, requests, requests / told["lines"])
