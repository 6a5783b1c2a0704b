"""What must be right on a machine that keeps a notebook: each check says how it stands."""

import hashlib
import json
import shutil
import stat
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.base import clock, crypto
from lianxin.base.ids import made_at
from lianxin.diary.models import Transcript
from lianxin.history.models import Event, Seal
from lianxin.history.triggers import GUARDED
from lianxin.matters.trying import failed_of
from lianxin.site import doorway
from lianxin.site.backup import last
from lianxin.territory.models import Level, Place

GIGABYTE = 1024**3
SEALED_WITHIN = timedelta(minutes=30)  # the worker seals every ten
NAMED = 5  # matters named in one line
CLOCKS_APART = timedelta(minutes=1)
BORN = 2026  # no machine that runs this stands before it

DURABLE_SQLITE = {
    "journal_mode": ("wal",),
    "synchronous": ("2", "3"),  # FULL, EXTRA
    "foreign_keys": ("1",),
}
DURABLE_POSTGRESQL = {
    "synchronous_commit": ("on", "remote_apply"),
    "fsync": ("on",),
    "full_page_writes": ("on",),
}


@dataclass(frozen=True)
class Finding:
    """How one thing stands: `good`, `note` (know it), or `mend` (it must be put right)."""

    check: str
    name: str
    level: str
    says: str

    def as_json(self) -> dict:
        return vars(self)


Said = tuple[str, str]


def examine() -> list[Finding]:
    """Make every check that can be made; an empty database has nothing to look at yet."""
    found = [_found(check) for check in MACHINE]
    try:
        found.append(_found(database))
        found.append(_found(migrations))
    except DatabaseError as error:
        says = _("连不上：%(why)s。请核对 LIANXIN_DATABASE_URL，或看数据库开了没有。") % {
            "why": str(error).strip()
        }
        return [*found, Finding("database", str(NAMES["database"]), "mend", says)]
    if found[-1].level == "mend":
        return found
    return [*found, *(_found(check) for check in FILLED)]


def _found(check: Callable[[], Said]) -> Finding:
    return Finding(check.__name__, str(NAMES[check.__name__]), *check())


# The machine.


def data_folder() -> Said:
    return _kept_private(Path(settings.HOME), "700")


def keys() -> Said:
    return _kept_private(crypto.key_file(), "600")


def _kept_private(path: Path, mode: str) -> Said:
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        return "mend", _("别人也能读 %(path)s。请运行：chmod %(mode)s %(path)s") % {
            "path": path,
            "mode": mode,
        }
    return "good", str(path)


def disk() -> Said:
    free = shutil.disk_usage(settings.HOME).free / GIGABYTE
    says = _("还剩 %(free).1f GB") % {"free": free}
    if free < 1:
        return "mend", _("%(says)s，不到 1 GB，随时可能记不下。请腾出地方。") % {"says": says}
    return ("note" if free < 5 else "good"), says


def fonts() -> Said:
    """Pages are drawn by the readers' browsers; only printing on this machine needs a font here."""
    program = shutil.which("fc-list")
    if program is None:
        return "note", _("没有 fc-list，看不到装了哪些字体（Debian/Ubuntu：fontconfig）。")
    listed = subprocess.run([program, ":lang=zh", "family"], capture_output=True, text=True)
    families = sorted(line.split(",")[0] for line in listed.stdout.splitlines() if line.strip())
    if not families:
        return "note", _("没有中文字体，在这台机器上打印会是方框。请装 fonts-noto-cjk。")
    return "good", families[0]


def time() -> Said:
    now = f"{clock.now():%Y-%m-%d %H:%M}"
    if clock.now().year < BORN:
        return "mend", _("时钟停在 %(now)s，请校准。") % {"now": now}
    if _is_set_by_hand():
        return "note", _("北京时间 %(now)s。没有与时间服务器对时，时限会越走越偏。") % {"now": now}
    return "good", _("北京时间 %(now)s") % {"now": now}


def _is_set_by_hand() -> bool:
    """Tell whether systemd says that no time server is followed; elsewhere nobody can tell."""
    program = shutil.which("timedatectl")
    if program is None:
        return False
    asked = [program, "show", "--property=NTPSynchronized", "--value"]
    return subprocess.run(asked, capture_output=True, text=True).stdout.strip() == "no"


def address() -> Said:
    host = urlsplit(settings.BASE_URL).hostname
    if settings.HTTPS or host in ("127.0.0.1", "localhost", "::1"):
        return "good", settings.BASE_URL
    return "note", _(
        "%(url)s 不加密，同一网络里的人能看到密码。请在前面放反向代理，用 https 地址。"
    ) % {"url": settings.BASE_URL}


def frontend() -> Said:
    listing = finders.find("vendor/vendor.json")
    if listing is None:
        return "mend", _("缺前端文件，网页会没有样子。请运行：make setup")
    wrong = [
        entry["file"] for entry in json.loads(Path(listing).read_text()) if not _is_whole(entry)
    ]
    if wrong:
        return "mend", _("前端文件缺了或变了：%(files)s。请运行：make clean setup") % {
            "files": "、".join(wrong)
        }
    return "good", _("齐全")


def _is_whole(entry: dict) -> bool:
    path = finders.find(f"vendor/{entry['file']}")
    return (
        path is not None and hashlib.sha256(Path(path).read_bytes()).hexdigest() == entry["sha256"]
    )


# The database.


def database() -> Said:
    wrong = [f"{name}={value}" for name, value, wanted in _durability() if str(value) not in wanted]
    version = ".".join(str(part) for part in connection.get_database_version())
    named = f"{connection.display_name} {version}"
    if wrong:
        return "mend", _("%(database)s 会在断电时丢记录：%(settings)s") % {
            "database": named,
            "settings": "、".join(wrong),
        }
    return "good", _("%(database)s，断电不丢已答复的记录") % {"database": named}


