"""Rules that hold from a day on: those that are shipped, and those that a district enters beside them.

Each names its source. A district's are added and withdrawn, never rewritten: what held on a day can
always be told.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Protocol, TypeVar
from uuid import UUID

from django.utils.translation import gettext as _

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.kept import forget, kept
from lianxin.base.refused import Refused
from lianxin.calendar.rules import keeps_district
from lianxin.matters.models import DistrictRule


@dataclass(frozen=True, kw_only=True)
class Dated:
    """From when to when a rule holds; `own` is a district's."""

    since: date = date(2010, 1, 1)
    until: date | None = None
    own: bool = False

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


class Ranked(Protocol):
    """A rule that says what decides between it and another that fits, too."""

    @property
    def rank(self) -> tuple: ...


Rule = TypeVar("Rule", bound=Dated)
Fitting = TypeVar("Fitting", bound=Ranked)


def strongest(fitting: Iterable[Fitting]) -> Fitting | None:
    """Return the rule that decides, of all that fit."""
    return max(fitting, key=lambda rule: rule.rank, default=None)


@kept
def own_rules(
    model: type[DistrictRule], rule: type[Rule], district: UUID, **narrowed: str
) -> tuple[Rule, ...]:
    """Return the rules of a district that stand, as rows of its table."""
    rows = model.objects.filter(district=district, withdrawn_at=None, **narrowed)
    return tuple(rule(**values, own=True) for values in rows.values(*_columns(rule)))


def _columns(rule: type[Dated]) -> list[str]:
    return [field.name for field in fields(rule) if field.name != "own"]


def enter(model: type[DistrictRule], rule: Dated, *, by: Actor, **more: str) -> DistrictRule:
    """Enter a rule of the actor's district; it holds for what starts from its day on."""
    check_keeps(by)
    row = model.objects.create(
        district_id=by.district,
        entered_by=by.person,
        entered_at=clock.now(),
        **{name: getattr(rule, name) for name in _columns(type(rule))},
        **more,
    )
    forget()
    return row


def withdraw(model: type[DistrictRule], key: UUID, *, by: Actor) -> None:
    """Withdraw a rule of the actor's district; its row stays."""
    check_keeps(by)
    found = model.objects.filter(pk=key, district=by.district, withdrawn_at=None)
    if not found.update(withdrawn_at=clock.now()):
        raise Refused("not_found", _("没有找到这一条，或者已经撤销了。请刷新页面看看。"))
    forget()


def check_keeps(by: Actor) -> None:
    if not keeps_district(by):
        raise Refused("not_allowed", _("您的岗位不能改区县的规定。请找区县的管理员。"))
