"""A limit: how long something may take, in one of six units, written as `3 workdays`."""

import re
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.base.refused import Refused

MOST = {
    "workdays": 1000,
    "workhours": 2000,
    "days": 3660,
    "hours": 87_840,
    "minutes": 10_000,
    "months": 120,
}
_WRITTEN = re.compile(r"\s*(\d{1,6})\s*(\S{1,12})\s*")


class Unit(StrEnum):
    WORKDAYS = "workdays"
    WORKHOURS = "workhours"
    DAYS = "days"
    HOURS = "hours"
    MINUTES = "minutes"
    MONTHS = "months"


_WORDS = {
    Unit.WORKDAYS: gettext_lazy("%(n)d个工作日"),
    Unit.WORKHOURS: gettext_lazy("%(n)d个工作小时"),
    Unit.DAYS: gettext_lazy("%(n)d天"),
    Unit.HOURS: gettext_lazy("%(n)d小时"),
    Unit.MINUTES: gettext_lazy("%(n)d分钟"),
    Unit.MONTHS: gettext_lazy("%(n)d个月"),
}
# How people write the units; English takes a plural or none.
_NAMES = {
    **{name: unit for unit in Unit for name in (unit.value, unit.value[:-1])},
    "个工作日": Unit.WORKDAYS, "工作日": Unit.WORKDAYS,
    "个工作小时": Unit.WORKHOURS, "工作小时": Unit.WORKHOURS, "个工作时": Unit.WORKHOURS,
    "天": Unit.DAYS, "日": Unit.DAYS, "个自然日": Unit.DAYS, "自然日": Unit.DAYS,
    "小时": Unit.HOURS, "个小时": Unit.HOURS, "分钟": Unit.MINUTES,
    "个月": Unit.MONTHS, "月": Unit.MONTHS,
}  # fmt: skip


@dataclass(frozen=True)
class Limit:
    """A length of time, at least one of its unit."""

    count: int
    unit: Unit

    def __post_init__(self) -> None:
        assert 1 <= self.count <= MOST[self.unit], "a limit is at least one, and not without end"

    @classmethod
    def parse(cls, written: str) -> "Limit":
        """Read `3 workdays`, `8 workhours`, `24 hours`, `15 days`, `1 month` or 3个工作日, or refuse."""
        read = _WRITTEN.fullmatch(written)
        unit = _NAMES.get(read[2].lower()) if read else None
        if unit is None or not 1 <= int(read[1]) <= MOST[unit]:
            sentence = _(
                "看不懂期限“%(limit)s”。请写成 3 workdays、8 workhours、24 hours、15 days、1 month 的样子。"
            ) % {"limit": written[:40]}
            raise Refused("bad_input", sentence, fields={"limit": [sentence]})
        return cls(int(read[1]), unit)

    def __str__(self) -> str:
        return f"{self.count} {self.unit if self.count > 1 else self.unit[:-1]}"

    @property
    def words(self) -> str:
        return _WORDS[self.unit] % {"n": self.count}
