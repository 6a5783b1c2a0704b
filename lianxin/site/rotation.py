"""A new key for the sealed columns, and everything that may be rewritten sealed with it.

The words of events are never rewritten: they stay under the key that sealed them, and so do older backups.
That is why an older key stays in the key file.
"""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from django.apps import apps
from django.db.models import Model, TextField, Value
from django.db.models.functions import Cast

from lianxin.base.fields import SealedText, SpanText
from lianxin.history.triggers import GUARDED

_BATCH = 500


class Column(NamedTuple):
    """A column that holds something sealed."""

    model: type[Model]
    field: SealedText | SpanText

    @property
    def stays(self) -> bool:
        """Tell whether its rows are never rewritten."""
        return "UPDATE" in GUARDED.get(self.model._meta.db_table, ())


def columns() -> list[Column]:
    """Return every column with something sealed."""
    return [
        Column(model, field)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, SealedText | SpanText)
    ]


def reseal() -> int:
    """Seal with the newest key whatever may be rewritten, and return how many values that were.

    A value that somebody changes meanwhile is left to them. What was interrupted goes on at the next call.
    """
    return sum(_reseal(column) for column in columns() if not column.stays)


def _reseal(column: Column) -> int:
    done, name = 0, column.field.attname
    rows = column.model._base_manager.annotate(kept=Cast(name, TextField()))
    for pk, kept in _older(column):
        value = Value(column.field.resealed(kept), output_field=TextField())
        done += rows.filter(pk=pk, kept=kept).update(**{name: value})
    return done


def older() -> dict[str, int]:
    """Return how many values are not under the newest key, by table; `reseal` leaves those of events."""
    found = Counter()
    for column in columns():
        found[column.model._meta.db_table] += sum(1 for _row in _older(column))
    return {table: count for table, count in found.items() if count}


def _older(column: Column) -> Iterator[tuple[object, str]]:
    """Yield the rows of a column that are under an older key: each row's key, and what it keeps."""
    rows = column.model._base_manager.annotate(kept=Cast(column.field.attname, TextField()))
    rows, last = rows.exclude(kept="").order_by("pk").values_list("pk", "kept"), None
    while batch := list((rows.filter(pk__gt=last) if last else rows)[:_BATCH]):
        yield from ((pk, kept) for pk, kept in batch if column.field.is_older(kept))
        last = batch[-1][0]
