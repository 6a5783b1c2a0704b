"""Whom to call first in an emergency, and what to say to the one who tells of it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianxin.understanding.emergencies import emergency
from lianxin.understanding.plain import plain


@dataclass(frozen=True)
class Call:
    """The numbers to call, the nearest first, and what to say to the one on the line."""

    numbers: tuple[str, ...]
    say: str | Promise


_FIRE = Call(
    ("119",),
    _("请马上离开，带上门，不要坐电梯，到楼下等。我们替您报 119，社区现在就来人。"),
)
_GAS = Call(
    ("119",),
    _(
        "请马上离开，叫上邻居；不要点火，不要开关电器，到楼外再打电话。我们替您报 119 和燃气公司，社区现在就来人。"
    ),
)
_CURRENT = Call(
    ("120", "95598"),
    _(
        "不要用手去拉，离开三步以外；够得着总闸就拉下来。我们替您打 120 和供电 95598，社区现在就来人。"
    ),
)
_SUPPLY = Call(
    ("119", "95598"),
    _(
        "请先离开危险的地方：闻到煤气味不要点火、不要开关电器；漏电、水漫到电箱不要靠近。我们替您报 119 和供气供电单位，社区现在就来人。"
    ),
)
_TRAPPED = Call(("119",), _("请待在原处不要硬挣，保持通话。我们替您报 119，社区现在就来人。"))
_LIFT = Call(("119",), _("请不要扒门，靠里站好，保持通话。我们马上联系维保单位和 119。"))
_FALLING = Call(
    ("119",),
    _("请离开危险的墙面和屋檐，叫旁边的人也走远。我们替您报 119，社区现在就来人围挡。"),
)
_WATER = Call(
    ("119", "120"),
    _("不要下水，抛绳子、竹竿或能浮的东西。我们替您报 119 和 120，社区现在就来人。"),
)
_ILL = Call(
    ("120",),
    _("请不要随便移动病人，看着他的呼吸，留在电话旁。我们替您打 120，社区现在就来人。"),
)
_POISON = Call(
    ("119", "120"),
    _("请马上离开，往上风的地方走，捂住口鼻。我们替您报 119 和 120，社区现在就来人。"),
)
_SILENT = Call(
    ("110", "120"),
    _("请接着敲门、打电话，问问邻居最后什么时候见过。我们替您报 110 开门，社区现在就来人。"),
)
_MISSING = Call(
    ("110",),
    _("请说清姓名、年纪、穿什么、最后在哪里，家里留一个人。我们替您报 110，社区现在就来人找。"),
)
_SUICIDE = Call(
    ("110", "120"),
    _("请陪着他，慢慢说话，不要争也不要激他，别让他一个人。我们替您报 110，社区现在就来人。"),
)
_CHILD = Call(("110", "120"), _("请先把孩子带到安全的地方。我们替您报 110，社区现在就来人。"))
_POLICE = Call(("110",), _("请先到安全的地方，不要正面冲突。我们替您报 110，社区现在就来人。"))
OF_KIND = {
    "起火冒烟": _FIRE, "燃气": _GAS, "燃爆或毒物": _POISON, "触电或带电": _CURRENT, "有人被困": _TRAPPED,
    "倒塌坠落": _FALLING, "落水或被淹": _WATER, "昏倒或急病": _ILL, "摔倒不起": _ILL, "走失失联": _MISSING,
    "失去音讯": _SILENT, "轻生": _SUICIDE, "孩子遇险": _CHILD, "持械伤人": _POLICE,
}  # fmt: skip
_OF_CATEGORY = {
    "FIRE": _FIRE, "UTILITY": _SUPPLY, "ELEVATOR": _LIFT, "HEALTH": _ILL, "ELDER": _ILL, "BUILDING_SAFETY": _FALLING,
}  # fmt: skip


def call_for(words: str, category: str) -> Call:
    """Return whom to call for an emergency: by the danger that the words tell of, else by the category."""
    danger = emergency(plain(words).text)
    if danger is None or not danger.kind:
        return _OF_CATEGORY.get(category, _POLICE)
    in_lift = danger.kind == "有人被困" and category == "ELEVATOR"
    return _LIFT if in_lift else OF_KIND[danger.kind]
