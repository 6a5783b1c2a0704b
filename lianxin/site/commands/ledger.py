"""`lianxin ledger NAME | list`: ledgers as files."""

import argparse
from pathlib import Path

from lianxin.site.cli import show

HELP = "台账：导出为 xlsx、csv 或 json；list 列出有哪些"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="名称", help="如 诉求台账；list 列出全部")
    parser.add_argument("--from", dest="since", metavar="日期", help="从哪天，如 2026-01-01（含）")
    parser.add_argument("--to", dest="until", metavar="日期", help="到哪天（含）")
    parser.add_argument(
        "--area", default="", metavar="编码", help="社区编码或地点编号；不写则是职责范围内全部"
    )
    parser.add_argument(
        "--only", default="", metavar="数字", help="只列一个数的事项，如 open、rectified"
    )
    parser.add_argument("--by", metavar="登录名", help="以谁的身份导出")
    parser.add_argument(
        "-o", "--out", type=Path, metavar="文件", help="写到哪里，以 .xlsx、.csv 或 .json 结尾"
    )
    parser.add_argument("--json", action="store_true", help="以 JSON 输出结果")
    parser.set_defaults(usage_error=parser.error)


def run(args: argparse.Namespace) -> None:
    if args.name == "list":
        _list(args)
    else:
        _export(args)


def _list(args: argparse.Namespace) -> None:
    from lianxin.reports.ledgers import LEDGERS

    if args.json:
        show([{"name": name, "says": str(ledger.says)} for name, ledger in LEDGERS.items()])
        return
    for name, ledger in LEDGERS.items():
        print(f"{name}  {ledger.says}")


def _export(args: argparse.Namespace) -> None:
    from lianxin.access.queries import actor_for, login_named
    from lianxin.reports.files import format_of, write
    from lianxin.reports.queries import ledger_for

    asked = {"--from": args.since, "--to": args.until, "--by": args.by, "-o": args.out}
    missing = [name for name, value in asked.items() if value is None]
    if missing:
        args.usage_error(f"还缺少：{'、'.join(missing)}")
    ending = format_of(args.out)
    by = actor_for(login_named(args.by), via="cli")
    table = ledger_for(args.name, by, args.since, args.until, args.area, args.only)
    rows = write(table, args.out, ending)
    if args.json:
        figures = [figure.as_json() for figure in table.figures]
        show({"ledger": args.name, "file": str(args.out), "rows": rows, "figures": figures})
        return
    period = f"{table.since} 至 {table.until}"
    print(f"{table.title}（{period}）：{rows} {table.ledger.unit}，已写入 {args.out}")
    print(table.summary)
