"""The door: in which order it refuses, and that a refusal changes nothing."""

from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.history.models import Event, EventWords, Receipt
from lianxin.matters.actions import step
from lianxin.matters.models import Matter
from lianxin.notices.models import Notice
from lianxin.site.tests.turns import data_for

Actors = Mapping[str, Actor]
Drive = Callable[..., Matter]


def everything(matter: Matter) -> tuple:
    """Return all that a step of a matter can change."""
    return (
        Matter.objects.filter(pk=matter.pk).values_list().get(),
        list(Event.objects.filter(subject=matter.pk).order_by("seq").values_list()),
        EventWords.objects.filter(event__subject=matter.pk).count(),
        list(Notice.objects.order_by("pk").values_list()),
        list(Receipt.objects.order_by("pk").values_list()),
    )


def refusal(matter: Matter, name: str, **asked: object) -> Refused:
    """Try a step that is refused, prove that it changed nothing, and return the refusal."""
    before = everything(matter)
    with pytest.raises(Refused) as refused:
        step(matter.number, name, **asked)
    assert everything(matter) == before
    return refused.value


def test_a_step_moves_the_matter_and_writes_its_event(recorded: Matter, actors: Actors):
    moved = step(recorded, "take_in", by=actors["desk"])

    kept = Matter.objects.get(pk=recorded.pk)
    event = Event.objects.get(subject=recorded.pk, seq=2)
    assert (moved.state, kept.state, kept.version) == ("taken_in", "taken_in", 2)
    assert (event.step, event.before, event.after) == ("take_in", "recorded", "taken_in")
    assert (event.person, event.login, event.via) == (
        actors["desk"].person,
        "desk-tongxin",
        "desk",
    )
    assert (event.post, kept.head) == (actors["desk"].post, event.hash)


def test_out_of_scope_is_refused_like_a_number_that_does_not_exist(
    recorded: Matter, actors: Actors
):
    outside = refusal(recorded, "take_in", by=actors["stranger"])
    with pytest.raises(Refused) as unknown:
        step("SQ-20200101-0001", "take_in", by=actors["stranger"])

    assert outside.code == unknown.value.code == "not_found"
    assert outside.sentence.replace(recorded.number, "") == unknown.value.sentence.replace(
        "SQ-20200101-0001", ""
    )
    assert outside.extra == unknown.value.extra == {}


def test_scope_comes_before_everything_else(recorded: Matter, actors: Actors):
    asked = {"by": actors["stranger"], "version": 99, "data": {"nonsense": 1}}

    assert refusal(recorded, "no_such_step", **asked).code == "not_found"


def test_a_stale_version_is_told_what_changed(recorded: Matter, actors: Actors):
    step(recorded, "take_in", by=actors["desk"], version=1)

    refused = refusal(recorded, "take_in", by=actors["desk2"], version=1)

    assert refused.code == "conflict"
    assert refused.extra == {"version": 2, "state": "taken_in"}
    assert "desk-tongxin" in refused.sentence
    assert "受理" in refused.sentence


@pytest.mark.parametrize("version", [0, 2, -1, 2**40])
def test_a_version_that_never_was_is_a_conflict(recorded: Matter, actors: Actors, version: int):
    assert refusal(recorded, "take_in", by=actors["desk"], version=version).code == "conflict"


def test_a_step_of_another_state_is_refused_with_the_state(recorded: Matter, actors: Actors):
    refused = refusal(recorded, "close", by=actors["desk"])

    assert (refused.code, refused.extra) == ("wrong_state", {"state": "recorded", "version": 1})


def test_an_unknown_step_is_bad_input(recorded: Matter, actors: Actors):
    refused = refusal(recorded, "fly" * 30, by=actors["desk"])

    assert refused.code == "bad_input"
    assert list(refused.extra["fields"]) == ["step"]


def test_wrong_input_is_refused_field_by_field(recorded: Matter, actors: Actors, drive: Drive):
    drive(recorded, "in_hand")

    refused = refusal(recorded, "finish", by=actors["grid"], data={"outcome": "magic"})

    assert refused.code == "bad_input"
    assert set(refused.extra["fields"]) == {"outcome", "words"}


@pytest.mark.parametrize("words", ["", "  ", "\x00", "水" * 5001])
def test_blank_or_endless_words_are_refused(
    recorded: Matter, actors: Actors, drive: Drive, words: str
):
    drive(recorded, "in_hand")

    refused = refusal(
        recorded, "note", by=actors["grid"], data={"kind": "progress", "words": words}
    )

    assert (refused.code, set(refused.extra["fields"])) == ("bad_input", {"words"})


