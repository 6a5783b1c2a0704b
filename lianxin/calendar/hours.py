"""Office hours as people write them: `09:00-12:00 13:30-17:30`."""

import re
from datetime import time
from itertools import pairwise

from django.utils.translation import gettext as _

from lianxin.base.refused import Refused
from lianxin.calendar.days import Span

_SPAN = re.compile(r"(\d{1,2})[:：](\d{2})\s*[-—－~～至到]\s*(\d{1,2})[:：](\d{2})")
_BETWEEN = re.compile(r"[\s,，、;；和]*")


def parse(written: str) -> tuple[Span, ...]:
    """Read the spans of a day in which an office is open, or refuse."""
    spans = [_span(*map(int, found.groups())) for found in _SPAN.finditer(written)]
    rest = _BETWEEN.sub("", _SPAN.sub("", written))
    in_order = None not in spans and all(a[1] <= b[0] for a, b in pairwise(spans))
    if rest or not spans or not in_order:
        sentence = _("办公时间请写成 09:00-12:00 13:30-17:30 的样子，先后不能重叠。")
        raise Refused("bad_input", sentence, fields={"spans": [sentence]})
    return tuple(spans)


def _span(hour: int, minute: int, until_hour: int, until_minute: int) -> Span | None:
    if max(hour, until_hour) > 23 or max(minute, until_minute) > 59:
        return None
    since, until = time(hour, minute), time(until_hour, until_minute)
    return (since, until) if since < until else None


def written(spans: tuple[Span, ...]) -> str:
    """Return spans as they are kept."""
    return " ".join(f"{since:%H:%M}-{until:%H:%M}" for since, until in spans)
