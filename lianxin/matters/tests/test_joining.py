"""Merging: the one matter goes into the other, every reporter is kept, and all of it can be undone."""

from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.history.models import Event
from lianxin.history.queries import verify
from lianxin.matters.actions import step
from lianxin.matters.doers import doers_of
from lianxin.matters.models import Clock, ClockPause, Matter
from lianxin.matters.present import as_json
from lianxin.matters.queries import find, known_to, matters_for, mine, recorded_by, to_verify
from lianxin.matters.search import search
from lianxin.matters.standing import Standing, stands_as
from lianxin.matters.tasks import ring
from lianxin.notices.models import Notice
from lianxin.site.tests.turns import data_for
from lianxin.territory.models import Place

Actors = Mapping[str, Actor]
Drive = Callable[..., Matter]
Record = Callable[..., Matter]

MOVED = ("version", "head")


def merge(one: Matter, other: Matter, by: Actor, **asked: object) -> Matter:
    return step(one.number, "merge", by=by, data={"into": other.number}, **asked)


def refused(one: Matter, other: Matter | str, by: Actor) -> Refused:
    number = other if isinstance(other, str) else other.number
    with pytest.raises(Refused) as refusal:
        step(one.number, "merge", by=by, data={"into": number})
    return refusal.value


def rows() -> tuple:
    """Return all that merging may change, but versions, heads and what was told."""
    columns = [f.attname for f in Matter._meta.concrete_fields if f.attname not in MOVED]
    return tuple(
        list(model.objects.order_by("pk").values(*fields))
        for model, fields in ((Matter, columns), (Clock, ()), (ClockPause, ()))
    )


@pytest.fixture
def earlier(record: Record) -> Matter:
    """A matter that was recorded twelve days before the others: no holiday lets them end on one day."""
    with clock.at(clock.now() - timedelta(days=12)):
        return record()


@pytest.fixture
def later(record: Record) -> Matter:
    return record(reporter_name="刘", reporter_title="阿姨", reporter_phone="13900001234")


def test_a_merged_matter_keeps_its_state_and_both_have_an_event(
    earlier: Matter, later: Matter, drive: Drive, actors: Actors
):
    drive(later, "in_hand")

    merged = merge(later, earlier, actors["desk"])

    last = [
        Event.objects.filter(subject=one.pk).order_by("-seq").first() for one in (later, earlier)
    ]
    assert (merged.state, merged.merged_into_id) == ("in_hand", earlier.pk)
    assert [event.step for event in last] == ["merge", "absorb"]
    assert [event.data["into"] for event in last[:1]] == [str(earlier.pk)]
    assert last[1].data["other"] == str(later.pk)


def test_the_one_that_goes_on_keeps_the_clock_that_ends_first(
    earlier: Matter, later: Matter, actors: Actors
):
    due = later.due_at

    merge(earlier, later, actors["desk"])

    kept = Matter.objects.get(pk=later.pk)
    run = Clock.objects.get(matter=later, name="finish")
    assert kept.due_at == run.due_at == earlier.due_at < due
    assert run.started_at == Clock.objects.get(matter=earlier, name="finish").started_at


def test_a_clock_that_ends_first_anyway_stays_as_it_is(
    earlier: Matter, later: Matter, actors: Actors
):
    before = list(Clock.objects.filter(matter=earlier).order_by("pk").values())

    merge(later, earlier, actors["desk"])

    assert list(Clock.objects.filter(matter=earlier).order_by("pk").values()) == before


def test_the_clocks_of_a_merged_matter_stand_and_nobody_is_reminded(
    earlier: Matter, later: Matter, drive: Drive, actors: Actors
):
    drive(later, "in_hand")
    step(later.number, "pause", by=actors["desk"], data=data_for("pause"))
    merge(later, earlier, actors["desk"])
    Notice.objects.all().delete()
    Clock.objects.filter(matter=earlier).update(next_at=None)

    with clock.at(clock.now() + timedelta(days=60)):
        rung = ring()

    assert rung == 0
    assert not Clock.objects.filter(matter=later, stopped_at=None).exists()
    assert Notice.objects.count() == 0


