"""Reads of the territory."""

import json
from collections.abc import Collection
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from lianxin.base.bigrams import plain
from lianxin.base.kept import kept
from lianxin.base.refused import Refused
from lianxin.base.scope import Area
from lianxin.base.text import clean
from lianxin.territory.models import PATH, Level, Place
from lianxin.understanding.gazetteer import Gazetteer


def community_coded(code: str) -> Place:
    """Return the community of a code such as `tongxin`, or refuse."""
    found = list(Place.objects.filter(level=Level.COMMUNITY, code=clean(code))[:2])
    if len(found) != 1:
        raise no_community(code)
    return found[0]


def district_coded(code: str) -> Place:
    """Return the district of a code or a name, or refuse."""
    named = Q(code=clean(code)) | Q(name=clean(code))
    found = list(Place.objects.filter(named, level=Level.DISTRICT)[:2])
    if len(found) != 1:
        raise Refused(
            "not_found", _("没有编码或名称为“%(code)s”的区县，请核对。") % {"code": code[:40]}
        )
    return found[0]


def no_community(code: str) -> Refused:
    """Return the refusal of a community that there is not, or that is out of sight."""
    return Refused("not_found", _("没有编码为“%(code)s”的社区，请核对编码。") % {"code": code[:40]})


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
    stairwells = Place.objects.filter(level=Level.STAIRWELL).filter(
        Q(pk=place.pk) | Q(**{place.level: place})
    )
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


def community_kept(code: str, areas: tuple[Area, ...]) -> Place:
    """Return the community of a code within the areas that somebody keeps, or refuse."""
    place = places_in(areas).filter(level=Level.COMMUNITY, code=clean(code)).first()
    if place is None:
        raise no_community(code)
    return place


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
    grids = Place.objects.filter(
        district=place.district_id, level=Level.STAIRWELL, **{place.level: place}
    )
    distinct = list(grids.values_list("grid", flat=True).distinct()[:2])
    return distinct[0] if len(distinct) == 1 else None


def gazetteer_of(community: Place) -> Gazetteer:
    """Return what `understanding` needs to know of a community's names, homes left out.

    A place that is new is known at once, a renamed one after some seconds.
    """
    count = Place.objects.filter(district=community.district_id, community=community).count()
    return _gazetteer(community, count)


@kept
def _gazetteer(community: Place, _count: int) -> Gazetteer:
    rows = Place.objects.filter(district=community.district_id, community=community)
    compounds: dict[UUID, dict] = {}
    buildings: dict[UUID, dict] = {}
    venues = []
    order = (Level.COMPOUND, Level.BUILDING, Level.STAIRWELL, Level.VENUE)
    for place in sorted(
        rows.filter(level__in=order), key=lambda row: (order.index(row.level), row.name)
    ):
        named = {"name": place.name, "aliases": place.aliases}
        if place.level == Level.COMPOUND:
            compounds[place.pk] = {**named, "buildings": []}
        elif place.level == Level.BUILDING:
            buildings[place.pk] = {**named, "stairwells": []}
            compounds[place.compound_id]["buildings"].append(buildings[place.pk])
        elif place.level == Level.STAIRWELL:
            buildings[place.building_id]["stairwells"].append({"name": place.name, "homes": []})
        else:
            venues.append(named)
    return Gazetteer.from_json({"compounds": list(compounds.values()), "places": venues})


def place_named(
    community: Place, compound: str | None, building: str | None, unit: str | None, room: str | None
) -> Place:
    """Return the finest place of the community that these names (as understood) lead to."""
    found = community
    steps = (
        (Level.COMPOUND, compound),
        (Level.BUILDING, building),
        (Level.STAIRWELL, unit),
        (Level.HOME, room),
    )
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


def unregistered(found: Place, names: dict[str, str]) -> str | None:
    """Return the first level of these names that the place found by them does not reach."""
    path = {**found.path(), "home_id": found.pk if found.level == Level.HOME else None}
    return next((level for level, name in names.items() if name and not path[f"{level}_id"]), None)


_SUFFIX = {Level.BUILDING: "栋", Level.STAIRWELL: "单元", Level.HOME: "室"}
_COLUMN = {Level.COMMUNITY: "community", Level.COMPOUND: "compound", Level.BUILDING: "building"}


def _child(above: Place, level: str, name: str) -> Place | None:
    inside = Q(parent=above)
    if level == Level.HOME and above.level in _COLUMN:
        inside = Q(**{_COLUMN[above.level]: above})
    rows = Place.objects.filter(inside, level=level, district=above.district_id)
    bare = name.removesuffix(_SUFFIX.get(level, "\0"))
    exact = list(
        rows.filter(name__in=[name, bare, f"{bare}{_SUFFIX.get(level, '')}", f"{bare}号楼"])[:2]
    )
    if level == Level.COMPOUND and not exact:
        exact = [row for row in rows if name in row.aliases]
    return exact[0] if len(exact) == 1 else None


