"""Files as offices send them, and as somebody sends them who means no good, made anew for each test."""

import io
import zipfile
from collections.abc import Iterable

import xlwt
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

NAMES = ["姓名", "电话", "楼栋"]
ROWS = [["张三", "13800001111", "3号楼"], ["李四", "13800002222", "4号楼"]]
_TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def xlsx(rows: Iterable[Iterable], *, merged: Iterable[str] = (), sheets: Iterable = ()) -> bytes:
    """Return a workbook with these rows in its first sheet, and further sheets of rows."""
    book = Workbook()
    _fill(book.active, rows)
    for span in merged:
        book.active.merge_cells(span)
    for number, more in enumerate(sheets):
        _fill(book.create_sheet(f"表{number + 2}"), more)
    return _saved(book)


def _fill(sheet: Worksheet, rows: Iterable[Iterable]) -> None:
    for row in rows:
        sheet.append(list(row))


def _saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def far_cell() -> bytes:
    """A workbook with one more cell, in its very last corner."""
    book = Workbook()
    _fill(book.active, [NAMES, *ROWS])
    book.active["XFD1048576"] = "x"
    return _saved(book)


def blank_rows(count: int) -> bytes:
    """A workbook whose second person comes after many blank rows that bear a format."""
    book = Workbook()
    _fill(book.active, [NAMES, ROWS[0]])
    for row in range(3, count + 3):
        book.active.cell(row=row, column=1).number_format = "@"
    _fill(book.active, [ROWS[1]])
    return _saved(book)


def xls(rows: Iterable[Iterable]) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("名单")
    for place, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write(place, column, cell)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def ods(rows: Iterable[Iterable[str]]) -> bytes:
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    space = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{space}:office:1.0" '
        f'xmlns:table="{space}:table:1.0" xmlns:text="{space}:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="名单">{cells}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{space}:manifest:1.0"/>',
            "content.xml": content,
        }
    )


def zipped(parts: dict[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def zip_bomb() -> bytes:
    """A workbook of some hundred kilobytes that would unpack to 300 MB."""
    return zipped(
        {"[Content_Types].xml": _TYPES, "xl/workbook.xml": "<x/>", "xl/bomb": b"\0" * (300 << 20)}
    )


def merged(span: str) -> bytes:
    """A workbook that says of a large span that it is one cell."""
    cells = f'<mergeCells count="1"><mergeCell ref="{span}"/></mergeCells></worksheet>'
    return replaced(xlsx([NAMES, *ROWS]), "xl/worksheets/sheet1.xml", "</worksheet>", cells)


def replaced(content: bytes, part: str, old: str, new: str) -> bytes:
    """Return a workbook with some text of one part written otherwise."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = parts[part].decode().replace(old, new).encode()
    return zipped(parts)


def laughs() -> bytes:
    """A workbook whose strings are entities of entities."""
    entities = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    return replaced(
        _inline(), "xl/worksheets/sheet1.xml", "<worksheet", f"{entities}]><worksheet"
    ).replace(b"\0never", b"")


def outside() -> bytes:
    """A workbook that asks for a file of the machine."""
    doctype = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet'
    asked = replaced(_inline(), "xl/worksheets/sheet1.xml", "<worksheet", doctype)
    return replaced(asked, "xl/worksheets/sheet1.xml", "张三", "&e;")


def _inline() -> bytes:
    """A workbook whose texts stand in the sheet itself."""
    book = xlsx([NAMES, *ROWS])
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    rows = "".join(
        f'<row r="{n}">'
        + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in row)
        + "</row>"
        for n, row in enumerate([NAMES, *ROWS], start=1)
    )
    parts["xl/worksheets/sheet1.xml"] = (
        '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{rows}</sheetData></worksheet>"
    ).encode()
    return zipped(parts)


def locked() -> bytes:
    """A container with an encrypted package in it, as a spreadsheet saves what has a password."""
    # Written as an old workbook, whose one stream then gets the other name.
    short = "Workbook".encode("utf-16-le")
    long = "EncryptedPackage".encode("utf-16-le")
    return xls([NAMES]).replace(short.ljust(len(long), b"\0"), long)
