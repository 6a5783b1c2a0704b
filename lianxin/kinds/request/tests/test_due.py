"""Until when a request is to be done, as it stands on the matter."""

from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.matters.actions import step
from lianxin.matters.models import Matter

Actors = Mapping[str, Actor]
Record = Callable[..., Matter]


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
