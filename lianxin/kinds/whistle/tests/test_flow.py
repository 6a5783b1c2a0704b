"""吹哨, step by step: called, answered, arrived, planned, done, checked, rated, ended."""

from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as st

from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.diary.queries import heads as entry_heads
from lianxin.history.models import Event
from lianxin.history.queries import verify
from lianxin.kinds.whistle.flow import WHISTLE
from lianxin.kinds.whistle.response import RESPONSE
from lianxin.kinds.whistle.tests.calls import Called, data_of
from lianxin.matters.actions import step
from lianxin.matters.audit import heads
from lianxin.matters.flow import flows
from lianxin.matters.models import OPEN, Clock, Matter
from lianxin.matters.present import as_json
from lianxin.matters.queries import find, matters_for, steps_for
from lianxin.matters.words import STEPS
from lianxin.notices.models import Notice

Actors = Mapping[str, Actor]
Drive = Callable[..., Matter]
Record = Callable[..., Matter]
Call = Callable[..., Called]

NAMES = sorted({row.name for flow in (WHISTLE, RESPONSE) for row in flow.steps})
TABLE = (
    "desk", "desk2", "grid", "grid2", "captain", "property", "property2", "street", "department", "district",
    "admin", "neighbour", "stranger",
)  # fmt: skip
CLOSED_DOOR = {"not_allowed", "wrong_state", "doer_cannot_verify"}
REFUSES = {"coming": False, "reason": "归城管，不归住建。"}
# How one answer comes to each of its states: the steps, who makes them, and what differs in them.
ANSWERED = {
    "dispatched": (),
    "taken_in": (("respond", "department", {}),),
    "in_hand": (("respond", "department", {}), ("arrive", "department", {})),
    "to_verify": (
        ("respond", "department", {}), ("arrive", "department", {}), ("finish", "department", {}),
    ),
    "closed": (
        ("respond", "department", {}), ("arrive", "department", {}), ("finish", "department", {}),
        ("verify", "desk", {}),
    ),
    "redirected": (("respond", "department", REFUSES),),
}  # fmt: skip


def go(matter: Matter, name: str, by: Actor, **data: object) -> Matter:
    children = matter.children.filter(state__in=OPEN).order_by("number")
    response = children.values_list("number", flat=True).first() or ""
    return step(matter.number, name, by=by, data={**data_of(name, response), **data})


def answered(called: Called, state: str, actors: Actors) -> Matter:
    response = called.responses["department"]
    for name, who, data in ANSWERED[state]:
        response = go(response, name, actors[who], **data)
    assert response.state == state
    return response


def refused(call: Callable[[], object]) -> Refused:
    with pytest.raises(Refused) as refusal:
        call()
    return refusal.value


# Calling.


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


# Clocks.


@pytest.mark.parametrize(
    ("trigger", "urgency", "wait"),
    [
        ("emergency", "normal", timedelta(minutes=30)),
        ("outstanding", "emergency", timedelta(minutes=30)),
        ("outstanding", "urgent", timedelta(hours=2)),
    ],
)
def test_the_answer_is_due_in_minutes_or_hours(
    call: Call, trigger: str, urgency: str, wait: timedelta
):
    called = call(trigger=trigger, urgency=urgency)

    clocks = Clock.objects.filter(matter=called.responses["department"], name="respond")
    assert [run.due_at - run.started_at for run in clocks] == [wait]


def test_a_clock_runs_until_the_answer_and_the_next_until_the_arrival(call: Call, actors: Actors):
    called = call()

    running = []
    for name in ("respond", "arrive", "finish"):
        runs = Clock.objects.filter(matter=called.responses["department"], stopped_at=None)
        running.append(set(runs.values_list("name", flat=True)))
        go(called.responses["department"], name, actors["department"])

    assert running == [{"respond", "finish"}, {"arrive", "finish"}, {"finish"}]


# Answering.


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


# Rating.


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


# Minutes.


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


# Scope, parents and children.


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


# Flow × state × role.


class Undone(Exception):
    """Takes back a step that was only tried."""


def answer_of_the_door(matter: Matter, name: str, actor: Actor) -> str:
    try:
        with transaction.atomic():
            go(matter, name, actor)
            raise Undone
    except Undone:
        return "done"
    except Refused as refusal:
        return refusal.code


def wrong_cells(matter: Matter, actors: Actors) -> list[tuple[str, str, bool, str]]:
    """Return where a button is shown and the door is shut, or the other way round."""
    wrong = []
    own = {row.name for row in (WHISTLE if matter.kind == "whistle" else RESPONSE).steps}
    for who in TABLE:
        sees = matters_for(actors[who]).filter(pk=matter.pk).exists()
        shown = {offer.name for offer in steps_for(matter, actors[who])} if sees else set()
        for name in own:
            said = answer_of_the_door(matter, name, actors[who])
            right = CLOSED_DOOR if sees else {"not_found"}
            if said not in ({"done"} if name in shown else right):
                wrong.append((who, name, name in shown, said))
    return wrong


@pytest.mark.parametrize("state", ANSWERED)
def test_a_button_of_an_answer_is_shown_exactly_where_the_door_lets_through(
    state: str, call: Call, actors: Actors
):
    response = answered(call(), state, actors)

    assert wrong_cells(response, actors) == []


@pytest.mark.parametrize("state", ["dispatched", "in_hand", "refused", "closed"])
def test_a_button_of_a_whistle_is_shown_exactly_where_the_door_lets_through(
    state: str, call: Call, actors: Actors
):
    called = call()
    if state == "in_hand":
        go(called.whistle, "plan", actors["department"])
    if state in ("refused", "closed"):
        answered(called, "redirected", actors)
    if state == "closed":
        go(called.responses["property"], "respond", actors["property"], **REFUSES)
        go(called.whistle, "close", actors["desk"], outcome="failed")
    called.whistle.refresh_from_db()

    assert wrong_cells(called.whistle, actors) == []


def test_every_step_has_a_word_and_input():
    assert set(NAMES) <= set(STEPS)
    assert all(isinstance(data_of(name), dict) for name in NAMES)


def test_a_whistle_is_proved_by_its_history(call: Call, actors: Actors):
    answered(call(), "closed", actors)

    assert verify([*heads(), *entry_heads()])[1] == []
