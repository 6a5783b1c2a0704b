"""The office's own CSV files, UTF-8 or GBK, and what is wrong in them by row and column."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lianxin.base.refused import Refused
from lianxin.base.text import clean

MAX_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True)
class Row:
    """One line of a file: its number as the office counts it, and its cells by column name."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True)
class Wrong:
    """A cell that can't be taken: where it is, what it holds, why."""

    row: int
    column: str
    value: str
    why: str

    def as_json(self) -> dict:
        return vars(self)


def rows_of(content: bytes, columns: Iterable[str], required: Iterable[str]) -> list[Row]:
    """Return the rows of a CSV file, blank ones left out, or refuse the file with the reason."""
    if len(content) > MAX_BYTES:
        raise Refused("bad_input", _("文件超过20MB，请分成几个文件。"), fields={"file": []})
    header, *records = _records(clean(_decoded(content))) or [[]]
    header = [name.strip() for name in header]
    missing = [name for name in required if name not in header]
    if missing:
        sentence = _("第一行应是列名，缺少：%(names)s。可用的列名：%(all)s。") % {
            "names": "、".join(missing),
            "all": "、".join(columns),
        }
        raise Refused("bad_input", sentence, fields={"file": [sentence]})
    rows = []
    for number, cells in enumerate(records, start=2):
        named = {
            name: cell.strip()
            for name, cell in zip(header, cells, strict=False)
            if name in set(columns)
        }
        if any(named.values()):
            rows.append(Row(number, named))
    return rows


def _records(text: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error:
        raise Refused(
            "bad_input", _("这不像表格文件，请在表格软件里另存为“CSV UTF-8”。"), fields={"file": []}
        ) from None


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(
        "bad_input", _("看不懂文件的编码，请在表格软件里另存为“CSV UTF-8”。"), fields={"file": []}
    )


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
