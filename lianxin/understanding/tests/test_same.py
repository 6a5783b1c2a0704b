"""Two texts of one matter are known as such, by place, matter, time and person; a plain difference decides."""

import csv
import json
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianxin.understanding.lines import compare
from lianxin.understanding.same import Heard, nearest, same

pytestmark = pytest.mark.once
PAIRS = Path(__file__).with_name("pairs")
LIFT = "翠竹园3栋电梯停了"
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("other", "is_same"),
    [
        ("翠竹园三号楼的电梯坏了，老人天天爬楼", True),
        ("翠竹园13栋电梯停了", False),
        ("翠竹园3栋的电梯怎么还没修好？", True),
        ("翠竹园3栋电梯昨天修好了，谢谢", False),
        ("翠竹园3栋楼道灯不亮", False),
        ("银杏苑3栋电梯停了", False),
        ("翠竹园3栋的电题又不动了", True),
    ],
)
def test_the_same_lift_is_told_from_another(other: str, is_same: bool):
    found = same(LIFT, other, today=TODAY)

    assert found.same is is_same
    assert found.why


def test_after_half_a_year_the_same_words_are_a_new_matter():
    found = same(LIFT, LIFT, today=TODAY, date_a=date(2025, 1, 1), date_b=date(2026, 1, 1))

    assert (found.same, found.why) == (False, ("相隔365天，多半是又一次发生",))


def test_the_likeliest_of_many_stands_first():
    texts = ("翠竹园13栋电梯停了", "翠竹园电梯坏了", LIFT)
    heard = [(text, Heard.of(text, today=TODAY)) for text in texts]

    found = nearest(Heard.of(LIFT, today=TODAY), heard)

    assert [text for text, _why in found] == [LIFT, "翠竹园电梯坏了"]


@pytest.mark.parametrize(
    ("a", "b", "is_same"),
    [
        ("地下车库灯坏了", "小花园灯坏了", False),
        ("地库漏水", "地下停车场漏水", True),
        ("楼顶有人养鸽子", "天台上有人养鸽子", True),
        ("东门岗亭旁有个坑", "东门口有个大坑", True),
    ],
)
def test_parts_of_an_estate_lie_apart_whatever_they_are_called(a: str, b: str, is_same: bool):
    assert same(f"翠竹园{a}", f"翠竹园{b}", today=TODAY).same is is_same


def test_a_garden_in_the_name_of_an_estate_is_no_part_of_it():
    found = same("春江花园车库漏水", "春江花园小广场边的车库漏水", today=TODAY)

    assert found.same


@pytest.mark.parametrize(
    ("block", "floor"),
    [("tried", 0.85), ("kept_aside", 0.9), ("spots_tried", 0.85), ("spots_kept_aside", 0.8)],
)
def test_invented_pairs_are_judged_as_often_right_as_before(block: str, floor: float):
    rows = list(csv.DictReader((PAIRS / f"{block}.csv").read_text(encoding="utf8").splitlines()))

    right = sum(
        same(
            row["text_a"],
            row["text_b"],
            today=TODAY,
            date_a=date.fromisoformat(row["date_a"]),
            date_b=date.fromisoformat(row["date_b"]),
        ).same
        == (row["label"] == "1")
        for row in rows
    )

    assert right / len(rows) >= floor


def test_lines_are_answered_one_by_one_and_a_wrong_one_says_what_is_wrong():
    lines = [
        json.dumps({"id": 7, "a": LIFT, "b": LIFT, "date_a": "2026-11-20"}),
        "{",
        json.dumps({"id": 8, "a": LIFT}),
        json.dumps({"id": 9, "a": LIFT, "b": LIFT, "date_b": "昨天"}),
    ]
    told = StringIO()

    compare(lines, told, TODAY)

    answers = [json.loads(line) for line in told.getvalue().splitlines()]
    assert (answers[0]["id"], answers[0]["same"]) == (7, True)
    assert [answer.get("error", "")[:8] for answer in answers] == [
        "", "第 2 行：不是", "第 3 行：要有", "第 4 行：da"
    ]  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=200), st.text(max_size=200))
def test_any_two_texts_are_compared_alike_both_ways(a: str, b: str):
    score = same(a, b, today=TODAY).score

    assert score == same(b, a, today=TODAY).score
    assert 0 <= score <= 1
