"""The ledgers: what each is called, which day it goes by, its columns, and what it counts."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lianxin.base.refused import Refused
from lianxin.matters.models import Answer, Outcome, State
from lianxin.reports.columns import Column, Counted, Ledger
from lianxin.reports.lists import LISTS

ENTRIES, REQUESTS, RESULTS = "民情日记", "诉求台账", "办实事统计"

_WITHDRAWN = Q(outcome=Outcome.WITHDRAWN)
_OPEN = (
    State.RECORDED,
    State.TAKEN_IN,
    State.DISPATCHED,
    State.IN_HAND,
    State.TO_VERIFY,
)
_OF_REQUESTS = {
    "recorded": Counted(_("登记"), Q()),
    "open": Counted(_("在办"), Q(state__in=_OPEN)),
    "carried": Counted(_("已挂账"), Q(state=State.CARRIED)),
    "redirected": Counted(_("已转出"), Q(state=State.REDIRECTED)),
    "closed": Counted(_("已结"), Q(state=State.CLOSED)),
}
# Explained is not solved, and unanswered is not satisfied: each is counted apart. Nobody is
# asked to answer for what they took back, so the answers are counted without the withdrawn.
_OF_RESULTS = {
    "closed": Counted(_("结案"), Q()),
    "solved": Counted(_("解难题"), Q(outcome=Outcome.SOLVED, verified_at__isnull=False)),
    "explained": Counted(_("已解释暂不能解决"), Q(outcome=Outcome.EXPLAINED)),
    "not_ours": Counted(_("不属本社区"), Q(outcome=Outcome.NOT_OURS)),
    "failed": Counted(_("未能解决"), Q(outcome=Outcome.FAILED)),
    "withdrawn": Counted(_("居民撤回"), _WITHDRAWN),
    "satisfied": Counted(_("答复满意"), ~_WITHDRAWN & Q(answer=Answer.SATISFIED)),
    "not_satisfied": Counted(_("答复不满意"), ~_WITHDRAWN & Q(answer=Answer.NOT_SATISFIED)),
    "no_answer": Counted(_("没有答复"), ~_WITHDRAWN & Q(answer__in=("", Answer.NO_ANSWER))),
}

LEDGERS: dict[str, Ledger] = {
    ENTRIES: Ledger(
        title=_("民情日记"),
        says=_("居民说的话，一条一行，按说的那天"),
        day="said_on",
        unit=_("条"),
        columns=(
            Column("said_on", _("日期"), 11, "day"),
            Column("community", _("社区"), 12),
            Column("channel", _("渠道"), 7),
            Column("reporter_name", _("反映人"), 10),
            Column("reporter_title", _("称呼"), 8),
            Column("reporter_phone", _("电话"), 14),
            Column("words", _("原话"), 60),
            Column("matters", _("事项编号"), 18),
            Column("recorded_by", _("记录人"), 10),
            Column("recorded_at", _("记录时间"), 17, "moment"),
        ),
        counted={"opened": Counted(_("形成事项"), Q())},
    ),
    REQUESTS: Ledger(
        title=_("诉求台账"),
        says=_("登记的诉求，一件一行，按登记那天"),
        day="recorded_at",
        unit=_("件"),
        columns=(
            Column("number", _("编号"), 18),
            Column("recorded_at", _("登记时间"), 17, "moment"),
            Column("said_on", _("反映日期"), 11, "day"),
            Column("channel", _("渠道"), 7),
            Column("community", _("社区"), 12),
            Column("grid", _("网格"), 12),
            Column("place", _("地点"), 24),
            Column("category", _("类别"), 14),
            Column("urgency", _("紧急程度"), 9),
            Column("requester_name", _("反映人"), 10),
            Column("requester_title", _("称呼"), 8),
            Column("requester_phone", _("电话"), 14),
            Column("words", _("原话"), 60),
            Column("summary", _("摘要"), 30),
            Column("holder", _("承办人"), 10),
            Column("organisation", _("承办单位"), 18),
            Column("due_at", _("期限"), 17, "moment"),
            Column("state", _("状态"), 8),
            Column("outcome", _("办理结果"), 16),
            Column("verified_at", _("核查通过时间"), 17, "moment"),
            Column("answer", _("居民答复"), 12),
            Column("closed_at", _("结案时间"), 17, "moment"),
        ),
        counted=_OF_REQUESTS,
        rows_are_matters=True,
    ),
    RESULTS: Ledger(
        title=_("办实事统计"),
        says=_("结案的诉求，每月每类一行，按结案那天；解难题只计已解决并核查通过的"),
        day="closed_at",
        unit=_("行"),
        columns=(
            Column("month", _("月份"), 10),
            Column("category", _("类别"), 18),
            *(Column(name, counted.label, 11, "count") for name, counted in _OF_RESULTS.items()),
        ),
        counted=_OF_RESULTS,
    ),
    **LISTS,
}


def ledger_named(name: str) -> Ledger:
    """Return the ledger of a name, or refuse with the names that there are."""
    if name not in LEDGERS:
        sentence = _("没有“%(name)s”这本台账。现有：%(all)s。") % {
            "name": name[:40],
            "all": "、".join(LEDGERS),
        }
        raise Refused("bad_input", sentence, fields={"ledger": [str(sentence)]})
    return LEDGERS[name]
