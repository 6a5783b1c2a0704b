"""`lianxin draw`: the pages of the documentation that are made from the code."""

import argparse
import sys
from pathlib import Path

from django.utils.translation import gettext as _

HELP = "从代码画出文档里的流程、许可和用语"
DOCS = Path(__file__).resolve().parents[3] / "docs"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="只比较，不写；有旧的就报错")
    parser.add_argument("--docs", type=Path, default=DOCS, metavar="文件夹", help="文档放在哪里")


def run(args: argparse.Namespace) -> int:
    from lianxin.site.drawing import pages

    stale = [
        args.docs / name for name, text in pages().items() if _written(args.docs / name) != text
    ]
    if args.check:
        for path in stale:
            print(_("%(path)s 旧了，请运行 lianxin draw 重画。") % {"path": path}, file=sys.stderr)
        return 1 if stale else 0
    args.docs.mkdir(parents=True, exist_ok=True)
    for path in stale:
        path.write_text(pages()[path.name], encoding="utf8")
        print(_("画好了 %(path)s") % {"path": path})
    return 0


def _written(path: Path) -> str | None:
    return path.read_text(encoding="utf8") if path.exists() else None
