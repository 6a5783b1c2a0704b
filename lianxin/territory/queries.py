"""Reads of the territory."""

from uuid import UUID

from django.db.models import Q, QuerySet

from lianxin.base.refused import Refused
from lianxin.base.scope import Area
from lianxin.territory.models import PATH, Level, Place
from lianxin.understanding.gazetteer import Gazetteer


def community_coded(code: str) -> Place:
    """Return the community of a code such as `tongxin`, or refuse."""
    found = list(Place.objects.filter(level=Level.COMMUNITY, code=code)[:2])
    if len(found) != 1:
        raise Refused("not_found", f"没有编码为“{code}”的社区，请核对编码。")
    return found[0]


def area_of(place: Place) -> Area:
    """Return the area of a post on this place, with all that it touches."""
    if place.level in (Level.DISTRICT, Level.STREET, Level.COMMUNITY):
        return Area(place.level, place.pk, place.pk if place.level == Level.COMMUNITY else None)
    if place.level == Level.GRID:
        touched = Place.objects.filter(district=place.district_id, grid=place)
        pairs = set(touched.values_list("compound", "building"))
        return Area(
            place.level,
            place.pk,
            place.community_id,
            compounds=frozenset(compound for compound, _ in pairs if compound),
            buildings=frozenset(building for _, building in pairs if building),
        )
    stairwells = Place.objects.filter(level=Level.STAIRWELL).filter(Q(pk=place.pk) | Q(**{place.level: place}))
    return Area(
        place.level,
        place.pk,
        place.community_id,
        compounds=_known(place.path()["compound_id"]),
        buildings=_known(place.path()["building_id"]),
        grids=frozenset(stairwells.filter(grid__isnull=False).values_list("grid", flat=True)),
    )


def _known(place: UUID | None) -> frozenset[UUID]:
    return frozenset([place] if place else [])


def places_in(areas: tuple[Area, ...]) -> QuerySet[Place]:
    """Return the places that lie in any of the areas, the areas' own places included."""
    inside = Q(pk__in=[])
    for area in areas:
        inside |= Q(pk=area.place)
        if area.level in (*PATH, "grid"):
            inside |= Q(**{area.level: area.place})
    return Place.objects.filter(inside)


def grid_of(place: Place) -> UUID | None:
    """Return the grid of a place, where all its stairwells lie in one; else None."""
    if place.grid_id or place.level in (Level.STAIRWELL, Level.HOME, Level.VENUE):
        return place.grid_id
    if place.level == Level.GRID:
        return place.pk
    if place.level not in (Level.COMPOUND, Level.BUILDING):
        return None
    grids = Place.objects.filter(district=place.district_id, level=Level.STAIRWELL, **{place.level: place})
    distinct = list(grids.values_list("grid", flat=True).distinct()[:2])
    return distinct[0] if len(distinct) == 1 else None


def gazetteer_of(community: Place) -> Gazetteer:
    """Return what `understanding` needs to know of a community's names (one query)."""
    rows = Place.objects.filter(district=community.district_id, community=community).exclude(level=Level.GRID)
    compounds: dict[UUID, dict] = {}
    buildings: dict[UUID, dict] = {}
    stairwells: dict[UUID, dict] = {}
    places = []
    order = [Level.COMPOUND, Level.BUILDING, Level.STAIRWELL, Level.HOME, Level.VENUE]
    for place in sorted(rows, key=lambda row: (order.index(row.level), row.name)):
        named = {"name": place.name, "aliases": place.aliases}
        if place.level == Level.COMPOUND:
            compounds[place.pk] = {**named, "buildings": []}
        elif place.level == Level.BUILDING:
            buildings[place.pk] = {**named, "stairwells": []}
            compounds[place.compound_id]["buildings"].append(buildings[place.pk])
        elif place.level == Level.STAIRWELL:
            stairwells[place.pk] = {"name": place.name, "homes": []}
            buildings[place.building_id]["stairwells"].append(stairwells[place.pk])
        elif place.level == Level.HOME and place.stairwell_id:
            stairwells[place.stairwell_id]["homes"].append(place.name)
        elif place.level == Level.VENUE:
            places.append(named)
    return Gazetteer.from_json({"compounds": list(compounds.values()), "places": places})


def place_named(
    community: Place, compound: str | None, building: str | None, unit: str | None, room: str | None
) -> Place:
    """Return the finest place of the community that these names (as understood) lead to."""
    found = community
    steps = ((Level.COMPOUND, compound), (Level.BUILDING, building), (Level.STAIRWELL, unit), (Level.HOME, room))
    for level, name in steps:
        if not name:
            if level == Level.STAIRWELL:
                continue  # a room may be named without its stairwell
            break
        below = _child(found, level, name)
        if below is None:
            break
        found = below
    return found


_SUFFIX = {Level.BUILDING: "栋", Level.STAIRWELL: "单元", Level.HOME: "室"}
_COLUMN = {Level.COMMUNITY: "community", Level.COMPOUND: "compound", Level.BUILDING: "building"}


def _child(above: Place, level: str, name: str) -> Place | None:
    inside = Q(parent=above)
    if level == Level.HOME and above.level in _COLUMN:
        inside = Q(**{_COLUMN[above.level]: above})
    rows = Place.objects.filter(inside, level=level, district=above.district_id)
    bare = name.removesuffix(_SUFFIX.get(level, "\0"))
    exact = list(rows.filter(name__in=[name, bare, f"{bare}{_SUFFIX.get(level, '')}", f"{bare}号楼"])[:2])
    if level == Level.COMPOUND and not exact:
        exact = [row for row in rows if name in row.aliases]
    return exact[0] if len(exact) == 1 else None


def reaches(areas: tuple[Area, ...], community: Place) -> bool:
    """Tell whether any of the areas lies in the community, or the community in it."""
    above = {community.pk, community.street_id, community.district_id}
    return any(area.community == community.pk or area.place in above for area in areas)
