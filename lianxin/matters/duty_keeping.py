"""Keeping a district's own lines of the communities' duty list."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.matters.dated import check_keeps, enter
from lianxin.matters.duties import DutyRule
from lianxin.matters.models import DistrictDuty, Duty


def set_duty(rule: DutyRule, *, by: Actor) -> None:
    """Enter a line of the actor's district; it holds for what is given out from its day on."""
    check_keeps(by)
    if rule.duty != Duty.MUST and not rule.lead:
        sentence = _("请写由哪个单位办或牵头，被退回的人才知道找谁。")
        raise Refused("bad_input", sentence, fields={"lead": [sentence]})
    if not rule.category and not rule.words:
        sentence = _("请选一个类别，或写几个词；两样都空着，就成了所有的事。")
        raise Refused("bad_input", sentence, fields={"category": [sentence]})
    enter(DistrictDuty, rule, by=by)


def duties_of(district: UUID) -> QuerySet[DistrictDuty]:
    """Return a district's own lines, those that hold first."""
    rows = DistrictDuty.objects.filter(district=district)
    return rows.order_by("withdrawn_at", "duty", "category", "-since", "pk")
