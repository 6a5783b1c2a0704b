"""`lianxin doctor`: whether this machine is fit, and what must be mended."""

import argparse

from django.utils.translation import gettext as _

from lianxin.site.cli import show

HELP = "检查这台机器：文件夹、钥匙、磁盘、字体、时钟、数据库、封存，说出要修什么"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")


def run(args: argparse.Namespace) -> int:
    from lianxin.site.doctor import examine

    findings = examine()
    to_mend = sum(finding.level == "mend" for finding in findings)
    if args.json:
        show({"ok": not to_mend, "checks": [finding.as_json() for finding in findings]})
    else:
        marks = {"good": _("好　"), "note": _("留意"), "mend": _("要修")}
        for finding in findings:
            print(f"{marks[finding.level]}  {finding.name}：{finding.says}")
        print(_("有 %(n)d 处要修。") % {"n": to_mend} if to_mend else _("没有要修的。"))
    return 1 if to_mend else 0
