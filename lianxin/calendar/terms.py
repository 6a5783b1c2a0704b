"""Terms in natural time, and why they end when they end.

民法典 arts 201-203: a term in hours runs from the instant; a term in days does not count the day
on which it starts, and ends with the last moment of its last day.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from lianxin.base.clock import day_bounds, local


@dataclass(frozen=True)
class Limit:
    """A length of time: `hours` or `days`, of which exactly one is set."""

    hours: int = 0
    days: int = 0

    def __post_init__(self) -> None:
        assert bool(self.hours) != bool(self.days), "a limit is in hours or in days"

    @property
    def words(self) -> str:
        return _("%(n)d小时") % {"n": self.hours} if self.hours else _("%(n)d天") % {"n": self.days}


@dataclass(frozen=True)
class Due:
    """When a term ends, with the reason in words."""

    at: datetime
    why: str


def due(start: datetime, limit: Limit) -> Due:
    """Return the end of a term that starts at `start`, in natural time."""
    start = local(start)
    if limit.hours:
        why = _("从%(start)s起%(limit)s，按小时连续计算") % {
            "start": f"{start:%m-%d %H:%M}",
            "limit": limit.words,
        }
        return Due(start + timedelta(hours=limit.hours), why)
    last_day = start.date() + timedelta(days=limit.days)
    end = day_bounds(last_day)[1] - timedelta(seconds=1)
    why = _("%(start)s当天不算，到第%(n)d天（%(end)s）24时止，按自然日计算") % {
        "start": f"{start:%m-%d}",
        "n": limit.days,
        "end": f"{end:%m-%d}",
    }
    return Due(end, why)