def _durability() -> list[tuple[str, object, tuple[str, ...]]]:
    """Return what durability hangs on: each setting's name, its value, the values that will do."""
    sqlite = connection.vendor == "sqlite"
    wanted = DURABLE_SQLITE if sqlite else DURABLE_POSTGRESQL
    asked = "PRAGMA" if sqlite else "SHOW"
    return [(name, _value(f"{asked} {name}"), values) for name, values in wanted.items()]


def _value(sql: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def migrations() -> Said:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not missing:
        return "good", _("已到最新")
    says = _("还差 %(n)d 步。新的数据文件夹请运行 lianxin init，旧的请运行 lianxin serve。")
    return "mend", says % {"n": len(missing)}


def guard() -> Said:
    wanted = {f"{table}_no_{what.lower()}" for table, whats in GUARDED.items() for what in whats}
    missing = wanted - _triggers()
    if missing:
        return "mend", _("缺触发器：%(names)s。有人动过数据库，请先运行 lianxin audit verify。") % {
            "names": "、".join(sorted(missing))
        }
    return "good", _("数据库拒绝改动和删除记录")


def _triggers() -> set[str]:
    if connection.vendor == "sqlite":
        sql = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        sql = "SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A')"
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return {name for (name,) in cursor.fetchall()}


def last_event() -> Said:
    """A machine whose clock has gone back writes events before those that are there."""
    newest = Event.objects.order_by("-at").values_list("at", flat=True).first()
    if newest is None:
        return "good", _("还没有记录")
    if newest > clock.now() + CLOCKS_APART:
        return "mend", _("最后一条记录是 %(at)s，比现在还晚。请校准时钟。") % {
            "at": f"{clock.local(newest):%Y-%m-%d %H:%M}"
        }
    return "good", f"{clock.local(newest):%Y-%m-%d %H:%M}"


def seals() -> Said:
    waiting = [moment for moment in map(_unsealed_since, _districts()) if moment]
    if waiting and clock.now() - min(waiting) > SEALED_WITHIN:
        says = _("%(at)s 之后的记录没有封存，后台任务没有在运行。请运行 lianxin worker。")
        return "mend", says % {"at": f"{clock.local(min(waiting)):%Y-%m-%d %H:%M}"}
    last = Seal.objects.order_by("-at").values_list("at", flat=True).first()
    return "good", f"{clock.local(last):%Y-%m-%d %H:%M}" if last else _("还没有要封存的")


def _districts() -> list:
    return list(Place.objects.filter(level=Level.DISTRICT).values_list("pk", flat=True))


def _unsealed_since(district: object) -> datetime | None:
    """Return when the oldest event of a district that no seal covers was written, by its id."""
    events = Event.objects.filter(district=district).order_by("pk")
    last = Seal.objects.filter(district=district).order_by("-seq").first()
    oldest = (
        (events.filter(pk__gt=last.pk) if last else events).values_list("pk", flat=True).first()
    )
    return made_at(oldest) if oldest else None


def timers() -> Said:
    """What the worker failed at is stepped over, and left after some tries: somebody must look."""
    numbers = list(dict.fromkeys(one.number for one in failed_of()))
    if numbers:
        return "mend", _(
            "%(n)d 件事项的时限提醒不出来：%(numbers)s。原因在“规则”的“没提醒成的”一页，可以在那里再试。"
        ) % {"n": len(numbers), "numbers": "、".join(numbers[:NAMED])}
    return "good", _("没有提醒不出来的")


def transcriber() -> Said:
    """A program that writes down voice notes is the operator's to supply; without one they are heard only."""
    if not settings.TRANSCRIBER:
        return "good", _("没有设听写程序，语音只听不写")
    if shutil.which(settings.TRANSCRIBER[0]) is None:
        says = _("找不到听写程序 %(name)s。请核对 LIANXIN_TRANSCRIBER。")
        return "mend", says % {"name": settings.TRANSCRIBER[0]}
    failed = list(Transcript.objects.filter(Transcript.given_up()).defer("words"))
    if failed:
        says = _("%(n)d 段语音没有听写成：%(why)s。请在这台机器上试一试这个程序。")
        whys = dict.fromkeys(one.why for one in failed)
        return "note", says % {"n": len(failed), "why": "、".join([*whys][:NAMED])}
    return "good", _("语音由 %(name)s 听写") % {"name": settings.TRANSCRIBER[0]}


def proxy() -> Said:
    return doorway.stands()


def backup() -> Said:
    return last.stands()


def backup_key() -> Said:
    return last.key_stands()


MACHINE = (data_folder, keys, disk, fonts, time, address, proxy, frontend)
FILLED = (guard, last_event, seals, timers, transcriber, backup, backup_key)
NAMES = {
    "data_folder": gettext_lazy("数据文件夹"),
    "keys": gettext_lazy("钥匙文件"),
    "disk": gettext_lazy("磁盘"),
    "fonts": gettext_lazy("字体"),
    "time": gettext_lazy("时钟"),
    "address": gettext_lazy("网址"),
    "proxy": gettext_lazy("反向代理"),
    "frontend": gettext_lazy("前端文件"),
    "database": gettext_lazy("数据库"),
    "migrations": gettext_lazy("数据库结构"),
    "guard": gettext_lazy("只添不改"),
    "last_event": gettext_lazy("最后一条记录"),
    "seals": gettext_lazy("封存"),
    "timers": gettext_lazy("时限提醒"),
    "transcriber": gettext_lazy("语音听写"),
    "backup": gettext_lazy("备份"),
    "backup_key": gettext_lazy("备份的私钥"),
}
