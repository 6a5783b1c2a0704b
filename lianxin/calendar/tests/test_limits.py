"""Limits as people write them."""

import pytest

from lianxin.base.refused import Refused
from lianxin.calendar.limits import Limit, Unit


@pytest.mark.parametrize(
    ("written", "limit"),
    [
        ("3 workdays", Limit(3, Unit.WORKDAYS)),
        ("1 workday", Limit(1, Unit.WORKDAYS)),
        (" 8  workhours ", Limit(8, Unit.WORKHOURS)),
        ("24 hours", Limit(24, Unit.HOURS)),
        ("1 Month", Limit(1, Unit.MONTHS)),
        ("15days", Limit(15, Unit.DAYS)),
        ("3个工作日", Limit(3, Unit.WORKDAYS)),
        ("15日", Limit(15, Unit.DAYS)),
        ("2小时", Limit(2, Unit.HOURS)),
        ("30 minutes", Limit(30, Unit.MINUTES)),
        ("1 minute", Limit(1, Unit.MINUTES)),
        ("１２ hours", Limit(12, Unit.HOURS)),
    ],
)
def test_a_limit_is_read_from_words(written: str, limit: Limit):
    assert Limit.parse(written) == limit


@pytest.mark.parametrize("limit", [Limit(1, unit) for unit in Unit] + [Limit(7, u) for u in Unit])
def test_what_a_limit_is_written_as_is_read_again(limit: Limit):
    assert Limit.parse(str(limit)) == limit
    assert Limit.parse(limit.words) == limit


@pytest.mark.parametrize(
    "written",
    ["", "3", "days", "0 days", "-1 days", "3 weeks", "1001 workdays", "三天", "3 days 2"],
)
def test_what_cannot_be_read_is_refused_with_examples(written: str):
    with pytest.raises(Refused) as refusal:
        Limit.parse(written)

    assert refusal.value.code == "bad_input"
    assert "3 workdays" in refusal.value.sentence
