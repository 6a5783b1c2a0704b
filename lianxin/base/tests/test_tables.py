"""The office's own CSV files."""

import pytest

from lianxin.base.refused import Refused
from lianxin.base.tables import MAX_BYTES, Row, Wrong, refuse_wrong, rows_of, too_long

COLUMNS = ("姓名", "电话")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_rows_are_read_whatever_the_office_saved_them_as(encoding: str):
    content = '姓名,电话\r\n张三,1\r\n,\r\n"李,四", 2 \r\n'.encode(encoding)

    rows = rows_of(content, COLUMNS, required=("姓名",))

    assert [(row.number, row["姓名"], row["电话"]) for row in rows] == [
        (2, "张三", "1"),
        (4, "李,四", "2"),
    ]


def test_an_unknown_column_is_left_and_a_missing_cell_is_empty():
    rows = rows_of("备注,姓名,电话\n好,张三\n".encode(), COLUMNS, required=("姓名",))

    assert (rows[0]["姓名"], rows[0]["电话"], rows[0]["备注"]) == ("张三", "", "")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "缺少：姓名"),
        ("电话\n1\n".encode(), "缺少：姓名"),
        (b"\x80\xff\xfe\x00", "编码"),
        (b"a" * (MAX_BYTES + 1), "20MB"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(content: bytes, said: str):
    with pytest.raises(Refused) as refused:
        rows_of(content, COLUMNS, required=("姓名",))

    assert refused.value.code == "bad_input"
    assert said in refused.value.sentence


def test_a_file_of_another_kind_is_refused_and_not_a_fault():
    with pytest.raises(Refused) as refused:
        rows_of('姓名\n"'.encode() + b"x" * 200_000, COLUMNS, required=("姓名",))

    assert refused.value.code == "bad_input"


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
