"""The twins: two communities of one register, each in a district of its own, told apart by a sign.

Names of streets, compounds, people and telephones are the same in both, so that nothing but the scope
keeps them apart. The sign stands in the words and the spot of every matter: where a reader of one twin
meets the sign of the other, something has leaked.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from lianxin.access.actions import use_link
from lianxin.access.models import Login
from lianxin.access.queries import actor_for
from lianxin.access.register import found_district, import_register

STREET, COMMUNITY = "河口街道", "长乐社区"
COMPOUNDS = ("春晖苑", "秋实里", "望江新村", "柳荫小区", "明德花园", "百合家园")
BUILDINGS, STAIRWELLS = 6, 3
HOMES = ("101", "102", "201", "202", "301", "302", "401", "402", "501", "502")
# Half of a compound's buildings are one grid.
GRIDS = tuple(
    f"第{number}网格"
    for number in ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]
)

SURNAMES = "沈韩邓曹彭曾田董潘袁蔡余杜叶程魏苏吕丁沈任姚卢傅钟姜"
GIVEN = (
    "桂芝",
    "守义",
    "兰英",
    "国栋",
    "素琴",
    "连生",
    "凤霞",
    "宝山",
    "玉珍",
    "庆丰",
    "巧云",
    "长顺",
)


@dataclass(frozen=True)
class Twin:
    """One of the two: its code ends its logins, its sign is met nowhere else."""

    code: str
    district: str
    sign: str


TWINS = (Twin("dong", "东川县", "青鸾"), Twin("xi", "西川县", "玄鹤"))

_OFFICE = ("长乐社区居民委员会", "社区")
_HERE, _STREET, _DISTRICT = f"{STREET}/{COMMUNITY}", STREET, ""
# Short name of a login → who, in which organisation of which kind, as what, for which area.
POSTS = {
    "secretary": ("庄怀远", *_OFFICE, "书记", _HERE),
    "desk": ("邹雨晴", *_OFFICE, "社区工作人员", _HERE),
    "desk2": ("晏小楼", *_OFFICE, "社区工作人员", _HERE),
    "chief": ("路长河", *_OFFICE, "网格长", f"{_HERE}/第一网格"),
    "captain": ("焦秋菊", *_OFFICE, "楼栋长", f"{_HERE}/春晖苑/1号楼"),
    "rep": ("郎玉田", *_OFFICE, "居民代表", f"{_HERE}/春晖苑/2号楼"),
    "branch": ("栾志高", "春晖苑党支部", "党支部", "党支部书记", f"{_HERE}/春晖苑"),
    "property": ("尤万里", "长乐物业", "物业公司", "物业经理", _HERE),
    "volunteer": ("全小舟", "长乐志愿服务队", "志愿服务队", "志愿者", _HERE),
    "street": ("鲍青云", "河口街道办事处", "街道", "街道干部", _STREET),
    "department": ("苗一鸣", "县住房和城乡建设局", "部门", "部门经办人", _DISTRICT),
    "district": ("阎松年", "县民政局", "区县", "区县干部", _DISTRICT),
    **{
        f"grid{number}": (f"荆{name[1:-2]}平", *_OFFICE, "网格员", f"{_HERE}/{name}")
        for number, name in enumerate(GRIDS, start=1)
    },
}


def logins() -> list[dict]:
    """Return the twins with their logins: whose each is, and as what."""
    return [
        {
            "code": twin.code,
            "district": twin.district,
            "community": COMMUNITY,
            "sign": twin.sign,
            "logins": [_as_json(login) for login in _logins_of(twin)],
        }
        for twin in TWINS
    ]


def _logins_of(twin: Twin) -> QuerySet[Login]:
    there = Login.objects.filter(district__name=twin.district)
    return there.select_related("person").order_by("username")


def _as_json(login: Login) -> dict:
    return {
        "login": login.username,
        "name": login.person.name,
        "post": actor_for(login).post_name,
    }


def found(twin: Twin, password: str) -> None:
    """Found a twin's district and take in its register; every login gets the password."""
    admin, secret = found_district(twin.district, f"admin-{twin.code}")
    links = {admin.username: secret}
    for what, lines in (("places", _places(twin)), ("people", _people()), ("posts", _posts(twin))):
        content = "\n".join(lines).encode()
        links |= import_register(what, content, by=actor_for(admin, via="cli")).get("links", {})
    for link in links.values():
        use_link(link, password)


def _places(twin: Twin) -> Iterator[str]:
    yield "区县,街道,社区,社区编码,小区,楼栋,单元,网格,户,人口"
    homes = "、".join(HOMES)
    for place, compound in enumerate(COMPOUNDS):
        for building in range(1, BUILDINGS + 1):
            grid = GRIDS[place * 2 + (building > BUILDINGS // 2)]
            for stairwell in range(1, STAIRWELLS + 1):
                above = f"{twin.district},{STREET},{COMMUNITY},{twin.code}"
                yield f"{above},{compound},{building}号楼,{stairwell}单元,{grid},{homes},26"


def _people() -> Iterator[str]:
    yield "姓名,称呼,电话,社区,小区,楼栋,单元,户"
    number = 0
    for compound in COMPOUNDS:
        for building in range(1, BUILDINGS + 1):
            for home in (HOMES[1], HOMES[-1]):
                name = SURNAMES[number % len(SURNAMES)] + GIVEN[number % len(GIVEN)]
                where = f"{COMMUNITY},{compound},{building}号楼,1单元,{home}"
                yield f"{name},居民,1390000{number:04d},{where}"
                number += 1


def _posts(twin: Twin) -> Iterator[str]:
    yield "姓名,电话,单位,单位类型,职务,负责区域,起,登录名"
    for number, (login, (name, organisation, kind, role, area)) in enumerate(POSTS.items()):
        where = f"{twin.district}/{area}".rstrip("/")
        work = f"{organisation},{kind},{role},{where}"
        yield f"{name},1380000{number:04d},{work},2020-01-01,{login}-{twin.code}"
