"""`lianxin retention`: files whose time is over, counted and disposed of."""

import argparse

from django.utils.translation import gettext as _

from lianxin.site.cli import show

HELP = "保存期满的附件：列出每一类有多少，并处置"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="只列出，不处置")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")


def run(args: argparse.Namespace) -> None:
    from lianxin.files.retention import keep_to_rules

    classes = keep_to_rules(dry_run=args.dry_run)
    if args.json:
        show({"dry_run": args.dry_run, "classes": [one.as_json() for one in classes]})
        return
    for one in classes:
        counted = {"n": one.files, "kb": one.bytes // 1024, "rule": one.rule.says}
        print(_("%(rule)s：到期 %(n)d 个，%(kb)d KB") % counted)
    print(_("只列出，没有处置。") if args.dry_run else _("已处置。"))
