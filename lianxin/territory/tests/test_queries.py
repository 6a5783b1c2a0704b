"""Areas, grids and places by the names that people say."""

import pytest

from lianxin.base.refused import Refused
from lianxin.territory.models import Place
from lianxin.territory.queries import area_of, community_coded, grid_of, place_named


def names(places: object) -> set[str]:
    return set(Place.objects.filter(pk__in=places).values_list("name", flat=True))


def place(community: Place, level: str, name: str) -> Place:
    return Place.objects.get(community=community, level=level, name=name)


def test_the_area_of_a_grid_touches_what_its_stairwells_lie_in(tongxin: Place):
    area = area_of(place(tongxin, "grid", "第二网格"))

    assert (area.level, area.community) == ("grid", tongxin.pk)
    assert names(area.compounds) == {"怡乐园小区", "海纳小区"}
    assert len(area.buildings) == 2


def test_the_area_of_a_building_touches_its_compound_and_grid(tongxin: Place):
    building = place_named(tongxin, "怡乐园小区", "1号楼", None, None)

    area = area_of(building)

    assert (names(area.compounds), names(area.grids)) == ({"怡乐园小区"}, {"第一网格"})
    assert area.buildings == {building.pk}


def test_the_area_of_a_compound_touches_all_its_grids(tongxin: Place):
    assert names(area_of(place(tongxin, "compound", "怡乐园小区")).grids) == {
        "第一网格",
        "第二网格",
    }


@pytest.mark.parametrize("level", ["community", "street", "district"])
def test_an_area_above_a_compound_names_itself_alone(tongxin: Place, level: str):
    above = tongxin if level == "community" else getattr(tongxin, level)

    area = area_of(above)

    assert (area.level, area.place) == (level, above.pk)
    assert area.community == (tongxin.pk if level == "community" else None)
    assert not area.compounds | area.buildings | area.grids


@pytest.mark.parametrize(
    ("path", "grid"),
    [
        (("怡乐园小区", "1号楼", "1单元", "101"), "第一网格"),
        (("怡乐园小区", "1号楼", "1单元", None), "第一网格"),
        (("怡乐园小区", "1号楼", None, None), "第一网格"),
        (("怡乐园小区", "2号楼", None, None), "第二网格"),
        (("怡乐园小区", None, None, None), None),
        (("海纳小区", None, None, None), "第二网格"),
        ((None, None, None, None), None),
    ],
)
def test_the_grid_of_a_place_is_known_where_all_of_it_lies_in_one(
    tongxin: Place, path: tuple, grid: str | None
):
    found = grid_of(place_named(tongxin, *path))

    assert (Place.objects.get(pk=found).name if found else None) == grid


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (("怡乐园小区", "1号楼", "1单元", "101"), "101"),
        (("怡乐园", "1", "1", "101室"), "101"),
        (("怡乐园", "1栋", "1单元", None), "1单元"),
        (("怡乐园小区", "2号楼", None, "101"), "101"),
        (("怡乐园小区", "1号楼", None, "101"), "1号楼"),
        (("怡乐园小区", "9号楼", "1单元", "101"), "怡乐园小区"),
        (("没有的小区", "1号楼", None, None), "同心社区"),
        ((None, "1号楼", None, None), "同心社区"),
        (("", "", "", ""), "同心社区"),
    ],
)
def test_a_place_is_found_as_far_as_its_names_lead(tongxin: Place, said: tuple, found: str):
    assert place_named(tongxin, *said).name == found


@pytest.mark.parametrize("code", ["tongxin2", "", "TONGXIN", "\x00", "x" * 999])
def test_a_code_that_is_none_is_not_found(tongxin: Place, code: str):
    with pytest.raises(Refused) as refused:
        community_coded(code)

    assert refused.value.code == "not_found"


def test_a_community_is_found_by_its_code(tongxin: Place):
    assert community_coded("tongxin") == tongxin
