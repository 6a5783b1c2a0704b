"""How long a request may take, by urgency: dated data with its source.

北京市接诉即办工作条例 art 13: every dispatched order states its limit. The figures are the
classes that residents know from the hotlines (2 hours, 24 hours, 7 days).
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.base.clock import local
from lianxin.calendar.limits import Limit, Unit
from lianxin.calendar.terms import Due, due
from lianxin.matters.flow import Turn
from lianxin.matters.models import State, Urgency

# The hotlines promised these classes years before an ordinance said that there must be a limit.
HOTLINES = date(2010, 1, 1)
CITATION = gettext_lazy("北京市接诉即办工作条例第十三条")


@dataclass(frozen=True)
class Rule:
    urgency: str
    limit: Limit
    since: date
    until: date | None = None


FINISH = (
    Rule(Urgency.EMERGENCY, Limit(2, Unit.HOURS), since=HOTLINES),
    Rule(Urgency.URGENT, Limit(24, Unit.HOURS), since=HOTLINES),
    Rule(Urgency.NORMAL, Limit(7, Unit.DAYS), since=HOTLINES),
)
RETURN_VISIT = Limit(7, Unit.DAYS)


def finish_due(turn: Turn) -> Due:
    """Return when the matter of this turn must be finished, counted from the turn's moment."""
    return _due(turn.matter.urgency, turn.at)


def finish_due_from_record(turn: Turn) -> Due | None:
    """Return the due of a matter whose urgency was corrected: its term still starts when it was recorded."""
    if "urgency" not in turn.facts.get("new", {}):
        return None
    return _due(turn.matter.urgency, turn.matter.recorded_at)


def finish_due_if_reopened(turn: Turn) -> Due | None:
    """Return a fresh due for a closed matter that a late answer opened again."""
    return finish_due(turn) if turn.matter.state == State.TAKEN_IN else None


def _due(urgency: str, start: datetime) -> Due:
    day = local(start).date()
    rule = next(
        rule
        for rule in FINISH
        if rule.urgency == urgency
        and rule.since <= day
        and (rule.until is None or day < rule.until)
    )
    counted = due(start, rule.limit)
    why = _("%(urgency)s事项%(limit)s内办结（%(citation)s）。%(rule)s") % {
        "urgency": Urgency(urgency).label,
        "limit": rule.limit.words,
        "citation": CITATION,
        "rule": counted.rule,
    }
    return Due(counted.at, why)
