"""From the bytes of a file to its sheets: workbooks in a process of their own, the rest as text."""

import csv
import io
import json
import logging
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils.translation import gettext as _

from lianxin.base.refused import Refused
from lianxin.base.sheets.rows import Cell
from lianxin.base.text import clean

MAX_BYTES = 20 * 1024 * 1024
# What a workbook may become when it is unpacked: 100,000 people are about 120 MB.
MAX_UNPACKED = 200 * 1024 * 1024
PROGRAM = Path(__file__).with_name("workbook.py")
LIMITS = {"memory": 290 * 1024 * 1024, "seconds": 20, "sheets": 50, "cells": 3_000_000}
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A workbook with a password lies encrypted in a stream of this name.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ENCODINGS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
_DELIMITERS = ",\t;，|"

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sheet:
    """One sheet as it was read, from its first row on."""

    name: str
    rows: list[list[Cell]]


def sheets_of(content: bytes) -> list[Sheet]:
    """Return the sheets of a workbook, or the one of a text file, or refuse the file with the reason."""
    if len(content) > MAX_BYTES:
        raise refused_file(_("文件超过20MB，请分成几个文件。"))
    if not content.strip():
        raise refused_file(_("文件是空的，请重新选择。"))
    if content.startswith(_ZIP):
        _check_unpacked(content)
        return _workbook(content)
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise _locked()
        return _workbook(content)
    return [Sheet("", _records(_decoded(content)))]


def refused_file(sentence: str) -> Refused:
    return Refused("bad_input", sentence, fields={"file": [sentence]})


def _check_unpacked(content: bytes) -> None:
    """Look at the list of the parts before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
            names = {part.filename.lower() for part in parts.infolist()}
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise _broken() from None
    if unpacked > MAX_UNPACKED:
        raise _too_large()
    if (
        "xl/workbook.xml" not in names
        and "xl/workbook.bin" not in names
        and "content.xml" not in names
    ):
        raise refused_file(_("这不是表格文件。请选择 xlsx、xls、ods 或 CSV 文件。"))


def _workbook(content: bytes) -> list[Sheet]:
    with TemporaryDirectory(prefix="lianxin-sheets-") as folder:
        source, target = Path(folder, "source"), Path(folder, "rows")
        source.write_bytes(content)
        answer = _answer(source, target)
        if "sheets" in answer:
            read = json.loads(target.read_text(encoding="utf8"))
            return [
                Sheet(one["name"], [[_cell(cell) for cell in row] for row in one["rows"]])
                for one in read
            ]
    raise {"password": _locked, "too_large": _too_large}.get(answer.get("refused"), _broken)()


def _answer(source: Path, target: Path) -> dict:
    # -I: neither our environment nor our folders are looked into.
    command = [sys.executable, "-I", str(PROGRAM), str(source), str(target), json.dumps(LIMITS)]
    try:
        ended = subprocess.run(
            command, capture_output=True, timeout=2 * LIMITS["seconds"], check=False
        )
    except subprocess.TimeoutExpired:
        log.warning("a workbook took longer than %d s", 2 * LIMITS["seconds"])
        return {"refused": "too_large"}
    if ended.stderr:
        log.warning("a workbook was not read: %s", ended.stderr.decode(errors="replace")[-500:])
    # Out of memory the reader ends at once, without a word.
    return json.loads(ended.stdout) if ended.returncode == 0 else {"refused": "too_large"}


def _cell(cell: object) -> Cell:
    if isinstance(cell, dict):
        return date.fromisoformat(cell["day"])
    return clean(cell).strip() or None if isinstance(cell, str) else cell


def _locked() -> Refused:
    return refused_file(_("文件加了密码，打不开。请在表格软件里去掉密码，另存一份再导入。"))


def _too_large() -> Refused:
    return refused_file(
        _("表格太大，或者空白的行列太多。请把要导入的几列复制到新的表格里，再试一次。")
    )


def _broken() -> Refused:
    return refused_file(
        _("文件打不开，可能没有传完整，或者已经损坏。请在表格软件里打开，另存一份再导入。")
    )


def _decoded(content: bytes) -> str:
    encodings = [name for mark, name in _ENCODINGS.items() if content.startswith(mark)]
    for encoding in encodings or ("utf-8", "gb18030"):
        try:
            text = clean(content.decode(encoding))
        except UnicodeDecodeError:
            continue
        if _is_text(text):
            return text
    raise refused_file(
        _("看不懂这个文件。请选择 xlsx、xls、ods 文件，或在表格软件里另存为“CSV UTF-8”。")
    )


def _is_text(text: str) -> bool:
    """Tell whether these are words: what is no text decodes to control characters."""
    head = text[:4000]
    return sum(not (char.isprintable() or char in "\r\n\t") for char in head) * 50 <= len(head)


def _records(text: str) -> list[list[Cell]]:
    first = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        raise refused_file(_("这不像表格文件，请在表格软件里另存为“CSV UTF-8”。")) from None
    return [[cell.strip() or None for cell in line] for line in lines]
