"""How much time is said as people say it."""

import pytest

from lianxin.calendar.limits import Unit
from lianxin.desk.words import amount_words


@pytest.mark.parametrize(
    ("amount", "unit", "words"),
    [
        (0.4167, Unit.WORKHOURS, "25分钟"),
        (1.033, Unit.WORKHOURS, "1个工作小时"),
        (37.514, Unit.HOURS, "37.5小时"),
        (66.0, Unit.HOURS, "2天18小时"),
        (5, Unit.DAYS, "5天"),
        (1, Unit.WORKDAYS, "1个工作日"),
    ],
)
def test_a_time_is_told_without_more_digits_than_anybody_needs(amount, unit, words: str):
    assert amount_words(amount, unit) == words
