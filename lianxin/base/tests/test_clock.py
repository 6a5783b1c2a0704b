"""The one clock."""

from datetime import UTC, date, datetime

import pytest

from lianxin.base import clock


def test_the_set_clock_stands_still_inside_and_is_back_outside():
    moment = datetime(2021, 4, 16, 23, 30, tzinfo=UTC)

    with clock.at(moment):
        assert clock.now() == moment
        assert clock.now().utcoffset().total_seconds() == 8 * 3600
        assert clock.today() == date(2021, 4, 17)

    assert clock.now() > moment


def test_a_clock_without_an_offset_cannot_be_set():
    with pytest.raises(AssertionError), clock.at(datetime(2021, 4, 16)):
        pass


def test_a_day_runs_from_beijings_midnight_to_the_next():
    first, last = clock.day_bounds(date(2021, 12, 31))

    assert first == datetime(2021, 12, 30, 16, tzinfo=UTC)
    assert last == datetime(2021, 12, 31, 16, tzinfo=UTC)
