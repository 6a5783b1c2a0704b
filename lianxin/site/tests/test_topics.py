"""`lianxin topics` on the command line."""

import json
from pathlib import Path

import pytest

from lianxin.site.cli import main

pytestmark = pytest.mark.once
ROWS = """msg_id,time,title,detail
1,2026-11-20 08:00:00,烧烤店油烟熏人,楼下烧烤店天天冒油烟
2,2026/11/22 9:30,烧烤店半夜冒油烟,油烟熏得睡不着
3,2026-11-21,想学书法,活动室几点开门
4,2026-11-22,路灯不亮,东门外第三盏
5,2026-11-22,电梯停了,七十岁的人爬楼
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "messages.csv"
    path.write_text(ROWS, encoding="gbk")
    return path


def test_topics_are_told_with_their_members(table: Path, capsys: pytest.CaptureFixture):
    status = main(["topics", str(table), "--json"])

    topics = json.loads(capsys.readouterr().out)
    assert status == 0
    assert [(one["members"], one["since"], one["until"], one["size"]) for one in topics] == [
        (["1", "2"], "2026-11-20", "2026-11-22", 2)
    ]
    assert topics[0]["topic"] in ("烧烤店油烟熏人", "烧烤店半夜冒油烟")


def test_without_json_a_line_says_it(table: Path, capsys: pytest.CaptureFixture):
    main(["topics", str(table)])

    assert capsys.readouterr().out.startswith("2 条，2 人，2026-11-20 至 2026-11-22，近四周多 +2：")


def test_a_day_that_cannot_be_read_is_named_by_its_row(table: Path, capsys: pytest.CaptureFixture):
    table.write_text(ROWS.replace("2026-11-21,", "前几天,"), encoding="utf8")

    assert main(["topics", str(table)]) == 1
    assert "第4行“time”" in capsys.readouterr().err
