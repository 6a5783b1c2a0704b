"""What a ledger is made of: its columns, the figures that it counts, and how its rows are chosen."""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q
from django.utils.functional import Promise


@dataclass(frozen=True)
class Column:
    """A column: `kind` is text, day, moment or count; `width` is in characters."""

    name: str
    title: str | Promise
    width: int
    kind: str = "text"


@dataclass(frozen=True)
class Counted:
    """A figure of a ledger: what it is called, and which of the ledger's matters it counts.

    `rows` is a condition, or makes one where it depends on the moment.
    """

    label: str | Promise
    rows: Q | Callable[[], Q]

    @property
    def condition(self) -> Q:
        return self.rows() if callable(self.rows) else self.rows


@dataclass(frozen=True)
class Ledger:
    """One view of what happened. `day` is the column of a matter, or of an entry, that dates it.

    A list is a ledger that `selects` its matters of a district, and shows whatever of them is open
    beside what was closed in the period. Where every row is a matter, a figure narrows the rows, too.
    """

    title: str | Promise
    says: str | Promise
    day: str
    unit: str | Promise
    columns: tuple[Column, ...]
    counted: dict[str, Counted] = field(default_factory=dict)
    rows_are_matters: bool = False
    selects: Callable[[UUID], Q] | None = None

    @property
    def narrowed_by(self) -> dict[str, Counted]:
        """Return the figures that the rows can be narrowed to."""
        return self.counted if self.rows_are_matters else {}