@pytest.mark.parametrize("state", ["recorded", "taken_in", "dispatched", "in_hand", "to_verify"])
@pytest.mark.parametrize("turned", [False, True])
def test_taking_a_matter_out_again_restores_both_exactly(
    state: str, turned: bool, earlier: Matter, later: Matter, drive: Drive, actors: Actors
):
    one, other = (earlier, later) if turned else (later, earlier)
    drive(one, state)
    before = rows()

    merge(one, other, actors["desk"])
    between = rows()
    step(one.number, "unmerge", by=actors["desk"])

    assert rows() == before != between


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    ways=st.tuples(
        st.sampled_from(["recorded", "taken_in", "in_hand", "to_verify", "carried"]),
        st.sampled_from(["recorded", "dispatched", "in_hand", "to_verify"]),
    ),
    urgency=st.sampled_from(["normal", "urgent", "emergency"]),
    apart=st.integers(0, 400),
    paused=st.booleans(),
    waits=st.integers(0, 72),
)
def test_merging_and_taking_out_changes_nothing_whatever_was_merged(
    ways: tuple[str, str],
    urgency: str,
    apart: int,
    paused: bool,
    waits: int,
    record: Record,
    drive: Drive,
    actors: Actors,
):
    with transaction.atomic():
        began = clock.now()
        with clock.at(began):
            one = drive(record(urgency=urgency), ways[0])
        with clock.at(began + timedelta(hours=apart)):
            other = drive(record(), ways[1])
            if paused and ways[1] in ("dispatched", "in_hand"):
                step(other.number, "pause", by=actors["desk"], data=data_for("pause"))
        before = rows()
        with clock.at(began + timedelta(hours=apart + 1)):
            merge(one, other, actors["desk"])
        with clock.at(began + timedelta(hours=apart + 1 + waits)):
            step(one.number, "unmerge", by=actors["desk"])
        after = rows()
        transaction.set_rollback(True)

    assert after == before


def test_several_can_be_merged_and_taken_out_in_any_order(
    earlier: Matter, later: Matter, record: Record, actors: Actors
):
    with clock.at(clock.now() - timedelta(days=6)):
        between = record()
    before = rows()

    for one in (between, earlier):
        merge(one, later, actors["desk"])
    step(between.number, "unmerge", by=actors["desk"])
    kept = Matter.objects.get(pk=later.pk).due_at
    step(earlier.number, "unmerge", by=actors["desk"])

    assert kept == earlier.due_at
    assert rows() == before


def test_no_list_and_no_figure_has_a_merged_matter_but_its_number_finds_it(
    earlier: Matter, later: Matter, drive: Drive, actors: Actors
):
    desk = actors["desk"]
    drive(later, "to_verify")
    merge(later, earlier, desk)

    lists = [
        matters_for(desk),
        matters_for(desk).filter(stands_as(Standing.LATE)),
        mine(matters_for(actors["grid"]), actors["grid"]),
        to_verify(matters_for(desk)),
        recorded_by(matters_for(desk), desk),
    ]
    assert [one.filter(pk=later.pk).exists() for one in lists] == [False] * 5
    assert find(later.number, desk).pk == later.pk
    assert search(known_to(desk), later.number, desk).get() == later


def test_a_merged_matter_takes_no_step_but_to_be_taken_out(
    earlier: Matter, later: Matter, actors: Actors
):
    merge(later, earlier, actors["desk"])

    shown = as_json(find(later.number, actors["desk"]), actors["desk"], steps=True)
    with pytest.raises(Refused) as refusal:
        step(later.number, "take_in", by=actors["desk"])

    assert [one["step"] for one in shown["steps"]] == ["unmerge"]
    assert refusal.value.code == "wrong_state"


