"""A year as a calendar has it: whether it is known, from where, and which days are not as the week says."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lianxin.calendar import national
from lianxin.calendar.days import WEEKDAYS, Calendar
from lianxin.calendar.models import Notice


@dataclass
class Run:
    """Days in a row that are off, or worked, for one reason."""

    since: date
    until: date
    works: bool
    why: str


@dataclass(frozen=True)
class Year:
    """What is known of a year: published by the State Council as the library knows it, by the notices that
    a district entered, or not at all yet."""

    year: int
    national: bool
    citations: Sequence[str]

    @property
    def published(self) -> bool:
        return self.national or bool(self.citations)


def known(year: int, notices: Sequence[Notice]) -> Year:
    """Return what is known of a year; `notices` are those of the district that stand."""
    citations = [one.citation for one in notices if one.year == year and one.publishes]
    return Year(year, national.is_published(year), citations)


def arranged(calendar: Calendar, year: int) -> list[Run]:
    """Return the days of a year that are not as the week says, those in a row together."""
    runs: list[Run] = []
    for run in _arranged_days(calendar, year):
        last = runs[-1] if runs else None
        follows = last and last.until + timedelta(days=1) == run.since
        if follows and (last.works, last.why) == (run.works, run.why):
            last.until = run.until
        else:
            runs.append(run)
    return runs


def _arranged_days(calendar: Calendar, year: int) -> Iterator[Run]:
    day = date(year, 1, 1)
    while day.year == year:
        found = calendar.day(day)
        by_the_week = found.works == (day.weekday() < 5)
        if not found.provisional and not (by_the_week and found.why == WEEKDAYS[day.weekday()]):
            yield Run(day, day, found.works, found.why)
        day += timedelta(days=1)
