"""`lianxin learn`: a model learnt from a table of texts and labels, and how well it does."""

import argparse
import csv
from pathlib import Path

from django.utils.translation import gettext as _

from lianxin.base.tables import Row, rows_of
from lianxin.site.cli import show
from lianxin.understanding.learning import FOLDS, Report, compared, learn
from lianxin.understanding.model import Model

HELP = "从一份带类别的表训练模型，在另一份表上看准不准"
# The table may say which rows tell the same matter; those are kept aside together.
GROUP = "dup_group"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--train", type=Path, required=True, metavar="文件", help="训练用的 CSV")
    parser.add_argument("--test", type=Path, metavar="文件", help="检验用的 CSV")
    parser.add_argument("--text", required=True, metavar="列名", help="文字所在的列，用逗号隔开")
    parser.add_argument("--label", required=True, metavar="列名", help="类别所在的列")
    parser.add_argument("--predict", type=Path, metavar="文件", help="要判断类别的 CSV")
    parser.add_argument("-o", "--output", type=Path, metavar="文件", help="判断结果写到哪里")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")


def run(args: argparse.Namespace) -> None:
    columns = [name.strip() for name in args.text.split(",")]
    rows = _rows(args.train, [*columns, args.label])
    learned = learn(
        _texts(rows, columns),
        [row[args.label] for row in rows],
        groups=[row[GROUP] for row in rows],
        folds=1 if args.test else FOLDS,
    )
    report = learned.report
    if args.test:
        report = _tried(
            learned.model, _rows(args.test, [*columns, args.label]), columns, args.label
        )
    if args.predict and args.output:
        _write(learned.model, _rows(args.predict, columns), columns, args.label, args.output)
    show(report.as_json()) if args.json else _tell(report)


def _rows(path: Path, required: list[str]) -> list[Row]:
    return rows_of(path.read_bytes(), (*required, GROUP), required)


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
