"""问题清单, 协调清单, 破产企业小区清单: what is to be put right, by whom, until when, and what was.

Three views over the same matters, and no list is kept anywhere: whatever is not closed stands in them
by its deadline, and after it what was closed in the period. What was redirected is another's.
"""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from lianxin.base.actor import Actor
from lianxin.history.models import Event
from lianxin.matters.models import Matter, Outcome, State
from lianxin.matters.queries import IS_OPEN
from lianxin.matters.standing import Standing, ran_out, stands_as
from lianxin.reports.columns import Column, Counted, Ledger
from lianxin.territory.models import Place

PROBLEMS, COORDINATION, BANKRUPT = "问题清单", "协调清单", "破产企业小区清单"
# Once one of these steps was made, the community did not settle the matter alone.
NEEDS_OTHERS = ("whistle", "escalate", "enquire", "give_back", "carry")
_RECTIFIED = Q(state=State.CLOSED, outcome=Outcome.SOLVED, verified_at__isnull=False)


def _all(_district: UUID) -> Q:
    return Q()


def _needs_others(district: UUID) -> Q:
    steps = Event.objects.filter(district=district, subject=OuterRef("pk"), step__in=NEEDS_OTHERS)
    return Q(Exists(steps))


def _of_bankrupt(district: UUID) -> Q:
    compounds = Place.objects.filter(~Q(bankrupt_employer=""), district=district)
    return Q(compound__in=compounds.values("pk"))


def _late() -> Q:
    """The finish clock of an open matter ran out; one that is carried is no less late for it."""
    return Q(IS_OPEN) & ran_out()


COUNTED = {
    "open": Counted(_("没有整改"), Q(IS_OPEN)),
    "late": Counted(_("其中超时"), _late),
    "carried": Counted(_("其中挂账"), lambda: stands_as(Standing.CARRIED)),
    "rectified": Counted(_("已整改"), _RECTIFIED),
    "ended": Counted(_("了结但没有解决"), Q(state=State.CLOSED) & ~_RECTIFIED),
}
# Who, until when and what came of it stand where they are seen without scrolling. A title says place and
# category.
_FIRST = (
    Column("number", _("编号"), 18),
    Column("title", _("问题"), 24),
)
_LAST = (
    Column("organisation", _("责任单位"), 18),
    Column("holder", _("责任人"), 10),
    Column("due_at", _("期限"), 17, "moment"),
    Column("late", _("超时"), 6),
    Column("state", _("状态"), 8),
    Column("rectified", _("整改"), 18),
    Column("tasks", _("分解的任务"), 40),
    Column("community", _("社区"), 12),
    Column("place", _("地点"), 20),
    Column("summary", _("摘要"), 24),
)


def _list(title: str, says: object, selects: object, *more: Column) -> Ledger:
    return Ledger(
        title=title,
        says=says,
        day="closed_at",
        unit=_("件"),
        columns=(*_FIRST, *more, *_LAST),
        counted=COUNTED,
        rows_are_matters=True,
        selects=selects,
    )


LISTS = {
    PROBLEMS: _list(
        _("问题清单"),
        _("没有结案的诉求全部列出，结案的按结案那天"),
        _all,
    ),
    COORDINATION: _list(
        _("协调清单"),
        _("吹过哨、上报过、问过归属、退回过、挂过账的，没有结案的全部列出，结案的按结案那天"),
        _needs_others,
        Column("because", _("为什么要协调"), 18),
    ),
    BANKRUPT: _list(
        _("破产企业小区清单"),
        _("原属破产企业的小区里，没有结案的全部列出，结案的按结案那天"),
        _of_bankrupt,
        Column("employer", _("原属企业"), 18),
    ),
}


def listed(matters: QuerySet[Matter], name: str, by: Actor, closed: dict) -> QuerySet[Matter]:
    """Narrow matters to those of a list: the open ones, and those whose closing lies in a period."""
    ended = Q(state=State.CLOSED, **closed)
    return matters.filter(Q(IS_OPEN) | ended, LISTS[name].selects(by.district))
