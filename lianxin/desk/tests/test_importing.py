"""A list of persons at the desk: looked at, corrected, answered, and only then taken in."""

import re
from collections.abc import Mapping
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from lianxin.base.tests.counting import counting
from lianxin.base.tests.strange_files import xlsx
from lianxin.people.models import Person

Browsers = Mapping[str, Client]


def sent(browser: Client, rows: list[list]) -> str:
    """Send a workbook and return the address where it waits to be looked at."""
    file = SimpleUploadedFile("名单.xlsx", xlsx(rows))
    answer = browser.post("/desk/register/files", {"what": "people", "file": file})
    assert answer.status_code == 302
    return answer.url


def text(answer: HttpResponse) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_list_is_looked_at_and_then_taken(browsers: Browsers):
    waits = sent(browsers["desk"], [["花名册"], ["居民姓名", "手机"], ["何文", 13800001111]])

    page = text(browsers["desk"].get(waits))
    assert "“名单.xlsx”里有 1 行" in page
    assert "<option selected>电话</option>" in page
    assert not Person.objects.filter(name="何文").exists()

    assert browsers["desk"].post(waits, {"do": "take"}).url == "/desk/register/people"
    assert Person.objects.get(name="何文").phone == "13800001111"
    assert browsers["desk"].get(waits).status_code == 404


def test_a_column_that_was_read_wrong_is_put_right(browsers: Browsers):
    waits = sent(
        browsers["desk"], [["姓名", "备用", "电话"], ["何文", "13900009999", "13800001111"]]
    )
    answers = {"column-姓名": "姓名", "column-备用": "电话", "column-电话": ""}

    page = text(browsers["desk"].post(waits, {"do": "look", **answers}))
    browsers["desk"].post(waits, {"do": "take", **answers})

    assert re.search(r'name="column-备用">(?:(?!</select>).)*<option selected>电话</option>', page)
    assert Person.objects.get(name="何文").phone == "13900009999"


@pytest.mark.parametrize(("same", "people"), [(True, 1), (False, 2)])
def test_one_who_may_be_known_is_asked_for(same: bool, people: int, browsers: Browsers):
    desk = browsers["desk"]
    desk.post(sent(desk, [["姓名", "电话"], ["何文", "13800001111"]]), {"do": "take"})
    waits = sent(
        desk, [["姓名", "小区", "楼栋", "单元", "户"], ["何文", "怡乐园", "1", "1", "101"]]
    )

    page = text(desk.get(waits))
    assert "138****1111" in page
    assert "13800001111" not in page
    asked = desk.post(waits, {"do": "take"})
    assert (asked.status_code, Person.objects.filter(name="何文").count()) == (422, 1)

    known = str(Person.objects.get(name="何文").pk)
    desk.post(waits, {"do": "take", "row-2": known if same else "new"})
    assert Person.objects.filter(name="何文").count() == people


def test_what_is_wrong_stands_by_row_with_its_numbers_masked_and_nothing_is_taken(
    browsers: Browsers,
):
    rows = [["姓名", "身份证号"], ["何文", ""], ["何武", "371122195003121218"]]
    waits = sent(browsers["desk"], rows)

    answer = browsers["desk"].post(waits, {"do": "take"})

    assert answer.status_code == 422
    assert "<dt>第 3 行 身份证号</dt>" in text(answer)
    assert "371122195003121218" not in answer.content.decode()
    assert not Person.objects.filter(name__in=["何文", "何武"]).exists()


def test_what_is_no_list_of_persons_is_told_at_once(browsers: Browsers):
    file = SimpleUploadedFile("x.docx", b"PK\x03\x04 nothing")

    answer = browsers["desk"].post("/desk/register/files", {"what": "people", "file": file})

    assert (answer.status_code, "请在表格软件里打开" in text(answer)) == (422, True)


def test_a_list_waits_for_nobody_else(browsers: Browsers):
    waits = sent(browsers["desk"], [["姓名"], ["何文"]])

    assert browsers["secretary"].get(waits).status_code == 404
    assert browsers["grid"].get(waits).status_code == 403
    assert browsers["desk"].get(f"/desk/register/files/{uuid4()}").status_code == 404


def test_three_doubtful_rows_cost_as_many_queries_as_one(browsers: Browsers):
    desk, asked = browsers["desk"], []
    names = ["何文", "何武", "何双"]
    desk.post(
        sent(desk, [["姓名", "电话"], *[[name, "13800001111"] for name in names]]), {"do": "take"}
    )
    desk.get("/desk/register/files")  # what was just said is said once
    for count in (1, 3):
        waits = sent(desk, [["姓名", "性别"], *[[name, "男"] for name in names[:count]]])
        with counting() as questions:
            page = text(desk.get(waits))
        assert page.count("是另一个人") == count
        asked.append(len(questions))

    assert asked[0] == asked[1]


def test_what_was_taken_stands_on_the_pages_masked(browsers: Browsers):
    desk = browsers["desk"]
    head = ["姓名", "身份证号", "电话", "与户主关系", "居住方式", "住址"]
    cells = ["何文", "371122195003121213", "13800001111", "户主", "租房", "怡乐园小区1号楼1单元101"]
    desk.post(sent(desk, [head, cells]), {"do": "take"})

    people = text(desk.get("/desk/register/people?q=何文"))
    files = text(desk.get("/desk/register/files"))

    for shown in (
        "****1213",
        "138****1111",
        "1950 年",
        "男",
        "户主",
        "租住",
        "怡乐园小区1号楼1单元101",
    ):
        assert shown in people
    assert "371122195003121213" not in people
    assert "名单.xlsx" in files
    assert "新增 1 人" in files
    assert "名单.xlsx" not in text(browsers["neighbour"].get("/desk/register/files"))
