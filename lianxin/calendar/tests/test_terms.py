"""Terms in natural time."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from lianxin.base.clock import BEIJING
from lianxin.calendar.terms import Limit, due


def beijing(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("start", "limit", "end"),
    [
        (beijing(2021, 4, 16, 10, 30), Limit(hours=2), beijing(2021, 4, 16, 12, 30)),
        (beijing(2021, 12, 31, 23, 30), Limit(hours=2), beijing(2022, 1, 1, 1, 30)),
        (beijing(2024, 2, 28, 12), Limit(hours=24), beijing(2024, 2, 29, 12)),
        (beijing(2021, 4, 16, 0), Limit(days=7), beijing(2021, 4, 23, 23, 59, 59)),
        (beijing(2021, 4, 16, 23, 59, 59), Limit(days=7), beijing(2021, 4, 23, 23, 59, 59)),
        (beijing(2021, 12, 28, 9), Limit(days=7), beijing(2022, 1, 4, 23, 59, 59)),
        (beijing(2023, 2, 25, 9), Limit(days=7), beijing(2023, 3, 4, 23, 59, 59)),
        (beijing(2024, 2, 25, 9), Limit(days=7), beijing(2024, 3, 3, 23, 59, 59)),
    ],
)
def test_hours_run_from_the_instant_and_days_do_not_count_the_first(
    start: datetime, limit: Limit, end: datetime
):
    assert due(start, limit).at == end


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=-8)), BEIJING])
def test_the_day_is_beijings_day_wherever_the_clock_stands(zone: object):
    start = beijing(2021, 4, 17, 0, 30).astimezone(zone)

    ends = due(start, Limit(days=1))

    assert ends.at == beijing(2021, 4, 18, 23, 59, 59)
    assert ends.why == "04-17当天不算，到第1天（04-18）24时止，按自然日计算"


def test_a_term_in_hours_says_from_when():
    assert due(beijing(2021, 4, 16, 10, 5), Limit(hours=2)).why == (
        "从04-16 10:05起2小时，按小时连续计算"
    )


@pytest.mark.parametrize("figures", [{}, {"hours": 1, "days": 1}])
def test_a_limit_is_in_hours_or_in_days(figures: dict):
    with pytest.raises(AssertionError):
        Limit(**figures)
