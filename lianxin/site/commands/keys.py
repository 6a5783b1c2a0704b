"""`lianxin keys rotate|status`: the keys that seal telephones, identity numbers and what people said of others."""

import argparse

from django.utils.translation import gettext as _

from lianxin.site.cli import show

HELP = "加密的钥匙：rotate 换一把新的，status 看还有多少在旧钥匙下"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["rotate", "status"], metavar="什么", help="rotate、status")
    parser.add_argument(
        "--resume", action="store_true", help="rotate：不再加新的，只把没换完的换完"
    )
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")


def run(args: argparse.Namespace) -> None:
    from lianxin.base import crypto
    from lianxin.base.refused import Refused
    from lianxin.site.rotation import older, reseal

    resealed = None
    if args.what == "rotate":
        try:
            if not args.resume:
                crypto.add_field_key()
        except OSError as error:
            sentence = _("不能写钥匙文件 %(path)s（%(why)s），什么也没有变。") % {
                "path": crypto.key_file(),
                "why": error.strerror,
            }
            raise Refused("bad_input", sentence) from None
        resealed = reseal()
    left = older()
    if args.json:
        told = {} if resealed is None else {"resealed": resealed}
        show({"key": crypto.newest_key(), **told, "older": left})
        return
    print(_("现在用第 %(n)s 把钥匙。") % {"n": crypto.newest_key()})
    if resealed is not None:
        print(_("换了 %(n)d 处。请马上做一次备份，旧的钥匙留在钥匙文件里。") % {"n": resealed})
    for table, count in left.items():
        print(_("%(table)s：%(n)d 处还在旧钥匙下") % {"table": table, "n": count})
