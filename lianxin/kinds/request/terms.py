"""How long a request may take, and when which of its clocks runs: dated rules with their source.

The figures are the classes that residents know from the hotlines: two hours in an emergency, a day for
water, power, gas, heat and lifts, seven days, and fifteen for what needs a trade, money or two sides.
"""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from lianxin.base.clock import local
from lianxin.matters.clocks import FINISH, ClockRow
from lianxin.matters.limits import LimitRule
from lianxin.matters.models import OPEN, Answer, AtLevel, Matter, PauseReason, State, Urgency

STATED = _("北京市接诉即办工作条例第十三条")
CALLED_BACK = _("北京市接诉即办工作条例第二十三条")
OWN = _("产品默认承诺，区县可改")
AT_ONCE = ("UTILITY", "ELEVATOR")
COMPLEX = (
    "HOUSE_LEAK", "BUILDING_SAFETY", "ILLEGAL_BUILD", "POLLUTION", "PROPERTY", "DISPUTE", "HARDSHIP",
    "RENOVATE",
)  # fmt: skip

LIMITS = (
    LimitRule("accept", "8 workhours", OWN),
    LimitRule("accept", "1 hour", OWN, urgency=Urgency.EMERGENCY),
    LimitRule("accept", "4 hours", OWN, urgency=Urgency.URGENT),
    LimitRule("contact", "24 hours", OWN),
    LimitRule("contact", "1 hour", OWN, urgency=Urgency.EMERGENCY),
    LimitRule("contact", "4 hours", OWN, urgency=Urgency.URGENT),
    LimitRule(FINISH, "7 days", STATED),
    LimitRule(FINISH, "2 hours", STATED, urgency=Urgency.EMERGENCY),
    LimitRule(FINISH, "24 hours", STATED, urgency=Urgency.URGENT),
    *(LimitRule(FINISH, "24 hours", STATED, category=code) for code in AT_ONCE),
    *(LimitRule(FINISH, "15 days", STATED, category=code) for code in COMPLEX),
    LimitRule("reply", "1 workday", OWN),
    LimitRule("hop", "2 workdays", OWN),
    LimitRule("return_visit", "7 days", CALLED_BACK),
)
# For how long a clock may stand, by what it waits for.
PAUSES = {
    PauseReason.PARTS: "15 days",
    PauseReason.RESIDENT: "7 days",
    PauseReason.WEATHER: "7 days",
    PauseReason.APPROVAL: "30 days",
    PauseReason.THIRD: "15 days",
}
ACTIVE = (State.TAKEN_IN, State.DISPATCHED, State.IN_HAND)
UNFINISHED = (State.RECORDED, *ACTIVE, State.CARRIED)


def _run(since: datetime) -> str:
    return f"{local(since):%Y%m%d%H%M%S}"


def _accepts(matter: Matter) -> str | None:
    return str(matter.holder_id) if matter.state == State.DISPATCHED else None


def _contacts(matter: Matter) -> str | None:
    reachable = matter.requester_id or matter.requester_phone
    waits = reachable and matter.contacted_at is None and matter.state in UNFINISHED
    return f"{_run(matter.opened_at)} {matter.urgency}" if waits else None


def _finishes(matter: Matter) -> str | None:
    if matter.state not in UNFINISHED:
        return None
    return f"{_run(matter.opened_at)} {matter.urgency} {matter.category}"


def _visits_again(matter: Matter) -> str | None:
    answered = matter.answer in (Answer.SATISFIED, Answer.NOT_SATISFIED)
    waits = matter.state == State.TO_VERIFY and matter.verified_at and not answered
    return _run(matter.verified_at) if waits else None


def _replies(matter: Matter) -> str | None:
    return _run(matter.asked_at) if matter.asked_at and matter.state in OPEN else None


def _hops(matter: Matter) -> str | None:
    waits = matter.raised_at and matter.state in OPEN
    return f"{_run(matter.raised_at)} {matter.level}" if waits else None


def _rises(matter: Matter) -> str | None:
    """A matter rises by itself from a level at which it stays too long, where a district wants that."""
    if matter.state not in ACTIVE or matter.level == AtLevel.DISTRICT:
        return None
    return f"{_run(matter.opened_at)} {matter.level}"


CLOCKS = (
    ClockRow("accept", _accepts),
    ClockRow("contact", _contacts, since=lambda matter: matter.opened_at),
    ClockRow(FINISH, _finishes, since=lambda matter: matter.opened_at, continues=True),
    ClockRow("return_visit", _visits_again),
    ClockRow("reply", _replies),
    ClockRow("hop", _hops),
    ClockRow("rise", _rises, continues=True, makes="escalate"),
)
