"""Matters over JSON: who finds them, which steps they offer, what a step answers."""

from datetime import timedelta

import pytest

from lianxin.base import clock


def test_the_list_holds_the_scope_and_nothing_of_strangers(machine, recorded, theirs):
    assert machine("desk").get("/matters").numbers == [recorded.number]
    assert machine("stranger").get("/matters").numbers == [theirs.number]


def test_a_grid_worker_lists_the_own_grid_only(machine, record, haina):
    first, second = record(), record(place=haina)

    assert machine("grid").get("/matters").numbers == [first.number]
    assert machine("grid2").get("/matters").numbers == [second.number]


def test_open_matters_come_by_deadline_and_closed_ones_apart(machine, record, drive):
    slow, fast = record(), record(urgency="urgent")
    gone = drive(record(), "closed")
    desk = machine("desk")

    assert desk.get("/matters").numbers == [fast.number, slow.number]
    assert desk.get("/matters", state="closed").numbers == [gone.number]
    assert len(desk.get("/matters", state="all").numbers) == 3


def test_the_list_is_narrowed_by_state_category_area_and_words(machine, record, drive, haina):
    lock = record()
    bins = record(place=haina, category="SANITATION", words="海纳小区的垃圾桶满了。")
    drive(bins, "dispatched", holder="grid2")
    desk = machine("desk")

    assert desk.get("/matters", state="recorded").numbers == [lock.number]
    assert desk.get("/matters", category="SANITATION").numbers == [bins.number]
    assert desk.get("/matters", area=haina.pk).numbers == [bins.number]
    assert len(desk.get("/matters", area="tongxin").numbers) == 2
    assert desk.get("/matters", q="垃圾").numbers == [bins.number]
    assert desk.get("/matters", q=lock.number).numbers == [lock.number]


def test_a_holder_lists_what_they_hold(machine, record, drive):
    record()
    held = drive(record(), "dispatched", holder="grid")

    assert machine("grid").get("/matters", mine=True).numbers == [held.number]


def test_the_late_ones_can_be_listed(machine, recorded):
    assert machine("desk").get("/matters", due="late").numbers == []

    with clock.at(recorded.due_at + timedelta(minutes=1)):
        assert machine("desk").get("/matters", due="late").numbers == [recorded.number]


def test_an_area_of_strangers_is_not_found(machine, theirs):
    desk = machine("desk")

    answers = [desk.get("/matters", area="yunhe"), desk.get("/matters", area=theirs.compound_id)]

    assert [(answer.status, answer.code) for answer in answers] == [(404, "not_found")] * 2


def test_a_long_list_comes_in_pages(machine, record):
    made = [record().number for _n in range(3)]
    desk = machine("desk")

    first, second = desk.get("/matters", size=2), desk.get("/matters", size=2, page=2)

    assert (len(first.numbers), first.json["more"]) == (2, True)
    assert (len(second.numbers), second.json["more"]) == (1, False)
    assert sorted(first.numbers + second.numbers) == sorted(made)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_a_fixed_number_of_queries(
    machine, record, django_assert_num_queries, count
):
    for _n in range(count):
        record()
    desk = machine("desk")

    with django_assert_num_queries(6):  # token, posts, matters, and three for names
        desk.get("/matters")


def test_a_matter_shows_its_history_and_the_steps_open_to_the_reader(machine, recorded):
    shown = machine("desk").get(f"/matters/{recorded.number}").json

    assert [event["step"] for event in shown["events"]] == ["record"]
    assert shown["requester"]["phone_masked"] == "138****7788"
    offered = {offer["step"] for offer in shown["steps"]}
    assert offered == {
        "take_in", "handle_now", "contact", "attach", "enquire", "urge", "amend", "redirect", "withdraw",
        "whistle", "split", "merge", "link",
    }  # fmt: skip


