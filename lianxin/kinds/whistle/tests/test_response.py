"""What each who was called answers: coming or not, arrived, done, checked; and how both sides rate it."""

from collections.abc import Callable, Mapping

import pytest

from lianxin.base.actor import Actor
from lianxin.history.models import Event
from lianxin.kinds.whistle.tests.calls import (
    REFUSES,
    Called,
    answered,
    go,
    refused,
)
from lianxin.notices.models import Notice

Actors = Mapping[str, Actor]
Call = Callable[..., Called]


def test_each_answers_arrives_does_and_is_checked_on_its_own(call: Call, actors: Actors):
    called = call()

    done = answered(called, "closed", actors)

    assert (done.outcome, done.closed_at is not None) == ("solved", True)
    called.responses["property"].refresh_from_db()
    assert called.responses["property"].state == "dispatched"


def test_one_may_be_done_in_part_while_another_is_done(call: Call, actors: Actors):
    called = call()
    partly = {"outcome": "partly"}

    for name, data in (("respond", {}), ("arrive", {}), ("finish", partly)):
        go(called.responses["property"], name, actors["property"], **data)
    answered(called, "closed", actors)
    go(called.responses["property"], "verify", actors["desk"])

    outcomes = called.whistle.children.order_by("number").values_list("state", "outcome")
    assert list(outcomes) == [("closed", "solved"), ("closed", "partly")]


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"coming": True, "arrives_at": ""}, "arrives_at"),
        ({"coming": True, "arrives_at": "明天"}, "arrives_at"),
        ({"coming": True, "arrives_at": "2020-01-01T09:00"}, "arrives_at"),
        ({"coming": False, "reason": ""}, "reason"),
    ],
)
def test_an_answer_says_when_or_why_not(call: Call, actors: Actors, data: dict, field: str):
    called = call()

    refusal = refused(
        lambda: go(called.responses["department"], "respond", actors["department"], **data)
    )

    assert (refusal.code, set(refusal.extra["fields"])) == ("bad_input", {field})


def test_a_refusal_is_reported_to_the_district_which_calls_again(call: Call, actors: Actors):
    called = call()

    response = answered(called, "redirected", actors)

    told = Notice.objects.filter(number=response.number, to=actors["district"].person)
    assert [notice.sentence.partition("：")[0] for notice in told] == ["县住建局拒绝报到，请督办"]
    assert refused(lambda: go(response, "supervise", actors["street"])).code == "not_allowed"
    again = go(response, "supervise", actors["district"])
    assert again.state == "dispatched"


def test_a_refusal_is_not_taken_up_again_once_the_whistle_is_ended(call: Call, actors: Actors):
    called = call(responders=("department",))
    response = answered(called, "redirected", actors)
    go(called.whistle, "close", actors["desk"], outcome="failed")

    refusal = refused(lambda: go(response, "supervise", actors["district"]))

    assert refusal.code == "wrong_state"


def test_only_a_lead_who_refused_is_replaced(call: Call, actors: Actors):
    called = call()
    other = called.responses["property"]
    assert refused(lambda: go(called.whistle, "lead", actors["desk"])).code == "wrong_state"

    answered(called, "redirected", actors)
    whistle = go(called.whistle, "lead", actors["desk"], response=other.number)

    assert whistle.holder_id == actors["property"].person


def test_nobody_takes_back_or_checks_what_is_asked_of_themselves(call: Call, actors: Actors):
    called = call(responders=("street", "property"))
    mine = called.responses["street"]

    assert refused(lambda: go(mine, "withdraw", actors["street"])).code == "doer_cannot_verify"
    for name in ("respond", "arrive", "finish"):
        go(mine, name, actors["street"])
    assert refused(lambda: go(mine, "verify", actors["street"])).code == "doer_cannot_verify"
    assert go(mine, "verify", actors["desk2"]).state == "closed"


def test_who_is_called_does_not_end_the_whistle(call: Call, actors: Actors):
    called = call(responders=("street",))
    go(called.responses["street"], "respond", actors["street"], **REFUSES)

    assert refused(lambda: go(called.whistle, "close", actors["street"])).code == (
        "doer_cannot_verify"
    )
    assert go(called.whistle, "close", actors["desk"]).state == "closed"


def test_both_sides_rate_each_other_once(call: Call, actors: Actors):
    called = call()
    response = answered(called, "closed", actors)

    go(response, "rate", actors["desk"], rating="fair")
    go(response, "rate", actors["department"])

    rated = Event.objects.filter(subject=response.pk, step="rate").order_by("seq")
    assert [(event.data["of"], event.data["rating"]) for event in rated] == [
        ("response", "fair"),
        ("whistle", "good"),
    ]
    for who in ("desk", "department"):
        assert refused(lambda who=who: go(response, "rate", actors[who])).code == "wrong_state"
    assert refused(lambda: go(response, "rate", actors["desk2"])).code == "not_allowed"


def test_a_bad_rating_says_why(call: Call, actors: Actors):
    response = answered(call(), "closed", actors)

    refusal = refused(lambda: go(response, "rate", actors["desk"], rating="poor"))

    assert set(refusal.extra["fields"]) == {"words"}


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"attended": "赵某"}, "attended"),
        ({"decisions": "铺防水，物业"}, "decisions"),
        ({"decisions": "铺防水，物业，下周"}, "decisions"),
        ({"held_on": "2999-01-01"}, "held_on"),
    ],
)
def test_minutes_name_who_attended_as_what_and_who_does_what_until_when(
    call: Call, actors: Actors, data: dict, field: str
):
    called = call()

    refusal = refused(lambda: go(called.whistle, "minute", actors["desk"], **data))

    assert (refusal.code, set(refusal.extra["fields"])) == ("bad_input", {field})