def test_every_reporter_is_shown_masked_and_told(
    earlier: Matter, record: Record, drive: Drive, actors: Actors
):
    later = record(
        by="captain", reporter_name="刘", reporter_title="阿姨", reporter_phone="13900001234"
    )
    drive(earlier, "to_verify")

    merge(later, earlier, actors["desk"])
    for name in ("verify", "confirm"):
        step(earlier.number, name, by=actors["desk2"], data=data_for(name))
    step(earlier.number, "close", by=actors["desk"])

    reporter = as_json(find(earlier.number, actors["desk"]), actors["desk"])["merged"]
    told = Notice.objects.filter(to=actors["captain"].person, subject=later.pk)
    assert [(one["number"], one["requester"]["name"]) for one in reporter] == [(later.number, "刘")]
    assert reporter[0]["requester"]["phone_masked"] == "139****1234"
    assert told.count() == 2


def test_who_must_not_learn_who_asked_does_not_learn_of_a_merged_reporter(
    earlier: Matter, record: Record, drive: Drive, actors: Actors
):
    drive(earlier, "in_hand", holder="property")
    later = drive(record(reporter_name="刘"), "in_hand", holder="property")
    step(later.number, "amend", by=actors["desk"], data={"withhold": True})
    merge(later, earlier, actors["desk"])

    seen = as_json(find(earlier.number, actors["property"]), actors["property"])["merged"]

    assert [(one["number"], one["requester"]["name"]) for one in seen] == [(later.number, "")]


def test_whoever_did_a_merged_matter_does_not_verify_the_whole(
    earlier: Matter, later: Matter, drive: Drive, actors: Actors
):
    drive(later, "in_hand")

    merge(later, earlier, actors["desk"])

    assert doers_of(Matter.objects.get(pk=earlier.pk)) == {actors["grid"].person}


def test_who_sees_only_one_of_both_learns_no_number_of_the_other(
    earlier: Matter, record: Record, drive: Drive, tongxin: Place, actors: Actors
):
    later = drive(record(place=tongxin), "in_hand", holder="property")
    merge(later, earlier, actors["desk"])

    seen = as_json(find(later.number, actors["property"]), actors["property"])

    assert seen["merged_into"] == ""
    assert earlier.number not in str(seen)
    assert str(earlier.pk) not in str(seen)
    assert as_json(find(later.number, actors["desk"]), actors["desk"])["merged_into"] == (
        earlier.number
    )


def test_a_matter_is_not_merged_into_itself_nor_in_a_circle_or_chain(
    earlier: Matter, later: Matter, record: Record, actors: Actors
):
    third, desk = record(), actors["desk"]
    merge(later, earlier, desk)

    codes = [
        refused(earlier, earlier, desk).code,
        refused(earlier, later, desk).code,
        refused(third, later, desk).code,
        refused(earlier, third, desk).code,
    ]

    assert codes == ["bad_input"] * 4


def test_a_matter_is_not_merged_into_one_that_is_closed_or_not_there(
    earlier: Matter, later: Matter, drive: Drive, actors: Actors
):
    drive(earlier, "closed")

    assert refused(later, earlier, actors["desk"]).code == "bad_input"
    assert refused(later, "SQ-20200101-0001", actors["desk"]).code == "bad_input"


def test_merging_across_communities_takes_the_scopes_of_both(
    later: Matter, record: Record, hean: Place, actors: Actors
):
    beside = record(by="neighbour", place=hean)

    unseen = refused(later, beside, actors["desk"])
    never_was = refused(later, "SQ-20200101-0001", actors["desk"])
    merge(later, beside, actors["street"])

    assert unseen.sentence.replace(beside.number, "") == never_was.sentence.replace(
        "SQ-20200101-0001", ""
    )
    with pytest.raises(Refused) as refusal:
        step(later.number, "unmerge", by=actors["desk"])
    assert refusal.value.code == "not_allowed"


def test_a_stale_version_of_the_named_one_is_a_conflict(
    earlier: Matter, later: Matter, actors: Actors
):
    step(later.number, "take_in", by=actors["desk"])

    with pytest.raises(Refused) as refusal:
        merge(later, earlier, actors["desk"], version=1)

    assert refusal.value.code == "conflict"


def test_the_history_of_both_verifies(earlier: Matter, later: Matter, drive: Drive, actors: Actors):
    drive(later, "in_hand")
    merge(later, earlier, actors["desk"])
    step(later.number, "unmerge", by=actors["desk"])
    merge(earlier, later, actors["desk"])

    assert verify()[1] == []
