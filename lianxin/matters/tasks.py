"""What the worker does about clocks: it reminds, tells superiors, and ends pauses that lasted long enough.

Each effect and the mark that it was made are one transaction, so that two workers at once, or one that
dies at any moment, neither lose nor double it. What fails is tried again later, and stepped over.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.db import OperationalError, connection, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from lianxin.base import clock as time
from lianxin.base.actor import Actor, machine
from lianxin.calendar.limits import Limit
from lianxin.matters.actions import step
from lianxin.matters.answering import superiors, whose_turn
from lianxin.matters.clocks import next_look
from lianxin.matters.flow import flow_of
from lianxin.matters.models import Clock, ClockPause, Matter
from lianxin.matters.words import CLOCKS
from lianxin.notices.actions import tell

AT_ONCE = 500
TRIES = 5

log = logging.getLogger(__name__)


def ring() -> int:
    """Look at every clock whose time has come, and end every pause that is over; return how many."""
    rung = sum(_tried(_rung, clock, _put_off) for clock in _due_clocks())
    return rung + sum(_tried(_ended, pause, _counted) for pause in _over_paused())


def worker(district: UUID) -> Actor:
    return machine("worker", district, "worker", "dispatch")


def _due_clocks() -> list[UUID]:
    due = Clock.objects.filter(next_at__lte=time.now()).order_by("next_at")
    return list(due.values_list("pk", flat=True)[:AT_ONCE])


def _tried(work: Callable[[UUID], bool], key: UUID, failed: Callable[[UUID], None]) -> bool:
    """Do the work on one row; what fails is logged, counted on the row, and stepped over."""
    try:
        return work(key)
    except OperationalError:
        # The database is busy or away: no fault of the row's, which is due still.
        log.exception("%s of %s", work.__name__, key)
    except Exception:  # whatever is wrong with one row must not keep the others waiting
        log.exception("%s of %s", work.__name__, key)
        failed(key)
    return False


@transaction.atomic
def _rung(clock: UUID) -> bool:
    found = _claimed(clock)
    if found is None:
        return False
    matter = Matter.objects.get(pk=found.matter_id, district=found.district_id)
    makes = next(row.makes for row in flow_of(matter.kind).clocks if row.name == found.name)
    if makes:
        _made(found, matter, makes)
    else:
        _reminded(found, matter)
    return True


def _made(found: Clock, matter: Matter, name: str) -> None:
    """Make the step that a clock makes at its end, by the same door as everybody."""
    reason = _("到了%(limit)s的期限，自动上报。") % {"limit": Limit.parse(found.limit).words}
    found.next_at = None
    found.save(update_fields=["next_at"])
    step(matter, name, by=worker(found.district_id), data={"reason": reason})


def _reminded(found: Clock, matter: Matter) -> None:
    people, sentence = _message(found, matter)
    for person in people:
        tell(
            person,
            sentence % {"clock": CLOCKS[found.name], "title": matter.title},
            subject=matter.pk,
            number=matter.number,
            by=worker(found.district_id),
        )
    found.stage += 1
    found.next_at = next_look(found)
    found.faults = 0
    found.save(update_fields=["stage", "next_at", "faults"])


def _claimed(clock: UUID) -> Clock | None:
    """Return the clock while nobody else looks at it; SQLite has one writer at a time anyway."""
    rows = Clock.objects.filter(pk=clock, next_at__lte=time.now())
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, of=("self",))
    return rows.first()


def _message(clock: Clock, matter: Matter) -> tuple[list[UUID], str]:
    if clock.stage == 0:
        return whose_turn(matter), _("%(clock)s快到期了：%(title)s")
    if clock.stage == 1:
        return whose_turn(matter), _("%(clock)s已到期：%(title)s")
    return superiors(matter), _("%(clock)s超时还没有办，请过问：%(title)s")


@transaction.atomic
def _put_off(clock: UUID) -> None:
    """Try a clock that failed again later, each time later; after the last try it is left alone.

    One that the other worker has rung meanwhile, or a step has stopped, is due no more and stays as it is.
    """
    now = time.now()
    failed = Clock.objects.filter(pk=clock, next_at__lte=now)
    if failed.update(faults=F("faults") + 1):
        faults = failed.values_list("faults", flat=True).get()
        failed.update(next_at=now + timedelta(minutes=2**faults) if faults < TRIES else None)


def _over_paused() -> list[UUID]:
    over = ClockPause.objects.filter(
        until=None, at_most__lte=time.now(), faults__lt=TRIES, matter__merged_into=None
    ).order_by("at_most")
    return list(over.values_list("pk", flat=True)[:AT_ONCE])


def _ended(pause: UUID) -> bool:
    """End a pause that lasted as long as its reason may: by the same door as everybody."""
    found = Matter.objects.get(pauses=pause)
    step(found, "unpause", by=worker(found.district_id), version=found.version)
    return True


def _counted(pause: UUID) -> None:
    """Count a pause that could not be ended; one that the other worker has ended meanwhile is well."""
    ClockPause.objects.filter(pk=pause, until=None).update(faults=F("faults") + 1)