def test_words_are_kept_verbatim_without_nul(recorded: Matter, actors: Actors, drive: Drive):
    drive(recorded, "in_hand")
    words = "  修好了👍\n＝1+1\x00 \ud800"

    step(recorded, "note", by=actors["grid"], data={"kind": "progress", "words": words})

    body = EventWords.objects.filter(event__subject=recorded.pk).order_by("-pk").first().body
    assert '"words": "  修好了👍\\n＝1+1 \ufffd"' in body


@pytest.mark.parametrize(
    "data",
    [
        {"kind": ["progress"], "words": {"a": 1}},
        {"kind": None, "words": None},
        {"kind": 7, "words": 7.5},
        {"kind": {}, "words": True},
    ],
)
def test_data_of_another_shape_is_bad_input_and_no_fault(
    recorded: Matter, actors: Actors, drive: Drive, data: dict
):
    drive(recorded, "in_hand")

    assert refusal(recorded, "note", by=actors["grid"], data=data).code == "bad_input"


def test_the_same_request_id_has_its_effect_once(recorded: Matter, actors: Actors):
    asked = {"by": actors["desk"], "data": {}, "request_id": "abc-1"}

    first = step(recorded.number, "take_in", **asked)
    before = everything(recorded)
    again = step(recorded.number, "take_in", **asked)

    assert (again.pk, again.version, again.state) == (first.pk, first.version, "taken_in")
    assert everything(recorded) == before


def test_a_replay_answers_with_the_matter_of_today(recorded: Matter, actors: Actors):
    step(recorded, "take_in", by=actors["desk"], request_id="abc-1")
    step(recorded, "dispatch", by=actors["desk"], data={"holder": "grid-tongxin"})

    again = step(recorded.number, "take_in", by=actors["desk"], request_id="abc-1")

    assert (again.state, again.version) == ("dispatched", 3)


@pytest.mark.parametrize(
    "other",
    [
        {"name": "redirect", "data": {"to": "县供电公司", "reason": "电表"}},
        {"name": "take_in", "data": {"x": 1}},
        {"name": "take_in", "data": {}, "version": 1},
    ],
)
def test_a_request_id_with_another_body_is_refused(recorded: Matter, actors: Actors, other: dict):
    step(recorded, "take_in", by=actors["desk"], request_id="abc-1")

    refused = refusal(recorded, by=actors["desk"], request_id="abc-1", **other)

    assert refused.code == "key_reused"


def test_another_login_may_use_the_same_request_id(recorded: Matter, actors: Actors):
    step(recorded, "take_in", by=actors["desk"], request_id="abc-1")

    moved = step(
        recorded,
        "dispatch",
        by=actors["desk2"],
        data={"holder": "grid-tongxin"},
        request_id="abc-1",
    )

    assert moved.state == "dispatched"


def test_a_refused_request_id_can_be_tried_again(recorded: Matter, actors: Actors):
    refused = refusal(recorded, "close", by=actors["desk"], request_id="abc-1")
    moved = step(recorded, "take_in", by=actors["desk"], request_id="abc-1")

    assert (refused.code, moved.state) == ("wrong_state", "taken_in")


@pytest.mark.parametrize("request_id", ["", " ", "\x00", "x" * 101])
def test_a_request_id_that_is_none_is_refused(recorded: Matter, actors: Actors, request_id: str):
    refused = refusal(recorded, "take_in", by=actors["desk"], request_id=request_id)

    assert (refused.code, list(refused.extra["fields"])) == ("bad_input", ["request_id"])


def test_a_replay_does_not_show_what_has_left_the_scope(
    recorded: Matter, actors: Actors, drive: Drive
):
    drive(recorded, "dispatched", holder="property")
    step(recorded, "give_back", by=actors["property"], data=data_for("give_back"), request_id="g1")

    with pytest.raises(Refused) as refused:
        step(
            recorded,
            "give_back",
            by=actors["property"],
            data=data_for("give_back"),
            request_id="g1",
        )

    assert refused.value.code == "not_found"


def test_whoever_is_given_a_matter_is_told_and_nobody_of_their_own_doing(
    recorded: Matter, actors: Actors, drive: Drive
):
    drive(recorded, "dispatched")
    step(
        recorded,
        "reassign",
        by=actors["desk"],
        data={"holder": "desk-tongxin", "reason": "我去看看"},
    )

    assert [(notice.to_id, notice.number) for notice in Notice.objects.all()] == [
        (actors["grid"].person, recorded.number)
    ]


def test_numbers_run_by_day_and_never_repeat(record: Callable[..., Matter]):
    tomorrow = clock.now() + timedelta(days=1)
    with clock.at(tomorrow):
        numbers = [record().number for _n in range(3)]

    assert numbers == [f"SQ-{tomorrow:%Y%m%d}-{n:04d}" for n in (1, 2, 3)]
