"""The printed policy is what the door does."""

import json

import pytest

from lianxin.access.roles import RIGHTS, Permission
from lianxin.base.refused import Refused
from lianxin.history.models import Event
from lianxin.matters.flow import flow_of, flows
from lianxin.matters.queries import find, steps_for
from lianxin.site.cli import main
from lianxin.site.policy import RELATIONS, policy
from lianxin.site.tests.turns import WAY

# Who is at hand → their role, and what a matter at `home` is to them while `grid` holds it.
AT_HAND = {
    "secretary": ("secretary", "inside"),
    "desk2": ("office_worker", "inside"),
    "chief": ("grid_chief", "inside"),
    "grid2": ("grid_worker", "outside"),
    "captain": ("building_captain", "inside"),
    "rep": ("resident_rep", "outside"),
    "branch": ("branch_secretary", "inside"),
    "property": ("property_manager", "inside"),
    "department": ("department_officer", "inside"),
    "street": ("street_officer", "inside"),
    "district": ("district_officer", "inside"),
    "volunteer": ("volunteer", "inside"),
    "admin": ("administrator", "inside"),
    "neighbour": ("office_worker", "outside"),
    "stranger": ("office_worker", "outside"),
}
# What else of a matter refuses them: nothing is closed before it is verified, nothing answered that nobody
# asked, nothing paused goes on that does not stand.
BY_STATE = {"close", "answer", "unpause", "unmerge", "unlink"}


@pytest.fixture
def answers(db) -> dict[tuple[str, str], dict[str, str]]:
    """What is printed, by role and relation: each step with its answer."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for row in policy()["steps"]:
        if row["kind"] != "request":
            continue
        found.setdefault((row["role"], row["relation"]), {})[row["step"]] = row["answer"]
    return found


def allowed_of(answers: dict[str, str], state: str) -> set[str]:
    flow = flow_of("request")
    known = {step.name for step in flow.rows_from(state)}
    return {name for name in known if answers[name] == "allowed"} - BY_STATE


def offered(matter, actor) -> set[str]:
    try:
        found = find(matter.number, actor)
    except Refused:
        return set()
    return {offer.name for offer in steps_for(found, actor)} - BY_STATE


@pytest.mark.parametrize("state", ["recorded", "in_hand", "to_verify", "carried"])
def test_what_is_printed_as_allowed_is_what_the_door_offers(
    answers, actors, recorded, drive, state
):
    matter = drive(recorded, state)

    for name, (role, relation) in AT_HAND.items():
        printed = allowed_of(answers[role, relation], state)
        assert (name, printed) == (name, offered(matter, actors[name]))


@pytest.mark.parametrize(
    ("state", "relation"), [("dispatched", "holder"), ("in_hand", "doer"), ("to_verify", "doer")]
)
def test_the_holder_and_the_doer_are_offered_what_is_printed(
    answers, actors, recorded, drive, state, relation
):
    matter = drive(recorded, state)

    assert allowed_of(answers["grid_worker", relation], state) == offered(matter, actors["grid"])


def test_what_the_own_organisation_holds_is_offered_as_printed(answers, actors, recorded, drive):
    matter = drive(recorded, "dispatched", holder="property")

    printed = allowed_of(answers["property_manager", "organisation"], "dispatched")
    assert printed == offered(matter, actors["property2"])


def test_no_role_verifies_what_it_did(answers):
    verify = {answers[role, "doer"]["verify"] for role in RIGHTS}

    assert verify == {"doer_cannot_verify"}


def test_what_was_imagined_leaves_no_trace(db):
    policy()

    assert not Event.objects.exists()


def test_every_role_is_answered_at_every_step_in_every_relation(db, capsys):
    assert main(["policy", "--json"]) == 0

    printed = json.loads(capsys.readouterr().out)
    steps = {(flow.kind, step.name) for flow in flows() for step in flow.steps}
    assert len(printed["steps"]) == len(RIGHTS) * len(RELATIONS) * len(steps)
    assert [one["name"] for one in printed["permissions"]] == list(Permission.values)


def test_every_state_has_a_way_that_the_tests_can_go():
    flow = flow_of("request")

    assert set(WAY) == {state for step in flow.steps for state in step.frm + step.to}
