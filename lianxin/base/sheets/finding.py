"""Finding the row of the column names, and what each column means."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from django.utils.translation import gettext as _

from lianxin.base import crypto
from lianxin.base.sheets.reading import Sheet, refused_file, sheets_of
from lianxin.base.sheets.rows import Cell, Row, shown

# Above the names there may be a title, who made the list, and when.
_ABOVE = 20
_ASIDE = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]|[\s*＊:：/、.．]+|必填|选填")
Columns = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Table:
    """The rows of a file by our names of the columns.

    `header_row` is the row of the names as the office counts rows (the lower of two), `mapping` tells each
    title's meaning, empty for a column that is not read, and `header` is a digest of the titles.
    """

    sheet: str
    header_row: int
    mapping: dict[str, str]
    rows: list[Row] = field(repr=False)

    @property
    def header(self) -> str:
        return crypto.digest("\n".join(self.mapping))


@dataclass(frozen=True)
class _Head:
    """A row that may hold the names: its place, its titles, and what they mean."""

    sheet: Sheet
    row: int
    titles: list[str]
    meant: list[str]

    @property
    def rank(self) -> tuple[int, int]:
        """The most columns known, and of equals the sheet with the most rows."""
        return len(set(self.meant) - {""}), len(self.sheet.rows)


def table_of(
    content: bytes,
    columns: Columns | Iterable[str],
    required: Collection[str],
    *,
    chosen: Mapping[str, str] | None = None,
) -> Table:
    """Return the rows of a file, blank ones left out, or refuse it with the reason.

    `columns` gives for each of our columns what else offices call it; `chosen` says of titles what somebody
    decided that they mean.
    """
    return table_in(sheets_of(content), columns, required, chosen=chosen)


def table_in(
    sheets: Iterable[Sheet],
    columns: Columns | Iterable[str],
    required: Collection[str],
    *,
    chosen: Mapping[str, str] | None = None,
) -> Table:
    """Return the rows of sheets that were read before, as `table_of` does."""
    named = columns if isinstance(columns, Mapping) else dict.fromkeys(columns, ())
    known = {plain(title): name for name, also in named.items() for title in (name, *also)}
    heads = [head for sheet in sheets for head in _heads(sheet, known, chosen or {})]
    best = max(heads, key=lambda head: head.rank, default=None)
    missing = [name for name in required if best is None or name not in best.meant]
    if missing:
        raise _without(missing, named, best)
    return Table(
        sheet=best.sheet.name,
        header_row=best.row + 1,
        mapping={title: name for title, name in zip(best.titles, best.meant, strict=True) if title},
        rows=list(_rows(best)),
    )


def plain(title: str) -> str:
    """Return a column's title as it is compared: without brackets, stars and spaces."""
    return _ASIDE.sub("", title).casefold()


def _heads(sheet: Sheet, known: Mapping[str, str], chosen: Mapping[str, str]) -> Iterable[_Head]:
    """Yield the rows that may hold the names, each alone, and together with the one above it."""
    above: list[Cell] = []
    for place, row in enumerate(sheet.rows[:_ABOVE]):
        titles = [shown(cell) for cell in row]
        yield _Head(sheet, place, titles, _meant([(title,) for title in titles], known, chosen))
        if above:
            pairs = [(shown(low), shown(high)) for low, high in zip_longest(row, above)]
            joined = [low if low == high else f"{high}{low}" for low, high in pairs]
            spellings = [(one, low, high) for one, (low, high) in zip(joined, pairs, strict=True)]
            yield _Head(sheet, place, joined, _meant(spellings, known, chosen))
        above = row


def _meant(
    titles: Iterable[tuple[str, ...]], known: Mapping[str, str], chosen: Mapping[str, str]
) -> list[str]:
    """Return what each title means: what was decided, or the first of its spellings that is known, each name once."""
    meant: list[str] = []
    for spellings in titles:
        name = chosen.get(spellings[0])
        if name is None:
            found = (known.get(plain(one), "") for one in spellings if one)
            name = next((one for one in found if one and one not in meant), "")
        meant.append("" if name in meant else name)
    return meant


def _rows(head: _Head) -> Iterable[Row]:
    titles = {shown(cell) for cell in head.sheet.rows[head.row]} - {""}
    for number, cells in enumerate(head.sheet.rows[head.row + 1 :], start=head.row + 2):
        named = {name: cell for name, cell in zip(head.meant, cells, strict=False) if name}
        blank = not any(shown(cell) for cell in named.values())
        if (
            not blank and {shown(cell) for cell in cells} - {""} != titles
        ):  # a head printed on each page
            yield Row(number, named)


def _without(missing: list[str], named: Columns, best: _Head | None) -> Exception:
    seen = "、".join(title for title in best.titles if title)[:80] if best else ""
    sentence = _("没有找到这些列：%(names)s。请在列名那一行写上它们；可用的列名：%(all)s。") % {
        "names": "、".join(missing),
        "all": "、".join(named),
    }
    return refused_file(sentence + (_("现在看到的是：%(seen)s。") % {"seen": seen} if seen else ""))
