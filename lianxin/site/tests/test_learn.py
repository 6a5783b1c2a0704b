"""`lianxin learn` on the command line."""

import csv
import json
from pathlib import Path

import pytest

from lianxin.site.cli import main

pytest.importorskip("sklearn")
pytestmark = pytest.mark.once
LEARN = ["learn", "--text", "title", "--label", "label"]
NOISE, LIGHT = ("半夜音响太吵", "楼上天天吵"), ("路灯不亮了", "楼道灯坏了")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "matters.csv"
    rows = [
        f"{words}{end},{label}"
        for label, both in (("吵", NOISE), ("灯", LIGHT))
        for words in both
        for end in ("", "啊", "呢", "了", "吧")
    ]
    path.write_text("\n".join(["title,label", *rows]), encoding="utf-8")
    return path


def test_it_reports_on_the_other_table(table: Path, capsys: pytest.CaptureFixture):
    status = main([*LEARN, "--train", str(table), "--test", str(table), "--json"])

    assert status == 0
    assert json.loads(capsys.readouterr().out) == {
        "texts": 20,
        "accuracy": 1.0,
        "macro_f1": 1.0,
        "confusion": {"吵": {"吵": 10}, "灯": {"灯": 10}},
    }


def test_predictions_are_written_beside_the_words(table: Path, tmp_path: Path):
    asked, answered = tmp_path / "asked.csv", tmp_path / "answered.csv"
    asked.write_text("title\n灯不亮\n太吵\n", encoding="utf-8")

    main([*LEARN, "--train", str(table), "--predict", str(asked), "-o", str(answered)])

    with answered.open(encoding="utf-8") as file:
        assert [(row["title"], row["label"]) for row in csv.DictReader(file)] == [
            ("灯不亮", "灯"),
            ("太吵", "吵"),
        ]


def test_predictions_that_would_go_nowhere_are_refused(table: Path, capsys: pytest.CaptureFixture):
    assert main([*LEARN, "--train", str(table), "--predict", str(table), "--json"]) == 1

    assert json.loads(capsys.readouterr().out)["refused"]["sentence"].startswith("--predict 和 -o")


def test_a_table_and_a_district_are_not_learnt_from_at_once(
    table: Path, capsys: pytest.CaptureFixture
):
    assert main([*LEARN, "--train", str(table), "--district", "tongxin", "--by", "admin"]) == 1
    assert main([*LEARN, "--train", str(table), "--use", "0"]) == 1
    assert main(["learn", "--district", "tongxin"]) == 1
    assert main(["learn", "--train", str(table), "--text", "title"]) == 1

    assert capsys.readouterr().err.splitlines() == [
        "从表里学（--train）和教本区县的说法（--district）请分两次做。",
        "从表里学（--train）和教本区县的说法（--district）请分两次做。",
        "请用 --by 写上区县管理员的登录名。",
        "请写 --train、--text 和 --label，或者用 --district 教本区县的说法。",
    ]


def test_too_small_a_table_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture):
    few = tmp_path / "few.csv"
    few.write_text("title,label\n灯不亮,灯\n", encoding="utf-8")

    assert main([*LEARN, "--train", str(few)]) == 1
    assert capsys.readouterr().err.startswith("样本太少：")
