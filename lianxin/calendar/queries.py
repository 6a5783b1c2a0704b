"""Reads of the calendar."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from lianxin.base.kept import kept
from lianxin.calendar import hours
from lianxin.calendar.days import NATIONAL, Calendar, Entered, Span
from lianxin.calendar.models import Notice, NoticeDay, OfficeHours


@kept
def calendar_of(district: UUID | None, community: UUID | None = None) -> Calendar:
    """Return the calendar of a community's office, or of a district; of neither, the national one."""
    if district is None:
        return NATIONAL
    notices = list(notices_of(district, standing=True))
    days = NoticeDay.objects.filter(district=district, notice__in=notices)
    by_notice = {notice.pk: notice for notice in notices}
    return Calendar(
        entered=_entered(
            sorted(days, key=lambda day: by_notice[day.notice_id].entered_at), by_notice
        ),
        published=frozenset(notice.year for notice in notices if notice.publishes),
        hours=_open_hours(district, community) if community else (),
    )


def _entered(days: Iterable[NoticeDay], notices: dict[UUID, Notice]) -> dict[date, Entered]:
    # Of two notices about a day the one entered last holds.
    return {day.day: Entered(day.works, day.name, notices[day.notice_id].citation) for day in days}


def _open_hours(district: UUID, community: UUID) -> tuple[tuple[date, tuple[Span, ...]], ...]:
    return tuple((row.since, hours.parse(row.spans)) for row in hours_of(district, community))


def hours_of(district: UUID, community: UUID) -> QuerySet[OfficeHours]:
    """Return when a community's office is, was and will be open, the latest first."""
    return OfficeHours.objects.filter(district=district, community=community).order_by("-since")


def hours_entered(district: UUID, communities: Iterable[UUID]) -> QuerySet[OfficeHours]:
    """Return what was entered of these communities' office hours, the latest first."""
    rows = OfficeHours.objects.filter(district=district, community__in=communities)
    return rows.order_by("community", "-since")


def notices_of(district: UUID, *, standing: bool = False) -> QuerySet[Notice]:
    """Return a district's notices with their days; `standing` leaves out those that were withdrawn."""
    notices = Notice.objects.filter(district=district).prefetch_related("days")
    return notices.filter(withdrawn_at=None) if standing else notices
