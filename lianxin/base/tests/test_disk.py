"""A disk without room is told from every other fault."""

import errno
import sqlite3

import psycopg
import pytest
from django.db import OperationalError

from lianxin.base import disk


@pytest.fixture(autouse=True)
def nothing_met_before(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(disk, "_met", {})


def _of_sqlite() -> sqlite3.Error:
    database = sqlite3.connect(":memory:")
    database.execute("PRAGMA max_page_count=1")
    with pytest.raises(sqlite3.OperationalError) as raised:
        database.execute("CREATE TABLE one (words)")
    return raised.value


def _wrapped(error: Exception) -> OperationalError:
    wrapping = OperationalError(str(error))
    wrapping.__cause__ = error
    return wrapping


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.EDQUOT, "Disk quota exceeded"),
        _wrapped(psycopg.errors.DiskFull("could not extend file")),
        _wrapped(_of_sqlite()),
    ],
    ids=["file", "quota", "postgres", "sqlite"],
)
def test_no_room_is_refused_with_what_to_do_and_when_to_come_back(error: Exception):
    refused = disk.refusal_of(error)

    assert (refused.code, refused.status, refused.extra) == ("busy", 503, {"retry_after": 10})
    assert refused.sentence == "服务器的磁盘满了，没有存下。请告诉管理员清理磁盘，再提交一次。"
    assert disk.full_lately()


def test_a_database_that_is_away_is_busy_and_no_full_disk():
    refused = disk.refusal_of(OperationalError("server closed the connection"))

    assert (refused.code, disk.full_lately()) == ("busy", False)


@pytest.mark.parametrize("error", [OSError(errno.EACCES, "no"), ValueError("no"), None])
def test_any_other_fault_stays_a_fault(error: Exception | None):
    assert disk.refusal_of(error) is None
    assert not disk.full_lately()


def test_a_full_disk_is_forgotten_after_some_seconds(monkeypatch: pytest.MonkeyPatch):
    disk.is_full(OSError(errno.ENOSPC, "full"))
    later = disk.time.monotonic() + disk.LATELY
    monkeypatch.setattr(disk.time, "monotonic", lambda: later)

    assert not disk.full_lately()
