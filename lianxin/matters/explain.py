"""A matter's clocks as an answer: how long, since when, until when, why that day, and how much is used up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lianxin.base import clock as time
from lianxin.base.clock import local
from lianxin.calendar.limits import Limit
from lianxin.calendar.queries import calendar_of
from lianxin.calendar.terms import Due, Pause, spent
from lianxin.matters.clocks import FINISH, counted
from lianxin.matters.models import Clock, ClockExtension, ClockPause, Matter
from lianxin.matters.words import CLOCKS


@dataclass(frozen=True)
class Explained:
    """One run of a clock, with what was changed of it. `ran` is what counts of it, `passed` all that passed,
    both in the unit of its limit; `ends` is why it ends then, by the calendar of today."""

    clock: Clock
    ends: Due
    word: str
    limit: Limit
    late: bool
    ran: float
    passed: float
    pauses: Sequence[ClockPause]
    extensions: Sequence[ClockExtension]

    @property
    def outdated(self) -> bool:
        """Tell whether the calendar changed since the clock was counted, so that it would end otherwise."""
        return self.clock.stopped_at is None and self.ends.at != self.clock.due_at

    @property
    def legal(self) -> Limit | None:
        return Limit.parse(self.clock.legal) if self.clock.legal else None

    def as_json(self) -> dict:
        clock = self.clock
        return {
            "name": clock.name,
            "limit": clock.limit,
            "legal": clock.legal or None,
            "citation": clock.citation,
            "started_at": _moment(clock.started_at),
            "due_at": _moment(clock.due_at),
            "legal_due_at": _moment(clock.legal_due_at),
            "provisional": clock.provisional,
            "paused": [_pause_json(pause) for pause in self.pauses],
            "extended": [{"at": _moment(more.at), "limit": more.limit} for more in self.extensions],
            "stopped_at": _moment(clock.stopped_at),
            "late": self.late,
            "elapsed": {"counted": self.ran, "passed": self.passed, "unit": self.limit.unit.value},
            "explanation": {
                "rule": self.ends.rule,
                "days": [day.as_json() for day in self.ends.days],
                "outdated": self.outdated,
            },
        }


def _pause_json(pause: ClockPause) -> dict:
    return {
        "since": _moment(pause.since),
        "until": _moment(pause.until),
        "at_most": _moment(pause.at_most),
        "reason": pause.reason,
    }


def _moment(at: datetime | None) -> str | None:
    return local(at).isoformat(timespec="seconds") if at else None


def explained(matter: Matter, *, changed: bool = True) -> list[Explained]:
    """Return all runs of a matter's clocks in the order of their start.

    In one query, and two more where they may have been `changed`: paused or extended.
    """
    clocks = Clock.objects.filter(district=matter.district_id, matter=matter)
    pauses = list(matter.pauses.order_by("since")) if changed else []
    extensions = list(matter.extensions.order_by("at")) if changed else []
    return [
        _explained(clock, matter, pauses, extensions)
        for clock in clocks.order_by("started_at", "pk")
    ]


def _explained(
    clock: Clock, matter: Matter, pauses: list[ClockPause], extensions: list[ClockExtension]
) -> Explained:
    end = clock.stopped_at or time.now()
    stood = [
        pause for pause in pauses if clock.name == FINISH and clock.started_at <= pause.since <= end
    ]
    more = [one for one in extensions if clock.name == FINISH and clock.started_at <= one.at <= end]
    limit = Limit.parse(clock.limit)
    calendar = calendar_of(matter.district_id, matter.community_id)
    spans = [Pause(pause.since, pause.until or end, "") for pause in stood]
    return Explained(
        clock=clock,
        ends=counted(clock, calendar, stood, more),
        word=CLOCKS[clock.name],
        limit=limit,
        late=clock.is_late(time.now()),
        ran=spent(clock.started_at, end, limit.unit, calendar, spans),
        passed=spent(clock.started_at, end, limit.unit, calendar),
        pauses=stood,
        extensions=more,
    )
