"""The days of a notice as people write them, one line each: `2027-01-01..2027-01-03 放假 元旦`."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _

from lianxin.base.refused import Refused
from lianxin.calendar.actions import Arranged

LONGEST = 60  # no holiday is longer, so a line that is longer was mistyped
_LINE = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:\s*(?:\.\.|至|到|~|～|—+)\s*(\d{4}-\d{2}-\d{2}))?\s*(放假|上班)\s*(\S.{0,39})?",
    re.ASCII,
)


def parse_days(written: str) -> list[Arranged]:
    """Read the days of a notice, or refuse with the line that can not be read."""
    days = [
        day
        for number, line in enumerate(written.splitlines(), start=1)
        if line.strip()
        for day in _days(number, line.strip())
    ]
    twice = {one.day for one in days if sum(other.day == one.day for other in days) > 1}
    if twice:
        raise _refused(_("%(day)s写了两次，请留一行。") % {"day": min(twice)})
    return days


def _days(number: int, line: str) -> Iterator[Arranged]:
    found = _LINE.fullmatch(line)
    since, until = _span(found) if found else (None, None)
    if since is None or not 0 <= (until - since).days < LONGEST:
        raise _refused(
            _("第%(n)d行看不懂。请写成 2027-01-01..2027-01-03 放假 元旦，或 2027-01-04 上班。")
            % {"n": number}
        )
    works = found[3] == "上班"
    name = (found[4] or (_("调休") if works else _("放假"))).strip()
    for more in range((until - since).days + 1):
        yield Arranged(since + timedelta(days=more), works, name)


def _span(found: re.Match) -> tuple[date, date] | tuple[None, None]:
    try:
        since = date.fromisoformat(found[1])
        return since, date.fromisoformat(found[2]) if found[2] else since
    except ValueError:
        return None, None


def _refused(sentence: str) -> Refused:
    return Refused("bad_input", sentence, fields={"days": [sentence]})
