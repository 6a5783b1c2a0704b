"""What the worker does about clocks: it reminds, tells superiors, and ends pauses that lasted long enough.

Each effect and the mark that it was made are one transaction, so that two workers at once, or one that
dies at any moment, neither lose nor double it. What fails is stepped over (`trying`).
"""

from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lianxin.base import clock as time
from lianxin.base.actor import Actor, machine
from lianxin.calendar.limits import Limit
from lianxin.matters.actions import step
from lianxin.matters.answering import superiors, whose_turn
from lianxin.matters.clocks import next_look
from lianxin.matters.flow import flow_of
from lianxin.matters.models import Clock, ClockPause, Matter, Tried
from lianxin.matters.trying import ready, tried
from lianxin.matters.words import CLOCKS
from lianxin.notices.actions import tell

AT_ONCE = 500


def ring() -> int:
    """Look at every clock whose time has come, and end every pause that is over; return how many."""
    rung = sum(tried(_due(), clock, _rung) for clock in _keys(_due()))
    return rung + sum(tried(_over(), pause, _ended) for pause in _keys(_over()))


def worker(district: UUID) -> Actor:
    return machine("worker", district, "worker", "dispatch")


def _due() -> QuerySet[Clock]:
    return Clock.objects.filter(next_at__lte=time.now()).order_by("next_at")


def _over() -> QuerySet[ClockPause]:
    """Return the pauses that lasted as long as their reasons may."""
    return ClockPause.objects.filter(
        until=None, at_most__lte=time.now(), matter__merged_into=None
    ).order_by("at_most")


def _keys(due: QuerySet[Tried]) -> list[UUID]:
    return list(ready(due).values_list("pk", flat=True)[:AT_ONCE])


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
    found.save(update_fields=["stage", "next_at"])


def _claimed(clock: UUID) -> Clock | None:
    """Return the clock, unless a step is being made on it; SQLite has one writer at a time anyway."""
    rows = _due().filter(pk=clock)
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, of=("self",))
    return rows.first()


def _message(clock: Clock, matter: Matter) -> tuple[list[UUID], str]:
    if clock.stage == 0:
        return whose_turn(matter), _("%(clock)s快到期了：%(title)s")
    if clock.stage == 1:
        return whose_turn(matter), _("%(clock)s已到期：%(title)s")
    return superiors(matter), _("%(clock)s超时还没有办，请过问：%(title)s")


def _ended(pause: UUID) -> bool:
    """End a pause that lasted as long as its reason may: by the same door as everybody."""
    found = Matter.objects.get(pauses=pause)
    step(found, "unpause", by=worker(found.district_id), version=found.version)
    return True
