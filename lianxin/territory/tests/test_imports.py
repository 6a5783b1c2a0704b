"""Places from the office's own list: all of it or nothing, and what is wrong by row and column."""

from collections.abc import Mapping

import pytest

from lianxin.access.register import import_register
from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.territory.models import Place
from lianxin.territory.queries import place_named

Actors = Mapping[str, Actor]
HEADER = "区县,街道,社区,社区编码,小区,小区别名,楼栋,单元,网格,户,人口,场所,破产企业\n"
HERE = "莒县,城阳街道,同心社区,"


def taken(rows: str, by: Actor, *, encoding: str = "utf-8", dry_run: bool = False) -> dict:
    return import_register("places", (HEADER + rows).encode(encoding), by=by, dry_run=dry_run)


def everything() -> list:
    return list(Place.objects.order_by("pk").values_list())


def wrong(rows: str, by: Actor) -> list[tuple]:
    """Import what is refused, prove that nothing came in, and return what is wrong."""
    before = everything()
    with pytest.raises(Refused) as refused:
        taken(rows, by)
    assert everything() == before
    assert refused.value.code == "bad_input"
    return [
        (one["row"], one["column"], one["value"], one["reason"])
        for one in refused.value.extra["errors"]
    ]


def test_a_row_makes_the_whole_path_and_its_homes(tongxin: Place, actors: Actors):
    done = taken(f"{HERE},新苑小区,新苑,3号楼,2单元,第一网格,101-103、附1,10,\n", actors["desk"])

    home = place_named(tongxin, "新苑", "3", "2", "附1")
    homes = Place.objects.filter(stairwell=home.stairwell_id, level="home").order_by("name")
    assert done == {"rows": 1, "new": 7, "changed": 0}
    assert [(one.name, one.population) for one in homes] == [
        ("101", 3), ("102", 3), ("103", 2), ("附1", 2)
    ]  # fmt: skip
    assert home.grid == Place.objects.get(community=tongxin, level="grid", name="第一网格")


def test_a_row_says_whose_housing_a_compound_was(tongxin: Place, actors: Actors):
    done = taken(f"{HERE},海纳小区,,,,,,,,红星厂\n", actors["desk"])

    compound = Place.objects.get(parent=tongxin, name="海纳小区")
    assert (done["changed"], compound.bankrupt_employer) == (1, "红星厂")


def test_the_same_file_twice_changes_nothing(actors: Actors):
    rows = f"{HERE},新苑小区,新苑、老苑,3号楼,2单元,第三网格,101-103,10,\n{HERE},,,,,,,,新苑广场\n"
    taken(rows, actors["desk"])
    before = everything()

    done = taken(rows, actors["desk"])

    assert (done["new"], done["changed"]) == (0, 0)
    assert everything() == before


def test_a_dry_run_counts_and_writes_nothing(actors: Actors):
    before = everything()

    done = taken(f"{HERE},新苑小区,,3号楼,2单元,,101,,\n", actors["desk"], dry_run=True)

    assert (done["new"], everything()) == (4, before)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gbk"])
def test_a_file_is_read_as_the_office_saved_it(tongxin: Place, actors: Actors, encoding: str):
    taken(f"{HERE},新苑小区,,,,,,,\n", actors["desk"], encoding=encoding)

    assert place_named(tongxin, "新苑小区", None, None, None).name == "新苑小区"


@pytest.mark.parametrize(
    ("row", "column", "value", "why"),
    [
        ("云县,城阳街道,同心社区,,,,,,,,,", "区县", "云县", "您只能登记“莒县”的地点。"),
        ("莒县,城阳街道,和安社区,,,,,,,,,", "社区", "和安社区", "不在您维护的范围内。"),
        ("莒县,城阳街道,新社区,,,,,,,,,", "社区", "新社区", "不在您维护的范围内。"),
        (f"{HERE},,,3号楼,,,,,", "楼栋", "3号楼", "它上面的一级没有填。"),
        (f"{HERE},怡乐园小区,,1号楼,1单元,,101,很多,", "人口", "很多", "应是一个数。"),
        (f"{HERE},怡乐园小区,,1号楼,1单元,,101,-3,", "人口", "-3", "应是一个数。"),
        (f"{HERE},怡乐园小区,,1号楼,1单元,,101,３,", "人口", "３", "应是一个数。"),
        (f"{HERE},怡乐园小区,,,,,101,,", "户", "101", "请填到楼栋或单元，再列户号。"),
        (
            f"{HERE},怡乐园小区,,1号楼,,第一网格,,,", "网格", "第一网格",
            "网格由单元组成，请把楼栋和单元填上。",
        ),
        (
            f"{HERE},怡乐园小区,,1号楼,1单元,,1-900,,", "户", "1-900",
            "户号写成 101-104、201-204 的样子，一行最多500户。",
        ),
        (f"{HERE},,,,,,,,,红星厂", "破产企业", "红星厂", "请填上是哪个小区。"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_row_and_column_and_nothing_comes_in(
    row: str, column: str, value: str, why: str, actors: Actors
):
    good = f"{HERE},新苑小区,,,,,,,\n"

    assert wrong(f"{good}{row}\n", actors["desk"]) == [(3, column, value, why)]


def test_every_wrong_row_is_named(actors: Actors):
    rows = f"{HERE},怡乐园小区,,1号楼,1单元,,101,多,\n云县,,,,,,,,,,,\n"

    assert [row for row, *_rest in wrong(rows, actors["desk"])] == [2, 3]


@pytest.mark.parametrize("who", ["grid", "street", "property", "district"])
def test_only_who_keeps_the_register_can_import(who: str, actors: Actors):
    with pytest.raises(Refused) as refused:
        taken(f"{HERE},新苑小区,,,,,,,\n", actors[who])

    assert refused.value.code == "not_allowed"


def test_a_code_that_another_community_has_is_refused_and_not_a_fault(actors: Actors):
    row = "莒县,城阳街道,和安社区,tongxin,,,,,,,,\n"

    assert wrong(row, actors["admin"]) == [(2, "社区编码", "tongxin", "这个编码已是“同心社区”的。")]


@pytest.mark.parametrize(("column", "most"), [("小区", 80), ("场所", 80), ("社区编码", 40)])
def test_a_name_that_is_too_long_is_refused_not_cut(actors: Actors, column: str, most: int):
    cells = {"区县": "莒县", "街道": "城阳街道", "社区": "同心社区", column: "长" * (most + 1)}
    row = ",".join(cells.get(name, "") for name in HEADER.strip().split(","))

    assert wrong(f"{row}\n", actors["desk"]) == [(2, column, "长" * 40, f"最多{most}个字。")]


def test_the_administrator_imports_for_the_whole_district(actors: Actors):
    done = taken("莒县,新街道,新社区,xin,新小区,,1号楼,,,,,\n", actors["admin"])

    assert done["new"] == 4
