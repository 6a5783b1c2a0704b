"""The clocks of a matter: which run is read from the matter itself, after each step.

A kind's row says by a function of the matter whether a clock runs, and under which key. A key that has
gone or changed stops the clock, one that has come starts a new run, or lets the last one of this key go
on where the clock `continues`. So no step starts or stops anything by hand, and none can forget to.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from lianxin.base.clock import local
from lianxin.calendar.days import Calendar
from lianxin.calendar.limits import Limit
from lianxin.calendar.queries import calendar_of
from lianxin.calendar.terms import Due, Pause, due
from lianxin.matters.limits import LimitRule, rule_for
from lianxin.matters.models import Clock, ClockExtension, ClockPause, Matter

FINISH = "finish"
# So near to its end a clock reminds: in the last quarter of its time, and at most a day before.
MARGIN, LONGEST_MARGIN = 4, timedelta(days=1)
Changes = tuple[Sequence[ClockPause], Sequence[ClockExtension]]
NO_CHANGES: Changes = ((), ())


@dataclass(frozen=True)
class ClockRow:
    """One clock of a kind. `runs` gives the key under which it runs, or None; `since` when a run begins,
    where that is not the moment of the step; `makes` is the step that the worker makes at its end, instead
    of reminding. Such a clock runs only where the district has set a limit for it."""

    name: str
    runs: Callable[[Matter], str | None]
    since: Callable[[Matter], datetime] | None = None
    continues: bool = False
    makes: str = ""


@dataclass
class Wound:
    """What became of a matter's clocks in a step, to be saved beside it."""

    matter: Matter
    at: datetime
    stopped: list[str] = field(default_factory=list)
    resumed: list[str] = field(default_factory=list)
    started: list[Clock] = field(default_factory=list)


def wind(
    matter: Matter, rows: Sequence[ClockRow], shipped: Sequence[LimitRule], at: datetime
) -> Wound:
    """Stop, resume and start a matter's clocks in memory, as the matter now asks for."""
    wound = Wound(matter, at)
    if matter.merged_into_id is not None:
        return wound  # its clocks stand, and `running` remembers which
    for row in rows:
        key = row.runs(matter)
        last, runs = matter.running.get(row.name, (None, False))
        if runs and key != last:
            wound.stopped.append(row.name)
            matter.running[row.name] = [last, False]
        if key is None or (runs and key == last):
            continue
        if key == last and row.continues:
            wound.resumed.append(row.name)
        else:
            since = row.since(matter) if row.since else at
            rule = rule_for(shipped, row.name, matter, local(since).date())
            if rule is None:
                continue
            wound.started.append(_started(matter, rule, key, since))
        matter.running[row.name] = [key, True]
    if FINISH in wound.stopped:
        matter.paused_until = None
    return wound


def _started(matter: Matter, rule: LimitRule, key: str, since: datetime) -> Clock:
    clock = Clock(
        district_id=matter.district_id,
        matter=matter,
        name=rule.clock,
        key=key,
        limit=rule.promise,
        legal=rule.legal,
        citation=str(rule.citation),
        started_at=since,
    )
    count(clock, matter)
    return clock


def count(clock: Clock, matter: Matter, changes: Changes | None = None) -> None:
    """Count a clock's end anew, with the pauses and extensions of its matter, and mirror it there.

    `changes` are those pauses and extensions, where the caller read them for many matters at once.
    """
    calendar = calendar_of(matter.district_id, matter.community_id)
    if changes is None:
        changes = _changes(clock, matter)
    ends = counted(clock, calendar, *(changes if clock.name == FINISH else NO_CHANGES))
    clock.due_at, clock.provisional = ends.at, ends.provisional
    if clock.legal:
        clock.legal_due_at = due(clock.started_at, Limit.parse(clock.legal), calendar).at
    clock.next_at = next_look(clock)
    _mirror(clock, matter, ends)


def counted(
    clock: Clock,
    calendar: Calendar,
    pauses: Sequence[ClockPause] = (),
    extensions: Sequence[ClockExtension] = (),
) -> Due:
    """Return the end of a clock, with its explanation, as a calendar counts it."""
    stood = [
        Pause(pause.since, pause.until or pause.at_most, str(pause.get_reason_display()))
        for pause in pauses
    ]
    ends = due(clock.started_at, Limit.parse(clock.limit), calendar, stood)
    for more in extensions:
        ends = _longer(ends, due(ends.at, Limit.parse(more.limit), calendar, stood))
    return ends


def _changes(clock: Clock, matter: Matter) -> Changes:
    # A clock that starts with its matter can have none: nothing is asked for then.
    if clock.name != FINISH or matter.version == 0:
        return NO_CHANGES
    extensions = ClockExtension.objects.filter(matter=matter, opened_at=matter.opened_at)
    pauses = ClockPause.objects.filter(matter=matter)
    return pauses.order_by("since"), extensions.order_by("at")


def _longer(ends: Due, more: Due) -> Due:
    rule = _("%(rule)s；延期%(more)s") % {"rule": ends.rule, "more": more.rule}
    return Due(more.at, rule, ends.provisional or more.provisional, (*ends.days, *more.days[1:]))


def _mirror(clock: Clock, matter: Matter, ends: Due) -> None:
    """Set the columns of the matter by which lists are ordered and narrowed."""
    if clock.name == FINISH:
        matter.due_at, matter.provisional = clock.due_at, clock.provisional
        matter.due_why = _("%(limit)s内办结（%(citation)s）。%(rule)s") % {
            "limit": Limit.parse(clock.limit).words,
            "citation": clock.citation,
            "rule": ends.rule,
        }
    elif clock.name == "return_visit":
        matter.return_by = clock.due_at


def save(wound: Wound) -> None:
    """Save what became of the clocks, in the transaction of the step."""
    mine = Clock.objects.filter(district=wound.matter.district_id, matter=wound.matter)
    if wound.stopped:
        mine.filter(name__in=wound.stopped, stopped_at=None).update(
            stopped_at=wound.at, next_at=None
        )
    if FINISH in wound.stopped:
        end_pause(wound.matter, wound.at)
    for name in wound.resumed:
        key, _runs = wound.matter.running[name]
        last = mine.filter(name=name, key=key).order_by("started_at", "pk").last()
        last.stopped_at, last.next_at = None, next_look(last)
        last.save(update_fields=["stopped_at", "next_at"])
    if wound.started:
        Clock.objects.bulk_create(wound.started)


def end_pause(matter: Matter, at: datetime) -> None:
    """End the pause in which a matter stands, if it stands in one."""
    standing = ClockPause.objects.filter(district=matter.district_id, matter=matter, until=None)
    standing.update(until=at)


def recount(matter: Matter) -> Clock | None:
    """Count a matter's running finish clock anew, as after a pause or with a changed calendar."""
    clock = Clock.objects.filter(
        district=matter.district_id, matter=matter, name=FINISH, stopped_at=None
    ).first()
    if clock is not None:
        count(clock, matter)
        clock.save(force_update=True)
    return clock


def margin(clock: Clock) -> timedelta:
    """Return how long before its end a clock reminds, and how long after it a superior is told."""
    return min(LONGEST_MARGIN, (clock.due_at - clock.started_at) / MARGIN)


def next_look(clock: Clock) -> datetime | None:
    """Return when the worker looks at a clock again: before its end, at it, and once more after it."""
    looks = (clock.due_at - margin(clock), clock.due_at, clock.due_at + margin(clock))
    return looks[clock.stage] if clock.stage < len(looks) else None
