"""What the worker tries on one row after another, so that no row keeps the others waiting.

A try is counted before it is made: a row that fails, or that takes the worker's process down with it,
waits longer after each try and is left alone after five, with the reason beside it, until somebody
says that it may be tried again. Of two workers at one row the one that counted the try makes it.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import OperationalError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lianxin.base import clock as time
from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.matters.dated import check_keeps
from lianxin.matters.models import Clock, ClockPause, Tried
from lianxin.matters.words import CLOCKS

TRIES = 5
FRESH = {"faults": 0, "retry_at": None, "fault": ""}

log = logging.getLogger(__name__)


def ready(rows: QuerySet[Tried]) -> QuerySet[Tried]:
    """Return the rows whose tries are not used up, and whose wait after the last one is over."""
    return rows.filter(Q(retry_at=None) | Q(retry_at__lte=time.now()), faults__lt=TRIES)


def tried(due: QuerySet[Tried], key: UUID, work: Callable[[UUID], bool]) -> bool:
    """Do the work on a row that is due still, in one transaction with the mark that it was done.

    Return what the work returned. What fails is logged, kept with its reason on the row, and stepped over.
    """
    row = due.model.objects.filter(pk=key)
    faults = ready(due.filter(pk=key)).values_list("faults", flat=True).first()
    if faults is None or not _counted(row, faults):
        return False
    try:
        with transaction.atomic():
            done = work(key)
            row.update(**FRESH)
            return done
    except OperationalError:
        # The database is busy or away: no fault of the row's, which is due still.
        log.exception("%s %s", work.__name__, key)
        row.update(faults=faults, retry_at=None)
    except Exception as error:  # whatever is wrong with one row must not keep the others waiting
        log.exception("%s %s", work.__name__, key)
        row.update(fault=_reason(error))
    return False


def _counted(row: QuerySet[Tried], faults: int) -> bool:
    """Count a try before it is made; tell whether it is ours and not the other worker's."""
    wait = timedelta(minutes=2 ** (faults + 1))
    return row.filter(faults=faults).update(
        faults=faults + 1, retry_at=time.now() + wait, fault=""
    ) == 1  # fmt: skip


def _reason(error: Exception) -> str:
    """Return what went wrong without what was in the row: its words may be personal."""
    return error.sentence if isinstance(error, Refused) else type(error).__name__


@dataclass(frozen=True)
class Failed:
    """A reminder, or the end of a pause, that the worker could not do: why, and whether it tries on."""

    id: UUID
    number: str
    what: str
    tries: int
    reason: str
    retry_at: datetime | None


def failed_of(**where: UUID) -> list[Failed]:
    """Return what the worker could not do, in a district or in all, by the matter's number."""
    clocks = Clock.objects.filter(**where, faults__gt=0, stopped_at=None)
    pauses = ClockPause.objects.filter(**where, faults__gt=0, until=None)
    found = [
        *(_failed(row, CLOCKS[row.name]) for row in clocks.select_related("matter")),
        *(_failed(row, _("暂停到期")) for row in pauses.select_related("matter")),
    ]
    return sorted(found, key=lambda one: one.number)


def _failed(row: Tried, what: str) -> Failed:
    reason = row.fault or _("办到一半，程序停了")
    retry_at = row.retry_at if row.faults < TRIES else None
    return Failed(row.pk, row.matter.number, what, row.faults, reason, retry_at)


def try_again(key: UUID, *, by: Actor) -> None:
    """Let the worker try a row of the actor's district anew, as if it had never failed."""
    check_keeps(by)
    rows = (model.objects.filter(pk=key, district=by.district) for model in (Clock, ClockPause))
    if not sum(row.filter(faults__gt=0).update(**FRESH) for row in rows):
        raise Refused("not_found", _("没有找到这一条，也许已经办成了。请刷新页面再看。"))
