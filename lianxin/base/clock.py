"""The one clock. Days are counted in Beijing time; demo stories and tests set it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")
_set: ContextVar[datetime | None] = ContextVar("set_clock", default=None)


def now() -> datetime:
    """Return the present moment, aware, in Beijing time."""
    return (_set.get() or datetime.now(UTC)).astimezone(BEIJING)


def today() -> date:
    return now().date()


def local(moment: datetime) -> datetime:
    """Return the same moment as Beijing's clocks show it."""
    return moment.astimezone(BEIJING)


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """Return the first moment of a Beijing day and of the next one."""
    start = datetime(day.year, day.month, day.day, tzinfo=BEIJING)
    after = day + timedelta(days=1)
    return start, datetime(after.year, after.month, after.day, tzinfo=BEIJING)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Stand at `moment` (aware) for the length of a `with` block."""
    assert moment.tzinfo is not None, "a set clock needs its offset"
    token = _set.set(moment)
    try:
        yield
    finally:
        _set.reset(token)
