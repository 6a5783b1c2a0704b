"""`lianxin understand`: JSON lines in, JSON lines out; needs no database."""

import argparse
import sys
from datetime import date
from pathlib import Path

HELP = "读懂居民的话：逐行读 JSON，逐行写出日期、地点、人、类别、缓急"
WITHOUT_DATABASE = True


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--today", type=date.fromisoformat, default=date.today(), metavar="日期")
    parser.add_argument(
        "--gazetteer", type=Path, metavar="文件", help="小区、楼栋、场所名称的 JSON 文件"
    )
    parser.add_argument(
        "--evidence",
        action="store_true",
        help="并写出每一栏依据的原话、理由、把握，以及修补过的文字",
    )


def run(args: argparse.Namespace) -> None:
    from lianxin.understanding.gazetteer import Gazetteer
    from lianxin.understanding.lines import run as read_lines

    # A damaged line must not end the others.
    sys.stdin.reconfigure(encoding="utf8", errors="replace")
    gazetteer = Gazetteer.from_json(_read(args.gazetteer)) if args.gazetteer else None
    read_lines(sys.stdin, sys.stdout, args.today, gazetteer, explained=args.evidence)


def _read(path: Path) -> dict:
    import json

    return json.loads(path.read_text(encoding="utf8"))