@pytest.mark.parametrize("who", ["stranger", "neighbour", "grid2", "property", "admin"])
def test_a_matter_outside_the_scope_does_not_exist(machine, recorded, who):
    outside = machine(who)

    answers = [outside.get(f"/matters/{recorded.number}"), outside.step(recorded, "take_in")]

    assert [(answer.status, answer.code) for answer in answers] == [(404, "not_found")] * 2


def test_a_matter_goes_from_recorded_to_closed(machine, recorded):
    turns = [
        ("desk", "take_in", {}),
        ("desk", "dispatch", {"holder": "property-tongxin"}),
        ("property", "accept", {}),
        ("property", "finish", {}),
        ("desk2", "verify", {}),
        ("desk2", "confirm", {}),
        ("desk", "close", {}),
    ]

    answers = [machine(who).step(recorded, name, **data) for who, name, data in turns]

    assert [answer.status for answer in answers] == [200] * 7
    closed = answers[-1].json
    assert (closed["state"], closed["outcome"], closed["version"]) == ("closed", "solved", 8)
    assert [event["via"] for event in closed["events"][1:]] == ["api"] * 7


def tried(machine, who: str, matter, name: str, body: dict) -> tuple[int, str]:
    """Try a step that must be refused, and make sure that it changed nothing."""
    before = machine("desk").get(f"/matters/{matter.number}").json
    answer = machine(who).post(f"/matters/{matter.number}/steps/{name}", body)
    assert machine("desk").get(f"/matters/{matter.number}").json == before
    return answer.status, answer.code


def test_each_refusal_has_its_status_and_changes_nothing(machine, recorded):
    blank = {"data": {"to": " ", "reason": "x"}}

    assert tried(machine, "grid", recorded, "take_in", {}) == (403, "not_allowed")
    assert tried(machine, "desk", recorded, "close", {}) == (409, "wrong_state")
    assert tried(machine, "desk", recorded, "take_in", {"version": 7}) == (409, "conflict")
    assert tried(machine, "desk", recorded, "no_such_step", {}) == (422, "bad_input")
    assert tried(machine, "desk", recorded, "redirect", blank) == (422, "bad_input")


def test_the_doer_and_the_doers_other_login_cannot_verify(machine, recorded):
    machine("desk").step(recorded, "handle_now")
    passed = {"data": {"passed": True}}

    for who in ("desk", "desk_twin"):
        assert tried(machine, who, recorded, "verify", passed) == (409, "doer_cannot_verify")


def test_a_conflict_tells_the_newer_version(machine, recorded):
    path = f"/matters/{recorded.number}/steps/take_in"

    refused = machine("desk").post(path, {"version": 9}).json["refused"]

    assert (refused["version"], refused["state"]) == (1, "recorded")


def test_bad_input_names_the_field(machine, recorded):
    answer = machine("desk").step(recorded, "redirect", to="城管")

    assert answer.fields == {"reason": ["请写明原因。"]}


def test_a_replay_answers_the_same_and_steps_once(machine, recorded):
    desk = machine("desk")

    first, again = (
        desk.step(recorded, "take_in", key="a1"),
        desk.step(recorded, "take_in", key="a1"),
    )

    assert (first.status, first.json["version"]) == (200, 2)
    assert (again.status, again.json) == (200, first.json)


def test_a_request_id_with_another_body_is_refused(machine, recorded):
    desk = machine("desk")
    desk.step(recorded, "take_in", key="a1")

    answer = desk.step(recorded, "withdraw", key="a1")

    assert (answer.status, answer.code) == (422, "key_reused")


def test_two_people_may_use_the_same_request_id(machine, recorded):
    machine("desk").step(recorded, "take_in", key="a1")

    answer = machine("desk2").step(recorded, "contact", key="a1")

    assert answer.status == 200


@pytest.mark.parametrize("key", ["", " ", "x" * 101])
def test_a_request_id_of_odd_length_is_refused(machine, recorded, key):
    answer = machine("desk").step(recorded, "take_in", key=key)

    assert (answer.status, list(answer.fields)) == (422, ["request_id"])
