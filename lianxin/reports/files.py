"""Ledgers as files: xlsx, csv and json, written row by row."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO

from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from lianxin.base.refused import Refused
from lianxin.reports.figures import Figure
from lianxin.reports.table import Cell, Table, Total, plain

# A spreadsheet takes a cell that begins so for a formula; full-width signs too.
_STARTS_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
FIRST_YEAR = 1900  # a workbook counts its days from here; older ones are written as text


def format_of(path: Path) -> str:
    """Return the format that a file's ending names, or refuse."""
    ending = path.suffix.removeprefix(".").lower()
    if ending not in FORMATS:
        sentence = _("文件名应以 %(all)s 结尾，例如 台账.xlsx。") % {
            "all": "、".join(f".{name}" for name in FORMATS)
        }
        raise Refused("bad_input", sentence, fields={"file": [sentence]})
    return ending


def write(table: Table, target: Path | BinaryIO, ending: str) -> int:
    """Write a table and return the number of its rows; a path holds the whole file or what it held before."""
    if not isinstance(target, Path):
        return FORMATS[ending](table, target)
    with _whole_or_not(target) as file:
        return FORMATS[ending](table, file)


@contextmanager
def _whole_or_not(path: Path) -> Iterator[BinaryIO]:
    part = None
    try:
        # Made readable for its owner only: a ledger names people.
        with NamedTemporaryFile(dir=path.parent, prefix=".ledger-", delete=False) as file:
            part = Path(file.name)
            yield file
        part.replace(path)
    except OSError:
        sentence = _("不能写文件“%(path)s”，请核对文件夹在不在、能不能写、磁盘有没有空间。") % {
            "path": path
        }
        raise Refused("bad_input", sentence, fields={"file": [sentence]}) from None
    finally:
        if part is not None:
            part.unlink(missing_ok=True)


def _csv(table: Table, target: BinaryIO) -> int:
    """Write column titles and rows and nothing else: what other programs read."""
    total = Total(table.ledger)
    text = io.TextIOWrapper(target, encoding="utf-8-sig", newline="")
    lines = csv.writer(text)
    lines.writerow([column.title for column in table.columns])
    for row in table.rows:
        total.add(row)
        lines.writerow([_safe(_written(cell)) for cell in row])
    text.detach()
    return total.seen


def _safe(cell: object) -> object:
    """Return a cell that no spreadsheet takes for a formula: a text that begins like one gets a ' before it."""
    if isinstance(cell, str) and cell.lstrip(" \u3000").startswith(_STARTS_FORMULA):
        return f"'{cell}"
    return cell


def _written(cell: Cell) -> str | int:
    """Return a cell as text or number: days and moments as Beijing's clocks show them."""
    value = plain(cell)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else value


def _json(table: Table, target: BinaryIO) -> int:
    total = Total(table.ledger)
    head = {
        "ledger": str(table.ledger.title),
        "title": table.title,
        "since": table.since.isoformat(),
        "until": table.until.isoformat(),
        "area": table.area,
        "made_at": table.made_at.isoformat(timespec="seconds"),
        "made_by": table.made_by,
        "figures": [figure.as_json() for figure in table.figures],
        "columns": [{"name": column.name, "title": str(column.title)} for column in table.columns],
    }
    target.write(f'{_dumped(head)[:-1]}, "rows": ['.encode())
    for row in table.rows:
        target.write(f"{',' if total.seen else ''}\n{_dumped(_named(table, row))}".encode())
        total.add(row)
    target.write(f'\n], "total": {total.seen}}}\n'.encode())
    return total.seen


def _named(table: Table, row: list[Cell]) -> dict:
    return {column.name: _json_cell(cell) for column, cell in zip(table.columns, row, strict=True)}


def _json_cell(cell: Cell) -> object:
    if isinstance(cell, Figure):
        return cell.as_json()
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="seconds")
    return cell.isoformat() if isinstance(cell, date) else cell


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _xlsx(table: Table, target: BinaryIO) -> int:
    total = Total(table.ledger)
    # constant_memory writes each row out as the next one begins, so rows go strictly downward.
    with Workbook(target, {"constant_memory": True}) as book:
        sheet = book.add_worksheet(str(table.ledger.title))
        _Sheet(book, sheet, table).fill(total)
    return total.seen


