"""Figures that open to their rows: the filter that counts is the filter that finds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from lianxin.base.forms import cleaned
from lianxin.reports.forms import FigureForm
from lianxin.reports.ledgers import ledger_named


@dataclass(frozen=True)
class Filter:
    """Names exactly the matters of a figure, in plain values that an address can carry."""

    ledger: str
    since: date
    until: date
    area: str = ""
    figure: str = ""
    month: str = ""
    category: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Filter":
        """Return the filter that an address carries, or refuse what is none."""
        name = given.get("ledger", "")
        counted = ledger_named(name).counted
        return cls(ledger=name, **cleaned(FigureForm(given, counted=counted)))

    def as_query(self) -> str:
        """Return the filter as the query of an address."""
        return urlencode({name: value for name, value in vars(self).items() if value})


@dataclass(frozen=True)
class Figure:
    """A count, and the filter that finds what it counts; without one it counts the table's own rows."""

    label: str
    count: int
    filter: Filter | None = None

    def as_json(self) -> dict:
        query = self.filter.as_query() if self.filter else None
        return {"label": str(self.label), "count": self.count, "query": query}
