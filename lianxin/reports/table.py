"""A ledger as it is handed over: a heading, rows that stream, and figures."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from lianxin.reports.columns import Column, Ledger
from lianxin.reports.figures import Figure

Cell = str | int | date | datetime | Figure | None


@dataclass(frozen=True)
class Table:
    """The rows are read once, as they come from the database; days and moments are Beijing's."""

    ledger: Ledger
    area: str
    since: date
    until: date
    made_at: datetime
    made_by: str
    rows: Iterator[list[Cell]]
    figures: list[Figure]
    only: str = ""  # the figure that the rows were narrowed to
    purpose: str = ""  # what a list of persons was taken out for

    @property
    def columns(self) -> tuple[Column, ...]:
        return self.ledger.columns

    @property
    def title(self) -> str:
        title = f"{self.area} {self.ledger.title}".strip()
        return f"{title}（{self.only}）" if self.only else title

    @property
    def period(self) -> str:
        """Return what the table covers, and who made it when: a sheet of paper says where it is from."""
        if self.purpose:
            return f"{self.ledger.says}。{self.mark}"
        return _("%(since)s 至 %(until)s，%(says)s。%(who)s %(at)s 生成") % {
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "says": self.ledger.says,
            "who": self.made_by,
            "at": f"{self.made_at:%Y-%m-%d %H:%M}",
        }

    @property
    def span(self) -> str:
        """Return of when the table is, as a file is named: a day, or from when to when."""
        if self.since == self.until:
            return self.since.isoformat()
        return _("%(since)s至%(until)s") % {"since": self.since, "until": self.until}

    @property
    def mark(self) -> str:
        """Return what stands on every printed page: who took it out, when, and what for."""
        told = {"who": self.made_by, "at": f"{self.made_at:%Y-%m-%d %H:%M}"}
        if not self.purpose:
            return _("%(who)s %(at)s 生成") % told
        return _("%(who)s %(at)s 导出，只用于：%(purpose)s，用完销毁") % {
            **told,
            "purpose": self.purpose,
        }

    @property
    def summary(self) -> str:
        return "，".join(f"{figure.label} {figure.count}" for figure in self.figures)


def plain(cell: Cell) -> str | int | date | datetime | None:
    """Return what a file holds of a cell: of a figure its count."""
    return cell.count if isinstance(cell, Figure) else cell


class Total:
    """The last row of a file: the sums of the rows as they went by, so that a file agrees with itself."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.seen = 0
        self.sums = {
            place: 0 for place, column in enumerate(ledger.columns) if column.kind == "count"
        }

    def add(self, row: list[Cell]) -> None:
        self.seen += 1
        for place in self.sums:
            self.sums[place] += plain(row[place])

    def row(self) -> list[Cell]:
        """Return the total row: sums of counts where there are any, else the number of rows."""
        cells: list[Cell] = [self.sums.get(place) for place in range(len(self.ledger.columns))]
        cells[0] = _("合计")
        if not self.sums:
            cells[1] = f"{self.seen} {self.ledger.unit}"
        return cells
