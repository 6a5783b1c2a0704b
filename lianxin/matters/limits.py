"""How long what may take: dated rules with their source, the shipped ones and those of a district.

北京市接诉即办工作条例 art 13: every dispatched order states its limit. A rule carries two: the promise of
the service, by which the clocks run, and the term that a law sets, where there is one (two fields, since
a promise may be changed and a law may not).
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from lianxin.calendar.limits import Limit
from lianxin.matters.models import DistrictLimit, Matter

KEPT_SECONDS = 20  # as long as a calendar is kept


@dataclass(frozen=True)
class LimitRule:
    """One rule. What it leaves empty it does not ask for; `own` is a district's."""

    clock: str
    promise: str
    citation: str
    category: str = ""
    urgency: str = ""
    level: str = ""
    legal: str = ""
    since: date = date(2010, 1, 1)
    until: date | None = None
    own: bool = False

    def fits(self, matter: Matter, clock: str, day: date) -> bool:
        """Tell whether the rule is about this clock of this matter on a day."""
        asked = ("category", "urgency", "level")
        return (
            self.clock == clock
            and self.since <= day
            and (self.until is None or day < self.until)
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
    slot = time.monotonic() // KEPT_SECONDS
    rules = (*shipped, *_own_rules(matter.district_id, matter.kind, slot))
    fitting = (rule for rule in rules if rule.fits(matter, clock, day))
    return max(fitting, key=lambda rule: rule.rank, default=None)


@lru_cache(maxsize=128)
def _own_rules(district: UUID, kind: str, _slot: float) -> tuple[LimitRule, ...]:
    rows = DistrictLimit.objects.filter(district=district, kind=kind, withdrawn_at=None)
    names = (
        "clock",
        "promise",
        "citation",
        "category",
        "urgency",
        "level",
        "legal",
        "since",
        "until",
    )
    return tuple(LimitRule(**values, own=True) for values in rows.values(*names))


def forget() -> None:
    """Read a district's rules afresh in this process; an action calls it that changed one."""
    _own_rules.cache_clear()
