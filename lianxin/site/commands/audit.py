"""`lianxin audit verify | seal`: proof that nothing was rewritten."""

import argparse
from pathlib import Path

from django.utils.translation import gettext as _

from lianxin.site.cli import show

HELP = "核验记录没有被改动过；把当前记录封存到数据库之外"


def arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(required=True, metavar="动作", dest="action")
    verify = actions.add_parser("verify", help="核验全部记录")
    verify.add_argument("--seals", type=Path, metavar="文件夹", help="同时与封存文件比对")
    verify.add_argument("--json", action="store_true", help="以 JSON 输出")
    actions.add_parser("seal", help="封存各区县的当前记录")


def run(args: argparse.Namespace) -> int:
    return {"verify": _verify, "seal": _seal}[args.action](args)


def _verify(args: argparse.Namespace) -> int:
    from lianxin.files.audit import verify_files
    from lianxin.history.queries import verify, verify_seals

    events, faults = verify()
    if args.seals:
        faults += verify_seals(args.seals)
    proof = verify_files()
    faults += proof.faults
    if args.json:
        files = {"files": proof.files, "disposed": proof.disposed}
        told = [fault.as_json() for fault in faults]
        show({"ok": not faults, "events": events, **files, "faults": told})
    else:
        result = _("%(n)d 处不符") % {"n": len(faults)} if faults else _("全部属实")
        print(_("核验 %(n)d 条记录：%(result)s") % {"n": events, "result": result})
        if proof.files:
            counted = {"n": proof.files, "gone": proof.disposed}
            print(_("附件 %(n)d 个，其中 %(gone)d 个已按规定处置") % counted)
        for fault in faults:
            print(f"  {fault.name}：{fault.what}")
    return 1 if faults else 0


def _seal(args: argparse.Namespace) -> int:
    from lianxin.site.jobs import seal_all

    print(_("封存了 %(n)d 个区县的新记录。") % {"n": seal_all()})
    return 0
