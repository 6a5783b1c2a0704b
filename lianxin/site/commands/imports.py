"""`lianxin import places|people|posts FILE`: the register from the office's own lists."""

import argparse
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.site.cli import show

HELP = "导入登记簿：places 地点，people 人员，posts 单位和任职"
COUNTED = {
    "rows": gettext_lazy("行"),
    "new": gettext_lazy("新增"),
    "changed": gettext_lazy("改动"),
    "same": gettext_lazy("已有"),
    "organisations": gettext_lazy("新单位"),
    "people": gettext_lazy("新人员"),
    "posts": gettext_lazy("新任职"),
}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what",
        choices=["places", "people", "posts"],
        metavar="什么",
        help="places、people 或 posts",
    )
    parser.add_argument("file", type=Path, metavar="文件", help="CSV 文件（UTF-8 或 GBK）")
    parser.add_argument("--by", required=True, metavar="登录名")
    parser.add_argument("--dry-run", action="store_true", help="只检查，不写入")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")


def run(args: argparse.Namespace) -> None:
    from django.conf import settings

    from lianxin.access.queries import actor_for, login_named
    from lianxin.access.register import import_register

    by = actor_for(login_named(args.by), via="cli")
    done = import_register(args.what, args.file.read_bytes(), by=by, dry_run=args.dry_run)
    if args.json:
        show(done)
        return
    print("，".join(f"{COUNTED[name]} {done[name]}" for name in COUNTED if name in done))
    if done.get("links"):
        print(_("设置密码的链接，请分别交给本人（三天内有效，只能用一次）："))
    for login, secret in done.get("links", {}).items():
        print(f"{login}  {settings.BASE_URL}/desk/welcome/{secret}")
