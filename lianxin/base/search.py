"""A column of bigrams, and how each database finds the rows that hold some: GIN on PostgreSQL, FTS5 on SQLite.

On SQLite the column lies beside a full-text table that triggers keep in step with it. A migration that
alters the table makes it anew there, without its triggers: it has to create them again at its end.
"""

from collections.abc import Iterable

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import RunPython
from django.db.models.sql.compiler import SQLCompiler

from lianxin.base.bigrams import bigrams, token


class Bigrams(models.Field):
    """The bigrams of a row's texts. Written from a set of pairs, never read back."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "text[]" if connection.vendor == "postgresql" else "text"

    def get_prep_value(self, value: Iterable[str]) -> list[str]:
        return sorted(value)

    def get_db_prep_value(
        self, value: Iterable[str], connection: BaseDatabaseWrapper, prepared: bool = False
    ) -> object:
        pairs = sorted(value)
        if connection.vendor == "postgresql":
            return pairs
        return " ".join(token(pair) for pair in pairs)


@Bigrams.register_lookup
class Holds(models.Lookup):
    """`pairs__holds="漏水"`: the rows that have every pair of a plain word of at least two characters."""

    lookup_name = "holds"

    def get_prep_lookup(self) -> list[str]:
        return sorted(bigrams(self.rhs))

    def get_db_prep_lookup(self, value: list[str], connection: BaseDatabaseWrapper) -> tuple:
        return "%s", [value]

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} @> %s::text[]", [*params, self.rhs]

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple:
        alias = compiler.quote_name_unless_alias(self.lhs.alias)
        table = index_of(self.lhs.target.model)
        match = " ".join(f'"{token(pair)}"' for pair in self.rhs)
        rows = f"SELECT rowid FROM {table} WHERE {table} MATCH %s"  # noqa: S608 -- our own names
        return f"{alias}.id IN ({rows})", [match]


def index_of(model: type[models.Model]) -> str:
    return f"{model._meta.db_table}_index"


def indexed(table: str) -> RunPython:
    """Return the operation of a migration that makes the index of a table's column `pairs`."""

    def create(_apps: object, editor: object) -> None:
        for statement in _create(table, editor.connection.vendor):
            editor.execute(statement)

    def drop(_apps: object, editor: object) -> None:
        editor.execute(
            f"DROP {'INDEX' if editor.connection.vendor == 'postgresql' else 'TABLE'} {table}_index"
        )

    return RunPython(create, drop)


def _create(table: str, vendor: str) -> list[str]:
    index = f"{table}_index"
    if vendor == "postgresql":
        return [f"CREATE INDEX {index} ON {table} USING gin (pairs)"]
    removed = f"INSERT INTO {index} ({index}, rowid, pairs) VALUES ('delete', old.id, old.pairs);"  # noqa: S608
    added = f"INSERT INTO {index} (rowid, pairs) VALUES (new.id, new.pairs);"  # noqa: S608
    return [
        f"CREATE VIRTUAL TABLE {index} USING fts5 (pairs, content={table}, content_rowid=id, detail=none)",
        f"CREATE TRIGGER {index}_added AFTER INSERT ON {table} BEGIN {added} END",
        f"CREATE TRIGGER {index}_gone AFTER DELETE ON {table} BEGIN {removed} END",
        f"CREATE TRIGGER {index}_changed AFTER UPDATE ON {table} BEGIN {removed} {added} END",
    ]
