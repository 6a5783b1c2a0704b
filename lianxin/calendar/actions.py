"""Entering what was announced."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.kept import forget
from lianxin.base.refused import Refused
from lianxin.calendar import hours
from lianxin.calendar.models import Notice, NoticeDay, OfficeHours
from lianxin.calendar.rules import keeps_community, keeps_district


@dataclass(frozen=True)
class Arranged:
    """A day that a notice arranges."""

    day: date
    works: bool
    name: str


def enter_notice(
    year: int, citation: str, days: list[Arranged], *, publishes: bool, by: Actor
) -> Notice:
    """Enter a notice of the actor's district with the days that it arranges.

    `publishes` says that the year's arrangement is known with it: its deadlines are no longer provisional.
    """
    _check_keeps_district(by)
    stray = next((day for day in days if day.day.year not in (year, year - 1)), None)
    if stray or (not days and not publishes):
        sentence = (
            _("%(day)s不在%(year)d年，请核对年份。") % {"day": stray.day, "year": year}
            if stray
            else _("请至少写一个放假或上班的日子。")
        )
        raise Refused("bad_input", sentence, fields={"days": [sentence]})
    with transaction.atomic():
        notice = Notice.objects.create(
            district=by.district,
            year=year,
            citation=citation,
            publishes=publishes,
            entered_by=by.person,
            entered_at=clock.now(),
        )
        NoticeDay.objects.bulk_create(
            NoticeDay(district=by.district, notice=notice, **vars(day)) for day in days
        )
    forget()
    return notice


def withdraw_notice(notice: UUID, *, by: Actor) -> None:
    """Withdraw a notice of the actor's district: its days no longer hold, its row stays."""
    _check_keeps_district(by)
    found = Notice.objects.filter(pk=notice, district=by.district, withdrawn_at=None)
    if not found.update(withdrawn_by=by.person, withdrawn_at=clock.now()):
        raise Refused("not_found", _("没有找到这个通知，或者已经撤销了。"))
    forget()


def set_office_hours(community: UUID, since: date, spans: str, *, by: Actor) -> OfficeHours:
    """Set when a community's office is open on working days, from a day on."""
    if not keeps_community(community, by):
        raise _not_kept()
    row, _made = OfficeHours.objects.update_or_create(
        district=by.district,
        community=community,
        since=since,
        defaults={
            "spans": hours.written(hours.parse(spans)),
            "entered_by": by.person,
            "entered_at": clock.now(),
        },
    )
    forget()
    return row


def _check_keeps_district(by: Actor) -> None:
    if not keeps_district(by):
        raise _not_kept()


def _not_kept() -> Refused:
    return Refused("not_allowed", _("您的岗位不能改这里的日历和办公时间。请找区县的管理员。"))
