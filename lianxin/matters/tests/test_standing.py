"""How open matters stand: each condition holds from its moment on, and of no matter that it is not about."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta

import pytest

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.clock import BEIJING
from lianxin.matters.actions import step
from lianxin.matters.models import Matter
from lianxin.matters.queries import matters_for
from lianxin.matters.standing import Standing, stands_as
from lianxin.site.tests.turns import data_for

Actors = Mapping[str, Actor]
MONDAY = datetime(2026, 11, 2, 9, tzinfo=BEIJING)  # seven days end in the night after 9 November
SOON = datetime(2026, 11, 9, 0, 0, tzinfo=BEIJING)
LATE = datetime(2026, 11, 10, 0, 0, tzinfo=BEIJING)


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with clock.at(MONDAY):
        yield


@pytest.fixture
def how(actors: Actors) -> Callable[..., list[str]]:
    """Tell how the only matter stands at a moment."""

    def found(at: datetime, quiet: int = 30) -> list[str]:
        seen = matters_for(actors["desk"])
        with clock.at(at):
            return [one.value for one in Standing if seen.filter(stands_as(one, quiet)).exists()]

    return found


def test_a_matter_is_nearly_late_for_a_day_at_most_and_then_late(recorded: Matter, how: Callable):
    second = timedelta(seconds=1)

    assert how(SOON - 2 * second) == ["open"]
    assert how(SOON) == how(LATE - 2 * second) == ["open", "soon"]
    assert how(LATE) == ["open", "late"]


def test_what_has_two_hours_is_nearly_late_in_the_last_half_hour(
    record: Callable[..., Matter], how: Callable
):
    record(urgency="emergency")

    assert how(MONDAY + timedelta(minutes=89)) == ["open"]
    assert how(MONDAY + timedelta(minutes=90)) == ["open", "soon"]
    assert how(MONDAY + timedelta(minutes=121)) == ["open", "late"]


def test_what_was_done_in_time_is_not_late_and_what_was_done_too_late_stays_so(
    record: Callable[..., Matter], drive: Callable[..., Matter], how: Callable, actors: Actors
):
    drive(record(), "to_verify")
    in_time = how(LATE)
    with clock.at(LATE):
        drive(record(), "in_hand")
        drive_late = Matter.objects.latest("recorded_at")
    with clock.at(LATE + timedelta(days=20)):
        step(drive_late.number, "finish", by=actors["grid"], data=data_for("finish"))

    assert in_time == ["open"]
    assert "late" in how(LATE + timedelta(days=21))


def test_without_an_event_for_so_many_days_a_matter_is_stuck_and_any_event_frees_it(
    recorded: Matter, how: Callable, actors: Actors
):
    day = timedelta(days=1)
    before, after = how(MONDAY + 2 * day, quiet=3), how(MONDAY + 4 * day, quiet=3)
    with clock.at(MONDAY + 4 * day):
        step(recorded.number, "contact", by=actors["desk"], data=data_for("contact"))

    assert (before, after) == (["open"], ["open", "stuck"])
    assert how(MONDAY + 5 * day, quiet=3) == ["open"]


def test_a_pause_says_why_nothing_happens(
    recorded: Matter, drive: Callable[..., Matter], how: Callable, actors: Actors
):
    drive(recorded, "in_hand")
    step(recorded.number, "pause", by=actors["desk"], data=data_for("pause"))

    assert how(MONDAY + timedelta(days=5), quiet=3) == ["open"]


@pytest.mark.parametrize("name", ["urge", "escalate"])
def test_what_was_asked_or_raised_waits_for_an_answer(
    name: str, recorded: Matter, drive: Callable[..., Matter], how: Callable, actors: Actors
):
    drive(recorded, "in_hand")
    step(recorded.number, name, by=actors["desk"], data=data_for(name))
    asked = how(MONDAY)
    step(recorded.number, "answer", by=actors["street"], data=data_for("answer"))

    assert (asked, how(MONDAY)) == (["open", "asked"], ["open"])


def test_what_is_carried_stands_apart_and_past_its_review_says_so(
    recorded: Matter, drive: Callable[..., Matter], how: Callable
):
    drive(recorded, "carried")

    assert how(MONDAY + timedelta(days=30)) == ["carried"]
    assert how(MONDAY + timedelta(days=31)) == ["carried", "review"]


def test_a_term_in_a_year_that_nobody_published_is_provisional(
    record: Callable[..., Matter], how: Callable
):
    Matter.objects.filter(pk=record().pk).update(provisional=True)

    assert how(MONDAY) == ["open", "provisional"]


def test_what_is_closed_stands_in_no_way(
    recorded: Matter, drive: Callable[..., Matter], how: Callable
):
    drive(recorded, "closed")

    assert how(LATE) == []
