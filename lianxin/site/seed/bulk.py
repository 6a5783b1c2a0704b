"""Many rows at once: COPY on PostgreSQL, one prepared INSERT on SQLite."""

from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models import Model


def write(model: type[Model], rows: Sequence[Model]) -> None:
    """Insert rows as they are, each with its key, inside the caller's transaction."""
    if not rows:
        return
    fields = model._meta.concrete_fields
    values = (
        [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
        for row in rows
    )
    insert = _copy if connection.vendor == "postgresql" else _insert
    insert(model._meta.db_table, [field.column for field in fields], values)


def _copy(table: str, columns: list[str], rows: Iterable[list]) -> None:
    quoted = ", ".join(map(connection.ops.quote_name, columns))
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({quoted}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)


def _insert(table: str, columns: list[str], rows: Iterable[list]) -> None:
    quoted = ", ".join(map(connection.ops.quote_name, columns))
    places = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        # Names of our own models; the values are bound.
        cursor.executemany(f"INSERT INTO {table} ({quoted}) VALUES ({places})", rows)  # noqa: S608
