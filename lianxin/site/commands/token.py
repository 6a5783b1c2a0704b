"""`lianxin token`: a machine's way in."""

import argparse

HELP = "为对接程序生成接口令牌（只显示一次）"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--by", required=True, metavar="登录名", help="令牌代表谁")
    parser.add_argument("--label", default="命令行", metavar="名称", help="给谁用")


def run(args: argparse.Namespace) -> None:
    from lianxin.access.actions import make_token
    from lianxin.access.queries import actor_for, login_named

    login = login_named(args.by)
    print(make_token(login, args.label, by=actor_for(login, via="cli")))
