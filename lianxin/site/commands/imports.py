"""`lianxin import places|people|posts FILE`: the register from the office's own lists."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.base.actor import Actor
from lianxin.site.cli import show

if TYPE_CHECKING:
    from lianxin.people.imports import Plan

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
    parser.add_argument("file", type=Path, metavar="文件", help="xlsx、xls、ods 或 CSV 文件")
    parser.add_argument("--community", metavar="编码", help="人员：没有写社区的行是哪个社区的")
    parser.add_argument(
        "--doubtful",
        choices=["ask", "same", "new"],
        default="ask",
        metavar="怎么办",
        help="人员：拿不准是不是登记过的人，ask 先问（不写入），same 算同一人，new 算新人",
    )
    parser.add_argument("--by", required=True, metavar="登录名")
    parser.add_argument("--dry-run", action="store_true", help="只检查，不写入")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")


def run(args: argparse.Namespace) -> int:
    from lianxin.access.queries import actor_for, login_named

    by = actor_for(login_named(args.by), via="cli")
    return _people(args, by) if args.what == "people" else _others(args, by)


def _people(args: argparse.Namespace, by: Actor) -> int:
    from lianxin.access.register import people_plan, take_people

    plan = people_plan(
        args.file.read_bytes(),
        by=by,
        name=args.file.name,
        community=args.community,
        otherwise="" if args.doubtful == "ask" else args.doubtful,
    )
    if plan.is_clear and not args.dry_run:
        take_people(plan, by=by)
    if args.json:
        show(plan.as_json())
    else:
        _tell(plan)
    return 0 if plan.is_clear or (args.dry_run and not plan.wrong) else 1


def _tell(plan: "Plan") -> None:
    told = plan.as_json()
    read = "，".join(f"{title}→{name}" for title, name in told["mapping"].items() if name)
    print(_("列名在第%(n)d行：%(read)s") % {"n": told["header_row"], "read": read})
    print("，".join(f"{COUNTED[name]} {told[name]}" for name in COUNTED if name in told))
    for one in told["errors"]:
        print(_("第%(row)d行“%(column)s”（%(value)s）：%(reason)s") % one)
    for doubt in plan.doubtful:
        print(_("第%(row)d行：%(name)s可能是登记过的人，请加 --doubtful 说明。") % vars(doubt))
    if not plan.is_clear:
        print(_("没有导入任何内容。"))


def _others(args: argparse.Namespace, by: Actor) -> int:
    from django.conf import settings

    from lianxin.access.register import import_register

    done = import_register(args.what, args.file.read_bytes(), by=by, dry_run=args.dry_run)
    if args.json:
        show(done)
        return 0
    print("，".join(f"{COUNTED[name]} {done[name]}" for name in COUNTED if name in done))
    if done.get("links"):
        print(_("设置密码的链接，请分别交给本人（三天内有效，只能用一次）："))
    for login, secret in done.get("links", {}).items():
        print(f"{login}  {settings.BASE_URL}/desk/welcome/{secret}")
    return 0
