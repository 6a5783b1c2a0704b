"""吹哨: who is called, who sees what, and that no matter ends before what came out of it."""

from collections.abc import Callable, Mapping

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as st

from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.kinds.whistle.tests.calls import (
    Called,
    answered,
    go,
    refused,
)
from lianxin.matters.actions import step
from lianxin.matters.flow import flows
from lianxin.matters.models import OPEN, Matter
from lianxin.matters.present import as_json
from lianxin.matters.queries import find, matters_for, steps_for
from lianxin.notices.models import Notice
from lianxin.site.tests.doors import CLOSED_DOOR

Actors = Mapping[str, Actor]
Drive = Callable[..., Matter]
Call = Callable[..., Called]


def test_a_whistle_opens_one_answer_for_each_who_is_called(call: Call):
    called = call(responders=("department", "property", "street"))

    assert called.whistle.number.startswith("CS-")
    assert [one.number[:3] for one in called.responses.values()] == ["BD-"] * 3
    assert called.whistle.parent == called.matter
    assert {one.state for one in called.family()} == {"dispatched"}
    assert {one.home_id for one in called.family()} == {called.matter.home_id}
    assert {one.words for one in called.family()} == {"楼顶违建漏水，请各家到场。"}
    assert called.whistle.holder == called.responses["department"].holder


def test_who_asked_is_not_passed_on(call: Call):
    called = call()

    fields = ("requester_id", "requester_name", "requester_title", "requester_phone")
    assert called.matter.requester_phone == "13800007788"
    assert {getattr(one, name) for one in called.family() for name in fields} == {None, ""}


def test_the_one_who_is_named_leads(call: Call, actors: Actors):
    called = call(responders=("department", "property"), lead="property")

    assert called.whistle.holder_id == actors["property"].person


def test_each_who_is_called_is_told_of_their_own_answer(call: Call, actors: Actors):
    called = call(responders=("department", "property"))

    told = Notice.objects.filter(number__startswith="BD-").order_by("number")
    assert [(notice.to_id, notice.number) for notice in told] == [
        (actors[name].person, called.responses[name].number) for name in ("department", "property")
    ]


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"trigger": ""}, "trigger"),
        ({"trigger": "busy"}, "trigger"),
        ({"words": " "}, "words"),
        ({"responders": []}, "responders"),
        ({"responders": "department-tongxin"}, "responders"),
        ({"responders": ["nobody"]}, "responders"),
        ({"responders": ["department-yunhe"]}, "responders"),
        ({"responders": ["desk-tongxin"]}, "responders"),
        ({"responders": ["desk2-tongxin"] * 40, "lead": "property-tongxin"}, "lead"),
    ],
)
def test_what_is_not_lawful_to_whistle_for_is_refused(
    recorded: Matter, actors: Actors, data: dict, field: str
):
    whole = {"trigger": "enforcement", "words": "请来。", "responders": ["department-tongxin"]}

    refusal = refused(lambda: step(recorded, "whistle", by=actors["desk"], data={**whole, **data}))

    assert (refusal.code, set(refusal.extra["fields"])) == ("bad_input", {field})
    assert list(Matter.objects.values_list("kind", flat=True)) == ["request"]


def test_grid_workers_whistle_where_the_district_lets_them(
    call: Call, settings: object, recorded: Matter, actors: Actors
):
    settings.GRID_WHISTLE = False
    assert "whistle" not in {offer.name for offer in steps_for(recorded, actors["grid"])}
    assert refused(lambda: call(by="grid")).code == "not_allowed"
    assert call(by="desk").whistle.is_open

    settings.GRID_WHISTLE = True
    assert call(by="grid").whistle.recorded_by == actors["grid"].person


@pytest.mark.parametrize("who", ["captain", "property", "volunteer", "department", "admin"])
def test_nobody_else_whistles(recorded: Matter, actors: Actors, who: str):
    data = {"trigger": "enforcement", "words": "请来。", "responders": ["street-tongxin"]}

    refusal = refused(lambda: step(recorded, "whistle", by=actors[who], data=data))

    assert refusal.code in ("not_allowed", "not_found")


def test_what_came_out_of_a_whistle_is_not_whistled_for(call: Call):
    lent = {flow.kind for flow in flows() if flow.knows("whistle")}

    assert lent == {flow.kind for flow in flows()} - {"whistle", "response"}


