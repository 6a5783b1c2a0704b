"""The register of each community holds the figures of its report."""

import pytest
from django.db.models import Sum

from lianxin.people.models import Organisation, Post, Role
from lianxin.site.demo.stories import CODES, Told
from lianxin.territory.models import Level, Place

pytestmark = pytest.mark.xdist_group("demo")


def places(code: str, level: str) -> object:
    return Place.objects.filter(community__code=code, level=level)


@pytest.mark.parametrize(
    ("code", "level", "figure"),
    [
        ("tongxin", Level.GRID, 12),
        ("tongxin", Level.COMPOUND, 13),
        ("tongxin", Level.HOME, 3909),
        ("yunhe", Level.HOME, 2609),
        ("hehuatang", Level.COMPOUND, 11),
        ("hehuatang", Level.GRID, 8),
    ],
)
def test_a_community_has_the_places_of_its_report(told: list[Told], code, level, figure):
    assert places(code, level).count() == figure


@pytest.mark.parametrize(
    ("code", "kind", "figure"),
    [
        ("tongxin", "unit", 19),
        ("tongxin", "party_branch", 5),
        ("yunhe", "volunteer_team", 8),
        ("hehuatang", "owners_committee", 4),
        ("shaoguang", "property_company", 0),
    ],
)
def test_a_community_has_the_organisations_of_its_report(told: list[Told], code, kind, figure):
    assert Organisation.objects.filter(area__community__code=code, kind=kind).count() + (
        Organisation.objects.filter(area__code=code, kind=kind).count()
    ) == figure  # fmt: skip


def test_the_district_has_the_321_grids_of_its_report_in_all_its_communities(told: list[Told]):
    grids = Place.objects.filter(district__name="城中区", level=Level.GRID)

    assert grids.count() == 321
    assert grids.values("community").distinct().count() == 33
    assert grids.values("street").distinct().count() == 8


def test_the_community_has_eleven_staff(told: list[Told]):
    staff = Post.objects.filter(
        organisation__name="禾花塘社区居民委员会",
        role__in=(Role.SECRETARY, Role.OFFICE_WORKER, Role.GRID_WORKER),
    )

    assert staff.count() == 11


@pytest.mark.parametrize(
    ("compound", "buildings", "stairwells", "homes"),
    [("怡乐园小区", 1, 4, 40), ("运河小区", 15, 45, 630), ("学院巷1号院", 1, 3, 30)],
)
def test_a_compound_is_built_as_its_report_says(told, compound, buildings, stairwells, homes):
    inside = Place.objects.filter(compound__name=compound)

    counted = [
        inside.filter(level=level).count()
        for level in (Level.BUILDING, Level.STAIRWELL, Level.HOME)
    ]

    assert counted == [buildings, stairwells, homes]


def test_the_people_add_up_to_the_reports(told: list[Told]):
    def people(**inside: str) -> int:
        homes = Place.objects.filter(level=Level.HOME, **inside)
        return homes.aggregate(sum=Sum("population"))["sum"]

    assert people(community__code="tongxin") == 11730
    assert people(compound__name="运河小区") == 1876
    assert 20_000 <= people(community__code="hehuatang") < 30_000


def test_the_compound_with_the_garbage_has_over_a_thousand_homes_and_two_names(told: list[Told]):
    compound = places("tongxin", Level.COMPOUND).get(name="海纳小区")

    assert places("tongxin", Level.HOME).filter(compound=compound).count() > 1000
    assert compound.aliases == ["海纳莒州家园"]


@pytest.mark.parametrize("code", CODES)
def test_every_stairwell_lies_in_one_grid_and_some_grid_crosses_compounds(told: list[Told], code):
    stairwells = places(code, Level.STAIRWELL)
    compounds_of: dict = {}
    for grid, compound in stairwells.values_list("grid", "compound"):
        compounds_of.setdefault(grid, set()).add(compound)

    assert set(compounds_of) == set(places(code, Level.GRID).values_list("pk", flat=True))
    assert max(len(compounds) for compounds in compounds_of.values()) > 1
