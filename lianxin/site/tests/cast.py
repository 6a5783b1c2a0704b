"""The people and places of the tests: two communities that are strangers to each other, and twins.

Everything comes in by the product's own import. `tongxin` has two compounds and two grids, of which
the second crosses compounds; beside it in the same street lies `hean`, and in another district `yunhe`.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import TypeVar

from django.db.models import Model

from lianxin.access.models import Login
from lianxin.access.queries import actor_for
from lianxin.access.register import found_district, import_register
from lianxin.base import clock
from lianxin.people.models import Organisation, Person, Post
from lianxin.territory.models import Place

PLACES = """\
区县,街道,社区,社区编码,小区,小区别名,楼栋,单元,网格,户,人口,场所
莒县,城阳街道,同心社区,tongxin,,,,,,,,同心广场
莒县,城阳街道,同心社区,,怡乐园小区,怡乐园,1号楼,1单元,第一网格,101-102、201-202,9,
莒县,城阳街道,同心社区,,怡乐园小区,,1号楼,2单元,第一网格,101-102,4,
莒县,城阳街道,同心社区,,怡乐园小区,,2号楼,1单元,第二网格,101-102,5,
莒县,城阳街道,同心社区,,海纳小区,海纳,1号楼,1单元,第二网格,101-102,4,
莒县,城阳街道,和安社区,hean,安居小区,,1号楼,1单元,第一网格,101-102,4,
莒县,浮来街道,浮来社区,fulai,北苑小区,,1号楼,1单元,第一网格,101-102,4,
"""

# Short name of an actor → organisation, its kind, role and area, as the office writes them.
POSTS = {
    "secretary": ("同心社区居委会", "社区", "书记", "同心社区"),
    "desk": ("同心社区居委会", "社区", "社区工作人员", "同心社区"),
    "desk2": ("同心社区居委会", "社区", "社区工作人员", "同心社区"),
    "chief": ("同心社区居委会", "社区", "网格长", "同心社区/第一网格"),
    "grid": ("同心社区居委会", "社区", "网格员", "同心社区/第一网格"),
    "grid2": ("同心社区居委会", "社区", "网格员", "同心社区/第二网格"),
    "captain": ("同心社区居委会", "社区", "楼栋长", "同心社区/怡乐园小区/1号楼"),
    "rep": ("同心社区居委会", "社区", "居民代表", "同心社区/怡乐园小区/2号楼"),
    "branch": ("怡乐园党支部", "党支部", "党支部书记", "同心社区/怡乐园小区"),
    "property": ("乐园物业", "物业公司", "物业经理", "同心社区/怡乐园小区"),
    "property2": ("乐园物业", "物业公司", "物业经理", "同心社区/怡乐园小区"),
    "volunteer": ("同心志愿队", "志愿服务队", "志愿者", "同心社区"),
    "street": ("城阳街道办事处", "街道", "街道干部", ""),
    "department": ("县住建局", "部门", "部门经办人", "莒县"),
    "district": ("县民政局", "区县", "区县干部", "莒县"),
    "neighbour": ("和安社区居委会", "社区", "社区工作人员", "和安社区"),
    "far": ("浮来社区居委会", "社区", "社区工作人员", "莒县/浮来街道/浮来社区"),
    "neighbour_grid": ("和安社区居委会", "社区", "网格员", "和安社区/第一网格"),
}
TWIN = {
    "莒县": "云县", "城阳街道": "云阳街道", "浮来街道": "云浮街道", "同心社区": "运河社区", "同心广场": "运河广场",
    "和安社区": "运安社区", "浮来社区": "云浮社区", "tongxin": "yunhe", "hean": "yunan", "fulai": "yunfu",
}  # fmt: skip
_ROWS: tuple[type[Model], ...] = (Place, Person, Organisation, Post, Login)
_kept: dict[type[Model], list[Model]] = {}
T = TypeVar("T")


class Named(Mapping[str, T]):
    """Values by short name, each made when it is first asked for."""

    def __init__(self, names: list[str], make: Callable[[str], T]) -> None:
        self._names, self._make, self._made = names, make, {}

    def __getitem__(self, name: str) -> T:
        if name not in self._names:
            raise KeyError(name)
        if name not in self._made:
            self._made[name] = self._make(name)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def username_of(name: str) -> str:
    """Return the login name behind a short name: `grid` → grid-tongxin, `stranger_grid` → grid-yunhe."""
    if name == "desk_twin":
        return "desk-tongxin-2"
    if name == "stranger":
        return "desk-yunhe"
    return (
        f"{name.removeprefix('stranger_')}-{'yunhe' if name.startswith('stranger_') else 'tongxin'}"
    )


def short_names() -> list[str]:
    here = [*POSTS, "desk_twin", "admin"]
    return [
        *here,
        "stranger",
        *(f"stranger_{name}" for name in (*POSTS, "admin") if name != "desk"),
    ]


def settle() -> None:
    """Bring everybody into the empty database: the first time by import, then as it was left."""
    if _kept:
        for model, rows in _kept.items():
            model.objects.bulk_create(rows)
        return
    with clock.at(clock.now() - timedelta(days=400)):
        _found({})
        _found(TWIN)
    _kept.update({model: list(model.objects.order_by("pk")) for model in _ROWS})


def _found(names: dict[str, str]) -> None:
    district, community = names.get("莒县", "莒县"), names.get("tongxin", "tongxin")
    admin, _link = found_district(district, f"admin-{community}")
    for what, content in (("places", PLACES), ("posts", posts_csv())):
        for old, new in names.items():
            content = content.replace(old, new)
        import_register(what, content.encode(), by=actor_for(admin))


def posts_csv() -> str:
    lines = ["姓名,电话,单位,单位类型,职务,负责区域,登录名"]
    for number, (name, (organisation, kind, role, area)) in enumerate(POSTS.items()):
        where = area if area.startswith("莒县") else f"莒县/城阳街道/{area}".rstrip("/")
        line = f"甲{name},1380001{number:04d},{organisation},{kind},{role},{where}"
        lines.append(f"{line},{username_of(name)}")
        if name == "desk":
            lines.append(f"{line},{username_of('desk_twin')}")
    return "\n".join(lines)
