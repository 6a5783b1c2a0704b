"""Until when an answer and an arrival are due."""

from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest

from lianxin.base.actor import Actor
from lianxin.kinds.whistle.tests.calls import (
    Called,
    go,
)
from lianxin.matters.models import Clock

Actors = Mapping[str, Actor]
Call = Callable[..., Called]


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
