import io
import json
from datetime import date

import pytest

from lianxin.understanding.lines import run

pytestmark = pytest.mark.once


def answers(lines: str) -> list[dict]:
    out = io.StringIO()
    run(io.StringIO(lines), out, date(2026, 11, 23))
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_each_line_is_answered_under_its_id():
    told = answers(
        '{"id": "a", "text": "昨天李阿姨来电，路灯不亮"}\n\n{"id": 2, "text": "电梯停了"}\n'
    )

    assert [(answer["id"], answer["category"], answer["reported_on"]) for answer in told] == [
        ("a", "LIGHTING", "2026-11-22"),
        (2, "ELEVATOR", None),
    ]


def test_a_line_s_own_today_wins():
    (answer,) = answers('{"id": 1, "text": "昨天李阿姨来电", "today": "2024-05-20"}')

    assert answer["reported_on"] == "2024-05-19"


def test_a_broken_line_is_answered_with_an_error_and_the_rest_goes_on():
    told = answers(
        '{"id": 1\n[1]\n{"id": 3}\n{"id": 4, "text": "路灯", "today": "明天"}\n{"id": 5, "text": "路灯不亮"}\n'
    )

    assert [answer.get("error") for answer in told] == [
        "第 1 行：不是完整的 JSON。",
        "第 2 行：应当是一个 JSON 对象。",
        "第 3 行：没有 text，或者 text 不是文字。",
        "第 4 行：today 应当写成 2026-11-23 这样的日期。",
        None,
    ]
    assert told[-1]["category"] == "LIGHTING"


def test_half_a_character_in_the_id_is_given_back():
    (answer,) = answers('{"id": "\\ud800", "text": "路灯不亮"}')

    assert answer["id"] == "\ud800"
