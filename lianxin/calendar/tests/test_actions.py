"""What was announced is entered, holds from then on, and can be withdrawn."""

from collections.abc import Mapping
from datetime import date, datetime

import pytest

from lianxin.base.actor import Actor
from lianxin.base.clock import BEIJING
from lianxin.base.refused import Refused
from lianxin.calendar.actions import Arranged, enter_notice, set_office_hours, withdraw_notice
from lianxin.calendar.limits import Limit
from lianxin.calendar.models import Notice, NoticeDay, OfficeHours
from lianxin.calendar.queries import calendar_of
from lianxin.calendar.terms import due
from lianxin.territory.models import Place

NEW_YEAR = [Arranged(date(2027, 1, 1), False, "元旦"), Arranged(date(2027, 1, 3), True, "元旦")]
CITATION = "国办发明电〔2026〕8号"


def ends(place: Place, limit: str = "3 workdays") -> tuple:
    calendar = calendar_of(place.district_id, place.pk)
    counted = due(datetime(2026, 12, 30, 10, tzinfo=BEIJING), Limit.parse(limit), calendar)
    return counted.at.isoformat()[:16], counted.provisional


def test_a_year_is_published_with_its_notice(tongxin: Place, actors: Mapping[str, Actor]):
    before = ends(tongxin)

    enter_notice(2027, CITATION, NEW_YEAR, publishes=True, by=actors["district"])

    assert before == ("2027-01-04T23:59", True)
    assert ends(tongxin) == ("2027-01-04T23:59", False)
    assert calendar_of(tongxin.district_id).day(date(2027, 1, 1)).why == (
        "元旦，放假（国办发明电〔2026〕8号）"
    )
    assert calendar_of(tongxin.district_id).day(date(2027, 1, 3)).works is True


def test_a_notice_holds_in_its_own_district_only(
    tongxin: Place, yunhe: Place, actors: Mapping[str, Actor]
):
    enter_notice(2027, CITATION, NEW_YEAR, publishes=True, by=actors["district"])

    assert ends(yunhe) == ("2027-01-04T23:59", True)
    assert calendar_of(None).day(date(2027, 1, 1)).works is True


def test_of_two_notices_the_later_holds(tongxin: Place, actors: Mapping[str, Actor]):
    local = [Arranged(date(2026, 11, 24), False, "建县纪念日")]
    enter_notice(2026, "县政府公告", local, publishes=False, by=actors["district"])
    undone = [Arranged(date(2026, 11, 24), True, "建县纪念日")]

    enter_notice(2026, "县政府公告第二号", undone, publishes=False, by=actors["district"])

    day = calendar_of(tongxin.district_id).day(date(2026, 11, 24))
    assert (day.works, day.why) == (True, "建县纪念日，上班（县政府公告第二号）")


def test_a_withdrawn_notice_no_longer_holds_and_stays_in_the_list(
    tongxin: Place, actors: Mapping[str, Actor]
):
    notice = enter_notice(2027, CITATION, NEW_YEAR, publishes=True, by=actors["district"])

    withdraw_notice(notice.pk, by=actors["district"])

    assert ends(tongxin) == ("2027-01-04T23:59", True)
    assert Notice.objects.get().withdrawn_by == actors["district"].person
    assert NoticeDay.objects.count() == 2


def test_a_notice_is_withdrawn_once(actors: Mapping[str, Actor]):
    notice = enter_notice(2027, CITATION, NEW_YEAR, publishes=True, by=actors["district"])
    withdraw_notice(notice.pk, by=actors["district"])

    with pytest.raises(Refused) as refusal:
        withdraw_notice(notice.pk, by=actors["district"])

    assert refusal.value.code == "not_found"


def test_a_notice_of_another_district_is_not_found(tongxin: Place, actors: Mapping[str, Actor]):
    notice = enter_notice(2027, CITATION, NEW_YEAR, publishes=True, by=actors["district"])

    with pytest.raises(Refused) as refusal:
        withdraw_notice(notice.pk, by=actors["stranger_district"])

    assert refusal.value.code == "not_found"
    assert ends(tongxin) == ("2027-01-04T23:59", False)


@pytest.mark.parametrize("who", ["secretary", "desk", "street", "grid", "property", "neighbour"])
def test_a_districts_calendar_is_kept_by_the_district(who: str, actors: Mapping[str, Actor]):
    with pytest.raises(Refused) as refusal:
        enter_notice(2027, CITATION, NEW_YEAR, publishes=True, by=actors[who])

    assert refusal.value.code == "not_allowed"
    assert Notice.objects.count() == 0


@pytest.mark.parametrize(
    ("days", "publishes"), [([], False), ([Arranged(date(2029, 1, 1), False, "元旦")], True)]
)
def test_a_notice_without_days_or_of_another_year_is_refused(
    days: list, publishes: bool, actors: Mapping[str, Actor]
):
    with pytest.raises(Refused) as refusal:
        enter_notice(2027, CITATION, days, publishes=publishes, by=actors["district"])

    assert refusal.value.code == "bad_input"
    assert Notice.objects.count() == 0


def test_an_office_opens_by_its_own_hours_from_a_day_on(
    tongxin: Place, hean: Place, actors: Mapping[str, Actor]
):
    set_office_hours(tongxin.pk, date(2020, 1, 1), "8:00-11:00", by=actors["secretary"])
    set_office_hours(tongxin.pk, date(2999, 1, 1), "1:00-2:00", by=actors["secretary"])

    assert ends(tongxin, "1 workhour") == ("2026-12-30T11:00", False)
    assert ends(hean, "1 workhour") == ("2026-12-30T11:00", False)
    assert ends(tongxin, "2 workhours") == ("2026-12-31T09:00", False)
    assert ends(hean, "2 workhours") == ("2026-12-30T12:00", False)


def test_hours_of_the_same_day_are_corrected(tongxin: Place, actors: Mapping[str, Actor]):
    set_office_hours(tongxin.pk, date(2020, 1, 1), "8:00-11:00", by=actors["secretary"])

    set_office_hours(tongxin.pk, date(2020, 1, 1), "8:30-11:00", by=actors["district"])

    assert [row.spans for row in OfficeHours.objects.all()] == ["08:30-11:00"]


@pytest.mark.parametrize("who", ["desk", "grid", "neighbour", "street"])
def test_hours_are_kept_by_the_secretary(who: str, tongxin: Place, actors: Mapping[str, Actor]):
    with pytest.raises(Refused) as refusal:
        set_office_hours(tongxin.pk, date(2020, 1, 1), "8:00-11:00", by=actors[who])

    assert refusal.value.code == "not_allowed"
    assert OfficeHours.objects.count() == 0
