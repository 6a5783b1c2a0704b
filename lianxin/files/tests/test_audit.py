"""Every file that an event names is proved: there, unaltered, or disposed of by rule."""

from collections.abc import Callable, Mapping

import pytest

from lianxin.base.actor import Actor
from lianxin.files import store
from lianxin.files.audit import verify_files
from lianxin.files.models import Attachment, File
from lianxin.history.queries import Fault
from lianxin.matters.actions import step
from lianxin.matters.models import Matter
from lianxin.site.cli import main
from lianxin.site.tests.turns import waiting_file


@pytest.fixture
def hung(recorded: Matter, actors: Mapping[str, Actor]) -> File:
    """A file that hangs on a matter by its second event."""
    file = waiting_file(actors["desk"])
    step(recorded.number, "attach", by=actors["desk"], files=[file.pk])
    return file


def no_row(file: File) -> None:
    Attachment.objects.all().delete()
    File.objects.all().delete()


@pytest.mark.parametrize(
    ("harm", "what"),
    [
        (lambda file: store.path_of(file.pk).unlink(), "不见了"),
        (lambda file: store.path_of(file.pk).write_bytes(b"lick"), "被改动过"),
        (lambda file: File.objects.update(sha256="0" * 64), "在数据库里被改动过"),
        (no_row, "在数据库里不见了"),
    ],
    ids=["no bytes", "other bytes", "other row", "no row"],
)
def test_a_missing_or_altered_file_is_named(
    harm: Callable[[File], object], what: str, hung: File, recorded: Matter
):
    assert verify_files().faults == []

    harm(hung)

    expected = [Fault(recorded.number, f"第2条记录的附件 {hung.pk} {what}")]
    assert verify_files().faults == expected


def test_the_command_counts_files_and_fails_for_a_missing_one(
    hung: File, capsys: pytest.CaptureFixture
):
    good = main(["audit", "verify"]), capsys.readouterr().out
    store.remove(hung.pk)
    bad = main(["audit", "verify"]), capsys.readouterr().out

    assert (good[0], bad[0]) == (0, 1)
    assert good[1].splitlines()[1] == "附件 1 个，其中 0 个已按规定处置"
    assert f"附件 {hung.pk} 不见了" in bad[1]
