"""Terms: a table of the rules with what each rests on, an independent library, and what always holds."""

import random
from datetime import UTC, date, datetime, time, timedelta, timezone

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.base.clock import BEIJING
from lianxin.calendar.days import Calendar, Entered
from lianxin.calendar.limits import Limit, Unit
from lianxin.calendar.terms import Due, Pause, due, spent


def beijing(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=BEIJING)


def midnight(*day: int) -> datetime:
    """Return the last second of a day: its 24时."""
    return beijing(*day, 23, 59, 59)


# Citation → start, limit, end.
RULES = {
    "民法典201 按小时的自规定的时间起算": (
        (beijing(2021, 4, 16, 10, 30), "2 hours", beijing(2021, 4, 16, 12, 30)),
        (beijing(2021, 12, 31, 23, 30), "2 hours", beijing(2022, 1, 1, 1, 30)),
        (beijing(2024, 2, 28, 12), "24 hours", beijing(2024, 2, 29, 12)),
        (beijing(2024, 2, 28, 23, 45), "30 minutes", beijing(2024, 2, 29, 0, 15)),
        (beijing(2026, 9, 30, 20), "24 hours", beijing(2026, 10, 1, 20)),
    ),
    "民法典201 开始的当日不计入": (
        (beijing(2021, 4, 16, 0), "7 days", midnight(2021, 4, 23)),
        (beijing(2021, 4, 16, 23, 59, 59), "7 days", midnight(2021, 4, 23)),
        (beijing(2024, 2, 25, 9), "4 days", midnight(2024, 2, 29)),
        (beijing(2023, 2, 25, 9), "4 days", midnight(2023, 3, 1)),
        (beijing(2021, 12, 28, 9), "7 days", midnight(2022, 1, 4)),
    ),
    "民法典202 到期月的对应日，没有的为月末": (
        (beijing(2026, 4, 15, 9), "1 month", midnight(2026, 5, 15)),
        (beijing(2023, 1, 31, 9), "1 month", midnight(2023, 2, 28)),
        (beijing(2024, 1, 31, 9), "1 month", midnight(2024, 2, 29)),
        (beijing(2024, 2, 29, 9), "12 months", midnight(2025, 2, 28)),
        (beijing(2022, 12, 14, 9), "1 month", midnight(2023, 1, 16)),
    ),
    "民法典203 最后一日是法定休假日的顺延": (
        (beijing(2026, 9, 25, 9), "7 days", midnight(2026, 10, 8)),
        (beijing(2026, 11, 14, 9), "7 days", midnight(2026, 11, 23)),
        (beijing(2026, 9, 13, 9), "7 days", midnight(2026, 9, 20)),
        (beijing(2026, 1, 17, 9), "1 month", midnight(2026, 2, 24)),
    ),
    "国务院办公厅放假通知 工作日含调休上班日": (
        (beijing(2026, 9, 30, 10), "3 workdays", midnight(2026, 10, 10)),
        (beijing(2021, 4, 23, 9), "1 workday", midnight(2021, 4, 25)),
        (beijing(2026, 2, 13, 9), "1 workday", midnight(2026, 2, 14)),
        (beijing(2026, 2, 14, 9), "1 workday", midnight(2026, 2, 24)),
        (beijing(2025, 12, 31, 9), "1 workday", midnight(2026, 1, 4)),
        (beijing(2026, 2, 27, 9), "1 workday", midnight(2026, 2, 28)),
        (beijing(2026, 5, 8, 9), "1 workday", midnight(2026, 5, 9)),
        (beijing(2026, 9, 19, 9), "1 workday", midnight(2026, 9, 20)),
        (beijing(2026, 10, 9, 9), "1 workday", midnight(2026, 10, 10)),
        (beijing(2020, 1, 23, 9), "1 workday", midnight(2020, 2, 3)),
        (beijing(2026, 11, 21, 9), "5 workdays", midnight(2026, 11, 27)),
    ),
    "产品规定 工作小时只数办公时间": (
        (beijing(2026, 9, 30, 10), "8 workhours", beijing(2026, 10, 8, 11)),
        (beijing(2026, 11, 23, 8), "3 workhours", beijing(2026, 11, 23, 12)),
        (beijing(2026, 11, 23, 12, 30), "1 workhour", beijing(2026, 11, 23, 14, 30)),
        (beijing(2026, 11, 20, 17), "1 workhour", beijing(2026, 11, 23, 9, 30)),
        (beijing(2026, 11, 20, 20), "1 workhour", beijing(2026, 11, 23, 10)),
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("start", "limit", "end"),
    [pytest.param(*row, id=f"{law} {row[1]}") for law, rows in RULES.items() for row in rows],
)
def test_the_rules(start: datetime, limit: str, end: datetime):
    assert due(start, Limit.parse(limit)).at == end


def test_the_national_day_counts_for_nothing_and_says_so():
    ends = due(beijing(2026, 9, 30, 10), Limit.parse("3 workdays"))

    assert [(day.day.isoformat()[5:], day.counts, day.why) for day in ends.days] == [
        ("09-30", False, "开始的当天不算"),
        ("10-01", False, "国庆节"),
        ("10-02", False, "国庆节"),
        ("10-03", False, "国庆节"),
        ("10-04", False, "星期日"),
        ("10-05", False, "国庆节（补假）"),
        ("10-06", False, "休息日（由 2026-09-20 调休）"),
        ("10-07", False, "休息日（由 2026-10-10 调休）"),
        ("10-08", True, "星期四"),
        ("10-09", True, "星期五"),
        ("10-10", True, "星期六，调休上班"),
    ]
    assert ends.provisional is False
    assert ends.rule == (
        "3个工作日：开始的当天不算，只数工作日，到最后一天24时止（民法典第二百零一条、第二百零三条）"
    )


def test_a_last_day_of_rest_is_put_off_in_words():
    ends = due(beijing(2026, 11, 14, 9), Limit.parse("7 days"))

    assert [(day.day.day, day.counts, day.why) for day in ends.days][-3:] == [
        (21, True, "最后一天是休息日（星期六），顺延"),
        (22, False, "休息日，继续顺延（星期日）"),
        (23, False, "顺延到这一天24时止（星期一）"),
    ]


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=-8)), BEIJING])
def test_the_day_is_beijings_day_wherever_the_clock_stands(zone: object):
    start = beijing(2021, 4, 20, 0, 30).astimezone(zone)

    assert due(start, Limit.parse("1 day")).at == midnight(2021, 4, 21)


