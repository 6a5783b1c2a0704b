"""Files on the command line."""

import json
from pathlib import Path

import pytest

from lianxin.files.models import File
from lianxin.files.tests import samples
from lianxin.matters.models import Matter
from lianxin.site.cli import main
from lianxin.territory.models import Place


@pytest.fixture
def photos(tmp_path: Path) -> list[str]:
    """Two photos on this machine, as options of a command."""
    options = []
    for name in ("门.jpg", "锁.png"):
        path = tmp_path / name
        path.write_bytes(samples.picture())
        options += ["--file", str(path)]
    return options


def answer(capsys: pytest.CaptureFixture) -> dict:
    return json.loads(capsys.readouterr().out)


def test_an_entry_is_added_once_with_its_photos(tongxin: Place, photos: list[str]):
    said = ["--community", "tongxin", "--text", "怡乐园小区1号楼门锁坏了。", "--by", "desk-tongxin"]
    command = ["diary", "add", *said, "--request-id", "one", *photos]

    assert [main(command), main(command)] == [0, 0]

    assert sorted(file.name for file in File.objects.all()) == ["锁.jpg", "门.jpg"]
    assert Matter.objects.count() == 1


def test_a_step_is_made_with_a_photo(
    recorded: Matter, photos: list[str], capsys: pytest.CaptureFixture
):
    command = ["matter", "step", recorded.number, "attach", "--by", "desk-tongxin", "--json"]

    assert main([*command, *photos]) == 0

    assert [file["name"] for file in answer(capsys)["files"]] == ["门.jpg", "锁.jpg"]


def test_a_file_that_is_not_there_is_refused(recorded: Matter, capsys: pytest.CaptureFixture):
    command = ["matter", "step", recorded.number, "attach", "--by", "desk-tongxin", "--json"]

    assert main([*command, "--file", "/nowhere/门.jpg"]) == 1

    assert answer(capsys)["refused"]["sentence"] == "打不开文件“/nowhere/门.jpg”，请核对。"
