"""Read a workbook (.xlsx, .xls, .ods) into plain rows.

This runs as a program of its own, by its path, with limited memory and time: a file that is made to fill
the memory breaks only this. It imports nothing of the product. Formulas are not computed; what they last
came to is read.
"""

import json
import os
import resource
import sys
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineWorkbook, PasswordError

# So many cells under merged heads and sides are filled; a file with more is not an office's list.
MERGED = 200_000


def main(source: str, target: str, limits: dict) -> dict:
    """Write the sheets as JSON; return how many, or the word that refuses the file."""
    _limit_ourselves(limits["memory"], limits["seconds"])
    try:
        book = CalamineWorkbook.from_path(source)
        names = book.sheet_names
        if len(names) > limits["sheets"]:
            return {"refused": "too_large"}
        sheets = [_sheet(book, name, limits["cells"]) for name in names]
        Path(target).write_text(json.dumps(sheets, ensure_ascii=False), encoding="utf8")
    except PasswordError:
        return {"refused": "password"}
    except (MemoryError, OverflowError):
        return {"refused": "too_large"}
    except Exception as error:  # whatever the reader says of it, the file is broken
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return {"refused": "password" if "password" in str(error).lower() else "broken"}
    return {"sheets": len(sheets)}


def _limit_ourselves(memory: int, seconds: int) -> None:
    os.umask(0o077)
    with suppress(ValueError, OSError):  # some systems have no such limits
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def _sheet(book: CalamineWorkbook, name: str, cells: int) -> dict:
    sheet = book.get_sheet_by_name(name)
    if sheet.total_height * sheet.total_width > cells:
        raise OverflowError
    rows = [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    for merged in sheet.merged_cell_ranges or ():
        _fill(rows, *merged)
    return {"name": name, "rows": rows}


def _fill(rows: list[list], first: tuple[int, int], last: tuple[int, int]) -> None:
    (top, left), (bottom, right) = first, last
    if (bottom - top + 1) * (right - left + 1) > MERGED:
        raise OverflowError
    if top >= len(rows) or left >= len(rows[top]):
        return
    value = rows[top][left]
    for row in rows[top : bottom + 1]:
        row[left : right + 1] = [value] * len(row[left : right + 1])


def _cell(value: object) -> object:
    """Return a cell as JSON has it; days, which it has not, as {"day": …}."""
    if isinstance(value, datetime | date):
        return {"day": value.isoformat()[:10]}
    if isinstance(value, time | timedelta):
        return str(value)
    return value


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:3], limits=json.loads(sys.argv[3]))))
