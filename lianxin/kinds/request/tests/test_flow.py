"""诉求: flow × state × role as a table, and any order of steps."""

from collections import Counter
from collections.abc import Callable, Mapping
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.history.models import Event, EventWords, Receipt
from lianxin.history.queries import verify
from lianxin.kinds.request.flow import FLOW
from lianxin.matters.doers import doers_of
from lianxin.matters.flow import flow_of
from lianxin.matters.models import Matter
from lianxin.matters.queries import known_to, steps_for
from lianxin.matters.words import STEPS
from lianxin.notices.models import Notice
from lianxin.site.tests.cast import username_of
from lianxin.site.tests.doors import CLOSED_DOOR, answer_of_the_door, go
from lianxin.site.tests.turns import WAY, data_for
from lianxin.territory.models import Place

Actors = Mapping[str, Actor]
Record = Callable[..., Matter]

NAMES = sorted({row.name for row in FLOW.steps})
# Every role, colleagues and twins of some, the neighbour and the stranger.
TABLE = (
    "secretary", "desk", "desk2", "desk_twin", "chief", "grid", "grid2", "captain", "rep", "branch",
    "property", "property2", "volunteer", "street", "department", "district", "admin", "neighbour",
    "stranger", "stranger_grid",
)  # fmt: skip
VERIFIED = (("verify", "desk2"),)
ANSWERED = (*VERIFIED, ("confirm", "desk2"))
# Cases of the table: a state, and what else was done in it.
CASES = {
    **{state: (state, ()) for state in WAY},
    "verified": ("to_verify", VERIFIED),
    "answered": ("to_verify", ANSWERED),
    "merged": ("in_hand", (("merge", "desk"),)),
    "linked": ("closed", (("link", "desk"),)),
    "split": ("taken_in", (("split", "desk"),)),
}


def everything() -> tuple:
    return tuple(
        list(model.objects.order_by("pk").values_list())
        for model in (Matter, Event, EventWords, Notice, Receipt)
    )


@pytest.mark.once
@pytest.mark.parametrize(
    ("case", "holder"),
    [
        *((case, "grid") for case in CASES),
        *((state, "property") for state in ("dispatched", "in_hand", "to_verify")),
        ("to_verify", "desk2"),
    ],
)
def test_a_button_is_shown_exactly_where_the_door_lets_through(
    case: str,
    holder: str,
    recorded: Matter,
    record: Record,
    tongxin: Place,
    actors: Actors,
):
    record(place=tongxin)  # another, which everybody here sees: to merge into, and to link with
    state, more = CASES[case]
    others = {"desk2": "secretary"} if holder == "desk2" else {}
    matter = recorded
    for name, doer in (*WAY[state], *more):
        who = holder if doer == "holder" else others.get(doer, doer)
        given_to = {"holder": username_of(holder)} if name == "dispatch" else {}
        matter = go(matter, name, actors[who], **given_to)
    before, cells, wrong = everything(), Counter(), []

    for who in TABLE:
        actor = actors[who]
        sees = known_to(actor).filter(pk=matter.pk).exists()
        shown = {offer.name for offer in steps_for(matter, actor)} if sees else set()
        for name in NAMES:
            said = answer_of_the_door(matter, name, actor)
            cells[said] += 1
            if not sees:
                right = said == "not_found"
            else:
                right = said == "done" if name in shown else said in CLOSED_DOOR
            if not right:
                wrong.append((who, name, "shown" if name in shown else "hidden", said))

    assert wrong == []
    assert everything() == before
    assert sum(cells.values()) == len(NAMES) * len(TABLE)
    assert matter.state == state


def test_every_step_has_a_word_input_and_a_state():
    assert set(NAMES) <= set(STEPS)
    assert all(isinstance(data_for(name), dict) for name in NAMES)
    assert {state for row in FLOW.steps for state in (*row.frm, *row.to)} == set(WAY)


# Any steps, in any order, by anybody.
OUTCOMES = st.sampled_from(["solved", "partly", "explained", "failed"])
ANSWERS = st.sampled_from(["satisfied", "not_satisfied", "no_answer"])


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_order_of_steps_breaks_the_chain_or_reaches_an_impossible_state(
    data: st.DataObject, record: Record, actors: Actors
):
    with transaction.atomic():
        record()  # another: to merge into, and to link with
        matter = record()
        for _turn in range(data.draw(st.integers(5, 15), label="turns")):
            assert any_step(data, matter, actors) != "busy"

        check_possible(Matter.objects.get(pk=matter.pk))
        assert verify()[1] == []
        transaction.set_rollback(True)  # the next example begins as this one did


def any_step(data: st.DataObject, matter: Matter, actors: Actors) -> str:
    who = data.draw(st.sampled_from(["desk", "desk2", "grid", "street", "property"]), label="who")
    shown = [offer.name for offer in steps_for(Matter.objects.get(pk=matter.pk), actors[who])]
    name = data.draw(st.sampled_from(shown or NAMES), label="step")
    if data.draw(st.integers(0, 9), label="odd") == 0:
        name = data.draw(st.sampled_from(NAMES), label="any step")
    more = {
        "finish": lambda: {"outcome": data.draw(OUTCOMES), "next": "再找人"},
        "confirm": lambda: {"answer": data.draw(ANSWERS)},
        "verify": lambda: {"passed": data.draw(st.booleans()), "words": "看过"},
        "dispatch": lambda: {
            "holder": username_of(data.draw(st.sampled_from(["grid", "property", "desk"])))
        },
    }.get(name, dict)()
    return answer_to(matter, name, actors[who], more)


def answer_to(matter: Matter, name: str, by: Actor, more: dict) -> str:
    try:
        return go(matter, name, by, **more).state
    except Refused as refused:
        return refused.code


def check_possible(matter: Matter) -> None:
    events = list(Event.objects.filter(subject=matter.pk).order_by("seq"))
    steps = flow_of(matter.kind).steps
    rows = {(row.name, frm): row.to or (frm,) for row in steps for frm in row.frm}
    verified_by = None
    for before, event in pairwise(events):
        assert event.before == before.after
        assert event.after in rows[(event.step, event.before)]
        if event.step == "verify":
            verified_by = event.person
    assert matter.version == len(events)
    assert (matter.state == "closed") == (matter.closed_at is not None)
    assert (matter.holder_id is not None) >= (matter.state in ("dispatched", "in_hand"))
    if matter.state == "closed" and matter.outcome != "withdrawn":
        assert verified_by is not None
        assert verified_by not in doers_of(matter)
        assert matter.outcome in ("solved", "explained", "not_ours", "failed")
