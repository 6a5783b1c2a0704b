"""`lianxin policy`: which role may make which step, by what a matter is to its holder."""

import argparse

from lianxin.site.cli import show

HELP = "列出岗位与许可，以及每个岗位对每一步：在辖区内、辖区外、自己承办、自己经手时能不能做"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")


def run(args: argparse.Namespace) -> None:
    from lianxin.site.policy import ALLOWED, policy

    found = policy()
    if args.json:
        show(found)
        return
    for row in found["steps"]:
        if row["answer"] == ALLOWED:
            print(f"{row['role']:<20} {row['relation']:<13} {row['kind']} {row['step']}")
