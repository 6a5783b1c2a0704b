"""A column of marks of texts, and how each database finds the rows that hold some: GIN on PostgreSQL, FTS5 on SQLite.

On SQLite the column lies beside a full-text table that triggers keep in step with it. A migration that
alters the table makes it anew there, without its triggers: it has to create them again at its end.
"""

from collections.abc import Collection, Iterable, Iterator
from itertools import islice

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import RunPython
from django.db.models import Q
from django.db.models.sql.compiler import SQLCompiler

_BATCH = 1000


class Marks(models.Field):
    """The marks of a row's texts (`base.bigrams`). Written from a set of numbers, never read back."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "integer[]" if connection.vendor == "postgresql" else "text"

    def get_prep_value(self, value: Iterable[int]) -> list[int]:
        return sorted(value)

    def get_db_prep_value(
        self, value: Iterable[int], connection: BaseDatabaseWrapper, prepared: bool = False
    ) -> object:
        marks = sorted(value)
        return marks if connection.vendor == "postgresql" else " ".join(map(token, marks))


def token(mark: int) -> str:
    """Return a mark as a word of letters and digits, for an index that knows no others."""
    return f"{mark + 2**31:08x}"


@Marks.register_lookup
class Holds(models.Lookup):
    """`marks__holds={…}`: the rows that have every one of some marks."""

    lookup_name = "holds"

    def get_prep_lookup(self) -> list[int]:
        return sorted(self.rhs)

    def get_db_prep_lookup(self, value: list[int], connection: BaseDatabaseWrapper) -> tuple:
        return "%s", [value]

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} @> %s::integer[]", [*params, self.rhs]

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple:
        alias = compiler.quote_name_unless_alias(self.lhs.alias)
        return f"{alias}.id IN ({self._rows()})", [match(self.rhs)]

    def _rows(self) -> str:
        table = f"{self.lhs.target.model._meta.db_table}_index"
        return f"SELECT rowid FROM {table} WHERE {table} MATCH %s"  # noqa: S608 -- our own names


def newest_with(
    rows: models.QuerySet, text: str, wanted: Iterable[Collection[set[int]]]
) -> models.QuerySet:
    """Narrow rows, the newest first, to those in whose text each word may stand; a plain look must follow.

    `text` names the relation to the rows with marks, whose ids grow with time. Of each word `wanted` has the
    ways to find it: sets of marks, of which a text has at least one whole. PostgreSQL knows of each mark how
    many rows have it. SQLite does not: it is made to go through the index from its newest row, and to stop
    where the page is full.
    """
    rows, asked = rows.order_by(f"-{text}__id"), [ways for ways in wanted if ways]
    if connection.vendor == "postgresql":
        for ways in asked:
            rows = rows.filter(
                Q(*({f"{text}__marks__holds": way}.popitem() for way in ways), _connector=Q.OR)
            )
        return rows
    if not asked:
        return rows
    table = rows.model._meta.get_field(text).related_model._meta.db_table
    matched = " AND ".join(f"({' OR '.join(f'({match(way)})' for way in ways)})" for ways in asked)
    # The ORM knows no table of FTS5; only in its own order does SQLite walk through it.
    return rows.extra(  # noqa: S610 -- our own names
        tables=[f"{table}_index"],
        where=[f"{table}_index.rowid = {table}.id", f"{table}_index MATCH %s"],
        params=[matched],
        order_by=[f"-{table}_index.rowid"],
    )


def match(way: Iterable[int]) -> str:
    """Return what FTS5 is asked for a row that has every one of some marks."""
    return " AND ".join(f'"{token(mark)}"' for mark in sorted(way))


def indexed(table: str) -> RunPython:
    """Return the operation of a migration that makes the index of a table's column `marks`."""

    def create(_apps: object, editor: object) -> None:
        for statement in _create(table, editor.connection.vendor):
            editor.execute(statement)

    def drop(_apps: object, editor: object) -> None:
        editor.execute(_drop(table, editor.connection.vendor))

    return RunPython(create, drop)


def _drop(table: str, vendor: str) -> str:
    # On SQLite the triggers stand on the other table, and go with it.
    return f"DROP {'INDEX' if vendor == 'postgresql' else 'TABLE'} {table}_index"


def _create(table: str, vendor: str) -> list[str]:
    index = f"{table}_index"
    if vendor == "postgresql":
        return [f"CREATE INDEX {index} ON {table} USING gin (marks)"]
    removed = f"INSERT INTO {index} ({index}, rowid, marks) VALUES ('delete', old.id, old.marks);"  # noqa: S608
    added = f"INSERT INTO {index} (rowid, marks) VALUES (new.id, new.marks);"  # noqa: S608
    return [
        f"CREATE VIRTUAL TABLE {index} USING fts5 (marks, content={table}, content_rowid=id, detail=none)",
        f"CREATE TRIGGER {index}_added AFTER INSERT ON {table} BEGIN {added} END",
        f"CREATE TRIGGER {index}_gone AFTER DELETE ON {table} BEGIN {removed} END",
        f"CREATE TRIGGER {index}_changed AFTER UPDATE ON {table} BEGIN {removed} {added} END",
    ]


def fill(kept: type[models.Model], rows: Iterator[models.Model]) -> None:
    """Write rows of texts into the table as a migration knows it, so many at a time."""
    columns = [field.attname for field in kept._meta.concrete_fields]
    made = (kept(**{name: getattr(row, name) for name in columns}) for row in rows)
    while batch := list(islice(made, _BATCH)):
        kept.objects.bulk_create(batch)
