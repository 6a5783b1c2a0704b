"""Keeping a district's own lines of the communities' duty list."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.calendar.rules import keeps_district
from lianxin.matters.duties import DutyRule
from lianxin.matters.giving import forget
from lianxin.matters.models import DistrictDuty, Duty


def set_duty(rule: DutyRule, *, by: Actor) -> DistrictDuty:
    """Enter a line of the actor's district; it holds for what is given out from its day on."""
    _check_keeps_district(by)
    if rule.duty != Duty.MUST and not rule.lead:
        sentence = _("请写由哪个单位办或牵头，被退回的人才知道找谁。")
        raise Refused("bad_input", sentence, fields={"lead": [sentence]})
    if not rule.category and not rule.words:
        sentence = _("请选一个类别，或写几个词；两样都空着，就成了所有的事。")
        raise Refused("bad_input", sentence, fields={"category": [sentence]})
    row = DistrictDuty.objects.create(
        district_id=by.district,
        duty=rule.duty,
        category=rule.category,
        words=rule.words,
        lead=rule.lead,
        citation=rule.citation,
        since=rule.since,
        until=rule.until,
        entered_by=by.person,
        entered_at=clock.now(),
    )
    forget()
    return row


def withdraw_duty(duty: UUID, *, by: Actor) -> None:
    """Withdraw a line of the actor's district; its row stays."""
    _check_keeps_district(by)
    found = DistrictDuty.objects.filter(pk=duty, district=by.district, withdrawn_at=None)
    if not found.update(withdrawn_at=clock.now()):
        raise Refused("not_found", _("没有找到职责清单的这一条，或者已经撤销了。"))
    forget()


def _check_keeps_district(by: Actor) -> None:
    if not keeps_district(by):
        raise Refused("not_allowed", _("您的岗位不能改职责清单。请找区县的管理员。"))


def duties_of(district: UUID) -> QuerySet[DistrictDuty]:
    """Return a district's own lines, those that hold first."""
    rows = DistrictDuty.objects.filter(district=district)
    return rows.order_by("withdrawn_at", "duty", "category", "-since", "pk")
