"""Matters over JSON: who finds them, which steps they offer, what a step answers."""

import pytest

from lianxin.base import clock
from lianxin.matters.models import Matter


def numbers(answer) -> list[str]:
    return [row["number"] for row in answer.json["matters"]]


def taken(machine, matter: Matter, *steps: tuple) -> None:
    for who, name, data in steps:
        done = machine(who).post(f"/matters/{matter.number}/steps/{name}", {"data": data})
        assert done.status == 200, done.json


def test_the_list_holds_what_lies_in_the_scope_and_nothing_of_the_stranger(machine, recorded):
    mine, theirs = recorded(), recorded(by="stranger-desk")

    assert numbers(machine("desk").get("/matters")) == [mine.number]
    assert numbers(machine("stranger").get("/matters")) == [theirs.number]


def test_a_grid_worker_lists_the_own_compound_only(machine, recorded):
    first, second = recorded(), recorded(compound="安康小区")

    assert numbers(machine("grid").get("/matters")) == [first.number]
    assert numbers(machine("grid2").get("/matters")) == [second.number]


def test_open_matters_are_listed_by_deadline_and_closed_ones_apart(machine, recorded):
    slow, fast = recorded(), recorded(urgency="urgent")
    gone = recorded()
    taken(machine, gone, ("desk", "withdraw", {"reason": "居民说不用了"}))
    desk = machine("desk")

    assert numbers(desk.get("/matters")) == [fast.number, slow.number]
    assert numbers(desk.get("/matters", state="closed")) == [gone.number]
    assert sorted(numbers(desk.get("/matters", state="all"))) == sorted(
        [slow.number, fast.number, gone.number]
    )


def test_the_list_is_narrowed_by_category_area_words_lateness_and_holder(
    machine, recorded, tongxin
):
    door, bins = recorded(), recorded("垃圾桶满了", category="SANITATION", compound="安康小区")
    taken(machine, bins, ("desk", "take_in", {}), ("desk", "dispatch", {"holder": "grid2"}))
    desk = machine("desk")

    assert numbers(desk.get("/matters", category="SECURITY")) == [door.number]
    assert numbers(desk.get("/matters", area=bins.compound_id)) == [bins.number]
    assert len(numbers(desk.get("/matters", area="tongxin"))) == 2
    assert numbers(desk.get("/matters", q="垃圾")) == [bins.number]
    assert numbers(desk.get("/matters", q=door.number)) == [door.number]
    assert numbers(machine("grid2").get("/matters", mine="true")) == [bins.number]
    assert numbers(desk.get("/matters", late="true")) == []
    with clock.at(door.due_at.replace(year=door.due_at.year + 1)):
        tired = machine("desk").get("/matters", late="true")
    assert sorted(numbers(tired)) == sorted([door.number, bins.number])


def test_an_area_of_strangers_is_not_found(machine, recorded):
    theirs = recorded(by="stranger-desk")

    answer = machine("desk").get("/matters", area=theirs.compound_id)

    assert (answer.status, answer.code) == (404, "not_found")


def test_a_long_list_comes_in_pages(machine, recorded):
    made = [recorded().number for _n in range(3)]
    desk = machine("desk")

    first, second = desk.get("/matters", size=2), desk.get("/matters", size=2, page=2)

    assert (len(numbers(first)), first.json["more"]) == (2, True)
    assert (len(numbers(second)), second.json["more"]) == (1, False)
    assert sorted(numbers(first) + numbers(second)) == sorted(made)


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_of_the_list_takes_a_fixed_number_of_queries(
    machine, recorded, django_assert_num_queries, count
):
    for _n in range(count):
        recorded()
    desk = machine("desk")

    with django_assert_num_queries(6):  # token, posts, matters, three of names
        desk.get("/matters")


def test_a_matter_shows_its_history_and_the_steps_open_to_the_reader(machine, matter):
    answer = machine("desk").get(f"/matters/{matter.number}")

    assert answer.status == 200
    assert [event["step"] for event in answer.json["events"]] == ["record"]
    assert answer.json["requester"]["phone_masked"] == "138****1234"
    offered = {offer["step"] for offer in answer.json["steps"]}
    assert offered == {"take_in", "handle_now", "contact", "amend", "redirect", "withdraw"}


