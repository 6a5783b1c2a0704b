"""`lianxin topics FILE.csv`: which matters many messages speak of, the growing ones first."""

import argparse
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from lianxin.base.sheets import Wrong, refuse_wrong, table_of
from lianxin.site.cli import show
from lianxin.understanding.clusters import Message, Topic, hot_topics

HELP = "从一份留言表里找出多人多日说的同一件事，越来越多的在前"
COLUMNS = ("msg_id", "time", "title", "detail", "user")
REQUIRED = ("msg_id", "time", "title")
SHOWN = 30


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file",
        type=Path,
        metavar="文件",
        help="CSV 文件（UTF-8 或 GBK），列名 msg_id、time、title，可以有 detail 和 user",
    )
    parser.add_argument("--json", action="store_true", help="以 JSON 输出全部")


def run(args: argparse.Namespace) -> None:
    topics = hot_topics(_messages(args.file.read_bytes()))
    if args.json:
        show([topic.as_json() for topic in topics])
        return
    for topic in topics[:SHOWN]:
        print(_line(topic))
    if len(topics) > SHOWN:
        print(_("还有 %(n)d 件，加上 --json 看全部。") % {"n": len(topics) - SHOWN})
    if not topics:
        print(_("没有两条以上说同一件事的。"))


def _messages(content: bytes) -> list[Message]:
    rows = table_of(content, COLUMNS, REQUIRED).rows
    days = [_day(row["time"]) for row in rows]
    unreadable = _("看不懂这个日期，请写成 2026-11-23 的样子。")
    refuse_wrong(
        [
            Wrong(row.number, "time", row["time"][:40], unreadable)
            for row, day in zip(rows, days, strict=True)
            if day is None
        ]
    )
    return [
        Message(row["msg_id"], day, row["title"], row["detail"], row["user"])
        for row, day in zip(rows, days, strict=True)
    ]


def _day(written: str) -> date | None:
    """Read the day of a moment such as 2026-11-23 08:30:00 or 2026/11/3 8:30."""
    parts = written.replace("T", " ").split(" ")[0].replace("/", "-").split("-")
    try:
        year, month, day = map(int, parts)
        return date(year, month, day)
    except ValueError:
        return None


def _line(topic: Topic) -> str:
    return _(
        "%(size)d 条，%(voices)d 人，%(since)s 至 %(until)s，近四周多 %(growth)+d：%(name)s"
    ) % {
        "size": len(topic.members),
        "voices": topic.voices,
        "since": topic.since,
        "until": topic.until,
        "growth": topic.growth,
        "name": topic.name,
    }
