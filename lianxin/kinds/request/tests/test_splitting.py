"""Splitting a request: parts with numbers of their own, and a whole that waits for them."""

from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest
from django.test import Client

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.history.models import Event
from lianxin.matters.actions import step
from lianxin.matters.models import Clock, Matter
from lianxin.matters.present import as_json
from lianxin.matters.queries import find
from lianxin.site.tests.turns import data_for

Actors = Mapping[str, Actor]
Drive = Callable[..., Matter]
Record = Callable[..., Matter]

PART = {"category": "FACILITY", "words": "修锁。"}


def split(matter: Matter, by: Actor, parts: object = None) -> list[Matter]:
    data = data_for("split") if parts is None else {"parts": parts}
    step(matter.number, "split", by=by, data=data)
    return list(Matter.objects.filter(parent=matter).order_by("number"))


def done(matter: Matter, actors: Actors) -> Matter:
    for name, who in (
        ("take_in", "desk"),
        ("dispatch", "desk"),
        ("accept", "grid"),
        ("finish", "grid"),
        ("verify", "desk2"),
        ("confirm", "desk2"),
        ("close", "desk"),
    ):
        matter = step(matter.number, name, by=actors[who], data=data_for(name))
    return matter


def test_every_part_has_a_number_and_waits_since_the_whole_does(record: Record, actors: Actors):
    with clock.at(clock.now() - timedelta(days=1)):
        whole = record()

    parts = split(whole, actors["desk"])

    wanted = [("FACILITY", "修单元门的锁。"), ("SANITATION", "清门口的垃圾。")]
    started = Clock.objects.filter(matter__in=parts, name="finish")
    assert [(one.category, one.summary) for one in parts] == wanted
    assert {(one.state, one.words, one.requester_name, one.opened_at) for one in parts} == {
        ("recorded", whole.words, whole.requester_name, whole.opened_at)
    }
    assert set(started.values_list("started_at", flat=True)) == {whole.opened_at}
    shown = as_json(find(whole.number, actors["desk"]), actors["desk"])
    assert shown["children"] == shown["events"][-1]["data"]["children"]
    assert shown["children"] == [one.number for one in parts]


def test_the_whole_is_closed_only_after_every_part(recorded: Matter, drive: Drive, actors: Actors):
    parts = split(recorded, actors["desk"])
    for name, who in (
        ("take_in", "desk"), ("dispatch", "desk"), ("accept", "grid"), ("finish", "grid"),
        ("verify", "desk2"), ("confirm", "desk2"),
    ):  # fmt: skip
        step(recorded.number, name, by=actors[who], data=data_for(name))
    done(parts[0], actors)

    with pytest.raises(Refused) as refusal:
        step(recorded.number, "close", by=actors["desk"])
    done(parts[1], actors)
    closed = step(recorded.number, "close", by=actors["desk"])

    assert refusal.value.code == "wrong_state"
    assert closed.state == "closed"


@pytest.mark.parametrize("late_answer", [False, True])
def test_a_part_that_is_opened_again_opens_its_whole(
    late_answer: bool, recorded: Matter, actors: Actors
):
    parts = split(recorded, actors["desk"])
    for one in (*parts, recorded):
        done(one, actors)

    if late_answer:
        data = {"answer": "not_satisfied", "channel": "phone", "solved": False}
        step(parts[0].number, "confirm", by=actors["desk2"], data=data)
    else:
        step(parts[0].number, "reopen", by=actors["desk"], data=data_for("reopen"))

    states = [Matter.objects.get(pk=one.pk).state for one in (recorded, *parts)]
    event = Event.objects.filter(subject=recorded.pk).order_by("-seq").first()
    assert states == ["taken_in", "taken_in", "closed"]
    assert (event.step, event.before, event.after) == ("reopen", "closed", "taken_in")
    assert event.data == {"other": str(parts[0].pk)}


@pytest.mark.parametrize(
    "parts",
    [
        [],
        [PART],
        [PART] * 6,
        "修锁",
        [PART, "修锁"],
        [PART, {"category": "MAGIC", "words": "修锁。"}],
        [PART, {"category": "FACILITY"}],
        [PART, PART, {"category": "FACILITY"}],
        [PART, {"category": ["FACILITY"], "words": "修锁。"}],
        [PART, {"category": "FACILITY", "words": " "}],
    ],
)
def test_what_is_no_list_of_parts_is_refused_and_nothing_is_opened(
    parts: object, recorded: Matter, actors: Actors
):
    with pytest.raises(Refused) as refusal:
        split(recorded, actors["desk"], parts)

    assert refusal.value.code == "bad_input"
    assert Matter.objects.count() == 1


def test_five_parts_are_taken(recorded: Matter, actors: Actors):
    assert len(split(recorded, actors["desk"], [PART] * 5)) == 5


def test_the_page_splits_with_plain_fields(recorded: Matter, browsers: Mapping[str, Client]):
    address = f"/desk/matters/{recorded.number}/steps/split"
    page = browsers["desk"].get(address)

    answer = browsers["desk"].post(
        address,
        {
            "version": "1", "category_1": "FACILITY", "words_1": "修锁。",
            "category_2": "SANITATION", "words_2": "清垃圾。", "category_3": "", "words_3": "",
        },
    )  # fmt: skip

    assert [f'name="words_{n}"' in page.content.decode() for n in range(1, 6)] == [
        True, True, True, False, False,
    ]  # fmt: skip
    assert answer.status_code == 302
    assert Matter.objects.filter(parent=recorded).count() == 2