def test_a_year_that_is_not_published_goes_by_the_week_and_says_so():
    ends = due(beijing(2026, 12, 30, 10), Limit.parse("3 workdays"))

    assert ends.at == midnight(2027, 1, 4)
    assert ends.provisional is True
    assert ends.days[2].why == "星期五（没有2027年的放假安排，暂按星期算）"


def test_a_term_that_asks_no_calendar_is_never_provisional():
    assert due(beijing(2027, 5, 1, 10), Limit.parse("24 hours")).provisional is False


def test_a_year_that_the_district_entered_is_no_longer_provisional():
    new_year = {date(2027, 1, 1): Entered(False, "元旦", "国办发明电〔2026〕1号")}
    calendar = Calendar(entered=new_year, published=frozenset([2027]))

    ends = due(beijing(2026, 12, 30, 10), Limit.parse("3 workdays"), calendar)

    assert (ends.at, ends.provisional) == (midnight(2027, 1, 5), False)
    assert ends.days[2].why == "元旦，放假（国办发明电〔2026〕1号）"


def test_an_office_counts_its_own_hours():
    afternoons = Calendar(hours=((date(2026, 1, 1), ((time(14), time(18)),)),))

    ends = due(beijing(2026, 11, 20, 10), Limit.parse("5 workhours"), afternoons)

    assert ends.at == beijing(2026, 11, 23, 15)
    assert [day.why for day in ends.days] == [
        "计4小时（星期五）", "不计（星期六）", "不计（星期日）", "计1小时（星期一）"
    ]  # fmt: skip


def test_the_answer_as_json():
    assert due(beijing(2026, 11, 23, 10), Limit.parse("1 day")).as_json() == {
        "due_at": "2026-11-24T23:59:59+08:00",
        "provisional": False,
        "days": [
            {"date": "2026-11-23", "counts": False, "why": "开始的当天不算"},
            {"date": "2026-11-24", "counts": True, "why": "自然日"},
        ],
        "rule": (
            "1天：开始的当天不算，最后一天遇休息日顺延，到24时止（民法典第二百零一条、第二百零三条）"
        ),
    }


# Another library, which knows the same announcements and shares no code with ours.


def _workdays_later(start: date, wanted: int) -> date:
    day = start
    while wanted:
        day += timedelta(days=1)
        wanted -= chinese_calendar.is_workday(day)
    return day


def test_a_thousand_random_terms_agree_with_another_library():
    chance = random.Random(20261123)
    for _ in range(1000):
        start = beijing(2015, 1, 1, 9) + timedelta(days=chance.randrange(4250))
        count = chance.randint(1, 60)

        ends = due(start, Limit(count, Unit.WORKDAYS))
        natural = due(start, Limit(count, Unit.DAYS))

        assert ends.at.date() == _workdays_later(start.date(), count)
        last = start.date() + timedelta(days=count)
        assert natural.at.date() == (
            last if chinese_calendar.is_workday(last) else _workdays_later(last, 1)
        )


