"""Where a row says that somebody lives, in the register's places."""

from functools import cache
from uuid import UUID

from django.utils.translation import gettext as _

from lianxin.base.actor import Actor
from lianxin.base.sheets import Row, Wrong
from lianxin.territory.models import Level, Place
from lianxin.territory.queries import gazetteer_of, place_named, places_in, unregistered
from lianxin.understanding.addresses import addresses
from lianxin.understanding.plain import plain

_COLUMNS = (
    (Level.COMPOUND, "小区"), (Level.BUILDING, "楼栋"), (Level.STAIRWELL, "单元"), (Level.HOME, "户"),
)  # fmt: skip
Names = dict[str, str]

# What is said after a bare number, so that a sentence about it is understood.
_SIGN = {Level.COMPOUND: "", Level.BUILDING: "栋", Level.STAIRWELL: "单元", Level.HOME: "室"}


class Homes:
    """The places of the communities whose register somebody keeps; an address is looked up once."""

    def __init__(self, by: Actor, community: Place | None) -> None:
        kept = places_in(by.keeps).filter(level=Level.COMMUNITY)
        self.communities = {place.name: place for place in kept}
        if community is None and len(self.communities) == 1:
            community = next(iter(self.communities.values()))
        self.usual = community
        self._named = cache(place_named)
        self._rooms = cache(_rooms_in)

    def community(self, row: Row, wrong: list[Wrong]) -> Place | None:
        """Return the community of a row: the one it names, else the file's."""
        found = self.communities.get(row["社区"]) if row["社区"] else self.usual
        if found is None:
            why = (
                _("登记簿里没有这个社区，或不在您维护的范围内。")
                if row["社区"]
                else _("没有填。您维护几个社区，请写明是哪一个。")
            )
            wrong.append(Wrong(row.number, "社区", row["社区"], why))
        return found

    def home(self, row: Row, community: Place, wrong: list[Wrong]) -> UUID | None:
        """Return the finest place that a row leads to, None for none; what the register lacks is wrong."""
        names, columns = {level: row[column] for level, column in _COLUMNS}, dict(_COLUMNS)
        if not any(names.values()) and row["住址"]:
            names, columns = _spoken(row["住址"], community), dict.fromkeys(columns, "住址")
            if not any(names.values()):
                why = _("看不出是哪一户，请写成小区、楼栋、单元、户。")
                wrong.append(Wrong(row.number, "住址", row["住址"][:40], why))
        if not any(names.values()):
            return None
        found = self._find(community, names)
        if isinstance(found, UUID):
            return found
        why = _("登记簿里没有“%(name)s”，请核对，或先导入地点。") % {"name": names[found]}
        wrong.append(Wrong(row.number, columns[found], row[columns[found]][:40], why))
        return None

    def _find(self, community: Place, names: Names) -> UUID | str:
        """Return the place of these names, or the first level that the register lacks."""
        above = {**names, Level.HOME: ""}
        place = self._named(community, *above.values())
        missing = unregistered(place, above)
        if missing:
            return missing
        room = names[Level.HOME]
        if not room:
            return place.pk
        return self._rooms(place).get(_bare(room), Level.HOME)


def _rooms_in(place: Place) -> dict[str, UUID]:
    """Return the homes in a place by their bare names; two of one name are left out, as nobody can tell them apart."""
    inside = {"parent": place} if place.level == Level.STAIRWELL else {place.level: place}
    rows = Place.objects.filter(district=place.district_id, level=Level.HOME, **inside)
    rooms, twice = {}, set()
    for pk, name in rows.values_list("pk", "name"):
        if _bare(name) in rooms:
            twice.add(_bare(name))
        rooms[_bare(name)] = pk
    return {name: pk for name, pk in rooms.items() if name not in twice}


def _bare(room: str) -> str:
    return room.removesuffix("室").removesuffix("户").removesuffix("号")


def _spoken(address: str, community: Place) -> Names:
    """Return the names in an address that stands in one cell: 怡乐园小区3号楼2单元301."""
    text = plain(address).text
    found = addresses(text, gazetteer_of(community)) if text else []
    if not found:
        return dict.fromkeys(dict(_COLUMNS), "")
    one = found[0]
    names = (one.compound, one.building, one.unit, one.room)
    return {
        level: f"{name}{_SIGN[level]}" if name and name[-1].isdigit() else name or ""
        for (level, _column), name in zip(_COLUMNS, names, strict=True)
    }
