"""How long what may take: dated rules with their source, the shipped ones and those of a district.

北京市接诉即办工作条例 art 13: every dispatched order states its limit. A rule carries two: the promise of
the service, by which the clocks run, and the term that a law sets, where there is one (two fields, since
a promise may be changed and a law may not).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lianxin.calendar.limits import Limit
from lianxin.matters.dated import Dated, own_rules, strongest
from lianxin.matters.models import DistrictLimit, Matter


@dataclass(frozen=True)
class LimitRule(Dated):
    """One rule. What it leaves empty it does not ask for."""

    clock: str
    promise: str
    citation: str
    category: str = ""
    urgency: str = ""
    level: str = ""
    legal: str = ""

    def fits(self, matter: Matter, clock: str, day: date) -> bool:
        """Tell whether the rule is about this clock of this matter on a day."""
        asked = ("category", "urgency", "level")
        return (
            self.clock == clock
            and self.holds_on(day)
            and all(getattr(self, name) in ("", getattr(matter, name)) for name in asked)
        )

    @property
    def rank(self) -> tuple:
        """Return what decides between rules that fit: the urgency, then the category, then the level;
        of two that ask for the same the district's own, and then the newer."""
        return bool(self.urgency), bool(self.category), bool(self.level), self.own, self.since

    @property
    def limit(self) -> Limit:
        return Limit.parse(self.promise)


def rule_for(
    shipped: Iterable[LimitRule], clock: str, matter: Matter, day: date
) -> LimitRule | None:
    """Return the rule for a clock of a matter that starts on a day, if there is one."""
    rules = (*shipped, *own_rules(DistrictLimit, LimitRule, matter.district_id, kind=matter.kind))
    return strongest(rule for rule in rules if rule.fits(matter, clock, day))
