"""A request that is carried is looked at again, and goes on where it was left."""

from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.matters.models import Matter
from lianxin.site.tests.doors import go

Actors = Mapping[str, Actor]
Drive = Callable[..., Matter]


@pytest.mark.parametrize("state", ["taken_in", "dispatched", "in_hand"])
def test_what_was_carried_is_resumed_where_it_was_left(
    recorded: Matter, drive: Drive, actors: Actors, state: str
):
    carried = go(drive(recorded, state), "carry", actors["desk"])
    assert (carried.state, carried.review_on) == ("carried", clock.today() + timedelta(days=30))
    go(carried, "note", actors["desk"])

    resumed = go(carried, "resume", actors["desk"])

    assert (resumed.state, resumed.review_on) == (state, None)


def test_what_was_carried_twice_is_resumed_where_it_was_left_last(
    recorded: Matter, drive: Drive, actors: Actors
):
    for name in ("carry", "resume"):
        go(drive(recorded, "taken_in") if name == "carry" else recorded, name, actors["desk"])
    go(recorded, "dispatch", actors["desk"])
    go(recorded, "carry", actors["desk"])

    assert go(recorded, "resume", actors["desk"]).state == "dispatched"


@pytest.mark.parametrize("days", [0, -1, 367, 4000])
def test_the_day_to_look_again_lies_in_the_year_to_come(
    recorded: Matter, drive: Drive, actors: Actors, days: int
):
    drive(recorded, "in_hand")
    day = (clock.today() + timedelta(days=days)).isoformat()

    with pytest.raises(Refused) as refused:
        go(recorded, "carry", actors["desk"], review_on=day)

    assert set(refused.value.extra["fields"]) == {"review_on"}
