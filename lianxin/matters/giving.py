"""To whom a matter may be given, by the communities' duty list: the shipped lines and those of its district."""

import re

from django.utils.translation import gettext as _

from lianxin.base.clock import today
from lianxin.base.refused import Refused
from lianxin.matters.dated import own_rules, strongest
from lianxin.matters.duties import DutyRule
from lianxin.matters.duty_list import SHIPPED
from lianxin.matters.models import DistrictDuty, Duty, Matter
from lianxin.people.models import Organisation, OrganisationKind

# Who works in and for the community, and not for a department.
OF_COMMUNITY = (
    OrganisationKind.COMMUNITY,
    OrganisationKind.PARTY_BRANCH,
    OrganisationKind.VOLUNTEER_TEAM,
)


def duty_of(matter: Matter) -> DutyRule | None:
    """Return the line of the duty list about a matter today, if there is one."""
    rules = (*SHIPPED, *own_rules(DistrictDuty, DutyRule, matter.district_id))
    return strongest(rule for rule in rules if rule.fits(matter, today()))


def check_may_be_given(matter: Matter, organisation: Organisation) -> None:
    """Refuse to give a community what is a department's, with the article and to whom it goes."""
    if organisation.kind in OF_COMMUNITY:
        _check_not_foreign(matter)


def check_may_be_proposed(matter: Matter, proposed: str) -> None:
    """Refuse to say that a community should have what may not be given to one."""
    name = re.escape(matter.community.name)
    office = "居委会|居民委员会|办公室|工作人员|.{0,10}网格.{0,5}"
    if re.fullmatch(rf"({name}|[本该]?社区)({office})?|{office}", proposed.strip()):
        _check_not_foreign(matter)


def _check_not_foreign(matter: Matter) -> None:
    rule = duty_of(matter)
    if rule is None or rule.duty != Duty.NEVER:
        return
    sentence = _(
        "按职责清单，这件事不能交给社区（%(citation)s），应由%(lead)s办。"
        "请派给它；名单里没有的，请“转出”，写明去哪里办。"
    ) % {"citation": rule.citation, "lead": rule.lead}
    raise Refused("bad_input", sentence)


def duty_words(matter: Matter) -> str:
    """Return in words what the duty list says of giving a matter to a community; empty where nothing."""
    rule = duty_of(matter)
    if rule is None:
        return ""
    said = {"lead": rule.lead, "citation": rule.citation}
    if rule.duty == Duty.NEVER:
        return _("按职责清单，不能交给社区，应由%(lead)s办（%(citation)s）。") % said
    if rule.duty == Duty.ASSIST:
        return _("按职责清单，社区只协助，由%(lead)s牵头（%(citation)s）。") % said
    return _("按职责清单，是社区该做的（%(citation)s）。") % said


def helping_words(matter: Matter, organisation: Organisation) -> str:
    """Return in words who leads where a community only helps; empty where it does not, or is not given it."""
    rule = duty_of(matter) if organisation.kind in OF_COMMUNITY else None
    if rule is None or rule.duty != Duty.ASSIST:
        return ""
    return _("社区协助，%(lead)s牵头（%(citation)s）") % {
        "lead": rule.lead,
        "citation": rule.citation,
    }