# What holds of every term.

STARTS = st.datetimes(datetime(2015, 1, 1), datetime(2026, 9, 1)).map(
    lambda moment: moment.replace(tzinfo=BEIJING)
)
LIMITS = st.builds(Limit, st.integers(1, 24), st.sampled_from(list(Unit)))
PAUSES = st.lists(
    st.tuples(st.integers(-48, 2000), st.integers(0, 500)), max_size=4
)  # hours after the start, and how long


def _paused(start: datetime, spans: list[tuple[int, int]]) -> list[Pause]:
    return [
        Pause(start + timedelta(hours=after), start + timedelta(hours=after + long), "等配件")
        for after, long in spans
    ]


@given(STARTS, LIMITS, PAUSES, st.tuples(st.integers(-48, 2000), st.integers(0, 500)))
def test_one_more_pause_never_makes_a_term_end_earlier(
    start: datetime, limit: Limit, spans: list, more: tuple
):
    before = due(start, limit, pauses=_paused(start, spans))
    after = due(start, limit, pauses=_paused(start, [*spans, more]))

    assert after.at >= before.at


@given(STARTS, LIMITS, st.integers(0, 500), st.integers(0, 300), st.integers(0, 300))
def test_two_pauses_end_to_end_take_away_what_one_would(
    start: datetime, limit: Limit, after: int, first: int, second: int
):
    one = due(start, limit, pauses=_paused(start, [(after, first + second)]))
    two = due(start, limit, pauses=_paused(start, [(after, first), (after + first, second)]))

    assert two.at == one.at


@given(STARTS, LIMITS)
def test_the_days_told_are_every_day_of_the_term_once_in_order(start: datetime, limit: Limit):
    ends = due(start, limit)

    told = [day.day for day in ends.days]
    assert told == [
        start.date() + timedelta(days=n) for n in range((ends.at.date() - start.date()).days + 1)
    ]


@given(STARTS, st.integers(1, 24), st.sampled_from([Unit.WORKDAYS, Unit.DAYS]))
def test_as_many_days_count_as_the_limit_says(start: datetime, count: int, unit: Unit):
    ends = due(start, Limit(count, unit))

    assert sum(day.counts for day in ends.days) == count


@given(STARTS, LIMITS, st.integers(-48, 200))
def test_a_clock_that_stands_has_no_end(start: datetime, limit: Limit, after: int):
    standing = Pause(start + timedelta(hours=after), None, "等配件")

    ends: Due = due(start, limit, pauses=[standing])

    running = due(start, limit)
    assert ends.at in (None, running.at)
    assert ends.at is None or standing.since >= ends.at - timedelta(days=1)


@given(STARTS, st.integers(0, 900), st.integers(0, 900), st.sampled_from(list(Unit)), PAUSES)
def test_time_spent_adds_up_wherever_it_is_split(
    start: datetime, first: int, second: int, unit: Unit, spans: list
):
    middle = start + timedelta(hours=first)
    end = middle + timedelta(hours=second)
    pauses = _paused(start, spans)

    whole = spent(start, end, unit, pauses=pauses)

    parts = spent(start, middle, unit, pauses=pauses) + spent(middle, end, unit, pauses=pauses)
    assert parts == pytest.approx(whole, abs=0.03)


# Days and months are put off from a day of rest; these end where they are spent.
EXACT = st.builds(
    Limit, st.integers(1, 24), st.sampled_from([Unit.WORKDAYS, Unit.WORKHOURS, Unit.HOURS])
)


@given(STARTS, EXACT, PAUSES)
def test_at_its_end_a_term_has_spent_its_limit(start: datetime, limit: Limit, spans: list):
    pauses = _paused(start, spans)

    ends = due(start, limit, pauses=pauses)

    assert spent(start, ends.at, limit.unit, pauses=pauses) == pytest.approx(limit.count, abs=0.01)


def test_what_was_spent_is_told_without_the_pauses():
    friday, monday = beijing(2026, 11, 20, 10), beijing(2026, 11, 23, 15)
    pauses = [Pause(beijing(2026, 11, 21, 0), beijing(2026, 11, 22, 12), "等配件")]

    assert spent(friday, monday, Unit.HOURS) == 77
    assert spent(friday, monday, Unit.MINUTES) == 77 * 60
    assert spent(friday, monday, Unit.HOURS, pauses=pauses) == 41
    assert spent(friday, monday, Unit.DAYS, pauses=pauses) == 2
    assert spent(friday, monday, Unit.WORKDAYS) == 1
    assert spent(friday, monday, Unit.WORKHOURS) == 10.5
