"""A disk without room, told from every other fault, and the one refusal that it becomes."""

import errno
import sqlite3
import time
from collections.abc import Iterator

from django.db import OperationalError
from django.utils.translation import gettext as _

from lianxin.base.refused import Refused

RETRY_AFTER = 10
# How long a refusal for want of room keeps `/readyz` red.
LATELY = 5
_ERRNOS = (errno.ENOSPC, errno.EDQUOT)
_SQLITE = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE)
_POSTGRES = "53100"
_met: dict[str, float] = {}


def is_full(error: BaseException | None) -> bool:
    """Tell whether an error, or one that it came from, is a disk without room; it is remembered a while."""
    if not any(_says_full(one) for one in _chain(error)):
        return False
    _met["at"] = time.monotonic()
    return True


def full_lately() -> bool:
    """Tell whether this process met a full disk within the last seconds."""
    return time.monotonic() - _met.get("at", -LATELY) < LATELY


def refusal_of(error: BaseException | None) -> Refused | None:
    """Return the refusal of a write for which there was no room or no database, None for any other fault."""
    if is_full(error):
        return disk_full()
    if isinstance(error, OperationalError):
        return Refused("busy", _("现在太忙了，没有存下。内容还在，请过一会儿再提交。"))
    return None


def disk_full() -> Refused:
    sentence = _("服务器的磁盘满了，没有存下。请告诉管理员清理磁盘，再提交一次。")
    return Refused("busy", sentence, retry_after=RETRY_AFTER)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _says_full(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return error.errno in _ERRNOS
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", None) in _SQLITE
    return getattr(error, "sqlstate", None) == _POSTGRES
