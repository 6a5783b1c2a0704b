"""`lianxin seed`: two twin communities with as many matters as wanted, for tests and benchmarks."""

import argparse
import sys

from lianxin.site.cli import show

HELP = "在空的数据文件夹里造两个孪生社区和若干件事项，供测试和测速"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--size", type=int, default=1000, metavar="件数", help="两个社区一共几件")
    parser.add_argument("--seed", type=int, default=1, metavar="数", help="同一个数造出同样的内容")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出登录名")


def run(args: argparse.Namespace) -> None:
    from django.conf import settings
    from django.core.management import call_command

    from lianxin.site.demo.load import password_in
    from lianxin.site.seed.load import Seeded, seed
    from lianxin.site.seed.twins import logins

    call_command("migrate", verbosity=0, interactive=False)
    seed(Seeded(max(args.size, 0), args.seed), settings.HOME, _progress)
    answer = {"password": password_in(settings.HOME), "twins": logins()}
    show(answer) if args.json else _print(answer)


def _progress(twin: object, done: int, all_: int, speed: float) -> None:
    line = f"{twin.district}：已写 {done:,} / {all_:,} 件，每秒 {speed:,.0f} 件"
    print(line, file=sys.stderr, flush=True)


def _print(answer: dict) -> None:
    for twin in answer["twins"]:
        print(f"{twin['district']} {twin['community']}，暗记“{twin['sign']}”：")
        for login in twin["logins"]:
            print(f"  {login['login']:<16}{login['name']}  {login['post']}")
    print(f"密码（都一样）：{answer['password']}")
