"""When a term ends, and day by day why.

民法典 arts 200 to 203: a term in hours runs from the instant; a term in days or months does not count
the day on which it starts; months end on the day of the same number, or on the month's last; where the
last day is a day of rest (法定休假日: weekends and holidays, not the weekends that are worked), the term
ends on the next day that is none; a last day lasts until its midnight. Working days and working hours are
counted by the calendar of the office. A day counts if the clock runs at its end, so that a pause takes
away the days that it spans, and two pauses end to end take away what one would.
"""

from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import count, takewhile

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.base.clock import BEIJING, day_bounds, local
from lianxin.calendar.days import NATIONAL, Calendar
from lianxin.calendar.limits import Limit, Unit

RULES = {
    Unit.WORKDAYS: gettext_lazy("开始的当天不算，只数工作日，到最后一天24时止（民法典第二百零一条、第二百零三条）"),
    Unit.WORKHOURS: gettext_lazy("只数工作日的办公时间，从开始的时刻数起"),
    Unit.DAYS: gettext_lazy(
        "开始的当天不算，最后一天遇休息日顺延，到24时止（民法典第二百零一条、第二百零三条）"
    ),
    Unit.HOURS: gettext_lazy("从开始的时刻连续计算（民法典第二百零一条）"),
    Unit.MINUTES: gettext_lazy("从开始的时刻连续计算（民法典第二百零一条）"),
    Unit.MONTHS: gettext_lazy(
        "到期月的对应日为最后一天，没有对应日的为月末，遇休息日顺延，到24时止（民法典第二百零二条、第二百零三条）"
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Pause:
    """A time in which a clock does not run; one that has no end yet lasts."""

    since: datetime
    until: datetime | None
    why: str

    def holds(self, moment: datetime) -> bool:
        return self.since <= moment and (self.until is None or moment < self.until)


@dataclass(frozen=True)
class Counted:
    """One day of a term: whether it counts, and why."""

    day: date
    counts: bool
    why: str

    def as_json(self) -> dict:
        return {"date": self.day.isoformat(), "counts": self.counts, "why": self.why}


@dataclass(frozen=True)
class Due:
    """When a term ends (None while it stands paused), by which rule, and what each of its days counted for.

    `provisional`: a day of a year that is not published yet was counted by the week.
    """

    at: datetime | None
    rule: str
    provisional: bool = False
    days: tuple[Counted, ...] = ()

    def as_json(self) -> dict:
        """Return the answer of `lianxin deadline`."""
        return {
            "due_at": self.at.isoformat(timespec="seconds") if self.at else None,
            "provisional": self.provisional,
            "days": [day.as_json() for day in self.days],
            "rule": self.rule,
        }


def due(
    start: datetime, limit: Limit, calendar: Calendar = NATIONAL, pauses: Sequence[Pause] = ()
) -> Due:
    """Return the end of a term that starts at `start` (aware), with its explanation."""
    start = local(start)
    if not pauses and limit.unit not in _OPEN:
        return _due_from(start.date(), limit, calendar)
    return _counted(start, limit, calendar, pauses)


@lru_cache(maxsize=4096)
def _due_from(day: date, limit: Limit, calendar: Calendar) -> Due:
    """Return a term in whole days, counted once for all that starts on a day."""
    return _counted(day_bounds(day)[0], limit, calendar, ())


def _counted(start: datetime, limit: Limit, calendar: Calendar, pauses: Sequence[Pause]) -> Due:
    walk = _Walk(start, calendar, pauses)
    at = _ENDS[limit.unit](walk, limit.count)
    rule = _("%(limit)s：%(rule)s") % {"limit": limit.words, "rule": RULES[limit.unit]}
    return Due(at, rule, walk.provisional, tuple(walk.counted))


def spent(
    start: datetime,
    end: datetime,
    unit: Unit,
    calendar: Calendar = NATIONAL,
    pauses: Sequence[Pause] = (),
) -> float:
    """Return how much of a unit a clock ran between two moments: whole days, minutes, or hours to the minute.

    Days are those after the start's up to the end's. Split at any moment, the parts add up to the whole.
    """
    walk = _Walk(local(start), calendar, pauses)
    last = local(end).date()
    if unit in (Unit.WORKDAYS, Unit.DAYS, Unit.MONTHS):
        runs = (day for day in _days_after(walk.start.date()) if not walk.paused(day))
        days = takewhile(lambda day: day <= last, runs)
        return sum(unit != Unit.WORKDAYS or walk.works(day)[0] for day in days)
    spans_of = _OPEN[unit]
    hours = timedelta()
    for n in range((last - walk.start.date()).days + 1):
        spans, _why = spans_of(walk, walk.start.date() + timedelta(days=n))
        hours += sum(
            (
                _length(since, min(until, end))
                for since, until in _running(spans, walk)
                if since < end
            ),
            timedelta(),
        )
    return round(hours / timedelta(**{"minutes" if unit == Unit.MINUTES else "hours": 1}), 2)


@dataclass
class _Walk:
    """Going through the days of a term, noting of each what it counted for."""

    start: datetime
    calendar: Calendar
    pauses: Sequence[Pause]

    def __post_init__(self) -> None:
        self.counted: list[Counted] = []
        self.provisional = False

    def note(self, day: date, counts: bool, why: str) -> None:
        self.counted.append(Counted(day, counts, why))

    def works(self, day: date) -> tuple[bool, str]:
        found = self.calendar.day(day)
        self.provisional |= found.provisional
        return found.works, found.why

    def paused(self, day: date) -> Pause | None:
        """Return the pause in which a day ends."""
        last = _end_of(day)
        return next((pause for pause in self.pauses if pause.holds(last)), None)

    def lasting(self, day: date) -> bool:
        """Tell whether a pause without an end holds the clock from this day on."""
        return any(p.until is None and p.since <= _end_of(day) for p in self.pauses)


def _end_of(day: date) -> datetime:
    return day_bounds(day)[1] - timedelta(seconds=1)


def _days_after(start: date) -> Iterator[date]:
    return (start + timedelta(days=n) for n in count(1))


def _end_in_days(
    walk: _Walk, wanted: int, counts: Callable[[date], tuple[bool, str]]
) -> date | None:
    """Walk until enough days have counted and return the last, or None where a lasting pause is met."""
    first = walk.start.date()
    walk.note(first, False, _("开始的当天不算"))
    for day in _days_after(first):
        if walk.lasting(day):
            walk.note(day, False, _("暂停中"))
            return None
        pause = walk.paused(day)
        does, why = (False, _("暂停：%(why)s") % {"why": pause.why}) if pause else counts(day)
        walk.note(day, does, why)
        wanted -= does
        if not wanted:
            return day
    raise AssertionError("days do not end")


def _workdays(walk: _Walk, wanted: int) -> datetime | None:
    last = _end_in_days(walk, wanted, walk.works)
    return _end_of(last) if last else None


def _days(walk: _Walk, wanted: int) -> datetime | None:
    last = _end_in_days(walk, wanted, lambda _day: (True, _("自然日")))
    return _put_off(walk, last) if last else None


def _put_off(walk: _Walk, last: date) -> datetime | None:
    """Return the end of a term whose last day may be one of rest: it moves to the next that is none."""
    works, why = walk.works(last)
    if works:
        return _end_of(last)
    walk.counted[-1] = Counted(last, True, _("最后一天是休息日（%(why)s），顺延") % {"why": why})
    for day in _days_after(last):
        if walk.lasting(day):
            return None
        works, why = walk.works(day)
        if works and not walk.paused(day):
            walk.note(day, False, _("顺延到这一天24时止（%(why)s）") % {"why": why})
            return _end_of(day)
        walk.note(day, False, _("休息日，继续顺延（%(why)s）") % {"why": why})
    raise AssertionError("days do not end")


def _months(walk: _Walk, wanted: int) -> datetime | None:
    first = walk.start.date()
    return _days(walk, (_months_after(first, wanted) - first).days)


def _months_after(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _whole_day(_walk: _Walk, day: date) -> tuple[list, str]:
    return [day_bounds(day)], _("连续计算")


def _office_hours(walk: _Walk, day: date) -> tuple[list, str]:
    works, why = walk.works(day)
    hours = walk.calendar.open_on(day) if works else ()
    return [tuple(datetime.combine(day, end, BEIJING) for end in span) for span in hours], why


# What of a day a clock in hours runs through.
_OPEN = {Unit.MINUTES: _whole_day, Unit.HOURS: _whole_day, Unit.WORKHOURS: _office_hours}


def _minutes(walk: _Walk, wanted: int) -> datetime | None:
    return _end_in_spans(walk, timedelta(minutes=wanted), _whole_day)


def _hours(walk: _Walk, wanted: int) -> datetime | None:
    return _end_in_spans(walk, timedelta(hours=wanted), _whole_day)


def _workhours(walk: _Walk, wanted: int) -> datetime | None:
    return _end_in_spans(walk, timedelta(hours=wanted), _office_hours)


def _end_in_spans(
    walk: _Walk, left: timedelta, spans_of: Callable[[_Walk, date], tuple[list, str]]
) -> datetime | None:
    """Walk the spans in which the clock runs until the time left is used up, and return that moment."""
    day = walk.start.date()
    while True:
        spans, why = spans_of(walk, day)
        used, at = timedelta(), None
        for since, until in _running(spans, walk):
            use = min(_length(since, until), left)
            used, left, at = used + use, left - use, _after(since, use)
            if not left:
                break
        walk.note(day, bool(used), _spent(used, why))
        if not left:
            return at
        if walk.lasting(day):
            return None
        day += timedelta(days=1)


def _running(spans: list, walk: _Walk) -> Iterator[tuple[datetime, datetime]]:
    """Yield the parts of a day's spans after the start and outside all pauses."""
    for begin, end in spans:
        since = max(begin, walk.start)
        for pause in sorted(walk.pauses, key=lambda pause: pause.since):
            if pause.until is not None and pause.until <= since:
                continue
            if since < min(local(pause.since), end):
                yield since, min(local(pause.since), end)
            since = max(since, local(pause.until) if pause.until else end)
        if since < end:
            yield since, end


def _length(since: datetime, until: datetime) -> timedelta:
    # Two moments of one zone subtract as clock faces; the instants count.
    return until.astimezone(UTC) - since.astimezone(UTC)


def _after(moment: datetime, use: timedelta) -> datetime:
    return (moment.astimezone(UTC) + use).astimezone(BEIJING)


def _spent(used: timedelta, why: str) -> str:
    if not used:
        return _("不计（%(why)s）") % {"why": why}
    hours, minutes = divmod(round(used.total_seconds() / 60), 60)
    spent = (
        _("%(h)d小时%(m)d分") % {"h": hours, "m": minutes}
        if minutes
        else _("%(h)d小时") % {"h": hours}
    )
    return _("计%(spent)s（%(why)s）") % {"spent": spent, "why": why}


_ENDS: dict[Unit, Callable[[_Walk, int], datetime | None]] = {
    Unit.WORKDAYS: _workdays,
    Unit.WORKHOURS: _workhours,
    Unit.DAYS: _days,
    Unit.HOURS: _hours,
    Unit.MINUTES: _minutes,
    Unit.MONTHS: _months,
}
