"""Who is given a request, and gives it back."""

from collections.abc import Callable, Mapping

import pytest

from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.matters.models import Matter
from lianxin.notices.models import Notice
from lianxin.site.tests.doors import answer_of_the_door, go

Actors = Mapping[str, Actor]
Drive = Callable[..., Matter]


@pytest.mark.parametrize("state", ["dispatched", "in_hand"])
def test_what_is_given_back_waits_for_the_office_again(
    recorded: Matter, drive: Drive, actors: Actors, state: str
):
    matter = go(drive(recorded, state), "give_back", actors["grid"])

    assert (matter.state, matter.holder_id) == ("taken_in", None)
    assert Notice.objects.filter(to=actors["desk"].person, number=matter.number).count() == 1


@pytest.mark.parametrize("state", ["dispatched", "in_hand"])
def test_a_reassigned_matter_waits_for_its_new_holder(
    recorded: Matter, drive: Drive, actors: Actors, state: str
):
    drive(recorded, state)

    matter = go(recorded, "reassign", actors["desk"], holder="property-tongxin")

    assert (matter.state, matter.holder_id) == ("dispatched", actors["property"].person)
    assert answer_of_the_door(matter, "accept", actors["property"]) == "done"
    assert answer_of_the_door(matter, "accept", actors["grid"]) == "not_allowed"


@pytest.mark.parametrize(
    "holder",
    [
        "grid-yunhe",
        "neighbour-tongxin",
        "admin-tongxin",
        "nobody",
        "",
        "\x00",
        "x" * 500,
        ["grid-tongxin"],
        None,
    ],
)
def test_only_somebody_who_works_for_this_community_can_hold_its_matter(
    recorded: Matter, drive: Drive, actors: Actors, holder: object
):
    drive(recorded, "taken_in")

    with pytest.raises(Refused) as refused:
        go(recorded, "dispatch", actors["desk"], holder=holder)

    assert (refused.value.code, set(refused.value.extra["fields"])) == ("bad_input", {"holder"})
