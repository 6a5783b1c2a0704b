"""The days of a notice, as people write them."""

from datetime import date

import pytest

from lianxin.base.refused import Refused
from lianxin.calendar.actions import Arranged
from lianxin.calendar.written import parse_days


def test_lines_are_read_with_their_spans_and_names():
    read = parse_days(
        "2027-01-01..2027-01-02 放假 元旦\r\n\r\n 2027-01-03至2027-01-03放假\n2027-01-04 上班 "
    )

    assert read == [
        Arranged(date(2027, 1, 1), False, "元旦"),
        Arranged(date(2027, 1, 2), False, "元旦"),
        Arranged(date(2027, 1, 3), False, "放假"),
        Arranged(date(2027, 1, 4), True, "调休"),
    ]


def test_nothing_written_is_no_days():
    assert parse_days(" \n ") == []


@pytest.mark.parametrize(
    "line",
    [
        "元旦",
        "2027-01-01",
        "2027-13-01 放假",
        "2027-02-30 放假",
        "2027-01-03..2027-01-01 放假",
        "2027-01-01..2027-12-31 放假",
        "2027-01-01 放假 " + "元" * 41,
        "２０２７-01-01 放假",
    ],
)
def test_a_line_that_can_not_be_read_is_named(line: str):
    with pytest.raises(Refused) as refusal:
        parse_days(f"2027-01-04 上班\n{line}")

    assert refusal.value.sentence.startswith("第2行看不懂。")
    assert list(refusal.value.extra["fields"]) == ["days"]


def test_a_day_that_is_written_twice_is_refused():
    with pytest.raises(Refused) as refusal:
        parse_days("2027-01-01..2027-01-03 放假 元旦\n2027-01-02 上班")

    assert refusal.value.sentence == "2027-01-02写了两次，请留一行。"
