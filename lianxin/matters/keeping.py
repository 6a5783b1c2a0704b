"""Keeping the rules of how long things may take, and counting anew what they changed.

A changed rule or calendar changes no running clock by itself: somebody counts anew, after a look at what
that would change, and every clock that moves leaves an event on its matter. Only what was provisional
is counted anew by the worker, once its year is published.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, QuerySet
from django.db.models.functions import ExtractYear

from lianxin.base import clock as time
from lianxin.base.actor import Actor
from lianxin.base.clock import local
from lianxin.calendar.limits import Limit
from lianxin.calendar.rules import keeps_district
from lianxin.history.actions import append
from lianxin.matters.clocks import NO_CHANGES, Changes, count, next_look
from lianxin.matters.dated import check_keeps, enter
from lianxin.matters.flow import flow_of, flows
from lianxin.matters.limits import LimitRule, rule_for
from lianxin.matters.models import Clock, ClockExtension, ClockPause, DistrictLimit, Matter
from lianxin.matters.queries import IS_OPEN, STANDS, in_scope

BATCH = 200


def set_limit(kind: str, rule: LimitRule, *, by: Actor) -> DistrictLimit:
    """Enter a rule of the actor's district; it holds for what starts from its day on."""
    check_keeps(by)
    for written in filter(None, (rule.promise, rule.legal)):
        Limit.parse(written)
    return enter(DistrictLimit, rule, by=by, kind=kind)


@dataclass(frozen=True)
class Moved:
    """A clock whose end is another by the rules and the calendar of today."""

    number: str
    clock: str
    limit: str
    before: datetime
    after: datetime

    def as_json(self) -> dict:
        return {
            "number": self.number,
            "clock": self.clock,
            "limit": self.limit,
            "before": local(self.before).isoformat(timespec="seconds"),
            "after": local(self.after).isoformat(timespec="seconds"),
        }


def recount(*, by: Actor, dry_run: bool) -> Iterator[Moved]:
    """Count every running clock of the actor's district anew, and yield those that move.

    Each batch is a transaction of its own; what was moved stays moved if a later batch fails.
    """
    check_keeps(by)
    running = Clock.objects.filter(district=by.district, stopped_at=None)
    yield from _recounted(running, by=by, dry_run=dry_run)


def recount_provisional(district: UUID, *, by: Actor) -> int:
    """Count a district's provisional clocks anew; return how many moved. Those of a year that is not
    published yet stay as they are, and provisional."""
    running = Clock.objects.filter(district=district, stopped_at=None, provisional=True)
    return sum(1 for _moved in _recounted(running, by=by, dry_run=False))


def _recounted(running: QuerySet[Clock], *, by: Actor, dry_run: bool) -> Iterator[Moved]:
    keys = list(running.order_by("matter", "pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        with transaction.atomic():
            yield from _batch(keys[start : start + BATCH], by, dry_run)


def _batch(keys: list[UUID], by: Actor, dry_run: bool) -> list[Moved]:
    clocks = Clock.objects.filter(pk__in=keys, stopped_at=None).order_by("matter", "pk")
    matters = Matter.objects.filter(pk__in=clocks.values("matter"))
    by_id = {matter.pk: matter for matter in (matters if dry_run else matters.select_for_update())}
    changes, found = _changes_of(by_id), []
    for clock in clocks:
        matter = by_id[clock.matter_id]
        was_provisional = clock.provisional
        moved = _counted_anew(clock, matter, changes.get(matter.pk, NO_CHANGES))
        if moved:
            found.append(moved)
        if not dry_run and (moved or clock.provisional != was_provisional):
            _keep(clock, matter, moved, by)
    return found


def _changes_of(matters: dict[UUID, Matter]) -> dict[UUID, Changes]:
    """Return the pauses and extensions of the matters that have any."""
    found: dict[UUID, Changes] = defaultdict(lambda: ([], []))
    for pause in ClockPause.objects.filter(matter__in=matters).order_by("since"):
        found[pause.matter_id][0].append(pause)
    for more in ClockExtension.objects.filter(matter__in=matters).order_by("at"):
        if more.opened_at == matters[more.matter_id].opened_at:
            found[more.matter_id][1].append(more)
    return dict(found)


def _counted_anew(clock: Clock, matter: Matter, changes: Changes) -> Moved | None:
    before = clock.due_at, clock.limit
    rules = flow_of(matter.kind).limits
    rule = rule_for(rules, clock.name, matter, local(clock.started_at).date())
    if rule is not None:
        clock.limit, clock.legal, clock.citation = rule.promise, rule.legal, str(rule.citation)
    count(clock, matter, changes)
    if (clock.due_at, clock.limit) == before:
        return None
    return Moved(matter.number, clock.name, clock.limit, before[0], clock.due_at)


def _keep(clock: Clock, matter: Matter, moved: Moved | None, by: Actor) -> None:
    """Save a clock that was counted anew: one that moved with an event, one no longer provisional without."""
    if moved:
        facts = {name: value for name, value in moved.as_json().items() if name != "number"}
        append(matter, "recount", by=by, before=matter.state, after=matter.state, data=facts)
        clock.stage, clock.faults, clock.retry_at = 0, 0, None
        clock.next_at = next_look(clock)
    matter.save(force_update=True)
    clock.save(force_update=True)


def limits_of(district: UUID) -> QuerySet[DistrictLimit]:
    """Return a district's own rules, those that hold first."""
    rows = DistrictLimit.objects.filter(district=district)
    return rows.order_by("withdrawn_at", "kind", "clock", "category", "urgency", "-since")


def shipped_limits() -> list[tuple[str, LimitRule]]:
    """Return the rules that hold where a district has none, each with its kind of matter."""
    return [(flow.kind, rule) for flow in flows() for rule in flow.limits]


def provisional_by_year(by: Actor) -> dict[int, int]:
    """Return how many open matters within what the actor keeps have a provisional term, by its year."""
    matters = Matter.objects.filter(IS_OPEN, STANDS, district=by.district, provisional=True)
    if not keeps_district(by):
        matters = matters.filter(in_scope(by.scope))
    years = matters.order_by().values_list(ExtractYear("due_at", tzinfo=time.BEIJING))
    return dict(years.annotate(number=Count("pk")))