def reaches(areas: tuple[Area, ...], community: Place) -> bool:
    """Tell whether any of the areas lies in the community, or the community in it."""
    above = {community.pk, community.street_id, community.district_id}
    return any(area.community == community.pk or area.place in above for area in areas)


@kept
def name_of_area(areas: tuple[Area, ...]) -> str:
    """Return the name of the place that these areas speak of: the first one's community, or the place itself."""
    if not areas:
        return ""
    first = areas[0]
    return (
        Place.objects.filter(pk=first.community or first.place)
        .values_list("name", flat=True)
        .first()
        or ""
    )


def communities_in(areas: tuple[Area, ...], district: UUID) -> QuerySet[Place]:
    """Return the communities that the areas lie in or hold."""
    touched = Q(pk__in=[])
    for area in areas:
        touched |= Q(pk=area.community) if area.community else Q(**{area.level: area.place})
    return Place.objects.filter(touched, district=district, level=Level.COMMUNITY).order_by(
        "name", "pk"
    )


def places_seen(areas: tuple[Area, ...], district: UUID) -> QuerySet[Place]:
    """Return the places that somebody can name: those in the areas, and all of the communities they touch."""
    communities = communities_in(areas, district).order_by().values("pk")
    within = places_in(areas).order_by().values("pk")
    seen = Q(pk__in=within) | Q(pk__in=communities) | Q(community__in=communities)
    return Place.objects.filter(seen, district=district)


def path_names(places: list[Place]) -> dict[UUID, dict[str, str]]:
    """Return, for each place, the names on its path by level, empty where it ends above (one query)."""
    wanted = {
        place.pk: {**place.path(), "home_id": place.pk if place.level == Level.HOME else None}
        for place in places
    }
    names = dict(
        Place.objects.filter(
            pk__in={pk for path in wanted.values() for pk in path.values() if pk}
        ).values_list("pk", "name")
    )
    levels = (*PATH, "grid", "home")
    return {
        pk: {level: names.get(path[f"{level}_id"], "") for level in levels}
        for pk, path in wanted.items()
    }


def addresses_of(places: Collection[UUID]) -> dict[UUID, str]:
    """Return each place as people say it, from the compound down: 怡乐园小区1号楼1单元101 (two queries)."""
    named = path_names(list(Place.objects.filter(pk__in=places)))
    spoken = ("compound", "building", "stairwell", "home")
    return {pk: "".join(names[level] for level in spoken) for pk, names in named.items()}


def places_called(sought: str, areas: tuple[Area, ...]) -> QuerySet[Place]:
    """Return the places in these areas that every word sought fits; without words, none.

    A word fits by a place's own name, alias or code, or by a name above it: `怡乐园 1号楼 101`; one of the
    words must be the place's own.
    """
    words = plain(clean(sought)).split()
    if not words:
        return Place.objects.none()
    seen = places_in(areas).annotate(
        called=Cast("aliases", TextField()), compound_called=Cast("compound__aliases", TextField())
    )
    own = [
        Q(name__icontains=word) | Q(called__icontains=_in_json(word)) | Q(code=word)
        for word in words
    ]
    found = seen.filter(Q(*own, _connector=Q.OR))
    for word, fits in zip(words, own, strict=True):
        above = Q(compound_called__icontains=_in_json(word))
        for level in ("community", "compound", "building", "stairwell"):
            above |= Q(**{f"{level}__name__icontains": word})
        found = found.filter(fits | above)
    return found.order_by("community__name", "compound__name", "building__name", "name", "pk")


def _in_json(word: str) -> str:
    """Return a word as it stands in a column of JSON: with escapes for what is not ASCII on SQLite."""
    return json.dumps(word, ensure_ascii=connection.vendor == "sqlite")[1:-1]


def with_paths(places: list[Place]) -> list[tuple[Place, str]]:
    """Return places, each with the names above it from the community down (two queries)."""
    named = path_names(places)
    above = ("community", "grid", "compound", "building", "stairwell")
    return [
        (
            place,
            " / ".join(
                named[place.pk][level]
                for level in above
                if level != place.level and named[place.pk][level]
            ),
        )
        for place in places
    ]


def compound_names(communities: QuerySet[Place]) -> list[str]:
    """Return the names of the compounds of these communities, as choices to type from."""
    rows = Place.objects.filter(level=Level.COMPOUND, community__in=communities.values("pk"))
    return list(rows.order_by("name").values_list("name", flat=True).distinct())


def below(place: Place) -> QuerySet[Place]:
    """Return the places directly below one, each with its grid."""
    return place.children.select_related("grid").order_by("level", "name", "pk")


def grids_of(place: Place) -> QuerySet[Place]:
    """Return the grids of the community that a place lies in."""
    return Place.objects.filter(level=Level.GRID, community=place.community_id).order_by("name")
