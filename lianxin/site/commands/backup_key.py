"""`lianxin backup-key`: the key of the backups, and whether a copy of it is the right one."""

import argparse
from pathlib import Path

from django.utils.translation import gettext as _

from lianxin.site.cli import show

HELP = "备份的钥匙：没有就做一把；核对别处存的那份对不对"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", type=Path, metavar="文件", help="核对这个文件是不是那把钥匙")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")


def run(args: argparse.Namespace) -> int:
    from django.conf import settings

    from lianxin.site.backup import keys

    public = str(keys.recipient(settings.HOME))
    if args.check:
        return _compare(args, public)
    secret = keys.secret(settings.HOME)
    if args.json:
        show({"public": public, "secret": str(secret) if secret else None})
        return 0
    print(_("公钥（写备份用，可以公开）：%(key)s") % {"key": public})
    if secret is None:
        print(_("私钥（打开备份用）不在这台机器上，这样最好。"))
    else:
        print(_("私钥（打开备份用）：%(path)s") % {"path": secret})
        print(_("没有它，谁也打不开备份。请拷到别处两份，再从这台机器上删掉。"))
    return 0


def _compare(args: argparse.Namespace, public: str) -> int:
    from lianxin.site.backup import keys

    same = str(keys.identity(args.check).to_public()) == public
    if args.json:
        show({"ok": same, "public": public})
    else:
        print(
            _("对，这把钥匙打得开现在的备份。")
            if same
            else _("不对，这把钥匙打不开现在的备份。请再找。")
        )
    return 0 if same else 1
