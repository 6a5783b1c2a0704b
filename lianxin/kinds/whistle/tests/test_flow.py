"""吹哨, step by step: called, answered, arrived, planned, done, checked, rated, ended."""

from collections.abc import Callable, Mapping

from lianxin.base.actor import Actor
from lianxin.kinds.whistle.tests.calls import Called
from lianxin.matters.models import Matter
from lianxin.notices.models import Notice

Actors = Mapping[str, Actor]
Drive = Callable[..., Matter]
Call = Callable[..., Called]


def test_a_whistle_opens_one_answer_for_each_who_is_called(call: Call):
    called = call(responders=("department", "property", "street"))

    assert called.whistle.number.startswith("CS-")
    assert [one.number[:3] for one in called.responses.values()] == ["BD-"] * 3
    assert called.whistle.parent == called.matter
    assert {one.state for one in called.family()} == {"dispatched"}
    assert {one.compound_id for one in called.family()} == {called.matter.compound_id}
    assert {one.requester_name for one in called.family()} == {""}
    assert called.whistle.holder == called.responses["department"].holder


def test_each_who_is_called_is_told_of_their_own_answer(call: Call, actors: Actors):
    called = call(responders=("department", "property"))

    told = Notice.objects.filter(number__startswith="BD-").order_by("number")
    assert [(notice.to_id, notice.number) for notice in told] == [
        (actors["department"].person, called.responses["department"].number),
        (actors["property"].person, called.responses["property"].number),
    ]
