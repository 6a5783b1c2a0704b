"""Files that wait for somebody to look."""

import os
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from lianxin.base import crypto
from lianxin.base.staged import KEPT_SECONDS, stage, staged, unstage

pytestmark = pytest.mark.once
SOMEBODY, ANOTHER = UUID(int=1), UUID(int=2)


def files() -> list[Path]:
    return sorted((crypto.home() / "staged").iterdir())


def test_a_file_waits_for_who_sent_it_alone():
    key = stage("张三的名单".encode(), SOMEBODY, name="名单.xlsx")

    assert staged(key, SOMEBODY) == ("张三的名单".encode(), {"name": "名单.xlsx"})
    assert staged(key, ANOTHER) is None
    assert staged(uuid4(), SOMEBODY) is None


def test_what_waits_cannot_be_read_on_the_disk():
    key = stage(b"13800001111", SOMEBODY, name="secret-name")

    written = (crypto.home() / "staged" / str(key)).read_bytes()

    assert b"MTM4MDAwMDExMTE" not in written
    assert b"secret-name" not in written


def test_what_is_done_with_is_gone():
    key = stage(b"x", SOMEBODY)
    unstage(key)
    unstage(key)

    assert staged(key, SOMEBODY) is None


def test_what_nobody_came_back_for_goes_after_a_day():
    key = stage(b"x", SOMEBODY)
    file = crypto.home() / "staged" / str(key)
    old = file.stat().st_mtime - KEPT_SECONDS - 60
    os.utime(file, (old, old))

    stage(b"y", SOMEBODY)

    assert file not in files()
