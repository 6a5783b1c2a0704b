"""Ledgers as files, re-opened by other programs than wrote them."""

import csv
import io
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.matters.models import Matter
from lianxin.reports.files import FORMATS, format_of, write
from lianxin.reports.queries import ledger_for
from lianxin.reports.table import Table

Record = Callable[..., Matter]
FORMULAS = ["=1+1", "+86", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "＋1", "－1", "＠A1", " =1"]


@pytest.fixture
def today(tongxin: object, actors: Mapping[str, Actor]) -> Callable[[str], Table]:
    """A ledger of today by name, as the desk reads it."""
    day = clock.today()
    return lambda name: ledger_for(name, actors["desk"], day, day)


def sheet_of(table: Table) -> Worksheet:
    file = io.BytesIO()
    write(table, file, "xlsx")
    return openpyxl.load_workbook(file).active


def csv_of(table: Table) -> list[dict]:
    file = io.BytesIO()
    write(table, file, "csv")
    return list(csv.DictReader(io.StringIO(file.getvalue().decode("utf-8-sig"), newline="")))


def json_of(table: Table) -> dict:
    file = io.BytesIO()
    write(table, file, "json")
    return json.loads(file.getvalue())


def test_a_workbook_keeps_numbers_and_telephones_as_text(
    record: Record, today: Callable[[str], Table]
) -> None:
    matter = record(reporter_name="007", reporter_phone="063312345678")

    row = sheet_of(today("诉求台账"))[5]

    cells = [row[place] for place in (0, 9, 11)]
    assert [(cell.value, cell.data_type, cell.number_format) for cell in cells] == [
        (matter.number, "s", "@"),
        ("007", "s", "@"),
        ("063****5678", "s", "@"),
    ]


def test_a_workbook_holds_days_and_moments_as_beijing_shows_them(
    record: Record, today: Callable[[str], Table]
) -> None:
    matter = record()

    row = sheet_of(today("诉求台账"))[5]

    shown = clock.local(matter.recorded_at).replace(tzinfo=None)
    assert abs((row[1].value - shown).total_seconds()) < 1
    assert row[2].value == datetime.combine(matter.said_on, datetime.min.time())


