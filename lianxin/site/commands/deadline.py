"""`lianxin deadline`: when a term ends, and day by day why."""

import argparse
from datetime import datetime

from django.utils.translation import gettext as _

from lianxin.base.clock import BEIJING
from lianxin.base.refused import Refused
from lianxin.calendar.days import Calendar
from lianxin.site.cli import show

HELP = "算一个期限哪天到期，逐日说出为什么"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "start", metavar="开始", help="2026-09-30T10:00+08:00；不写时区就是北京时间"
    )
    parser.add_argument(
        "limit",
        metavar="期限",
        help='"3 workdays"、"8 workhours"、"24 hours"、"15 days"、"1 month"',
    )
    parser.add_argument("--district", metavar="编码", help="按这个区县的放假安排算")
    parser.add_argument("--community", metavar="编码", help="按这个社区的放假安排和办公时间算")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")


def run(args: argparse.Namespace) -> None:
    from lianxin.calendar.limits import Limit
    from lianxin.calendar.terms import due

    ends = due(_moment(args.start), Limit.parse(args.limit), _calendar(args))
    if args.json:
        show(ends.as_json())
        return
    for day in ends.days:
        print(f"{day.day}  {'算' if day.counts else '不算'}  {day.why}")
    print(ends.rule)
    if ends.provisional:
        print(_("其中有的年份还没有放假安排，这个期限是暂定的。"))
    print(_("到期：%(at)s") % {"at": f"{ends.at:%Y-%m-%d %H:%M:%S}"})


def _moment(written: str) -> datetime:
    """Read a moment; without an offset it is Beijing's."""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        sentence = _("看不懂开始时间“%(start)s”。请写成 2026-09-30T10:00+08:00 的样子。")
        words = sentence % {"start": written[:40]}
        raise Refused("bad_input", words, fields={"start": [words]}) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=BEIJING)


def _calendar(args: argparse.Namespace) -> Calendar:
    from lianxin.calendar.queries import calendar_of
    from lianxin.territory.queries import community_coded, district_coded

    if args.community:
        community = community_coded(args.community)
        return calendar_of(community.district_id, community.pk)
    return calendar_of(district_coded(args.district).pk if args.district else None)
