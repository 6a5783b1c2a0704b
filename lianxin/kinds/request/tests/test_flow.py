"""诉求, step by step: every branch of every row, and flow × state × role as a table."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.diary.queries import heads as entry_heads
from lianxin.history.models import Event, EventWords, Receipt
from lianxin.history.queries import verify
from lianxin.kinds.request.flow import FLOW
from lianxin.matters.actions import step
from lianxin.matters.audit import heads
from lianxin.matters.doers import doers_of
from lianxin.matters.flow import flow_of
from lianxin.matters.models import Matter, MatterLink
from lianxin.matters.queries import known_to, steps_for
from lianxin.matters.words import STEPS
from lianxin.notices.models import Notice
from lianxin.site.tests.cast import username_of
from lianxin.site.tests.turns import WAY, data_for, waiting_file
from lianxin.territory.models import Place

Actors = Mapping[str, Actor]
Drive = Callable[..., Matter]
Record = Callable[..., Matter]

NAMES = sorted({row.name for row in FLOW.steps})
# Every role, colleagues and twins of some, the neighbour and the stranger.
TABLE = (
    "secretary", "desk", "desk2", "desk_twin", "chief", "grid", "grid2", "captain", "rep", "branch",
    "property", "property2", "volunteer", "street", "department", "district", "admin", "neighbour",
    "stranger", "stranger_grid",
)  # fmt: skip
# What the door says where the button is not shown.
CLOSED_DOOR = {"not_allowed", "wrong_state", "doer_cannot_verify"}
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


def go(matter: Matter, name: str, by: Actor, **data: object) -> Matter:
    data = {**_named(matter, name), **data}
    files = [waiting_file(by).pk] if name == "attach" else []
    return step(matter.number, name, by=by, data={**data_for(name), **data}, files=files)


def _named(matter: Matter, name: str) -> dict:
    """Return input that names another matter, for a step that asks for one: the last recorded."""
    asked = {"merge": "into", "link": "number", "unlink": "number"}.get(name)
    if asked is None:
        return {}
    other = Matter.objects.exclude(pk=matter.pk).filter(parent=None).latest("recorded_at")
    another = {"relation": "caused_by"} if name == "link" and MatterLink.objects.exists() else {}
    return {asked: other.number, **another}


def everything() -> tuple:
    return tuple(
        list(model.objects.order_by("pk").values_list())
        for model in (Matter, Event, EventWords, Notice, Receipt)
    )


class Undone(Exception):
    """Takes back a step that was only tried."""


def answer_of_the_door(matter: Matter, name: str, actor: Actor) -> str:
    """Try a step and return `done` or the code of the refusal; either way nothing stays changed."""
    try:
        with transaction.atomic():
            go(matter, name, actor)
            raise Undone
    except Undone:
        return "done"
    except Refused as refused:
        return refused.code


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


@pytest.mark.parametrize(
    ("who", "holder", "code"),
    [
        ("grid", "grid", "doer_cannot_verify"),
        ("desk", "grid", "done"),
        ("desk2", "grid", "done"),
        ("street", "grid", "done"),
        ("district", "grid", "done"),
        ("grid2", "grid", "not_found"),
        ("captain", "grid", "not_allowed"),
        ("branch", "grid", "done"),
        ("desk", "desk", "doer_cannot_verify"),
        ("desk_twin", "desk", "doer_cannot_verify"),
        ("desk2", "desk", "done"),
    ],
)
def test_the_doer_never_verifies_whatever_login_they_use(
    who: str, holder: str, code: str, recorded: Matter, drive: Drive, actors: Actors
):
    matter = drive(recorded, "to_verify", holder=holder)

    assert answer_of_the_door(matter, "verify", actors[who]) == code


def test_who_only_noted_work_is_a_doer_and_who_dispatched_is_not(
    recorded: Matter, drive: Drive, actors: Actors
):
    matter = drive(recorded, "in_hand")
    go(matter, "note", actors["desk2"])
    matter = go(matter, "finish", actors["grid"])

    assert doers_of(matter) == {actors["grid"].person, actors["desk2"].person}
    assert answer_of_the_door(matter, "verify", actors["desk2"]) == "doer_cannot_verify"
    assert answer_of_the_door(matter, "verify", actors["desk"]) == "done"


def test_whoever_handled_it_at_once_cannot_verify_it(recorded: Matter, actors: Actors):
    matter = go(recorded, "handle_now", actors["desk"])

    assert (matter.state, matter.outcome) == ("to_verify", "solved")
    assert answer_of_the_door(matter, "verify", actors["desk_twin"]) == "doer_cannot_verify"
    assert answer_of_the_door(matter, "confirm", actors["desk"]) == "doer_cannot_verify"
    assert go(matter, "verify", actors["desk2"]).verified_at is not None


def test_doers_are_counted_afresh_after_a_reopening(recorded: Matter, drive: Drive, actors: Actors):
    go(drive(recorded, "closed"), "reopen", actors["desk2"])
    for name, who in (("dispatch", "desk"), ("accept", "grid2"), ("finish", "grid2")):
        given_to = {"holder": "grid2-tongxin"} if name == "dispatch" else {}
        matter = go(recorded, name, actors[who], **given_to)

    assert doers_of(matter) == {actors["grid2"].person}


def test_partly_keeps_the_matter_in_hand_and_asks_for_the_next_resource(
    recorded: Matter, drive: Drive, actors: Actors
):
    matter = drive(recorded, "in_hand")

    with pytest.raises(Refused) as refused:
        go(matter, "finish", actors["grid"], outcome="partly")
    after = go(matter, "finish", actors["grid"], outcome="partly", next="请县里派电工")

    assert (refused.value.code, set(refused.value.extra["fields"])) == ("bad_input", {"next"})
    assert (after.state, after.outcome) == ("in_hand", "partly")


@pytest.mark.parametrize("outcome", ["solved", "explained", "not_ours", "failed"])
def test_every_other_outcome_waits_for_the_check(
    recorded: Matter, drive: Drive, actors: Actors, outcome: str
):
    matter = go(drive(recorded, "in_hand"), "finish", actors["grid"], outcome=outcome)

    assert (matter.state, matter.outcome) == ("to_verify", outcome)


@pytest.mark.parametrize("outcome", ["withdrawn", "", "closed"])
def test_an_outcome_that_is_none_of_the_doers_is_refused(
    recorded: Matter, drive: Drive, actors: Actors, outcome: str
):
    drive(recorded, "in_hand")

    with pytest.raises(Refused) as refused:
        go(recorded, "finish", actors["grid"], outcome=outcome)

    assert set(refused.value.extra["fields"]) == {"outcome"}


def test_a_check_that_fails_says_why_and_goes_back_to_work(
    recorded: Matter, drive: Drive, actors: Actors
):
    drive(recorded, "to_verify")

    with pytest.raises(Refused) as refused:
        go(recorded, "verify", actors["desk2"], passed=False)
    matter = go(recorded, "verify", actors["desk2"], passed=False, words="锁还是松的")

    assert set(refused.value.extra["fields"]) == {"words"}
    assert (matter.state, matter.outcome, matter.verified_at) == ("in_hand", "", None)
    assert Notice.objects.filter(to=actors["grid"].person).count() == 2


@pytest.mark.parametrize("answer", ["satisfied", "no_answer"])
def test_an_answer_waits_for_the_close(recorded: Matter, drive: Drive, actors: Actors, answer: str):
    matter = go(drive(recorded, "to_verify"), "confirm", actors["desk2"], answer=answer)

    assert (matter.state, matter.answer) == ("to_verify", answer)


@pytest.mark.parametrize("solved", [None, False])
def test_not_satisfied_goes_back_to_work_and_the_check_no_longer_counts(
    recorded: Matter, drive: Drive, actors: Actors, solved: bool | None
):
    go(drive(recorded, "to_verify"), "verify", actors["desk2"])

    matter = go(recorded, "confirm", actors["desk"], answer="not_satisfied", solved=solved)

    assert (matter.state, matter.verified_at, matter.answer) == ("in_hand", None, "")


def test_solved_but_not_satisfied_is_an_answer_with_which_it_can_be_closed(
    recorded: Matter, drive: Drive, actors: Actors
):
    go(drive(recorded, "to_verify"), "verify", actors["desk2"])

    matter = go(recorded, "confirm", actors["desk"], answer="not_satisfied", solved=True)

    assert (matter.state, matter.answer) == ("to_verify", "not_satisfied")
    assert go(matter, "close", actors["desk"]).state == "closed"


def test_closing_needs_the_check_first(recorded: Matter, drive: Drive, actors: Actors):
    matter = go(drive(recorded, "to_verify"), "confirm", actors["desk2"])

    assert answer_of_the_door(matter, "close", actors["desk"]) == "wrong_state"


@pytest.mark.parametrize("answer", [None, "no_answer"])
def test_without_an_answer_closing_waits_for_the_end_of_the_return_visit_term(
    recorded: Matter, drive: Drive, actors: Actors, answer: str | None
):
    matter = go(drive(recorded, "to_verify"), "verify", actors["desk2"])
    if answer:
        matter = go(matter, "confirm", actors["desk"], answer=answer)

    assert answer_of_the_door(matter, "close", actors["desk"]) == "wrong_state"
    with clock.at(matter.return_by):
        assert answer_of_the_door(matter, "close", actors["desk"]) == "wrong_state"
    with clock.at(matter.return_by + timedelta(seconds=1)):
        closed = go(matter, "close", actors["desk"])
    assert (closed.state, closed.answer) == ("closed", answer or "")


def test_the_return_visit_term_is_seven_days_after_the_check(
    recorded: Matter, drive: Drive, actors: Actors
):
    matter = go(drive(recorded, "to_verify"), "verify", actors["desk2"])

    assert matter.return_by.astimezone(clock.BEIJING).date() == clock.today() + timedelta(days=7)


def test_a_matter_is_not_verified_twice(recorded: Matter, drive: Drive, actors: Actors):
    matter = go(drive(recorded, "to_verify"), "verify", actors["desk2"])

    assert answer_of_the_door(matter, "verify", actors["desk"]) == "wrong_state"


@pytest.mark.parametrize(
    ("answer", "state"),
    [("satisfied", "closed"), ("no_answer", "closed"), ("not_satisfied", "taken_in")],
)
def test_a_late_answer_opens_again_only_what_was_not_solved(
    recorded: Matter, drive: Drive, actors: Actors, answer: str, state: str
):
    drive(recorded, "closed")
    later = clock.now() + timedelta(days=30)

    with clock.at(later):
        matter = go(recorded, "confirm", actors["desk2"], answer=answer)

    assert matter.state == state
    assert (matter.closed_at is None) == (state == "taken_in")
    assert (matter.holder_id is None) == (state == "taken_in")
    assert (matter.due_at > later) == (state == "taken_in")


@pytest.mark.parametrize("state", ["closed", "redirected"])
def test_reopening_starts_a_fresh_term_without_a_holder(
    recorded: Matter, drive: Drive, actors: Actors, state: str
):
    old = drive(recorded, state)
    later = clock.now() + timedelta(days=30)

    with clock.at(later):
        matter = go(old, "reopen", actors["desk"])

    assert (matter.state, matter.holder_id, matter.closed_at) == ("taken_in", None, None)
    assert (matter.outcome, matter.answer, matter.verified_at) == ("", "", None)
    assert matter.due_at - old.due_at == timedelta(days=30)


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


@pytest.mark.parametrize(
    "state", ["recorded", "taken_in", "dispatched", "in_hand", "to_verify", "carried"]
)
def test_what_is_withdrawn_is_closed_and_its_holder_told(
    recorded: Matter, drive: Drive, actors: Actors, state: str
):
    held = drive(recorded, state)
    told = Notice.objects.count()

    matter = go(held, "withdraw", actors["desk"])

    assert (matter.state, matter.outcome) == ("closed", "withdrawn")
    assert matter.closed_at is not None
    assert Notice.objects.count() - told == (1 if held.holder_id else 0)


def test_what_is_not_ours_is_redirected_by_name_with_the_reason(recorded: Matter, actors: Actors):
    with pytest.raises(Refused) as refused:
        go(recorded, "redirect", actors["desk"], to=" ", reason="")
    matter = go(recorded, "redirect", actors["desk"])

    assert set(refused.value.extra["fields"]) == {"to", "reason"}
    assert (matter.state, matter.outcome) == ("redirected", "not_ours")


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


def test_a_requester_with_a_login_answers_for_themselves(
    recorded: Matter, drive: Drive, actors: Actors
):
    drive(recorded, "to_verify", holder="grid2")
    Matter.objects.filter(pk=recorded.pk).update(requester=actors["captain"].person)

    assert go(recorded, "confirm", actors["captain"]).answer == "satisfied"


# Corrections.


def test_a_correction_keeps_old_and_new(recorded: Matter, actors: Actors):
    matter = go(
        recorded, "amend", actors["desk"],
        category="SECURITY", summary="门锁", compound="海纳", building="1", stairwell="1", home="102",
        requester_name="李", reason="听错了",
    )  # fmt: skip

    event = Event.objects.filter(subject=recorded.pk).order_by("-seq").first()
    assert (matter.category, matter.summary, matter.requester_name) == ("SECURITY", "门锁", "李")
    assert (matter.compound.name, matter.home.name, matter.grid.name) == (
        "海纳小区",
        "102",
        "第二网格",
    )
    assert event.data == {
        "old": {"category": recorded.category},
        "new": {"category": "SECURITY"},
    }
    assert "怡乐园小区1号楼1单元101" in event.words.body
    assert "海纳小区1号楼1单元102" in event.words.body
    assert matter.title.startswith("海纳小区1号楼1单元102 ")


def test_what_is_not_given_stays_as_it_is(recorded: Matter, actors: Actors):
    before = Matter.objects.get(pk=recorded.pk)

    matter = step(recorded, "amend", by=actors["desk"], data={"spot": "门洞"})

    assert (matter.home_id, matter.category, matter.requester_phone) == (
        before.home_id,
        before.category,
        before.requester_phone,
    )


@pytest.mark.parametrize("data", [{}, {"reason": "看看"}, {"urgency": "normal"}, {"category": ""}])
def test_a_correction_of_nothing_is_refused(recorded: Matter, actors: Actors, data: dict):
    with pytest.raises(Refused) as refused:
        step(recorded, "amend", by=actors["desk"], data=data)

    assert refused.value.code == "bad_input"


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"compound": "没有的小区"}, "compound"),
        ({"building": "99号楼"}, "building"),
        ({"home": "909"}, "home"),
        ({"category": "NOTHING"}, "category"),
        ({"urgency": "soon"}, "urgency"),
        ({"spot": "x" * 201}, "spot"),
    ],
)
def test_a_correction_to_what_is_not_there_is_refused(
    recorded: Matter, actors: Actors, data: dict, field: str
):
    with pytest.raises(Refused) as refused:
        step(recorded, "amend", by=actors["desk"], data=data)

    assert (refused.value.code, set(refused.value.extra["fields"])) == ("bad_input", {field})


# Terms.


@pytest.mark.parametrize(
    ("urgency", "wait"), [("emergency", timedelta(hours=2)), ("urgent", timedelta(hours=24))]
)
def test_an_hour_term_runs_from_the_record(record: Record, urgency: str, wait: timedelta):
    matter = record(urgency=urgency)

    assert matter.due_at - matter.recorded_at == wait
    assert "接诉即办" in matter.due_why


def test_a_normal_matter_has_seven_days(recorded: Matter):
    due = recorded.due_at.astimezone(clock.BEIJING)

    assert due.date() == clock.today() + timedelta(days=7)
    assert f"{due:%H:%M:%S}" == "23:59:59"


def test_a_corrected_urgency_counts_from_the_record_not_from_the_correction(
    recorded: Matter, actors: Actors
):
    with clock.at(clock.now() + timedelta(hours=1)):
        matter = step(recorded, "amend", by=actors["desk"], data={"urgency": "emergency"})

    assert matter.due_at - matter.recorded_at == timedelta(hours=2)


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
        assert verify([*heads(), *entry_heads()])[1] == []
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
