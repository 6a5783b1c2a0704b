"""`lianxin routes`: every address with its methods, and who is let in."""

import argparse

from lianxin.site.cli import show

HELP = "列出全部地址：方法，以及谁可以进（open 任何人，signed_in 登录的人，token 持令牌的程序）"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")


def run(args: argparse.Namespace) -> None:
    from lianxin.site.addresses import routes

    found = routes()
    if args.json:
        show([route.as_json() for route in found])
        return
    for route in found:
        print(f"{route.policy:<10} {','.join(route.methods):<12} {route.address}")
