"""The clocks of a request: which run when, how long, and what pauses and extensions do to them."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta

import pytest

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.clock import BEIJING, local
from lianxin.base.refused import Refused
from lianxin.kinds.request.terms import CLOCKS, COMPLEX, LIMITS
from lianxin.matters.explain import explained
from lianxin.matters.limits import LimitRule, rule_for
from lianxin.matters.models import Clock, ClockPause, Matter
from lianxin.matters.words import CLOCKS as WORDS
from lianxin.notices.models import Notice
from lianxin.site.tests.doors import go
from lianxin.understanding.categories import CATEGORIES

Actors = Mapping[str, Actor]
Drive = Callable[..., Matter]
MONDAY = datetime(2026, 11, 2, 9, tzinfo=BEIJING)


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with clock.at(MONDAY):
        yield


def later(**time: int) -> object:
    return clock.at(MONDAY + timedelta(**time))


def running(matter: Matter) -> list[tuple[str, str, str]]:
    """Return the clocks that run: name, limit and end."""
    found = Clock.objects.filter(matter=matter, stopped_at=None).order_by("name")
    return [(one.name, one.limit, f"{local(one.due_at):%m-%d %H:%M}") for one in found]


# Which rule holds.


@pytest.mark.parametrize(
    ("asked", "promise"),
    [
        ({}, "7 days"),
        ({"category": "UTILITY"}, "24 hours"),
        ({"category": "UTILITY", "urgency": "emergency"}, "2 hours"),
        ({"category": "HOUSE_LEAK"}, "15 days"),
        ({"category": "HOUSE_LEAK", "urgency": "urgent"}, "24 hours"),
        ({"category": "LIGHTING", "urgency": "urgent"}, "24 hours"),
    ],
)
def test_the_urgency_decides_before_the_category(asked: dict, promise: str, db: None):
    matter = Matter(**{"category": "LIGHTING", "urgency": "normal", "level": "grid", **asked})

    assert rule_for(LIMITS, "finish", matter, date(2026, 11, 2)).promise == promise


def test_every_category_has_a_limit_and_every_limit_a_source():
    assert {rule.category for rule in LIMITS} - {""} <= set(CATEGORIES)
    assert all(str(rule.citation) for rule in LIMITS)
    assert set(COMPLEX) <= set(CATEGORIES)


def test_a_rule_holds_from_its_day_until_the_next(db: None):
    old = LimitRule("finish", "9 days", "旧", until=date(2026, 11, 2))
    new = LimitRule("finish", "5 days", "新", since=date(2026, 11, 2))
    matter = Matter(category="LIGHTING", urgency="normal", level="grid")

    assert rule_for((old, new), "finish", matter, date(2026, 11, 1)).promise == "9 days"
    assert rule_for((old, new), "finish", matter, date(2026, 11, 2)).promise == "5 days"


# Which clock runs when.


def test_clocks_follow_a_matter_from_the_call_to_the_answer(
    recorded: Matter, drive: Drive, actors: Actors
):
    finish = ("finish", "7 days", "11-09 23:59")
    contact = ("contact", "24 hours", "11-03 09:00")
    assert running(recorded) == [contact, finish]

    dispatched = drive(recorded, "dispatched")
    assert running(dispatched) == [("accept", "8 workhours", "11-03 10:00"), contact, finish]

    go(recorded, "accept", actors["grid"])
    assert running(recorded) == [contact, finish]

    go(recorded, "contact", actors["grid"])
    assert running(recorded) == [finish]

    go(recorded, "finish", actors["grid"])
    assert running(recorded) == []

    with later(days=1):
        go(recorded, "verify", actors["desk2"])
        assert running(recorded) == [("return_visit", "7 days", "11-10 23:59")]
        go(recorded, "confirm", actors["desk2"])

    assert running(recorded) == []
    assert Clock.objects.filter(matter=recorded).count() == 4


def test_who_was_not_reached_still_waits_for_the_first_contact(recorded: Matter, actors: Actors):
    go(recorded, "contact", actors["desk"], reached=False)

    assert [name for name, _limit, _due in running(recorded)] == ["contact", "finish"]


@pytest.mark.parametrize(
    ("kind", "left"),
    [("progress", ["contact", "finish"]), ("call", ["finish"]), ("visit", ["finish"])],
)
def test_a_note_of_a_call_or_a_visit_is_a_contact(
    kind: str, left: list, recorded: Matter, drive: Drive, actors: Actors
):
    drive(recorded, "in_hand")

    go(recorded, "note", actors["grid"], kind=kind)

    assert [name for name, _limit, _due in running(recorded)] == left


def test_who_left_no_telephone_is_not_waited_for(record: Callable[..., Matter]):
    matter = record(reporter_phone="")

    assert [name for name, _limit, _due in running(matter)] == ["finish"]


def test_work_that_comes_back_runs_on_against_the_same_end(
    recorded: Matter, drive: Drive, actors: Actors
):
    drive(recorded, "to_verify")

    with later(days=2):
        go(recorded, "verify", actors["desk2"], passed=False, words="灯还是不亮。")

    assert ("finish", "7 days", "11-09 23:59") in running(recorded)
    assert Clock.objects.filter(matter=recorded, name="finish").count() == 1


def test_a_new_holder_has_a_new_time_to_accept(recorded: Matter, drive: Drive, actors: Actors):
    drive(recorded, "dispatched")

    with later(days=1):
        go(recorded, "give_back", actors["grid"])
        go(recorded, "dispatch", actors["desk"])

    assert running(recorded)[0] == ("accept", "8 workhours", "11-04 10:00")
    assert Clock.objects.filter(matter=recorded, name="accept").count() == 2


def test_a_corrected_urgency_counts_from_the_call(recorded: Matter, actors: Actors):
    with later(hours=1):
        matter = go(recorded, "amend", actors["desk"], urgency="emergency")

    assert running(recorded) == [
        ("contact", "1 hour", "11-02 10:00"),
        ("finish", "2 hours", "11-02 11:00"),
    ]
    assert matter.due_at == MONDAY + timedelta(hours=2)


def test_a_reopened_matter_starts_afresh(recorded: Matter, drive: Drive, actors: Actors):
    drive(recorded, "closed")

    with later(days=30):
        go(recorded, "reopen", actors["desk"])

    assert [(name, due) for name, _limit, due in running(recorded)] == [
        ("contact", "12-03 09:00"),
        ("finish", "12-09 23:59"),
    ]


def test_to_carry_a_matter_stops_no_clock(recorded: Matter, drive: Drive):
    drive(recorded, "carried")

    assert ("finish", "7 days", "11-09 23:59") in running(recorded)


# Pause and extension.


@pytest.fixture
def in_hand(recorded: Matter, drive: Drive) -> Matter:
    return drive(recorded, "in_hand")


def finish_of(matter: Matter) -> object:
    return [run for run in explained(matter) if run.clock.name == "finish"][-1]


def test_a_pause_takes_its_days_away(in_hand: Matter, actors: Actors):
    with later(days=1):
        paused = go(in_hand, "pause", actors["desk"], reason="parts")
    with later(days=3, hours=2):
        matter = go(in_hand, "unpause", actors["grid"])
    with later(days=4):
        run = finish_of(matter)

    assert f"{local(paused.paused_until):%m-%d %H:%M}" == "11-18 23:59"
    assert f"{local(matter.due_at):%m-%d %H:%M}" == "11-11 23:59"
    assert matter.paused_until is None
    assert (run.ran, run.passed) == (2, 4)
    assert [day.why for day in run.ends.days if "暂停" in day.why] == [
        "暂停：等配件或材料",
        "暂停：等配件或材料",
    ]


def test_while_it_stands_a_matter_is_due_as_late_as_the_pause_may_last(
    in_hand: Matter, actors: Actors
):
    matter = go(in_hand, "pause", actors["desk"], reason="resident")

    assert f"{local(matter.due_at):%m-%d}" == "11-16"


def test_the_holder_approves_nothing_for_himself(recorded: Matter, actors: Actors, drive: Drive):
    matter = drive(recorded, "in_hand", holder="desk2")

    for name in ("pause", "extend"):
        with pytest.raises(Refused) as refusal:
            go(matter, name, actors["desk2"])
        assert refusal.value.code == "not_allowed"

    assert ClockPause.objects.count() == 0


def test_a_matter_is_paused_once_at_a_time(in_hand: Matter, actors: Actors):
    go(in_hand, "pause", actors["desk"])

    with pytest.raises(Refused) as again:
        go(in_hand, "pause", actors["desk"])
    go(in_hand, "unpause", actors["desk"])
    with pytest.raises(Refused) as not_paused:
        go(in_hand, "unpause", actors["desk"])

    assert (again.value.code, not_paused.value.code) == ("wrong_state", "wrong_state")


def test_what_is_finished_while_paused_is_paused_no_longer(in_hand: Matter, actors: Actors):
    go(in_hand, "pause", actors["desk"])

    with later(days=1):
        matter = go(in_hand, "finish", actors["grid"])

    assert matter.paused_until is None
    assert ClockPause.objects.get().until == MONDAY + timedelta(days=1)


def test_an_extension_goes_on_from_the_end_before(in_hand: Matter, actors: Actors):
    matter = go(in_hand, "extend", actors["desk"], limit="3个工作日")
    run = finish_of(matter)

    assert f"{local(matter.due_at):%m-%d %H:%M}" == "11-12 23:59"
    assert [more.limit for more in run.extensions] == ["3 workdays"]
    assert "延期3个工作日" in run.ends.rule
    assert matter.due_why.startswith("7天内办结（北京市接诉即办工作条例第十三条）。")


def test_two_extensions_add_up_and_a_pause_after_them_still_counts(in_hand: Matter, actors: Actors):
    go(in_hand, "extend", actors["desk"], limit="3 workdays")
    go(in_hand, "extend", actors["desk"], limit="2 days")
    with later(days=1):
        go(in_hand, "pause", actors["desk"], reason="weather")
    with later(days=2):
        matter = go(in_hand, "unpause", actors["desk"])

    assert f"{local(matter.due_at):%m-%d}" == "11-16"


def test_a_reopened_matter_has_no_extensions_left(in_hand: Matter, drive: Drive, actors: Actors):
    go(in_hand, "extend", actors["desk"], limit="10 days")
    go(in_hand, "finish", actors["grid"])
    go(in_hand, "verify", actors["desk2"])
    go(in_hand, "confirm", actors["desk2"])
    go(in_hand, "close", actors["desk"])

    with later(days=1):
        matter = go(in_hand, "reopen", actors["desk"])

    assert f"{local(matter.due_at):%m-%d}" == "11-10"


def test_an_unreadable_extension_is_refused_and_changes_nothing(in_hand: Matter, actors: Actors):
    with pytest.raises(Refused) as refusal:
        go(in_hand, "extend", actors["desk"], limit="一阵子")

    assert list(refusal.value.extra["fields"]) == ["limit"]
    assert Matter.objects.get().version == in_hand.version


def test_the_holder_is_told_of_pauses_and_extensions(in_hand: Matter, actors: Actors):
    before = Notice.objects.count()
    go(in_hand, "extend", actors["desk"])
    go(in_hand, "pause", actors["desk"])

    told = Notice.objects.order_by("at", "pk")[before:]

    assert {notice.to_id for notice in told} == {actors["grid"].person}
    assert sorted(notice.sentence.split("：")[0] for notice in told) == ["期限已延长", "期限已暂停"]


def test_every_clock_of_the_kind_has_a_word():
    assert {row.name for row in CLOCKS} <= set(WORDS)
