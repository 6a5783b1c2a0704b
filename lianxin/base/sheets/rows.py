"""The rows of a table by column name, and what is wrong in them by row and column."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from lianxin.base.refused import Refused

# A spreadsheet keeps fifteen digits of a number; of more it shows a power of ten.
_ROUNDED = 1e15
# A cell as it was read: a workbook knows numbers and days from text.
Cell = str | int | float | bool | date | None


@dataclass(frozen=True)
class Row:
    """One line of a file: its number as the office counts it, and its cells by column name."""

    number: int
    cells: dict[str, Cell]

    def __getitem__(self, column: str) -> str:
        """Return a cell as text, empty where there is none."""
        return shown(self.cells.get(column))

    def raw(self, column: str) -> Cell:
        return self.cells.get(column)


def shown(cell: Cell) -> str:
    """Return a cell as an office writes it: a whole number without its point, a day as 2026-01-31."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, int | float) and abs(cell) >= _ROUNDED:
        return f"{cell:.4E}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date) else str(cell).strip()


@dataclass(frozen=True)
class Wrong:
    """A cell that can't be taken: where it is, what it holds, why."""

    row: int
    column: str
    value: str
    why: str

    def as_json(self) -> dict:
        return {"row": self.row, "column": self.column, "value": self.value, "reason": self.why}


def too_long(row: Row, most: dict[str, int]) -> list[Wrong]:
    """Return the cells that hold more than the register does: nothing is cut off in silence."""
    return [
        Wrong(row.number, column, row[column][:40], _("最多%(n)d个字。") % {"n": length})
        for column, length in most.items()
        if len(row[column]) > length
    ]


def refuse_wrong(wrong: list[Wrong]) -> None:
    """Refuse a file that has anything wrong in it; nothing of it is imported."""
    if not wrong:
        return
    first = wrong[0]
    sentence = _("文件有%(n)d处要改，没有导入任何内容。第%(row)d行“%(column)s”：%(why)s") % {
        "n": len(wrong),
        "row": first.row,
        "column": first.column,
        "why": first.why,
    }
    raise Refused(
        "bad_input", sentence, errors=[one.as_json() for one in wrong], fields={"file": [sentence]}
    )
