"""`lianxin recount`: count the running terms of a district anew, after rules or the calendar changed."""

import argparse

from django.utils.translation import gettext as _

from lianxin.site.cli import show

HELP = "期限规定或日历改了以后，把一个区县在走的期限重算一遍，逐件留下记录"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--by", required=True, metavar="登录名", help="由谁来算，要有许可 keep_rules"
    )
    parser.add_argument("--dry-run", action="store_true", help="只看会变哪些，不改")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")


def run(args: argparse.Namespace) -> None:
    from lianxin.access.queries import actor_for, login_named
    from lianxin.base.clock import local
    from lianxin.matters.keeping import recount

    moved = list(recount(by=actor_for(login_named(args.by), via="cli"), dry_run=args.dry_run))
    if args.json:
        show({"dry_run": args.dry_run, "moved": [one.as_json() for one in moved]})
        return
    for one in moved:
        print(
            f"{one.number}  {one.clock}  {local(one.before):%Y-%m-%d %H:%M} → {local(one.after):%Y-%m-%d %H:%M}"
        )
    counted = _("会变%(n)d个期限（没有改）。") if args.dry_run else _("重算了，变了%(n)d个期限。")
    print(counted % {"n": len(moved)})
