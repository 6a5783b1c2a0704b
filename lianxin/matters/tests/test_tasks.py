"""What the worker does about clocks, once and only once, whatever goes wrong."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

import pytest
from django.db import OperationalError

from lianxin.base import clock
from lianxin.base.actor import NOBODY, Actor
from lianxin.base.clock import BEIJING, local
from lianxin.base.kept import forget
from lianxin.history.models import Event
from lianxin.matters import tasks, trying
from lianxin.matters.actions import step
from lianxin.matters.models import Clock, ClockPause, DistrictLimit, Matter
from lianxin.matters.tasks import ring
from lianxin.notices.models import Notice
from lianxin.site.tests.turns import data_for

MONDAY = datetime(2026, 11, 2, 9, tzinfo=BEIJING)
Actors = Mapping[str, Actor]


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with clock.at(MONDAY):
        yield


@pytest.fixture
def in_hand(recorded: Matter, drive: Callable[..., Matter], actors: Actors) -> Matter:
    """A matter of seven days in the hands of the grid worker, who has talked to the resident."""
    drive(recorded, "in_hand")
    step(recorded.number, "contact", by=actors["grid"], data=data_for("contact"))
    Notice.objects.all().delete()
    return Matter.objects.get()


def ring_after(**time: int) -> int:
    with clock.at(MONDAY + timedelta(**time)):
        return ring()


def told() -> list[tuple[object, str]]:
    return list(Notice.objects.order_by("at", "pk").values_list("to", "sentence"))


def test_a_clock_reminds_before_its_end_at_it_and_then_the_superior(
    in_hand: Matter, actors: Actors
):
    title, grid = in_hand.title, actors["grid"].person

    rung = [ring_after(days=days) for days in (5, 7, 8, 9, 10, 30)]

    assert rung == [0, 1, 1, 1, 0, 0]
    assert told() == [
        (grid, f"办结快到期了：{title}"),
        (grid, f"办结已到期：{title}"),
        (actors["secretary"].person, f"办结超时还没有办，请过问：{title}"),
    ]


def test_what_nobody_holds_reminds_the_office(recorded: Matter, actors: Actors):
    with clock.at(MONDAY + timedelta(days=7)):
        Clock.objects.filter(name="contact").update(next_at=None)
        ring()

    assert {person for person, _sentence in told()} == {
        actors[name].person for name in ("secretary", "desk", "desk2")
    }


def test_a_stopped_clock_is_silent(in_hand: Matter, actors: Actors):
    step(in_hand.number, "finish", by=actors["grid"], data=data_for("finish"))
    Notice.objects.all().delete()

    assert ring_after(days=30) == 0
    assert told() == []


def test_one_look_makes_one_effect_however_often_the_worker_runs(in_hand: Matter):
    assert [ring_after(days=7), ring_after(days=7), ring_after(days=7)] == [1, 0, 0]
    assert len(told()) == 1


def test_a_worker_that_was_away_tells_all_that_it_missed_in_order(in_hand: Matter):
    assert [ring_after(days=20), ring_after(days=20), ring_after(days=20)] == [1, 1, 1]
    assert [sentence.split("：")[0] for _person, sentence in told()] == [
        "办结快到期了", "办结已到期", "办结超时还没有办，请过问"
    ]  # fmt: skip


def test_a_poisoned_clock_is_stepped_over_tried_again_and_left(
    in_hand: Matter, record: Callable[..., Matter], monkeypatch: pytest.MonkeyPatch
):
    other = record(reporter_phone="")
    Notice.objects.all().delete()
    poisoned = Clock.objects.get(matter=in_hand, name="finish")
    message = tasks._message

    def failing(found: Clock, matter: Matter) -> tuple:
        if found.pk == poisoned.pk:
            raise ValueError("poison")
        return message(found, matter)

    monkeypatch.setattr(tasks, "_message", failing)

    rung = [ring_after(days=7, hours=hours) for hours in range(7)]

    poisoned.refresh_from_db()
    assert rung == [1, 0, 0, 0, 0, 0, 0]
    assert {notice.number for notice in Notice.objects.all()} == {other.number}
    assert (poisoned.faults, poisoned.fault, poisoned.stage) == (5, "ValueError", 0)


def test_what_fails_leaves_no_half_effect(in_hand: Matter, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tasks, "next_look", lambda _clock: 1 / 0)

    assert ring_after(days=7) == 0
    assert told() == []


def test_a_pause_ends_by_itself_when_it_lasted_long_enough(in_hand: Matter, actors: Actors):
    step(in_hand.number, "pause", by=actors["desk"], data=data_for("pause"))

    ring_after(days=15)
    before = ClockPause.objects.get().until
    ring_after(days=16)

    matter = Matter.objects.get()
    last = Event.objects.filter(subject=matter.pk).order_by("-seq").first()
    assert before is None
    assert ClockPause.objects.get().until == MONDAY + timedelta(days=16)
    assert matter.paused_until is None
    assert (last.step, last.login, last.via, last.person) == (
        "unpause", "worker", "worker", NOBODY
    )  # fmt: skip
    assert f"{local(matter.due_at):%m-%d}" == "11-24"


def test_a_clock_is_in_the_hands_of_one_worker(in_hand: Matter, monkeypatch: pytest.MonkeyPatch):
    clocks, rung = Clock.objects.filter(matter=in_hand, name="finish"), tasks._rung
    others = []

    def meanwhile(pk: UUID) -> bool:
        with monkeypatch.context() as other:
            other.setattr(tasks, "_rung", rung)
            others.append(tasks.ring())
        return rung(pk)

    monkeypatch.setattr(tasks, "_rung", meanwhile)

    assert (ring_after(days=7), others) == (1, [0])
    assert (clocks.get().stage, clocks.get().faults, len(told())) == (1, 0, 1)


def test_a_clock_that_takes_the_worker_down_is_left_after_five_tries(
    in_hand: Matter, record: Callable[..., Matter], monkeypatch: pytest.MonkeyPatch
):
    other, rung = record(reporter_phone=""), tasks._rung
    Notice.objects.all().delete()
    deadly = Clock.objects.get(matter=in_hand, name="finish")

    def dying(pk: UUID) -> bool:
        if pk == deadly.pk:
            raise SystemExit("the process is gone")
        return rung(pk)

    monkeypatch.setattr(tasks, "_rung", dying)
    deaths = 0
    for hours in range(7):
        try:
            ring_after(days=7, hours=hours)
        except SystemExit:
            deaths += 1

    deadly.refresh_from_db()
    assert (deaths, deadly.faults, deadly.fault) == (trying.TRIES, trying.TRIES, "")
    assert {notice.number for notice in Notice.objects.all()} == {other.number}


def test_hundreds_of_ticks_of_two_schedulers_make_each_effect_once(in_hand: Matter, actors: Actors):
    """Ticks come from two schedulers, at times after hours of silence, at times from a clock put back."""
    DistrictLimit.objects.create(
        district_id=in_hand.district_id, kind="request", clock="rise", level="grid", promise="5 days",
        citation="区办〔2026〕3号", since=MONDAY.date(), entered_by=actors["district"].person, entered_at=MONDAY,
    )  # fmt: skip
    forget()
    step(in_hand.number, "note", by=actors["grid"], data=data_for("note"))
    chance, minutes, rung = Random(4), 0, 0  # no secret
    for _tick in range(300):
        minutes += chance.choice((1, 15, 90, 180, 240, -30, -120))
        rung += ring_after(minutes=minutes) + ring_after(minutes=minutes)
    ring_after(days=30)

    escalated = Event.objects.filter(subject=in_hand.pk, step="escalate")
    assert escalated.count() == 1
    assert Counter(told()).most_common(1)[0][1] == 1
    assert {sentence.split("：")[0] for _to, sentence in told()} >= {"办结快到期了", "办结已到期"}
    assert rung > 2


def test_a_busy_database_is_no_fault_of_a_clock(in_hand: Matter, monkeypatch: pytest.MonkeyPatch):
    def busy(_pk: object) -> bool:
        raise OperationalError("database is locked")

    with monkeypatch.context() as patched:
        patched.setattr(tasks, "_rung", busy)
        failed = [ring_after(days=7) for _ in range(trying.TRIES + 1)]

    assert failed == [0] * (trying.TRIES + 1)
    assert ring_after(days=7) == 1


def test_a_pause_that_cannot_be_ended_is_tried_five_times_and_keeps_no_other_waiting(
    in_hand: Matter, record: Callable[..., Matter], actors: Actors, monkeypatch: pytest.MonkeyPatch
):
    other = record()
    for name, who in (("take_in", "desk"), ("pause", "desk")):
        step(other.number, name, by=actors[who], data=data_for(name))
    step(in_hand.number, "pause", by=actors["desk"], data=data_for("pause"))
    door = tasks.step

    def failing(matter: Matter, *args: object, **kwargs: object) -> Matter:
        if matter.pk == in_hand.pk:
            raise ValueError("poison")
        return door(matter, *args, **kwargs)

    monkeypatch.setattr(tasks, "step", failing)
    for hours in range(trying.TRIES + 2):
        ring_after(days=16, hours=hours)

    assert ClockPause.objects.get(matter=other).until == MONDAY + timedelta(days=16)
    stands = ClockPause.objects.get(matter=in_hand)
    assert (stands.until, stands.faults) == (None, trying.TRIES)
