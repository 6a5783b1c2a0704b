"""`lianxin learn`: a model learnt from a table, or from what a district did, and how well it does."""

import argparse
import csv
from pathlib import Path

from django.utils.translation import gettext as _

from lianxin.base.refused import Refused
from lianxin.base.sheets import Row, table_of
from lianxin.site.cli import show
from lianxin.understanding.learning import FOLDS, Learned, Report, compared, learn
from lianxin.understanding.model import Model

HELP = "从一份带类别的表训练模型，看准不准；或者训练本区县自己的模型"
# The table may say which rows tell the same matter; those are kept aside together.
GROUP = "dup_group"
_OF_A_TABLE = ("train", "test", "text", "label", "predict", "output")
_OF_A_DISTRICT = ("by", "use", "models")


def arguments(parser: argparse.ArgumentParser) -> None:
    table = parser.add_argument_group("从表里学")
    table.add_argument("--train", type=Path, metavar="文件", help="训练用的 CSV")
    table.add_argument("--test", type=Path, metavar="文件", help="检验用的 CSV")
    table.add_argument("--text", metavar="列名", help="文字所在的列，用逗号隔开")
    table.add_argument("--label", metavar="列名", help="类别所在的列")
    table.add_argument("--predict", type=Path, metavar="文件", help="要判断类别的 CSV")
    table.add_argument("-o", "--output", type=Path, metavar="文件", help="判断结果写到哪里")
    district = parser.add_argument_group("教本区县的说法")
    district.add_argument("--district", metavar="编码", help="训练这个区县自己的模型，更准才换上")
    district.add_argument("--by", metavar="登录名", help="区县管理员的登录名")
    instead = district.add_mutually_exclusive_group()
    instead.add_argument("--use", type=int, metavar="第几版", help="换用这一版，0 是系统自带的")
    instead.add_argument("--models", action="store_true", default=None, help="列出各版")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")


def run(args: argparse.Namespace) -> None:
    _check_one_way(args)
    if args.district:
        from lianxin.site.own_models import run as run_own

        return run_own(args)
    return _from_a_table(args)


def _check_one_way(args: argparse.Namespace) -> None:
    """Refuse what belongs to the other way of learning, or lacks something of its own."""
    others = _OF_A_TABLE if args.district else _OF_A_DISTRICT
    if any(getattr(args, name) is not None for name in others):
        raise Refused(
            "bad_input", _("从表里学（--train）和教本区县的说法（--district）请分两次做。")
        )
    if (args.predict is None) != (args.output is None):
        raise Refused("bad_input", _("--predict 和 -o 要一起写：判断哪份表，结果写到哪里。"))
    if args.district and not args.by:
        raise Refused("bad_input", _("请用 --by 写上区县管理员的登录名。"))
    if not args.district and not (args.train and args.text and args.label):
        sentence = _("请写 --train、--text 和 --label，或者用 --district 教本区县的说法。")
        raise Refused("bad_input", sentence)


def _from_a_table(args: argparse.Namespace) -> None:
    columns = [name.strip() for name in args.text.split(",")]
    learned = _learned(_rows(args.train, [*columns, args.label]), columns, args)
    report = learned.report
    if args.test:
        report = _tried(
            learned.model, _rows(args.test, [*columns, args.label]), columns, args.label
        )
    if args.predict:
        _write(learned.model, _rows(args.predict, columns), columns, args.label, args.output)
    show(report.as_json()) if args.json else _tell(report)


def _learned(rows: list[Row], columns: list[str], args: argparse.Namespace) -> Learned:
    """Learn from the rows; where another table tries the model, one fold is kept aside, not five."""
    labels = [row[args.label] for row in rows]
    groups = [row[GROUP] for row in rows]
    try:
        return learn(_texts(rows, columns), labels, groups=groups, folds=1 if args.test else FOLDS)
    except Refused as refused:  # what only understands words translates none
        raise Refused(refused.code, _(refused.sentence)) from None


def _rows(path: Path, required: list[str]) -> list[Row]:
    return table_of(path.read_bytes(), (*required, GROUP), required).rows


def _texts(rows: list[Row], columns: list[str]) -> list[list[str]]:
    return [[row[column] for column in columns] for row in rows]


def _tried(model: Model, rows: list[Row], columns: list[str], label: str) -> Report:
    named = [model.ranked(*fields)[0][0] for fields in _texts(rows, columns)]
    return compared([row[label] for row in rows], named)


def _write(model: Model, rows: list[Row], columns: list[str], label: str, path: Path) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow([*columns, label, "confidence"])
        for fields in _texts(rows, columns):
            name, sure = model.ranked(*fields)[0]
            table.writerow([*fields, name, round(sure, 4)])


def _tell(report: Report) -> None:
    print(
        _("%(n)d 条，准确率 %(accuracy).3f，宏平均 F1 %(f1).3f。")
        % {"n": report.texts, "accuracy": report.accuracy, "f1": report.macro_f1}
    )
    for label, named in report.confusion.items():
        print(f"{label}\t" + "  ".join(f"{name} {count}" for name, count in named.items()))
