"""What is in whose scope."""

from collections.abc import Callable, Mapping

import pytest

from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.matters.actions import step
from lianxin.matters.models import Matter
from lianxin.matters.queries import find, matters_for, mine, steps_for
from lianxin.site.tests.turns import data_for
from lianxin.territory.models import Place
from lianxin.territory.queries import place_named

Actors = Mapping[str, Actor]

OFFICE = {"secretary", "desk", "desk2", "desk_twin"}
ABOVE = {"street", "district"}
FIRST_GRID = {"chief", "grid"}
EVERYBODY = OFFICE | ABOVE | FIRST_GRID | {"grid2", "captain", "rep", "branch"}
FIRST_BUILDING = OFFICE | ABOVE | FIRST_GRID | {"captain", "branch"}
# Where a matter lies → who sees it, of those who did not record it and do not hold it.
SEEN = {
    (): EVERYBODY,
    ("同心广场",): EVERYBODY,
    ("怡乐园小区",): EVERYBODY,
    ("怡乐园小区", "1号楼"): FIRST_BUILDING,
    ("怡乐园小区", "1号楼", "1单元"): FIRST_BUILDING,
    ("怡乐园小区", "1号楼", "1单元", "101"): FIRST_BUILDING,
    ("怡乐园小区", "2号楼"): OFFICE | ABOVE | {"grid2", "rep", "branch"},
    ("怡乐园小区", "2号楼", "1单元", "102"): OFFICE | ABOVE | {"grid2", "rep", "branch"},
    ("海纳小区",): OFFICE | ABOVE | {"grid2"},
    ("海纳小区", "1号楼", "1单元", "101"): OFFICE | ABOVE | {"grid2"},
}
SEEN_NEXT_DOOR = ABOVE | {"neighbour", "neighbour_grid"}


def place_at(community: Place, names: tuple[str, ...]) -> Place:
    if names == ("同心广场",):
        return Place.objects.get(community=community, level="venue", name="同心广场")
    return place_named(community, *names, *[None] * (4 - len(names)))


@pytest.mark.parametrize("names", SEEN, ids="".join)
def test_a_matter_is_seen_by_those_whose_area_it_lies_in_or_touches(
    names: tuple[str, ...], tongxin: Place, record: Callable[..., Matter], actors: Actors
):
    matter = record(by="secretary", place=place_at(tongxin, names))

    seen = {name for name, actor in actors.items() if matter in matters_for(actor)}

    assert seen == SEEN[names]


@pytest.mark.parametrize("names", [(), ("安居小区",), ("安居小区", "1号楼", "1单元", "101")])
def test_a_matter_next_door_is_seen_there_and_above(
    names: tuple[str, ...], hean: Place, record: Callable[..., Matter], actors: Actors
):
    matter = record(by="neighbour", place=place_at(hean, names))

    seen = {name for name, actor in actors.items() if matter in matters_for(actor)}

    assert seen == SEEN_NEXT_DOOR


def test_a_matter_of_the_twin_district_is_seen_by_nobody_here(
    yunhe: Place, record: Callable[..., Matter], actors: Actors
):
    matter = record(by="stranger", place=place_at(yunhe, ("怡乐园小区", "1号楼")))

    seen = {name for name, actor in actors.items() if matter in matters_for(actor)}

    assert seen == {
        "stranger" if name == "desk" else f"stranger_{name}"
        for name in FIRST_BUILDING - {"desk_twin"}
    }


@pytest.mark.parametrize("holder", ["property", "department", "volunteer", "grid2"])
def test_whoever_holds_a_matter_sees_it_until_it_is_taken_away(
    recorded: Matter, drive: Callable[..., Matter], actors: Actors, holder: str
):
    assert recorded not in matters_for(actors[holder])

    drive(recorded, "dispatched", holder=holder)
    assert recorded in matters_for(actors[holder])
    assert list(mine(matters_for(actors[holder]), actors[holder])) == [recorded]

    step(recorded, "give_back", by=actors[holder], data=data_for("give_back"))
    assert recorded not in matters_for(actors[holder])


def test_whatever_a_company_holds_each_of_its_people_can_answer_for(
    recorded: Matter, drive: Callable[..., Matter], actors: Actors
):
    given = drive(recorded, "dispatched", holder="property")

    assert given in matters_for(actors["property2"])
    assert [offer.name for offer in steps_for(given, actors["property2"])] == [
        "accept",
        "give_back",
        "note",
        "contact",
        "enquire",
        "attach",
    ]
    assert given not in matters_for(actors["volunteer"])


def test_who_wrote_a_matter_down_keeps_sight_of_it(
    tongxin: Place, record: Callable[..., Matter], actors: Actors
):
    matter = record(by="grid", place=place_at(tongxin, ("海纳小区",)))

    assert matter in matters_for(actors["grid"])
    assert matter not in matters_for(actors["chief"])


@pytest.mark.parametrize("typed", ["{}", " {} ", "{}\t"])
def test_a_number_is_found_however_it_is_padded(recorded: Matter, actors: Actors, typed: str):
    assert find(typed.format(recorded.number), actors["desk"]) == recorded


@pytest.mark.parametrize("typed", ["", "\x00", "SQ-1", "x" * 9000, "'; --", "\ud800"])
def test_an_odd_number_is_not_found_and_no_fault(recorded: Matter, actors: Actors, typed: str):
    with pytest.raises(Refused) as refused:
        find(typed, actors["desk"])

    assert refused.value.code == "not_found"
