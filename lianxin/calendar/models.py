"""What a district entered of its calendar: notices with their days, and when its offices are open.

Rows are only added; a notice that was wrong is withdrawn. This room lies below the territory, so that
places are known by their ids here.
"""

from django.db import models

from lianxin.base.ids import new_id


class Notice(models.Model):
    """A notice that arranges days: the yearly one of the State Council, or a local one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    district = models.UUIDField()
    year = models.PositiveSmallIntegerField()
    citation = models.CharField(max_length=120)
    publishes = models.BooleanField()  # with it, the year's arrangement is known
    entered_by = models.UUIDField()
    entered_at = models.DateTimeField()
    withdrawn_by = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(withdrawn_by__isnull=True, withdrawn_at__isnull=True)
                | models.Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False),
                name="notice_withdrawn_by_at",
            )
        ]
        indexes = [models.Index(fields=["district", "entered_at"], name="notice_by_district")]


class NoticeDay(models.Model):
    """A day that a notice arranges: worked, or off."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    district = models.UUIDField()
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="days", db_index=False)
    day = models.DateField()
    works = models.BooleanField()
    name = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "notice", "day"], name="notice_day_once"),
        ]


class OfficeHours(models.Model):
    """When an office is open on working days, from a day on: `09:00-12:00 13:30-17:30`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    district = models.UUIDField()
    community = models.UUIDField()
    since = models.DateField()
    spans = models.CharField(max_length=60)
    entered_by = models.UUIDField()
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["district", "community", "since"], name="office_hours_once"
            ),
        ]
