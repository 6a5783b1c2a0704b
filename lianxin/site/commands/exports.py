"""`lianxin export people`: a community's persons as a list, for a stated purpose."""

import argparse
from pathlib import Path

from django.utils.translation import gettext as _

from lianxin.site.cli import show

HELP = "导出登记簿：people 人员名单，默认遮住号码，写明用途，留下记录"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["people"], metavar="什么", help="people")
    parser.add_argument("--community", required=True, metavar="编码", help="哪个社区")
    parser.add_argument("--purpose", required=True, metavar="用途", help="5 到 200 字，会留下记录")
    parser.add_argument("--by", required=True, metavar="登录名")
    parser.add_argument(
        "-o", "--out", type=Path, required=True, metavar="文件", help="写到哪里，以 .xlsx 结尾"
    )
    parser.add_argument("--reveal", action="store_true", help="号码写全（要有查看完整号码的许可）")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")


def run(args: argparse.Namespace) -> None:
    from lianxin.access.queries import actor_for, login_named
    from lianxin.reports.files import write
    from lianxin.reports.people import ENDING, check_ending, people_list
    from lianxin.territory.queries import community_kept

    by = actor_for(login_named(args.by), via="cli")
    check_ending(args.out)
    community = community_kept(args.community, by.keeps)
    table = people_list(community, args.purpose, by=by, full=args.reveal)
    rows = write(table, args.out, ENDING)
    if args.json:
        show({"file": str(args.out), "rows": rows, "masked": not args.reveal})
        return
    told = {"n": rows, "file": args.out, "says": table.ledger.says}
    print(_("%(n)d 人，%(says)s，已写入 %(file)s") % told)
