"""How open matters stand: late, nearly late, without a sound, waiting for an answer, carried.

One table of conditions: what counts a figure is what narrows a list to the matters behind it.
"""

from collections.abc import Callable
from datetime import timedelta

from django.db import models
from django.db.models import DurationField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from lianxin.base import clock
from lianxin.history.models import Event
from lianxin.matters.clocks import LONGEST_MARGIN, MARGIN
from lianxin.matters.models import State
from lianxin.matters.queries import IS_OPEN

# Without an event for so long a matter is stuck, unless somebody asks for another time.
QUIET_DAYS = 7


class Standing(models.TextChoices):
    """How a matter that is not closed stands. What is carried stands apart from all the others."""

    OPEN = "open", _("在办的")
    LATE = "late", _("超时的")
    SOON = "soon", _("快到期的")
    STUCK = "stuck", _("多日没有动静的")
    ASKED = "asked", _("等着答复的")
    PROVISIONAL = "provisional", _("期限暂定的")
    CARRIED = "carried", _("挂账的")
    REVIEW = "review", _("挂账过了复查日的")


def stands_as(standing: str, quiet: int = QUIET_DAYS) -> Q:
    """Return the condition that a matter stands so; `quiet` are the days after which it is stuck."""
    if standing == Standing.STUCK:
        return _in_hand() & _stuck(quiet)
    return _CONDITIONS[Standing(standing)]()


def _in_hand() -> Q:
    return Q(IS_OPEN) & ~Q(state=State.CARRIED)


def ran_out() -> Q:
    """Return the condition that the finish clock ran out, finished since or not: `Matter.is_late` of now."""
    return Q(finished_at=None, due_at__lt=clock.now()) | Q(finished_at__gt=F("due_at"))


def _late() -> Q:
    return _in_hand() & ran_out()


def _soon() -> Q:
    """As near to its end as when the worker reminds."""
    now = clock.now()
    runs = Q(finished_at=None, paused_until=None)
    within = Q(due_at__range=(now, now + LONGEST_MARGIN))
    left = ExpressionWrapper((F("due_at") - now) * MARGIN, output_field=DurationField())
    last_part = LessThanOrEqual(left, F("due_at") - F("opened_at"))
    return _in_hand() & runs & within & Q(last_part)


def _stuck(quiet: int) -> Q:
    """The last event is long ago, and no pause says why."""
    long_ago = clock.now() - timedelta(days=quiet)
    last = Event.objects.filter(
        district=OuterRef("district"), subject=OuterRef("pk"), seq=OuterRef("version")
    )
    return Q(Exists(last.filter(at__lt=long_ago)), paused_until=None)


def _asked() -> Q:
    waits = Q(asked_at__isnull=False) | Q(raised_at__isnull=False)
    return _in_hand() & waits


def _provisional() -> Q:
    return _in_hand() & Q(provisional=True, finished_at=None)


def _carried() -> Q:
    return Q(IS_OPEN, state=State.CARRIED)


def _past_review() -> Q:
    return _carried() & Q(review_on__lt=clock.today())


_CONDITIONS: dict[Standing, Callable[[], Q]] = {
    Standing.OPEN: _in_hand,
    Standing.LATE: _late,
    Standing.SOON: _soon,
    Standing.ASKED: _asked,
    Standing.PROVISIONAL: _provisional,
    Standing.CARRIED: _carried,
    Standing.REVIEW: _past_review,
}