def test_who_is_called_sees_their_own_answer_and_no_other(call: Call, actors: Actors):
    called = call(lead="property")

    seen = matters_for(actors["department"]).values_list("number", flat=True)
    answer = as_json(called.responses["department"], actors["department"])

    assert list(seen) == [called.responses["department"].number]
    assert (answer["parent"], answer["family"]) == (None, [])


def test_the_matter_names_its_whistle_and_the_whistle_its_answers(call: Call, actors: Actors):
    called = call()

    above = as_json(find(called.matter.number, actors["desk"]), actors["desk"])
    whole = as_json(find(called.whistle.number, actors["desk"]), actors["desk"])

    answers = [one.number for one in called.responses.values()]
    assert (above["parent"], above["children"]) == (None, [called.whistle.number])
    assert (whole["parent"], whole["children"]) == (called.matter.number, answers)
    assert [(one["relation"], one["state"]) for one in whole["family"]] == [
        ("parent", "taken_in"),
        ("child", "dispatched"),
        ("child", "dispatched"),
    ]


def test_every_step_that_ends_a_matter_asks_for_its_children():
    ending = {
        (flow.kind, row.name)
        for flow in flows()
        for row in flow.steps
        if set(row.frm) & set(OPEN) and set(row.to) - set(OPEN)
    }
    asking = {
        (flow.kind, row.name)
        for flow in flows()
        for row in flow.steps
        if "no_open_children" in {rule.__name__ for rule in row.who}
    }

    # Nothing comes out of an answer, so it need not ask.
    assert {(kind, name) for kind, name in ending if kind != "response"} <= asking


STEP = st.tuples(
    st.sampled_from(("matter", "whistle", "department", "property")), st.integers(0, 30)
)


@given(moves=st.lists(STEP, min_size=4, max_size=24))
@tried(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_no_order_of_steps_ends_a_parent_before_its_child(
    moves: list[tuple[str, int]], call: Call, actors: Actors
):
    with transaction.atomic():
        called = call()
        family = {"matter": called.matter, "whistle": called.whistle, **called.responses}
        for which, pick in moves:
            _any_step(family[which].number, pick, actors)
            _no_parent_is_ended_before_its_child()
        transaction.set_rollback(True)


def _any_step(number: str, pick: int, actors: Actors) -> None:
    """Make one of the steps that are offered to anybody who has to do with it."""
    offers = [
        (offer.name, who)
        for who in ("desk", "desk2", "department", "property", "district")
        if matters_for(actors[who]).filter(number=number).exists()
        for offer in steps_for(find(number, actors[who]), actors[who])
        if offer.name in ENDING
    ]
    if not offers:
        return
    name, who = offers[pick % len(offers)]
    coming = {"coming": False, "reason": "不归我们。"} if pick % 2 else {}
    matter = find(number, actors[who])
    try:
        if matter.kind == "request":
            step(matter, name, by=actors[who], data=ENDING[name])
        else:
            go(matter, name, actors[who], **(coming if name == "respond" else {}))
    except Refused as refusal:
        assert refusal.code in CLOSED_DOOR  # noqa: PT017 -- what was offered is refused only by its form


# What moves a matter towards its end, with the input that a request takes.
ENDING = {
    "withdraw": {"reason": "不用了。"},
    "redirect": {"to": "城管局", "reason": "归城管。"},
    "reopen": {"reason": "又漏了。"},
    "respond": {}, "arrive": {}, "finish": {}, "verify": {}, "close": {}, "supervise": {"words": "请办。"},
}  # fmt: skip


def _no_parent_is_ended_before_its_child() -> None:
    ended = Matter.objects.exclude(state__in=OPEN)
    assert not Matter.objects.filter(parent__in=ended, state__in=OPEN).exists()


def test_the_matter_closes_only_when_its_whistle_is_answered(
    call: Call, actors: Actors, drive: Drive
):
    called = call(responders=("department",))

    early = refused(
        lambda: step(called.matter, "withdraw", by=actors["desk"], data={"reason": "不用了。"})
    )
    assert (early.code, early.extra["matters"]) == ("wrong_state", [called.whistle.number])
    assert refused(lambda: go(called.whistle, "close", actors["desk"])).extra["matters"] == [
        called.responses["department"].number
    ]

    answered(called, "closed", actors)
    go(called.whistle, "close", actors["desk"])
    ended = step(called.matter, "withdraw", by=actors["desk"], data={"reason": "不用了。"})
    assert ended.state == "closed"
