"""Ordinary days: small matters, one a line, each handled on the spot, then verified and answered."""

import csv
from datetime import datetime, timedelta
from pathlib import Path

from lianxin.base import clock

CHECKED_AFTER = timedelta(days=1)
# Whoever could not be reached is not taken for satisfied: the return-visit term runs out first,
# and one that ends in a long holiday ends after it.
UNREACHED_AFTER = timedelta(days=16)


def stories_of(file: Path) -> list[dict]:
    """Return each line of a community's days as a story, like those that `stories.toml` tells."""
    with file.open(encoding="utf8", newline="") as lines:
        return [_story(row) for row in csv.DictReader(lines)]


def _story(row: dict[str, str]) -> dict:
    said = datetime.strptime(row["时间"], "%Y-%m-%d %H:%M").replace(tzinfo=clock.BEIJING)
    return {
        "at": said,
        "by": row["记的人"],
        "channel": row["渠道"],
        "text": row["话"],
        "name": row["姓"],
        "title": row["称呼"],
        "matter": [_matter(row)],
        "step": _steps(row, said + timedelta(hours=int(row["几小时办好"]))),
    }


def _matter(row: dict[str, str]) -> dict:
    return {
        "category": row["类别"],
        "urgency": "normal",
        "place": row["地点"],
        "ends": "closed",
    }


def _steps(row: dict[str, str], done: datetime) -> list[dict]:
    done_so = {"outcome": "solved", "words": row["怎么办的"]}
    checked = done + CHECKED_AFTER
    return [
        {"at": done, "by": row["记的人"], "step": "handle_now", "data": done_so},
        {"at": checked, "by": row["核的人"], "step": "verify", "data": {"passed": True}},
        *_answered(row, checked),
    ]


def _answered(row: dict[str, str], checked: datetime) -> list[dict]:
    by, minutes = row["核的人"], timedelta(minutes=10)
    if words := row["居民的话"]:
        answer = {"answer": "satisfied", "channel": "phone", "words": words}
        spoke, closed = ("confirm", answer), checked + 2 * minutes
    else:
        spoke = ("return_visit", {"channel": "phone", "reached": False, "words": "没有人接。"})
        closed = checked + UNREACHED_AFTER
    return [
        {"at": checked + minutes, "by": by, "step": spoke[0], "data": spoke[1]},
        {"at": closed, "by": by, "step": "close"},
    ]
