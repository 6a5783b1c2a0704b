"""How soon whoever is whistled for answers, comes and is done: dated rules with their source."""

from django.utils.translation import gettext_lazy as _

from lianxin.base.clock import local
from lianxin.matters.clocks import FINISH, ClockRow
from lianxin.matters.limits import LimitRule
from lianxin.matters.models import Matter, State, Urgency

STATED = _("北京市接诉即办工作条例第十三条")
COME = _("产品默认承诺，参照各地“30分钟到场”的做法，区县可改")
OWN = _("产品默认承诺，区县可改")

_FINISHES = (
    LimitRule(FINISH, "7 days", STATED),
    LimitRule(FINISH, "2 hours", STATED, urgency=Urgency.EMERGENCY),
    LimitRule(FINISH, "24 hours", STATED, urgency=Urgency.URGENT),
)
WHISTLE_LIMITS = _FINISHES
RESPONSE_LIMITS = (
    LimitRule("respond", "1 workday", OWN),
    LimitRule("respond", "30 minutes", COME, urgency=Urgency.EMERGENCY),
    LimitRule("respond", "2 hours", OWN, urgency=Urgency.URGENT),
    LimitRule("arrive", "2 workdays", OWN),
    LimitRule("arrive", "30 minutes", COME, urgency=Urgency.EMERGENCY),
    LimitRule("arrive", "4 hours", OWN, urgency=Urgency.URGENT),
    *_FINISHES,
)


def _opened(matter: Matter) -> str:
    return f"{local(matter.opened_at):%Y%m%d%H%M%S}"


def _responds(matter: Matter) -> str | None:
    return _opened(matter) if matter.state == State.DISPATCHED else None


def _arrives(matter: Matter) -> str | None:
    return _opened(matter) if matter.state == State.TAKEN_IN else None


def _finishes(matter: Matter) -> str | None:
    unfinished = (State.DISPATCHED, State.TAKEN_IN, State.IN_HAND)
    return _opened(matter) if matter.state in unfinished else None


_FINISH = ClockRow(FINISH, _finishes, since=lambda matter: matter.opened_at, continues=True)
WHISTLE_CLOCKS = (_FINISH,)
RESPONSE_CLOCKS = (ClockRow("respond", _responds), ClockRow("arrive", _arrives), _FINISH)
