"""`lianxin deadline` on the command line."""

import json
from datetime import date

import pytest

from lianxin.calendar.actions import Arranged, enter_notice, set_office_hours
from lianxin.site.cli import main
from lianxin.territory.models import Place


def told(capsys: pytest.CaptureFixture, *arguments: str) -> dict:
    assert main(["deadline", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_three_workdays_are_not_inside_the_holiday(capsys: pytest.CaptureFixture):
    answer = told(capsys, "2026-09-30T10:00+08:00", "3 workdays")

    assert (answer["due_at"], answer["provisional"]) == ("2026-10-10T23:59:59+08:00", False)
    assert [day["date"] for day in answer["days"] if day["counts"]] == [
        "2026-10-08", "2026-10-09", "2026-10-10"
    ]  # fmt: skip


def test_a_start_without_an_offset_is_beijings(capsys: pytest.CaptureFixture):
    answer = told(capsys, "2026-11-23T10:00", "24 hours")

    assert answer["due_at"] == "2026-11-24T10:00:00+08:00"


def test_a_community_counts_by_its_own_calendar(
    tongxin: Place, actors: dict, capsys: pytest.CaptureFixture
):
    founding = [Arranged(date(2026, 11, 24), False, "建县纪念日")]
    enter_notice(2026, "县政府公告", founding, publishes=False, by=actors["district"])
    set_office_hours(tongxin.pk, date(2020, 1, 1), "8:00-11:00", by=actors["secretary"])

    by_community = told(capsys, "2026-11-23T10:00", "2 workhours", "--community", "tongxin")
    by_district = told(capsys, "2026-11-23T10:00", "1 workday", "--district", "莒县")

    assert by_community["due_at"] == "2026-11-25T09:00:00+08:00"
    assert by_district["due_at"] == "2026-11-25T23:59:59+08:00"
    assert by_district["days"][1]["why"] == "建县纪念日，放假（县政府公告）"


def test_the_days_are_told_in_words_too(capsys: pytest.CaptureFixture):
    assert main(["deadline", "2026-12-31T10:00", "1 workday"]) == 0

    assert capsys.readouterr().out.splitlines() == [
        "2026-12-31  不算  开始的当天不算",
        "2027-01-01  算  星期五（没有2027年的放假安排，暂按星期算）",
        "1个工作日：开始的当天不算，只数工作日，到最后一天24时止（民法典第二百零一条、第二百零三条）",
        "其中有的年份还没有放假安排，这个期限是暂定的。",
        "到期：2027-01-01 23:59:59",
    ]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["gestern", "3 days"], "bad_input"),
        (["2026-11-23", "3 weeks"], "bad_input"),
        (["2026-11-23", "3 days", "--community", "nirgends"], "not_found"),
        (["2026-11-23", "3 days", "--district", "没有县"], "not_found"),
    ],
)
def test_what_cannot_be_counted_is_refused(
    arguments: list, code: str, db: None, capsys: pytest.CaptureFixture
):
    assert main(["deadline", *arguments, "--json"]) == 1

    assert json.loads(capsys.readouterr().out)["refused"]["code"] == code
