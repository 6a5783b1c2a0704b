"""The supervisor's figures: counted by organisation and category within the scope, sorted by name."""

from collections.abc import Callable, Mapping

import pytest

from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.base.tests.counting import counting
from lianxin.matters.models import Matter
from lianxin.reports.supervision import supervision_for

Actors = Mapping[str, Actor]


def shown(groups: list) -> dict[str, int]:
    return {one.name: one.counts["open"] for one in groups}


def test_organisations_and_categories_stand_by_name_and_what_nobody_holds_last(
    record: Callable[..., Matter], drive: Callable[..., Matter], actors: Actors
):
    drive(record(category="NOISE"), "in_hand", holder="property")
    drive(record(), "in_hand")
    drive(record(), "dispatched")
    record()

    found = supervision_for(actors["desk"])

    assert list(shown(found.organisations).items()) == [
        ("乐园物业", 1), ("同心社区居委会", 2), ("还没有派", 1),
    ]  # fmt: skip
    assert list(shown(found.categories)) == sorted(shown(found.categories))
    assert sum(shown(found.categories).values()) == found.total.counts["open"] == 4


def test_of_few_matters_no_rate_is_made(record: Callable[..., Matter], actors: Actors):
    made = [record() for _time in range(5)]
    Matter.objects.filter(pk__in=[one.pk for one in made[:2]]).update(due_at=made[0].recorded_at)
    five = supervision_for(actors["desk"]).total
    Matter.objects.filter(pk=made[4].pk).update(state="carried")
    four = supervision_for(actors["desk"]).total

    assert (five.counts["late"], five.late_percent) == (2, 40)
    assert (four.counts["open"], four.counts["late"], four.late_percent) == (4, 2, None)


def test_everybody_counts_their_own_scope(recorded: Matter, actors: Actors):
    counts = {
        name: supervision_for(actors[name]).total.counts["open"]
        for name in ("desk", "street", "district", "neighbour", "stranger")
    }

    assert counts == {"desk": 1, "street": 1, "district": 1, "neighbour": 0, "stranger": 0}


@pytest.mark.parametrize("who", ["grid", "captain", "property", "admin"])
def test_who_neither_supervises_nor_dispatches_is_refused(who: str, actors: Actors):
    with pytest.raises(Refused) as refusal:
        supervision_for(actors[who])

    assert refusal.value.code == "not_allowed"


def test_an_area_out_of_sight_does_not_exist(actors: Actors):
    with pytest.raises(Refused) as refusal:
        supervision_for(actors["desk"], area="hean")

    assert refusal.value.code == "not_found"


@pytest.mark.parametrize("quiet", ["0", "367", "x", "-1"])
def test_days_that_are_no_days_are_refused(quiet: str, actors: Actors):
    with pytest.raises(Refused) as refusal:
        supervision_for(actors["desk"], quiet=quiet)

    assert list(refusal.value.extra["fields"]) == ["quiet"]


def test_it_asks_as_often_for_three_matters_as_for_one(
    record: Callable[..., Matter], drive: Callable[..., Matter], actors: Actors
):
    def queries() -> int:
        with counting() as counted:
            supervision_for(actors["desk"])
        return len(counted)

    drive(record(), "carried")
    one = queries()
    drive(record(category="NOISE"), "carried")
    drive(record(category="PARKING"), "in_hand", holder="property")

    assert queries() == one
