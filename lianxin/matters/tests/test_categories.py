"""What categories are called in a district; their codes stay."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.matters.categories import (
    CategoryWords,
    categories_of,
    category_choices,
    category_names,
    offered,
    set_category,
    shipped,
)
from lianxin.site.tests import house
from lianxin.understanding.categories import CATEGORIES

Actors = Mapping[str, Actor]
LIGHTING = next(one for one in shipped() if one.code == "LIGHTING")
# Where the shipped names may be read: what a district calls them comes from the first.
SHIPPED_NAMES = {"lianxin.matters.categories", "lianxin.site.drawing"}


def refusal_of(words: CategoryWords, by: Actor) -> Refused:
    with pytest.raises(Refused) as refused:
        set_category(words, by=by)
    return refused.value


def test_a_district_that_said_nothing_has_the_shipped_table(actors: Actors):
    assert categories_of(actors["district"].district) == tuple(shipped())
    assert list(category_names(actors["district"].district)) == list(CATEGORIES)


def test_a_name_holds_in_its_district_alone_and_the_last_one_given_holds(actors: Actors):
    for name in ("路灯", "灯不亮"):
        set_category(replace(LIGHTING, name=name), by=actors["district"])

    here, there = actors["district"].district, actors["stranger"].district
    assert (category_names(here)["LIGHTING"], category_names(there)["LIGHTING"]) == (
        "灯不亮",
        LIGHTING.name,
    )


def test_what_is_put_first_stands_first_and_the_others_keep_their_order(actors: Actors):
    set_category(replace(LIGHTING, position=1), by=actors["admin"])

    others = [code for code in CATEGORIES if code != "LIGHTING"]
    assert list(category_names(actors["admin"].district)) == ["LIGHTING", *others]


def test_a_hidden_category_is_offered_only_where_it_stands_already(actors: Actors):
    district = actors["district"].district

    set_category(replace(LIGHTING, hidden=True), by=actors["district"])

    choices = [code for code, _name in category_choices(district)]
    kept = [code for code, _name in category_choices(district, "LIGHTING")]
    assert choices == [code for code in CATEGORIES if code != "LIGHTING"]
    assert kept == list(CATEGORIES)
    assert [offered(code, district) for code in ("LIGHTING", "NOISE")] == ["OTHER", "NOISE"]


def test_the_last_resort_cannot_be_hidden_and_no_two_have_one_name(actors: Actors):
    other = next(one for one in shipped() if one.code == "OTHER")

    hidden = refusal_of(replace(other, hidden=True), actors["district"])
    twice = refusal_of(replace(LIGHTING, name=other.name), actors["district"])

    assert list(hidden.extra["fields"]) == ["hidden"]
    assert list(twice.extra["fields"]) == ["name"]


@pytest.mark.parametrize("who", ["desk", "secretary", "street", "grid"])
def test_who_keeps_no_whole_district_is_refused(who: str, actors: Actors):
    assert refusal_of(LIGHTING, actors[who]).code == "not_allowed"


@pytest.mark.once
def test_a_category_is_named_in_one_way_only():
    named = {
        house.module_name(path)
        for path in house.sources()
        if ".zh" in path.read_text(encoding="utf-8") and "understanding" not in path.parts
    }

    assert named == SHIPPED_NAMES
