"""The register says for which places nobody answers, and stops saying so once somebody does."""

from collections.abc import Mapping

import pytest
from django.test import Client

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.tests.counting import counting
from lianxin.people.actions import add_organisation, add_post, end_post
from lianxin.people.gaps import gaps
from lianxin.people.models import Organisation, OrganisationKind, Post, Role
from lianxin.territory.actions import add_places
from lianxin.territory.models import Level, Place

Actors = Mapping[str, Actor]


def lacking(by: Actor) -> dict[str, list[str]]:
    """Return which places are listed under each title, each with its compound."""
    return {
        str(gap.title): [
            f"{place.compound.name if place.compound_id else ''}{place.name}"
            for place in gap.places
        ]
        for gap in gaps(by)
    }


def test_the_register_says_what_it_lacks(actors: Actors):
    assert lacking(actors["desk"]) == {
        "没有网格员的网格": [],
        "没有划进网格的单元": [],
        "没有楼栋长的楼": ["怡乐园小区2号楼", "海纳小区1号楼"],
        "没有居民代表的楼": ["怡乐园小区1号楼", "海纳小区1号楼"],
        "没有物业的小区": ["海纳小区"],
    }


def test_who_left_leaves_a_gap(actors: Actors):
    for post in Post.objects.filter(role=Role.GRID_WORKER, person=actors["grid"].person):
        post.until = clock.today() - clock.today().resolution
        post.save()

    assert lacking(actors["desk"])["没有网格员的网格"] == ["第一网格"]


@pytest.mark.parametrize("where", ["building", "stairwell"])
def test_a_captain_of_a_building_or_a_part_of_it_fills_the_gap(
    where: str, actors: Actors, tongxin: Place
):
    building = Place.objects.get(community=tongxin, level=Level.BUILDING, compound__name="海纳小区")
    area = building if where == "building" else building.children.get()
    office = Organisation.objects.get(district=tongxin.district_id, name="同心社区居委会")
    person = Post.objects.get(person=actors["captain"].person).person

    post = add_post(person, office, Role.BUILDING_CAPTAIN, area, clock.today(), by=actors["desk"])
    filled = lacking(actors["desk"])["没有楼栋长的楼"]
    with clock.at(clock.now() + 2 * clock.today().resolution):
        end_post(post, clock.today() - clock.today().resolution, by=actors["desk"])
        open_again = lacking(actors["desk"])["没有楼栋长的楼"]

    assert filled == ["怡乐园小区2号楼"]
    assert open_again == ["怡乐园小区2号楼", "海纳小区1号楼"]


def test_a_representative_of_the_whole_community_answers_for_every_building(
    actors: Actors, tongxin: Place
):
    office = Organisation.objects.get(district=tongxin.district_id, name="同心社区居委会")
    person = Post.objects.get(person=actors["rep"].person).person

    add_post(person, office, Role.RESIDENT_REP, tongxin, clock.today(), by=actors["desk"])

    assert lacking(actors["desk"])["没有居民代表的楼"] == []


def test_a_compound_with_a_company_lacks_none(actors: Actors, tongxin: Place):
    compound = Place.objects.get(parent=tongxin, name="海纳小区")

    add_organisation("海纳物业", OrganisationKind.PROPERTY_COMPANY, compound, by=actors["desk"])

    assert lacking(actors["desk"])["没有物业的小区"] == []


def test_the_page_lists_them_in_as_many_queries_for_three_as_for_one(
    browsers: Mapping[str, Client], actors: Actors, tongxin: Place
):
    browsers["desk"].get("/desk/register/lacking")
    with counting() as few:
        page = browsers["desk"].get("/desk/register/lacking").content.decode()
    add_places(tongxin, Level.COMPOUND, "东苑、西苑、南苑", by=actors["desk"])
    with counting() as many:
        more = browsers["desk"].get("/desk/register/lacking").content.decode()

    assert ("东苑" in page, "东苑" in more) == (False, True)
    assert len(few) == len(many)
    assert "安居小区" not in more  # next door
