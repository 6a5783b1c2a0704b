"""Which backup was the last good one, whether the next is due, and how many are kept."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from lianxin.base import clock
from lianxin.site.backup import keys
from lianxin.site.backup.make import Made

HOUR = 2  # at night, Beijing time
PREFIX, ENDING = "lianxin-", ".age"
OVERDUE = timedelta(hours=26)  # a day, and time to make it


@dataclass(frozen=True)
class Last:
    at: datetime
    file: Path


def note(made: Made) -> None:
    """Remember a backup as the last good one."""
    path = _record()
    scratch = path.with_suffix(".part")
    scratch.write_text(json.dumps(made.as_json(), ensure_ascii=False), encoding="utf8")
    scratch.replace(path)


def last() -> Last | None:
    """Return the last good backup, None where none was made."""
    try:
        noted = json.loads(_record().read_text(encoding="utf8"))
    except FileNotFoundError:
        return None
    return Last(datetime.fromisoformat(noted["at"]), Path(noted["file"]))


def _record() -> Path:
    return Path(settings.HOME) / "last-backup.json"


def name_for(moment: datetime) -> str:
    return f"{PREFIX}{clock.local(moment):%Y%m%d-%H%M%S}{ENDING}"


def keep(folder: Path, number: int) -> None:
    """Remove all but the newest backups of a folder, and what killed ones left there."""
    for path in sorted(folder.glob(f"{PREFIX}*{ENDING}"))[:-number]:
        path.unlink()
    for path in folder.glob(f".{PREFIX}*{ENDING}.part"):
        path.unlink()


def is_due() -> bool:
    """Tell whether the hour of the backup has come round since the last good one."""
    done = last()
    return done is None or done.at < _last_hour(clock.now())


def _last_hour(now: datetime) -> datetime:
    today = now.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return today if today <= now else today - timedelta(days=1)


def start_if_due() -> bool:
    """Start `lianxin backup` where it is due, in a process of its own: it may outlast any job."""
    if settings.BACKUP_DIR is None or not is_due():
        return False
    subprocess.Popen([sys.executable, "-m", "lianxin", "backup"], preexec_fn=lambda: os.nice(10))
    return True


# For the doctor.


def stands() -> tuple[str, str]:
    """Say how old the last good backup is: to be mended where one was ordered and did not come."""
    bad = "note" if settings.BACKUP_DIR is None else "mend"
    done = last()
    if done is None:
        return bad, _("还没有备份过。请设 LIANXIN_BACKUP_DIR，或运行：lianxin backup 文件")
    at = f"{clock.local(done.at):%Y-%m-%d %H:%M}"
    if clock.now() - done.at > OVERDUE:
        return bad, _("最近一份好的备份是 %(at)s，已过一天。请运行 lianxin backup 看看为什么。") % {
            "at": at
        }
    return "good", _("%(at)s，%(file)s") % {"at": at, "file": done.file}


def key_stands() -> tuple[str, str]:
    """Say whether the secret half of the key still lies beside what it opens."""
    kept = keys.secret(Path(settings.HOME))
    if kept is None:
        return "good", _("私钥不在这台机器上")
    return "note", _("私钥还在 %(path)s。请拷到别处两份，再从这台机器上删掉。") % {"path": kept}
