"""Tables as offices keep them, one strange file after the other, each with what it must answer."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from lianxin.base.refused import Refused
from lianxin.base.sheets import Row, Table, Wrong, refuse_wrong, table_of, too_long
from lianxin.base.sheets.reading import MAX_BYTES
from lianxin.base.tests import strange_files as files
from lianxin.base.tests.strange_files import NAMES, ROWS, xls, xlsx

pytestmark = pytest.mark.once

COLUMNS = {
    "姓名": ("户主姓名", "居民姓名"),
    "电话": ("联系电话", "手机"),
    "楼栋": ("楼号", "所在楼"),
}
CSV = "姓名,电话,楼栋\n张三,13800001111,3号楼\n李四,13800002222,4号楼\n"
TITLE = ["同心社区居民名单", None, None]


def read(content: bytes) -> Table:
    return table_of(content, COLUMNS, required=("姓名",))


def told(table: Table) -> list[list[str]]:
    return [[row[name] for name in NAMES] for row in table.rows]


# What is made of the file: the row of the names, and the file, made when it is asked for.
TAKEN = {
    "new workbook": (1, lambda: xlsx([NAMES, *ROWS])),
    "old workbook": (1, lambda: xls([NAMES, *ROWS])),
    "open document": (1, lambda: files.ods([NAMES, *ROWS])),
    "text": (1, lambda: CSV.encode()),
    "text with a mark": (1, lambda: CSV.encode("utf-8-sig")),
    "text in GBK": (1, lambda: CSV.encode("gbk")),
    "text in UTF-16": (1, lambda: CSV.encode("utf-16")),
    "text with tabs": (1, lambda: CSV.replace(",", "\t").encode()),
    "text with semicolons": (
        1,
        lambda: CSV.replace(",", ";").replace("\n", "\r\n").encode("gb18030"),
    ),
    "title above": (
        3,
        lambda: xlsx([TITLE, ["制表人：王主任", "2026年", None], NAMES, *ROWS], merged=["A1:C1"]),
    ),
    "other names, stars and brackets": (
        1,
        lambda: xlsx([["户主姓名", "手机（必填）", "楼 号*"], *ROWS]),
    ),
    "groups above": (2, lambda: xlsx([["基本情况", None, "住址"], NAMES, *ROWS], merged=["A1:B1"])),
    "head of two rows": (
        2,
        lambda: xlsx([["姓名", "联系", "住址"], [None, "电话", "楼栋"], *ROWS], merged=["A1:A2"]),
    ),
    "blank rows between": (1, lambda: xlsx([NAMES, [None] * 3, ROWS[0], ["", " ", ""], ROWS[1]])),
    "head on each page": (1, lambda: xlsx([NAMES, ROWS[0], NAMES, ROWS[1]])),
    "wrong sheet first": (1, lambda: xlsx([["说明"], ["请填第二张表"]], sheets=[[NAMES, *ROWS]])),
    "empty form first": (2, lambda: xlsx([NAMES], sheets=[[TITLE, NAMES, *ROWS]])),
    "12,000 blank rows": (1, lambda: files.blank_rows(12_000)),
}


@pytest.mark.parametrize("name", TAKEN)
def test_people_are_read_whatever_the_table_looks_like(name: str):
    header_row, made = TAKEN[name]

    table = read(made())

    assert told(table) == ROWS
    assert table.header_row == header_row


def test_a_merged_cell_stands_for_each_row_that_it_spans():
    table = read(xlsx([NAMES, ROWS[0], ["李四", "13800002222", None]], merged=["C2:C3"]))

    assert [row["楼栋"] for row in table.rows] == ["3号楼", "3号楼"]


def test_numbers_and_days_come_as_an_office_writes_them():
    rows = [["张三", 13800001111, 3.0], ["李四", 138.5, datetime(2026, 1, 31)]]

    first, second = read(xlsx([NAMES, *rows])).rows

    assert (first["电话"], first["楼栋"], second["电话"]) == ("13800001111", "3", "138.5")
    assert (second["楼栋"], second.raw("楼栋")) == ("2026-01-31", date(2026, 1, 31))


def test_what_a_column_was_said_to_mean_is_what_it_means():
    content = xlsx([["姓名", "备用号", "电话"], ["张三", "13900009999", "13800001111"]])

    chosen = table_of(content, COLUMNS, ("姓名",), chosen={"备用号": "电话", "电话": ""})

    assert chosen.mapping == {"姓名": "姓名", "备用号": "电话", "电话": ""}
    assert chosen.rows[0]["电话"] == "13900009999"


REFUSED = {
    "nothing": ("空的", lambda: b""),
    "blanks": ("空的", lambda: b"   \n"),
    "too many bytes": ("20MB", lambda: b"a" * (MAX_BYTES + 1)),
    "no encoding": ("看不懂", lambda: b"\x80\xff\xfe\x00\x01" * 50),
    "no text": ("看不懂", lambda: bytes(range(256)) * 20),
    "without the names": ("没有找到这些列：姓名", lambda: "电话,楼栋\n1,2\n".encode()),
    "names that say nothing": ("现在看到的是：名字是什么", lambda: xlsx([["名字是什么"]])),
    "cut off": ("损坏", lambda: xlsx([NAMES, *ROWS])[:900]),
    "a letter": ("不是表格文件", lambda: files.zipped({"word/document.xml": "<w/>"})),
    "zip bomb": ("太大", files.zip_bomb),
    "cell in the last corner": ("太大", files.far_cell),
    "sixty sheets": ("太大", lambda: xlsx([NAMES], sheets=[[["x"]]] * 60)),
    "a million merged cells": ("太大", lambda: files.merged("A5:Z60000")),
    "locked": ("密码", files.locked),
    "broken container": ("打不开", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000),
    "one endless cell": ("不像表格", lambda: '姓名\n"'.encode() + b"x" * 200_000),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_taken_is_refused_with_the_reason(name: str):
    said, made = REFUSED[name]

    with pytest.raises(Refused) as refused:
        read(made())

    assert refused.value.code == "bad_input"
    assert said in refused.value.sentence


@pytest.mark.parametrize("made", [files.laughs, files.outside])
def test_entities_are_neither_multiplied_nor_fetched(made: Callable[[], bytes]):
    try:
        found = str(told(read(made())))
    except Refused as refused:
        found = refused.sentence

    assert "root:" not in found
    assert len(found) < 500


def test_every_wrong_cell_is_named_and_the_first_is_said():
    wrong = [Wrong(3, "人口", "很多", "应是一个数。"), Wrong(5, "人口", "-1", "应是一个数。")]

    with pytest.raises(Refused) as refused:
        refuse_wrong(wrong)

    assert refused.value.extra["errors"] == [one.as_json() for one in wrong]
    assert "有2处" in refused.value.sentence
    assert "第3行“人口”：应是一个数。" in refused.value.sentence


def test_nothing_wrong_refuses_nothing():
    assert refuse_wrong([]) is None


def test_a_cell_may_be_as_long_as_the_register_holds_and_no_longer():
    row = Row(7, {"姓名": "长" * 80, "电话": "1" * 31})

    assert too_long(row, {"姓名": 80, "电话": 30, "单位": 80}) == [
        Wrong(7, "电话", "1" * 31, "最多30个字。")
    ]
