"""How well entries are understood: counted beside what was accepted, in one's own area, of nobody."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.base.tests.counting import counting
from lianxin.diary.accuracy import Accuracy, Tally, accuracy_for
from lianxin.diary.actions import add_entry
from lianxin.diary.drafts import Accepted, understand
from lianxin.territory.models import Place

Actors = Mapping[str, Actor]
Write = Callable[..., None]


@pytest.fixture
def write(tongxin: Place, actors: Actors) -> Write:
    """Write of a lamp, and accept it as a category: `write("UTILITY")`."""

    def written(category: str = "LIGHTING", *, by: str = "desk", at: Place = tongxin) -> None:
        draft = understand("楼道灯不亮。", at)
        matters = (replace(draft.matters[0], category=category),)
        accepted = replace(Accepted.of(draft), matters=matters)
        add_entry("楼道灯不亮。", at, by=actors[by], accepted=accepted, draft=draft)

    return written


def tally(found: Accuracy, name: str) -> Tally:
    return next(row.total for row in found.parts if row.name == name)


def test_a_field_counts_as_often_as_it_was_compared(write: Write, actors: Actors):
    for category in ("LIGHTING", "LIGHTING", "UTILITY", "UTILITY", "FACILITY", "LIGHTING"):
        write(category)

    found = accuracy_for(actors["secretary"])

    assert (found.entries, found.community) == (6, "")
    assert [(one.proposed, one.accepted, one.count) for one in found.confusions] == [
        ("路灯楼道灯", "水电气暖故障", 2),
        ("路灯楼道灯", "公共设施损坏缺失", 1),
    ]
    assert (tally(found, "类别"), tally(found, "类别").percent) == (Tally(6, 3), 50)
    assert [(row.name, row.total.compared) for row in found.communities] == [("同心社区", 36)]


def test_of_few_no_ratio_is_made(write: Write, actors: Actors):
    for _time in range(4):
        write()

    assert tally(accuracy_for(actors["secretary"]), "类别").percent is None
    write()
    assert tally(accuracy_for(actors["secretary"]), "类别").percent == 100


def test_months_and_weeks_stand_in_their_order(write: Write, actors: Actors):
    write()
    with clock.at(clock.now() - timedelta(days=32)):
        write("UTILITY")
    with clock.at(clock.now() - timedelta(days=250)):
        write("UTILITY")

    months, weeks = (accuracy_for(actors["secretary"], by=by) for by in ("month", "week"))

    (by_month,) = (row.cells for row in months.parts if row.name == "类别")
    (by_week,) = (row.cells for row in weeks.parts if row.name == "类别")
    assert sum(by_month, Tally()) == Tally(2, 1)
    assert by_month[0] == Tally(1, 1)
    assert months.periods[0] == clock.today().replace(day=1)
    assert weeks.periods == sorted(weeks.periods, reverse=True)
    assert {day.weekday() for day in weeks.periods} == {0}
    assert (by_week[0], sum(by_week, Tally())) == (Tally(1, 1), Tally(2, 1))


@pytest.mark.parametrize(
    ("today", "first"), [("2026-03-15", "2025-10-01"), ("2026-12-31", "2026-07-01")]
)
def test_six_months_go_back_over_new_year(actors: Actors, today: str, first: str):
    noon = clock.now().replace(
        **dict(zip(("year", "month", "day"), map(int, today.split("-")), strict=True)), hour=4
    )
    with clock.at(noon):
        assert accuracy_for(actors["district"]).periods[-1] == date.fromisoformat(first)


@pytest.mark.parametrize(
    ("who", "entries"),
    [("secretary", 1), ("street", 2), ("district", 2), ("admin", 2), ("stranger_secretary", 1)],
)
def test_each_sees_the_communities_of_their_own(
    write: Write, actors: Actors, hean: Place, yunhe: Place, who: str, entries: int
):
    write()
    write(by="neighbour", at=hean)
    write(by="stranger", at=yunhe)

    assert accuracy_for(actors[who]).entries == entries


@pytest.mark.parametrize("who", ["desk", "grid", "property", "volunteer"])
def test_who_neither_leads_nor_keeps_rules_is_refused(actors: Actors, who: str):
    with pytest.raises(Refused) as refused:
        accuracy_for(actors[who])

    assert refused.value.code == "not_allowed"


def test_a_community_next_door_is_not_there(actors: Actors):
    with pytest.raises(Refused) as refused:
        accuracy_for(actors["secretary"], community="hean")

    assert refused.value.code == "not_found"


def test_the_figures_take_as_many_queries_for_three_entries_as_for_one(
    write: Write, actors: Actors
):
    secretary = actors["secretary"]

    def queries() -> int:
        with counting() as counted:
            accuracy_for(secretary)
        return len(counted)

    write("UTILITY")
    one = queries()
    write()
    write("FACILITY")

    assert queries() == one == 4
