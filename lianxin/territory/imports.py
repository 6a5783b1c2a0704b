"""Places from the office's own list: one row a stairwell, the places above it made as they are named."""

from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.base.actor import Actor
from lianxin.base.ids import new_id
from lianxin.base.sheets import Row, Wrong, refuse_wrong, table_of, too_long
from lianxin.territory.models import PATH, Level, Place
from lianxin.territory.ranges import MOST, names_in, parted

COLUMNS = (
    "区县", "街道", "社区", "社区编码", "小区", "小区别名", "楼栋", "单元", "网格", "户", "人口", "场所",
    "破产企业",
)  # fmt: skip
_PATH_COLUMNS = (
    (Level.DISTRICT, "区县"),
    (Level.STREET, "街道"),
    (Level.COMMUNITY, "社区"),
    (Level.COMPOUND, "小区"),
    (Level.BUILDING, "楼栋"),
    (Level.STAIRWELL, "单元"),
)
# Column → how many characters the register holds.
_MOST = {
    "社区编码": 40,
    "网格": 80,
    "场所": 80,
    "破产企业": 80,
    **{column: 80 for _level, column in _PATH_COLUMNS},
}


@dataclass
class _Tree:
    """The places of a district by parent, level and name: those that are there, and those to be made."""

    district: Place
    known: dict[tuple[UUID | None, str, str], Place] = field(default_factory=dict)
    made: list[Place] = field(default_factory=list)
    changed: dict[UUID, Place] = field(default_factory=dict)

    def place(self, parent: Place, level: str, name: str, **more: object) -> Place:
        key = (parent.pk, level, name)
        if key not in self.known:
            above = {**parent.path(), **more}
            if level == Level.GRID:
                above["grid_id"] = None
            self.known[key] = Place(
                id=new_id(),
                level=level,
                name=name,
                parent=parent,
                **{**above, "district_id": self.district.pk},
            )
            self.made.append(self.known[key])
        return self.known[key]

    def change(self, place: Place, **values: object) -> None:
        if any(getattr(place, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(place, name, value)
            self.changed[place.pk] = place

    @property
    def corrected(self) -> list[Place]:
        """The places that were there before and are not as they were."""
        made = {place.pk for place in self.made}
        return [place for pk, place in self.changed.items() if pk not in made]


def import_places(content: bytes, *, by: Actor, dry_run: bool = False) -> dict:
    """Take a CSV file of places, all of it or nothing; the same file twice changes nothing.

    Returns `{"new", "changed", "rows"}`. A row outside the actor's areas is refused with its number.
    """
    rows = table_of(content, COLUMNS, required=("区县", "街道", "社区")).rows
    with transaction.atomic():
        district = Place.objects.get(pk=by.district)
        tree = _Tree(district, _known(district))
        wrong: list[Wrong] = []
        for row in rows:
            _take(row, tree, by, wrong)
        refuse_wrong(wrong)
        if not dry_run:
            _save(tree)
    return {"rows": len(rows), "new": len(tree.made), "changed": len(tree.corrected)}


def _known(district: Place) -> dict:
    places = Place.objects.filter(district=district)
    return {(place.parent_id, place.level, place.name): place for place in places}


def _save(tree: _Tree) -> None:
    for level in (*PATH, Level.GRID, Level.VENUE, Level.HOME):
        if level == Level.STAIRWELL:
            _insert(tree.made, Level.GRID)
        if level != Level.GRID:
            _insert(tree.made, level)
    Place.objects.bulk_update(
        tree.corrected,
        ["code", "aliases", "grid", "population", "bankrupt_employer"],
        batch_size=500,
    )


def _insert(made: list[Place], level: str) -> None:
    Place.objects.bulk_create([place for place in made if place.level == level], batch_size=500)


def _take(row: Row, tree: _Tree, by: Actor, wrong: list[Wrong]) -> None:
    if row["区县"] != tree.district.name:
        why = _("您只能登记“%(name)s”的地点。") % {"name": tree.district.name}
        wrong.append(Wrong(row.number, "区县", row["区县"], why))
        return
    if long := too_long(row, _MOST):
        wrong += long
        return
    place = _path(row, tree, wrong)
    if place is None:
        return
    if not _kept(place, tree, by):
        wrong.append(Wrong(row.number, "社区", row["社区"], _("不在您维护的范围内。")))
        return
    community = tree.known[_key(tree, row, 2)]
    if row["社区编码"]:
        _take_code(row, tree, community, wrong)
    if row["场所"]:
        tree.place(community, Level.VENUE, row["场所"])
    if row["小区别名"] and row["小区"]:
        compound = tree.known[(community.pk, Level.COMPOUND, row["小区"])]
        tree.change(compound, aliases=parted(row["小区别名"]))
    if row["破产企业"]:
        _take_bankrupt(row, tree, community, wrong)
    if row["网格"]:
        _join_grid(row, tree, community, place, wrong)
    if row["户"]:
        _take_homes(row, tree, place, wrong)
    elif row["人口"]:
        tree.change(place, population=_number(row, wrong))


def _take_bankrupt(row: Row, tree: _Tree, community: Place, wrong: list[Wrong]) -> None:
    if not row["小区"]:
        why = _("请填上是哪个小区。")
        wrong.append(Wrong(row.number, "破产企业", row["破产企业"], why))
        return
    compound = tree.known[(community.pk, Level.COMPOUND, row["小区"])]
    tree.change(compound, bankrupt_employer=row["破产企业"])


def _take_code(row: Row, tree: _Tree, community: Place, wrong: list[Wrong]) -> None:
    holder = next((place for place in tree.known.values() if place.code == row["社区编码"]), None)
    if holder is not None and holder.pk != community.pk:
        why = _("这个编码已是“%(name)s”的。") % {"name": holder.name}
        wrong.append(Wrong(row.number, "社区编码", row["社区编码"], why))
        return
    tree.change(community, code=row["社区编码"])


def _key(tree: _Tree, row: Row, depth: int) -> tuple[UUID, str, str]:
    parent = tree.district
    for level, column in _PATH_COLUMNS[1:depth]:
        parent = tree.known[(parent.pk, level, row[column])]
    level, column = _PATH_COLUMNS[depth]
    return (parent.pk, level, row[column])


def _path(row: Row, tree: _Tree, wrong: list[Wrong]) -> Place | None:
    """Return the finest place that the row's path names, making what is missing above it."""
    place = tree.district
    ended = False
    for level, column in _PATH_COLUMNS[1:]:
        name = row[column]
        if name and ended:
            wrong.append(Wrong(row.number, column, name, _("它上面的一级没有填。")))
            return None
        if not name:
            ended = True
            continue
        place = tree.place(place, level, name)
    return place


def _kept(place: Place, tree: _Tree, by: Actor) -> bool:
    path = place.path()
    return any(area.place in path.values() for area in by.keeps)


def _join_grid(row: Row, tree: _Tree, community: Place, place: Place, wrong: list[Wrong]) -> None:
    if place.level == Level.COMMUNITY:
        tree.place(community, Level.GRID, row["网格"])
        return
    if place.level != Level.STAIRWELL:
        wrong.append(
            Wrong(row.number, "网格", row["网格"], _("网格由单元组成，请把楼栋和单元填上。"))
        )
        return
    grid = tree.place(community, Level.GRID, row["网格"])
    tree.change(place, grid_id=grid.pk)


def _take_homes(row: Row, tree: _Tree, place: Place, wrong: list[Wrong]) -> None:
    if place.level not in (Level.STAIRWELL, Level.BUILDING):
        wrong.append(Wrong(row.number, "户", row["户"], _("请填到楼栋或单元，再列户号。")))
        return
    names = names_in(row["户"])
    if not 1 <= len(names) <= MOST:
        wrong.append(
            Wrong(
                row.number,
                "户",
                row["户"][:40],
                _("户号写成 101-104、201-204 的样子，一行最多500户。"),
            )
        )
        return
    people = _number(row, wrong) if row["人口"] else None
    each, more = divmod(people or 0, len(names))
    for position, name in enumerate(names):
        home = tree.place(place, Level.HOME, name)
        values = {"grid_id": place.grid_id}
        if people is not None:
            values["population"] = each + (position < more)
        tree.change(home, **values)


def _number(row: Row, wrong: list[Wrong]) -> int:
    if row["人口"].isascii() and row["人口"].isdigit() and len(row["人口"]) <= 6:
        return int(row["人口"])
    wrong.append(Wrong(row.number, "人口", row["人口"], _("应是一个数。")))
    return 0
