"""`lianxin bench NAME`: the cost of a hot path beside its floor, as a ratio."""

import argparse
import os

from lianxin.base.refused import Refused
from lianxin.site.bench.pages import PAGES
from lianxin.site.bench.paths import PATHS
from lianxin.site.cli import show

SEARCH, CLOCKS, UNDERSTAND = "search", "clocks", "understand"
HELP = "量一条常走的路有多快，与同一次运行里量到的底线相比"
WITHOUT_DATABASE = True


def arguments(parser: argparse.ArgumentParser) -> None:
    names = [*PATHS, *PAGES, SEARCH, CLOCKS, UNDERSTAND]
    parser.add_argument("name", choices=names, metavar="名称", help="、".join(names))
    parser.add_argument(
        "--requests", type=int, default=600, metavar="数", help="每轮请求数，共三轮"
    )
    parser.add_argument(
        "--size",
        type=int,
        default=100_000,
        metavar="件数",
        help="翻页、查找、重算先造几件事项；LIANXIN_HOME 是 lianxin seed 造好的，就用它",
    )
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")


def run(args: argparse.Namespace) -> None:
    from lianxin.site import throwaway
    from lianxin.site.bench import pages, recounting, searching, understanding
    from lianxin.site.bench.run import CLIENTS, run

    if args.name != UNDERSTAND and throwaway.programs() is None:
        raise Refused("not_found", "本机没有 PostgreSQL 的程序（postgres、pgbench），不能测速。")
    requests = max(args.requests, 10 * CLIENTS)
    if args.name in PAGES:
        result = pages.run(args.name, requests=requests, size=args.size)
    elif args.name == SEARCH:
        result = searching.run(requests=requests, size=args.size)
    elif args.name == UNDERSTAND:
        result = understanding.run(requests=requests)
    elif args.name == CLOCKS:
        result = recounting.run(size=args.size)
    else:
        url = os.environ.get("LIANXIN_DATABASE_URL", "")
        result = run(args.name, requests=requests, url=url if url.startswith("postgres") else None)
    if args.json:
        show(result.as_json())
        return
    print(f"{result.label}，{result.clients} 个客户端，{result.requests} 次")
    for name, cost in (("产品", result.product), ("底线", result.floor)):
        print(
            f"  {name}：每千次 {cost.cpu_seconds:.2f} CPU 秒"
            f"（其中 PostgreSQL {cost.postgres_seconds:.2f}），每秒 {cost.per_second:.0f} 次"
        )
    print(f"  比值：{result.ratio}")
    for part, ratio in result.ratios.items():
        print(f"    {part}：{ratio}")
    for what, figure in result.figures.items():
        print(f"  {what}：{figure}")