@pytest.mark.parametrize("who", ["stranger", "grid2", "property"])
def test_a_matter_outside_the_scope_does_not_exist(machine, matter, who):
    answers = [
        machine(who).get(f"/matters/{matter.number}"),
        machine(who).post(f"/matters/{matter.number}/steps/take_in", {}),
    ]

    assert [(answer.status, answer.code) for answer in answers] == [(404, "not_found")] * 2


def test_a_matter_goes_from_recorded_to_closed(machine, matter):
    taken(
        machine,
        matter,
        ("desk", "take_in", {}),
        ("desk", "dispatch", {"holder": "property"}),
        ("property", "accept", {}),
        ("property", "finish", {"outcome": "solved", "words": "装好了"}),
        ("desk2", "verify", {"passed": True}),
        ("desk2", "confirm", {"answer": "satisfied", "channel": "phone"}),
        ("desk", "close", {}),
    )

    closed = machine("desk").get(f"/matters/{matter.number}").json

    assert (closed["state"], closed["outcome"]) == ("closed", "solved")
    assert {event["via"] for event in closed["events"][1:]} == {"api"}


def test_a_step_answers_with_the_matter_as_it_is_now(machine, matter):
    answer = machine("desk").post(f"/matters/{matter.number}/steps/take_in", {"version": 1})

    assert answer.status == 200
    assert (answer.json["state"], answer.json["version"]) == ("taken_in", 2)


def refused(machine, who: str, matter: Matter, name: str, body: dict) -> tuple[int, str]:
    before = machine("desk").get(f"/matters/{matter.number}").json
    answer = machine(who).post(f"/matters/{matter.number}/steps/{name}", body)
    assert machine("desk").get(f"/matters/{matter.number}").json == before
    return answer.status, answer.code


def test_each_refusal_has_its_status_and_changes_nothing(machine, matter):
    assert refused(machine, "grid", matter, "take_in", {}) == (403, "not_allowed")
    assert refused(machine, "desk", matter, "close", {}) == (409, "wrong_state")
    assert refused(machine, "desk", matter, "take_in", {"version": 7}) == (409, "conflict")
    assert refused(machine, "desk", matter, "no_such_step", {}) == (422, "bad_input")
    assert refused(machine, "desk", matter, "redirect", {"data": {"to": " "}}) == (422, "bad_input")
    taken(machine, matter, ("desk", "handle_now", {"outcome": "solved", "words": "当场说清"}))
    assert refused(machine, "desk", matter, "verify", {"data": {"passed": True}}) == (
        409,
        "doer_cannot_verify",
    )


def test_a_conflict_tells_the_newer_version(machine, matter):
    answer = machine("desk").post(f"/matters/{matter.number}/steps/take_in", {"version": 9})

    assert (answer.json["refused"]["version"], answer.json["refused"]["state"]) == (1, "recorded")


def test_bad_input_names_the_field(machine, matter):
    answer = machine("desk").post(
        f"/matters/{matter.number}/steps/redirect", {"data": {"to": "城管"}}
    )

    assert answer.json["refused"]["fields"] == {"reason": ["请写明原因。"]}


def test_a_replay_answers_the_same_and_steps_once(machine, matter):
    desk, path = machine("desk"), f"/matters/{matter.number}/steps/take_in"

    first, again = desk.post(path, {}, key="a1"), desk.post(path, {}, key="a1")

    assert (first.status, first.json["version"]) == (200, 2)
    assert again.json == first.json


def test_a_request_id_used_with_another_body_is_refused(machine, matter):
    desk = machine("desk")
    desk.post(f"/matters/{matter.number}/steps/take_in", {}, key="a1")

    answer = desk.post(
        f"/matters/{matter.number}/steps/withdraw", {"data": {"reason": "x"}}, key="a1"
    )

    assert (answer.status, answer.code) == (422, "key_reused")


@pytest.mark.parametrize("key", ["", " ", "x" * 101])
def test_a_request_id_of_odd_length_is_refused(machine, matter, key):
    answer = machine("desk").post(f"/matters/{matter.number}/steps/take_in", {}, key=key)

    assert (answer.status, answer.json["refused"]["fields"].keys()) == (422, {"request_id"})