class _Sheet:
    """One worksheet: a heading, a frozen row of column titles with a filter, the rows, the total."""

    HEAD = 3  # the row of the column titles, counted from 0
    LINE, HIGHEST = 15, 409  # points of a line of text, and of the highest row that there can be
    A3, A4 = 8, 9

    def __init__(self, book: Workbook, sheet: Worksheet, table: Table) -> None:
        self.sheet, self.table = sheet, table
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#F2F2F2", "text_wrap": True, "valign": "top"})  # fmt: skip
        self.total = book.add_format({"bold": True, "top": 1, "align": "left"})
        self.by_kind = {
            "text": book.add_format({"num_format": "@", "valign": "top", "text_wrap": True}),
            "day": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"}),
            "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm", "valign": "top", "align": "left"}),
            "count": book.add_format({"num_format": "0", "valign": "top", "align": "left"}),
        }  # fmt: skip

    def fill(self, total: Total) -> None:
        self._set_up_page()
        self.sheet.write_string(0, 0, self.table.title, self.title)
        self.sheet.write_string(1, 0, self.table.period)
        self.sheet.write_string(2, 0, self.table.summary)
        titles = [str(column.title) for column in self.table.columns]
        self.sheet.set_row(self.HEAD, self._height(titles))
        self._write(self.HEAD, titles, lambda _place: self.head)
        for row in self.table.rows:
            total.add(row)
            self.sheet.set_row(self.HEAD + total.seen, self._height(row))
            self._write(self.HEAD + total.seen, row, self._format_of_column)
        last = self.HEAD + total.seen
        self._write(last + 1, total.row(), lambda _place: self.total)
        self.sheet.autofilter(self.HEAD, 0, max(last, self.HEAD + 1), len(self.table.columns) - 1)

    def _set_up_page(self) -> None:
        """Set what a screen and a printer need: one page wide, its head on every page."""
        for place, column in enumerate(self.table.columns):
            self.sheet.set_column(place, place, column.width)
        self.sheet.freeze_panes(self.HEAD + 1, 0)
        self.sheet.set_landscape()
        self.sheet.set_paper(self.A3 if self._width() > 150 else self.A4)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(self.HEAD)
        # A footer holds 255 characters, and takes & for the beginning of a sign of its own.
        mark = self.table.mark.replace("&", "＆")[:230]
        self.sheet.set_footer(f"&L&8{mark}&R&P / &N")
        if self.table.purpose:
            self.sheet.set_header(f"&L&8{mark}")

    def _width(self) -> int:
        return sum(column.width for column in self.table.columns)

    def _height(self, row: list[Cell]) -> int:
        """Return a height in which all the words of a row can be read: LibreOffice finds none by itself."""
        lines = [
            _lines(cell, column.width)
            for column, cell in zip(self.table.columns, row, strict=True)
            if isinstance(cell, str)
        ]
        return min(self.LINE * max(lines, default=1), self.HIGHEST)

    def _format_of_column(self, place: int) -> Format:
        return self.by_kind[self.table.columns[place].kind]

    def _write(self, number: int, row: list[Cell], style: Callable[[int], Format]) -> None:
        for place, cell in enumerate(row):
            value = plain(cell)
            if isinstance(value, date) and value.year >= FIRST_YEAR:
                self._write_day(number, place, value, style(place))
            elif isinstance(value, int):
                self.sheet.write_number(number, place, value, style(place))
            else:
                # As a string whatever it begins with: never a formula, a link or a number.
                self.sheet.write_string(number, place, _written(cell), style(place))

    def _write_day(self, number: int, place: int, day: date, style: Format) -> None:
        if isinstance(day, datetime):
            day = day.replace(tzinfo=None)  # a workbook knows no time zones
        self.sheet.write_datetime(number, place, day, style)


def _lines(text: str, width: int) -> int:
    """Return in how many lines a text is shown; a Chinese letter is as wide as its two bytes in GBK."""
    return sum(-(-len(line.encode("gbk", "replace")) // width) or 1 for line in text.split("\n"))


FORMATS: dict[str, Callable[[Table, BinaryIO], int]] = {"xlsx": _xlsx, "csv": _csv, "json": _json}
