"""The notebook on the command line."""

import json

import pytest

from lianxin.diary.models import Understood
from lianxin.matters.models import Matter
from lianxin.site.cli import main

BY = ["diary", "add", "--community", "tongxin", "--by", "desk-tongxin", "--json"]


def test_what_was_told_before_joins_the_matter_in_hand(recorded: Matter):
    command = [*BY, "--text", "怡乐园小区1号楼李大妈说单元门的锁坏了。", "--join", recorded.number]

    assert [main([*command, "--request-id", "one"]) for _time in range(2)] == [0, 0]

    one = Matter.objects.exclude(pk=recorded.pk).get()
    assert (one.merged_into_id, one.requester_name) == (recorded.pk, "李")
    assert Understood.objects.filter(entry__words__contains="李大妈").count() == 0


def test_of_several_matters_none_is_put_somewhere_by_guessing(
    recorded: Matter, capsys: pytest.CaptureFixture
):
    text = "怡乐园小区1号楼楼道灯不亮。另外，2号楼下水道堵了，污水往上冒。"

    assert main([*BY, "--text", text, "--join", recorded.number]) == 1

    refused = json.loads(capsys.readouterr().out)["refused"]
    assert (refused["code"], Matter.objects.count()) == ("bad_input", 1)


def test_an_emergency_goes_into_no_other_matter(recorded: Matter, capsys: pytest.CaptureFixture):
    text = "怡乐园小区1号楼101老人摔倒在地上起不来。"

    assert main([*BY, "--text", text, "--join", recorded.number]) == 1

    refused = json.loads(capsys.readouterr().out)["refused"]
    assert (list(refused["fields"]), Matter.objects.count()) == (["matters.0.join"], 1)
