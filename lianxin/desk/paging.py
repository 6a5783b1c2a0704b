"""Pages of a list that may be long: the next one is known, how many there are only at the end."""

from collections.abc import Callable
from dataclasses import dataclass

PAGE = 50
# Whoever has not found it on so many pages narrows the list: each further one costs more.
LAST = 20


@dataclass(frozen=True)
class Page:
    """One page of a list, and whether more follows."""

    rows: list
    number: int
    more: bool

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.more and self.number < LAST else None

    @property
    def total(self) -> int | None:
        """Return how many rows the whole list has, where this page is its last."""
        return None if self.more else (self.number - 1) * PAGE + len(self.rows)


def page_of(rows: Callable[[int, int], list], asked: str | None) -> Page:
    """Return the page that was asked for; `rows(start, stop)` reads a piece of the list."""
    number = min(int(asked), LAST) if asked and asked.isdecimal() else 1
    number = max(number, 1)
    start = (number - 1) * PAGE
    found = rows(start, start + PAGE + 1)
    if not found and number > 1:
        return page_of(rows, str(number - 1))
    return Page(found[:PAGE], number, more=len(found) > PAGE)
