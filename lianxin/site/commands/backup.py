"""`lianxin backup [F]`: the whole notebook in one encrypted file that was read back."""

import argparse
from pathlib import Path

from django.utils.translation import gettext as _

from lianxin.base import clock
from lianxin.base.refused import Refused
from lianxin.site.cli import show

HELP = "备份：数据库、附件、封存和钥匙，加密成一个文件，写完读回来核对"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file",
        type=Path,
        nargs="?",
        metavar="文件",
        help="写到哪里；不写，就写进 LIANXIN_BACKUP_DIR，只留最近几份",
    )
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")


def run(args: argparse.Namespace) -> None:
    from django.conf import settings
    from django.db import connection

    from lianxin.site.backup import keys, last
    from lianxin.site.backup.make import backup

    target = args.file or _in_folder()
    _must_be_ready(target)
    new_key = not (settings.HOME / keys.PUBLIC).exists()
    made = backup(target.absolute(), database=connection.settings_dict)
    last.note(made)
    if args.file is None:
        last.keep(settings.BACKUP_DIR, settings.BACKUP_KEEP)
    if args.json:
        show(made.as_json())
        return
    print(
        _("备份好了，读回来核对过：%(file)s（%(size).1f MB，%(rows)d 行，%(files)d 个附件）")
        % {**vars(made), "size": made.size / 1e6}
    )
    for name in made.missing:
        print(_("  没有找到 %(name)s：它的记录在，内容已经不在。") % {"name": name})
    for name in made.damaged:
        print(_("  %(name)s 和收进来时不一样了。请从更早的备份里找它。") % {"name": name})
    if new_key:
        where = keys.secret(settings.HOME)
        print(_("第一次备份，做了一把钥匙：%(path)s") % {"path": where})
        print(_("没有它，谁也打不开备份。请现在就拷到别处两份，再从这台机器上删掉。"))


def _in_folder() -> Path:
    from django.conf import settings

    from lianxin.site.backup.last import name_for

    if settings.BACKUP_DIR is None:
        raise Refused("bad_input", _("请写明备份到哪个文件，或设 LIANXIN_BACKUP_DIR。"))
    return settings.BACKUP_DIR / name_for(clock.now())


def _must_be_ready(target: Path) -> None:
    from lianxin.site.doctor import migrations

    if not target.parent.is_dir():
        raise Refused("not_found", _("没有文件夹 %(path)s，请先建好。") % {"path": target.parent})
    level, says = migrations()
    if level == "mend":
        raise Refused("wrong_state", _("数据库结构还不是最新，不能备份。%(says)s") % {"says": says})
