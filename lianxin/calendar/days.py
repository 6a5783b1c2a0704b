"""Which days are working days, and why: the national arrangement with what a district entered upon it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.calendar import national

Span = tuple[time, time]
OFFICE_HOURS: tuple[Span, ...] = ((time(9), time(12)), (time(13, 30), time(17, 30)))
WEEKDAYS = (
    gettext_lazy("星期一"), gettext_lazy("星期二"), gettext_lazy("星期三"), gettext_lazy("星期四"),
    gettext_lazy("星期五"), gettext_lazy("星期六"), gettext_lazy("星期日"),
)  # fmt: skip


@dataclass(frozen=True)
class Day:
    """Whether a day is a working day, why, and whether that may still change."""

    works: bool
    why: str
    provisional: bool = False


@dataclass(frozen=True)
class Entered:
    """A day as a district entered it, from a notice."""

    works: bool
    name: str
    notice: str


@dataclass(frozen=True, eq=False)
class Calendar:
    """The working days of one office, the same only as itself. `entered` are the district's days over the national ones,
    `published` the years whose arrangement it took from a notice, `hours` since when the office is open
    how, the latest first; before all of them it is open as offices usually are."""

    entered: Mapping[date, Entered] = field(default_factory=dict)
    published: frozenset[int] = frozenset()
    hours: tuple[tuple[date, tuple[Span, ...]], ...] = ()

    def open_on(self, day: date) -> tuple[Span, ...]:
        """Return when the office is open on a day, if that is a working day."""
        return next((spans for since, spans in self.hours if since <= day), OFFICE_HOURS)

    def day(self, day: date) -> Day:
        """Return what a day is. A year that nobody has published goes by the week, and says so."""
        entered = self.entered.get(day)
        if entered:
            return Day(entered.works, _entered_words(entered))
        if national.is_published(day.year):
            return _national(day)
        if day.year in self.published:
            return _by_the_week(day)
        week = _by_the_week(day)
        why = _("%(weekday)s（没有%(year)d年的放假安排，暂按星期算）")
        return Day(week.works, why % {"weekday": week.why, "year": day.year}, provisional=True)


def _entered_words(entered: Entered) -> str:
    what = _("上班") if entered.works else _("放假")
    return _("%(name)s，%(what)s（%(notice)s）") % {
        "name": entered.name,
        "what": what,
        "notice": entered.notice,
    }


def _national(day: date) -> Day:
    if national.is_made_up(day):
        return Day(True, _("%(weekday)s，调休上班") % {"weekday": WEEKDAYS[day.weekday()]})
    name = national.day_off(day)
    return Day(False, name) if name else _by_the_week(day)


def _by_the_week(day: date) -> Day:
    return Day(day.weekday() < 5, str(WEEKDAYS[day.weekday()]))


NATIONAL = Calendar()
