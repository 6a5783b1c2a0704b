"""`lianxin ledger` as an office types it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from lianxin.base import clock
from lianxin.matters.models import Matter
from lianxin.site.cli import main


def export(file: Path, *more: str, name: str = "诉求台账", by: str = "desk-tongxin") -> int:
    day = clock.today().isoformat()
    return main(["ledger", name, "--from", day, "--to", day, "--by", by, "-o", str(file), *more])


def test_a_ledger_is_written_and_its_figures_are_told(
    record: Callable[..., Matter], tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    matter = record()
    file = tmp_path / "台账.json"

    assert export(file, "--area", "tongxin", "--json") == 0

    told = json.loads(capsys.readouterr().out)
    assert (told["ledger"], told["rows"], told["file"]) == ("诉求台账", 1, str(file))
    assert [row["number"] for row in json.loads(file.read_text())["rows"]] == [matter.number]


def test_the_ledgers_are_listed(capsys: pytest.CaptureFixture) -> None:
    assert main(["ledger", "list", "--json"]) == 0

    names = [ledger["name"] for ledger in json.loads(capsys.readouterr().out)]
    assert names == [
        "民情日记",
        "诉求台账",
        "办实事统计",
        "问题清单",
        "协调清单",
        "破产企业小区清单",
    ]


def test_a_refusal_exits_1_and_writes_nothing(
    tongxin: object, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    file = tmp_path / "台账.csv"

    statuses = [
        export(file, by="grid-tongxin"),
        export(file, name="流水账"),
        export(file, "--area", "yunhe"),
    ]

    assert statuses == [1, 1, 1]
    assert capsys.readouterr().err.splitlines() == [
        "您的岗位不能查看台账。需要时请找社区办公室。",
        "没有“流水账”这本台账。现有：民情日记、诉求台账、办实事统计、问题清单、协调清单、破产企业小区清单。",
        "没有这个范围，请核对社区编码。",
    ]
    assert list(tmp_path.iterdir()) == []


def test_what_is_missing_is_named_and_exits_2(capsys: pytest.CaptureFixture) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["ledger", "诉求台账", "--from", "2024-01-01"])

    assert ended.value.code == 2
    assert capsys.readouterr().err.endswith("还缺少：--to、--by、-o\n")
