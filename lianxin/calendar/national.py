"""What the State Council announced: days off and make-up working days (调休), year by year.

The announcements come with the `holidays` library. The one for a year appears in the last months of
the year before; until then nobody knows which weekends will be worked, and the year is not published.
"""

from datetime import date
from functools import cache, lru_cache

import holidays

ARRANGED_SINCE = 2004  # the years before that the library knows only in part


@cache
def is_published(year: int) -> bool:
    """Tell whether the library knows how the year's holidays were arranged."""
    return year >= ARRANGED_SINCE and any(day.year == year for day in _year(year).weekend_workdays)


@lru_cache(maxsize=4096)
def day_off(day: date) -> str | None:
    """Return the name of the holiday or arranged day off that a published day is, if it is one."""
    return _year(day.year).get(day)


@lru_cache(maxsize=4096)
def is_made_up(day: date) -> bool:
    """Tell whether a published day is a weekend that is worked in exchange for another day."""
    return day in _year(day.year).weekend_workdays


@cache
def _year(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("CN", years=year, language="zh_CN")