def test_a_workbook_has_a_heading_a_frozen_head_a_filter_and_a_total(
    record: Record, today: Callable[[str], Table]
) -> None:
    record()
    record()

    sheet = sheet_of(today("诉求台账"))

    day = clock.today().isoformat()
    assert sheet["A1"].value == "同心社区 诉求台账"
    assert sheet["A2"].value.startswith(f"{day} 至 {day}，登记的诉求")
    assert sheet["A3"].value == "登记 2，在办 2，已挂账 0，已转出 0，已结 0"
    assert [cell.value for cell in sheet[4]][:3] == ["编号", "登记时间", "反映日期"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A5", "A4:V6")
    assert [cell.value for cell in sheet[7]][:3] == ["合计", "2 件", ""]
    assert sheet.max_row == 7


def test_a_workbook_sums_its_counts(
    record: Record, drive: Callable[..., Matter], today: Callable[[str], Table]
) -> None:
    drive(record(), "closed")
    drive(record(category="NOISE"), "closed", finish={"outcome": "explained"})

    sheet = sheet_of(today("办实事统计"))

    assert [cell.value for cell in sheet[7]] == ["合计", "", 2, 1, 1, 0, 0, 0, 2, 0, 0]


def test_a_workbook_of_nothing_opens(today: Callable[[str], Table]) -> None:
    sheet = sheet_of(today("诉求台账"))

    assert [cell.value for cell in sheet[5]][:2] == ["合计", "0 件"]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_looks_like_a_formula_stays_text(
    record: Record, today: Callable[[str], Table], text: str
) -> None:
    words = f"{text}，请来看看。"
    record(words=words, reporter_name=text)

    row = sheet_of(today("诉求台账"))[5]
    line = csv_of(today("诉求台账"))[0]

    assert [(cell.data_type, cell.hyperlink) for cell in row if cell.data_type == "f"] == []
    assert row[12].value.replace("_x000D_", "\r") == words
    assert (line["原话"], line["反映人"]) == (f"'{words}", f"'{text}")


@pytest.mark.parametrize(
    "words", ["楼道\x01\x0b灯坏了", "𠮷先生😀说灯坏了", "第一行\n第二行", '他说"不行",<b>真的</b>']
)
def test_odd_letters_come_back_as_they_were_written(
    record: Record, today: Callable[[str], Table], words: str
) -> None:
    record(words=words)

    escaped = sheet_of(today("诉求台账"))["M5"].value

    assert openpyxl.utils.escape.unescape(escaped) == words
    assert csv_of(today("诉求台账"))[0]["原话"] == words
    assert json_of(today("诉求台账"))["rows"][0]["words"] == words


def test_a_csv_file_begins_with_a_byte_order_mark_and_its_titles(
    record: Record, today: Callable[[str], Table]
) -> None:
    matter = record()
    file = io.BytesIO()

    count = write(today("民情日记"), file, "csv")

    lines = file.getvalue().decode().splitlines()
    titles = "日期,社区,渠道,反映人,称呼,电话,原话,事项编号,记录人,记录时间"
    assert (count, lines[0]) == (1, f"\ufeff{titles}")
    assert lines[1].startswith(f"{clock.today().isoformat()},同心社区,电话,张,大爷,138****7788,")
    assert lines[1].split(",")[7] == matter.number


def test_json_carries_rows_and_figures_with_the_query_that_opens_them(
    record: Record, drive: Callable[..., Matter], today: Callable[[str], Table]
) -> None:
    drive(record(), "closed")

    answer = json_of(today("办实事统计"))

    solved = next(figure for figure in answer["figures"] if figure["label"] == "解难题")
    assert (answer["total"], solved["count"]) == (1, 1)
    assert solved["query"].endswith("&figure=solved")
    assert answer["rows"][0]["solved"]["count"] == 1
    assert [column["name"] for column in answer["columns"]] == list(answer["rows"][0])


@pytest.mark.parametrize("ending", FORMATS)
def test_a_file_is_written_whole_and_for_its_owner_only(
    record: Record, today: Callable[[str], Table], tmp_path: Path, ending: str
) -> None:
    record()
    path = tmp_path / f"台账.{ending}"

    assert write(today("诉求台账"), path, format_of(path)) == 1
    assert [file.name for file in tmp_path.iterdir()] == [path.name]
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_file_that_could_not_be_finished_leaves_the_old_one(
    today: Callable[[str], Table], tmp_path: Path
) -> None:
    path = tmp_path / "台账.csv"
    path.write_text("旧的", encoding="utf8")
    table = today("诉求台账")
    broken = Table(**{**vars(table), "rows": (_ for _ in [object()])})

    with pytest.raises(TypeError):
        write(broken, path, "csv")

    assert [(file.name, file.read_text(encoding="utf8")) for file in tmp_path.iterdir()] == [
        ("台账.csv", "旧的")
    ]


def test_a_folder_that_is_not_there_is_refused(
    today: Callable[[str], Table], tmp_path: Path
) -> None:
    with pytest.raises(Refused) as refused:
        write(today("诉求台账"), tmp_path / "没有" / "台账.csv", "csv")

    assert refused.value.code == "bad_input"


@pytest.mark.parametrize("name", ["台账", "台账.pdf", "台账.xls", ".xlsx"])
def test_other_endings_are_refused_with_those_that_there_are(name: str) -> None:
    with pytest.raises(Refused) as refused:
        format_of(Path(name))

    assert refused.value.sentence == "文件名应以 .xlsx、.csv、.json 结尾，例如 台账.xlsx。"
