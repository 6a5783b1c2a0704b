"""How a request ends: done, checked by somebody else, answered, closed, and opened again."""

from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.matters.doers import doers_of
from lianxin.matters.models import Matter
from lianxin.notices.models import Notice
from lianxin.site.tests.doors import answer_of_the_door, go

Actors = Mapping[str, Actor]
Drive = Callable[..., Matter]


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


def test_a_requester_with_a_login_answers_for_themselves(
    recorded: Matter, drive: Drive, actors: Actors
):
    drive(recorded, "to_verify", holder="grid2")
    Matter.objects.filter(pk=recorded.pk).update(requester=actors["captain"].person)

    assert go(recorded, "confirm", actors["captain"]).answer == "satisfied"
