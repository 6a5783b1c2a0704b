"""Sentences and marks of the desk: dates and deadlines."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.base import clock
from lianxin.calendar.limits import Limit, Unit
from lianxin.matters.models import OPEN, Matter

WEEKDAYS = (
    gettext_lazy("星期一"), gettext_lazy("星期二"), gettext_lazy("星期三"), gettext_lazy("星期四"),
    gettext_lazy("星期五"), gettext_lazy("星期六"), gettext_lazy("星期日"),
)  # fmt: skip


@cache
def word_of(choices: type[TextChoices], value: str) -> str:
    """Return what a value is called; the field itself hashes all its choices each time that it is asked."""
    return str(choices(value).label)


def day_words(day: date) -> str:
    """Return a day as people write it; the year is said where it is not this one."""
    plain = f"{day.month}月{day.day}日"
    return plain if day.year == clock.today().year else f"{day.year}年{plain}"


def full_day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日 {WEEKDAYS[day.weekday()]}"


def moment_words(moment: datetime) -> str:
    local = clock.local(moment)
    return f"{day_words(local.date())} {local:%H:%M}"


def stamp(moment: datetime) -> str:
    """Return a moment as tables write it."""
    return f"{clock.local(moment):%Y-%m-%d %H:%M}"


def time_words(moment: datetime) -> str:
    return f"{clock.local(moment):%H:%M}"


def size_words(size: int) -> str:
    """Return how large a file is, as people say it."""
    if size < 1024 * 1024:
        return f"{max(1, size // 1024)} KB"
    return f"{size / 1024 / 1024:.1f} MB"


def limit_words(limit: str) -> str:
    """Return a limit as people say it: `5 workdays` as 5个工作日."""
    return Limit.parse(limit).words


_AMOUNTS = {
    Unit.WORKDAYS: gettext_lazy("%(n)s个工作日"),
    Unit.WORKHOURS: gettext_lazy("%(n)s个工作小时"),
    Unit.DAYS: gettext_lazy("%(n)s天"),
    Unit.HOURS: gettext_lazy("%(n)s小时"),
    Unit.MINUTES: gettext_lazy("%(n)s分钟"),
    Unit.MONTHS: gettext_lazy("%(n)s天"),
}


def amount_words(amount: float, unit: Unit) -> str:
    """Return how much of a unit a clock ran, as people say it: many hours, and what is limited in months,
    in days; less than an hour in minutes."""
    if unit == Unit.HOURS and amount >= 48:
        days, hours = divmod(round(amount), 24)
        return _("%(d)d天%(h)d小时") % {"d": days, "h": hours}
    if unit in (Unit.HOURS, Unit.WORKHOURS) and amount < 1:
        return _AMOUNTS[Unit.MINUTES] % {"n": round(amount * 60)}
    return _AMOUNTS[unit] % {"n": f"{round(amount, 1):g}"}


@dataclass(frozen=True)
class DueMark:
    """A deadline as it is shown: `level` late, soon, later or none, always with words."""

    level: str
    words: str
    why: str = ""


def due_mark(matter: Matter) -> DueMark:
    """Return how near the deadline is, in words that need no colour."""
    if matter.merged_into_id:
        return DueMark("none", "")
    if matter.state not in OPEN:
        return DueMark(
            "none",
            _("%(day)s 结案") % {"day": moment_words(matter.closed_at)} if matter.closed_at else "",
        )
    if matter.review_on:
        return DueMark("none", _("挂账，%(day)s 再看") % {"day": day_words(matter.review_on)})
    if matter.finished_at:
        if matter.is_late(clock.now()):
            return DueMark("late", _("办完时已超时 %(long)s") % {"long": _span(_late_by(matter))})
        return DueMark("none", _("%(at)s 按时办完") % {"at": moment_words(matter.finished_at)})
    if matter.is_paused:
        return DueMark(
            "none", _("期限暂停，最晚到 %(at)s") % {"at": moment_words(matter.paused_until)}
        )
    seconds = int((matter.due_at - clock.now()).total_seconds())
    why = _("期限 %(at)s：%(why)s") % {"at": moment_words(matter.due_at), "why": matter.due_why}
    if seconds < 0:
        return DueMark("late", _("已超时 %(long)s") % {"long": _span(-seconds)}, why)
    level = "soon" if seconds < 24 * 3600 else "later"
    return DueMark(level, _("还剩 %(long)s") % {"long": _span(seconds)}, why)


def _late_by(matter: Matter) -> int:
    return int((matter.finished_at - matter.due_at).total_seconds())


def _span(seconds: int) -> str:
    if seconds < 3600:
        return _("%(n)d 分钟") % {"n": max(1, seconds // 60)}
    if seconds < 48 * 3600:
        return _("%(n)d 小时") % {"n": seconds // 3600}
    return _("%(n)d 天") % {"n": seconds // 86400}
