"""A community's persons taken out as a list: masked, marked, for a purpose, and never without a trace."""

from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from django.test import Client

from lianxin.access.models import Reveal
from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.people.imports import import_people, plan_of
from lianxin.people.models import Person
from lianxin.reports.files import write
from lianxin.reports.people import people_list
from lianxin.site.cli import main
from lianxin.territory.models import Place

Actors = Mapping[str, Actor]
IDENTITY, PHONE = "371122195003120018", "13800001111"
LIST = f"""姓名,称呼,身份证号,电话,小区,楼栋,单元,户,与户主关系,居住方式
单广,大爷,{IDENTITY},{PHONE},怡乐园小区,1号楼,1单元,101,户主,业主
单小满,,,,怡乐园小区,1号楼,1单元,101,女儿,家人
"""
PURPOSE = "社区人口普查核对"


@pytest.fixture
def people(actors: Actors) -> None:
    import_people(LIST.encode(), by=actors["desk"], name="名单.csv")


def written(by: Actor, community: Place, folder: Path, *, full: bool = False) -> Path:
    file = folder / "名单.xlsx"
    write(people_list(community, PURPOSE, by=by, full=full), file, "xlsx")
    return file


def cells(file: Path) -> dict[str, dict[str, object]]:
    rows = list(openpyxl.load_workbook(file).active.iter_rows(values_only=True))
    titles = rows[3]
    return {row[0]: dict(zip(titles, row, strict=True)) for row in rows[4:]}


def test_numbers_are_masked_unless_asked_for(
    people: None, actors: Actors, tongxin: Place, tmp_path: Path
):
    masked = cells(written(actors["desk"], tongxin, tmp_path))["单广"]
    full = cells(written(actors["desk"], tongxin, tmp_path, full=True))["单广"]

    assert (masked["电话"], masked["身份证号"], masked["出生日期"]) == (
        "138****1111",
        "****0018",
        "1950",
    )
    assert (full["电话"], full["身份证号"], full["出生日期"]) == (PHONE, IDENTITY, "1950-03-12")
    assert (masked["小区"], masked["户"], masked["与户主关系"]) == ("怡乐园小区", "101", "户主")


def test_every_list_leaves_a_trace_that_the_person_s_page_shows(
    people: None, actors: Actors, tongxin: Place, tmp_path: Path, browsers: Mapping[str, Client]
):
    written(actors["desk"], tongxin, tmp_path)
    written(actors["desk"], tongxin, tmp_path, full=True)

    traces = Reveal.objects.order_by("at").values_list("field", "purpose", "login", "community")
    assert list(traces) == [
        (field, PURPOSE, "desk-tongxin", tongxin.pk) for field in ("masked_list", "list")
    ]
    person = Person.objects.get(name="单广")
    page = browsers["secretary"].get(f"/desk/people/{person.pk}").content.decode()
    assert "导出了全社区的完整名单" in page


def test_the_sheet_says_on_every_page_who_took_it_out_and_what_for(
    people: None, actors: Actors, tongxin: Place, tmp_path: Path
):
    book = openpyxl.load_workbook(written(actors["desk"], tongxin, tmp_path))

    for mark in (
        book.active.oddHeader.left.text,
        book.active.oddFooter.left.text,
        book.active["A2"].value,
    ):
        assert "甲desk" in mark
        assert PURPOSE in mark


def test_a_full_list_comes_back_as_the_same(
    people: None, actors: Actors, tongxin: Place, tmp_path: Path
):
    file = written(actors["desk"], tongxin, tmp_path, full=True)

    plan = plan_of(file.read_bytes(), by=actors["desk"], name=file.name)

    assert (plan.new, plan.changed, plan.wrong, plan.doubtful) == ([], {}, [], [])


@pytest.mark.parametrize("name", ["=1+1", "+SUM(A1)", "@x", "-2"])
def test_a_name_like_a_formula_stays_a_text(
    name: str, actors: Actors, tongxin: Place, tmp_path: Path
):
    Person.objects.create(district_id=tongxin.district_id, community=tongxin, name=name)

    book = openpyxl.load_workbook(written(actors["desk"], tongxin, tmp_path))

    cell = next(cell for (cell, *_rest) in book.active.iter_rows() if cell.value == name)
    assert cell.data_type == "s"


@pytest.mark.parametrize(
    ("who", "full", "code"),
    [
        ("grid", False, "not_allowed"),
        ("street", True, "not_allowed"),
        ("admin", True, "not_allowed"),  # keeps the register, and needs nobody's number
        ("neighbour", False, "not_allowed"),
        ("stranger", True, "not_allowed"),
    ],
)
def test_who_may_not_take_a_list_out(
    who: str, full: bool, code: str, actors: Actors, tongxin: Place
):
    with pytest.raises(Refused) as refused:
        people_list(tongxin, PURPOSE, by=actors[who], full=full)

    assert refused.value.code == code
    assert not Reveal.objects.exists()


def test_a_purpose_must_say_enough(actors: Actors, tongxin: Place):
    with pytest.raises(Refused) as refused:
        people_list(tongxin, "看看", by=actors["desk"])

    assert refused.value.extra["fields"]["purpose"] == ["请用5到200个字写明用途。"]


def test_others_of_the_district_are_not_on_the_list(
    people: None, actors: Actors, hean: Place, tongxin: Place, tmp_path: Path
):
    import_people("姓名\n和安人\n".encode(), by=actors["neighbour"], name="名单.csv")

    assert "和安人" not in cells(written(actors["desk"], tongxin, tmp_path))


def test_the_page_hands_the_file_over(
    people: None, browsers: Mapping[str, Client], tongxin: Place, tmp_path: Path
):
    asked = {"community": str(tongxin.pk), "purpose": PURPOSE}

    vague = browsers["desk"].post("/desk/register/people/export", {**asked, "purpose": "看看"})
    answer = browsers["desk"].post("/desk/register/people/export", asked)

    assert (vague.status_code, 'value="看看"' in vague.content.decode()) == (422, True)
    file = tmp_path / "sent.xlsx"
    file.write_bytes(b"".join(answer))
    assert cells(file)["单广"]["电话"] == "138****1111"


def test_who_may_not_see_numbers_is_not_offered_them(
    browsers: Mapping[str, Client], tongxin: Place
):
    page = browsers["admin"].get("/desk/register/people/export").content.decode()

    answer = browsers["admin"].post(
        "/desk/register/people/export",
        {"community": str(tongxin.pk), "purpose": PURPOSE, "full": "on"},
    )

    assert "号码写全" not in page
    assert Reveal.objects.get().field == "masked_list"
    assert answer.status_code == 200


def test_the_command_line_writes_the_same_file(
    people: None, actors: Actors, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    file = tmp_path / "名单.xlsx"
    given = ["export", "people", "--community", "tongxin", "--by", "desk-tongxin"]

    done = main([*given, "--purpose", PURPOSE, "-o", str(file), "--reveal"])
    wrong = main([*given, "--purpose", PURPOSE, "-o", str(tmp_path / "名单.csv")])
    next_door = main(
        ["export", "people", "--community", "yunhe", "--by", "desk-tongxin", "--purpose", PURPOSE, "-o", str(file)]
    )  # fmt: skip

    assert (done, wrong, next_door) == (0, 1, 1)
    assert cells(file)["单广"]["身份证号"] == IDENTITY
    told = capsys.readouterr()
    assert "号码完整" in told.out
    assert "只导出成 .xlsx" in told.err
    assert "没有编码为“yunhe”的社区" in told.err
