"""Office hours as people write them."""

from datetime import time

import pytest

from lianxin.base.refused import Refused
from lianxin.calendar.hours import parse, written


@pytest.mark.parametrize(
    ("spans", "kept"),
    [
        ("09:00-12:00 13:30-17:30", "09:00-12:00 13:30-17:30"),
        ("8：30至12：00，14:00到18:00", "08:30-12:00 14:00-18:00"),
        ("0:00-23:59", "00:00-23:59"),
    ],
)
def test_hours_are_read_as_people_write_them(spans: str, kept: str):
    assert written(parse(spans)) == kept


def test_hours_are_spans_of_a_day():
    assert parse("09:00-12:00 13:30-17:30") == (
        (time(9), time(12)),
        (time(13, 30), time(17, 30)),
    )


@pytest.mark.parametrize(
    "spans",
    ["", "九点到五点", "12:00-09:00", "09:00-12:00 11:00-17:00", "13:00-17:00 09:00-12:00",
     "09:00-24:00", "09:75-12:00", "09:00-12:00 休息"],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_an_example(spans: str):
    with pytest.raises(Refused) as refusal:
        parse(spans)

    assert refusal.value.code == "bad_input"
    assert "09:00-12:00 13:30-17:30" in refusal.value.sentence
