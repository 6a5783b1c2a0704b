"""A year of the calendar: what is known of it, and which of its days are not as the week says."""

from collections.abc import Mapping
from datetime import date

from lianxin.base.actor import Actor
from lianxin.calendar.actions import Arranged, enter_notice, withdraw_notice
from lianxin.calendar.days import NATIONAL
from lianxin.calendar.queries import calendar_of, notices_of
from lianxin.calendar.year import Run, arranged, known
from lianxin.territory.models import Place

CITATION = "国办发明电〔2026〕8号"


def test_a_published_year_tells_its_days_off_and_its_worked_weekends():
    runs = arranged(NATIONAL, 2026)

    assert Run(date(2026, 2, 17), date(2026, 2, 19), False, "春节") in runs
    assert Run(date(2026, 2, 14), date(2026, 2, 14), True, "星期六，调休上班") in runs
    assert len(runs) == 23


def test_a_year_is_known_by_its_notice_while_that_stands(
    tongxin: Place, actors: Mapping[str, Actor]
):
    district, by = tongxin.district_id, actors["district"]
    days = [Arranged(date(2027, 1, day), False, "元旦") for day in (1, 2, 3)]
    before = known(2027, notices_of(district, standing=True)), arranged(calendar_of(district), 2027)
    notice = enter_notice(2027, CITATION, days, publishes=True, by=by)
    entered = known(2027, notices_of(district, standing=True))
    runs = arranged(calendar_of(district), 2027)
    withdraw_notice(notice.pk, by=by)

    assert (before[0].published, before[1]) == (False, [])
    assert (entered.published, entered.national, entered.citations) == (True, False, [CITATION])
    assert runs == [Run(date(2027, 1, 1), date(2027, 1, 3), False, f"元旦，放假（{CITATION}）")]
    assert known(2027, notices_of(district, standing=True)).published is False
