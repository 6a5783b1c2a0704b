"""Reads that nearly every request makes: their SQL is written once a process, each asking fills in its values."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, wraps
from inspect import get_annotations, signature
from typing import ParamSpec
from uuid import UUID

from django.db import connection
from django.db.models import CharField, DateField, DateTimeField, Field, QuerySet, UUIDField, Value

_FIELDS: dict[type, Field] = {
    UUID: UUIDField(),
    date: DateField(),
    datetime: DateTimeField(),
    str: CharField(),
}
_Asked = ParamSpec("_Asked")


def written_once(build: Callable[_Asked, QuerySet]) -> Callable[_Asked, list[tuple]]:
    """Let a `values_list` be put together once; every asking reads its rows afresh, with the values given.

    `build` is called with holes for its arguments: it may compare with them, but must not look at them.
    To put a join together takes Django ten times as long as to read its rows.
    """
    names = signature(build)

    @cache
    def written() -> _Statement:
        kinds = get_annotations(build)
        return _write(build(**{name: Hole(name, kinds[name]) for name in names.parameters}))

    @wraps(build)
    def read(*args: _Asked.args, **named: _Asked.kwargs) -> list[tuple]:
        return written().read(names.bind(*args, **named).arguments)

    return read


class Hole(Value):
    """A place in a query that is filled when it is asked."""

    def __init__(self, name: str, kind: type) -> None:
        super().__init__(name, output_field=_FIELDS[kind])

    def as_sql(self, *_args: object) -> tuple[str, list]:
        return "%s", [self]

    def filled(self, given: dict[str, object]) -> object:
        return self.output_field.get_db_prep_value(given[self.value], connection)


@dataclass(frozen=True)
class _Statement:
    """SQL, what it is given, and by column what makes Python's values of the database's."""

    sql: str
    params: tuple
    converters: list[tuple[int, tuple[list[Callable], object]]]

    def read(self, given: dict[str, object]) -> list[tuple]:
        params = [one.filled(given) if isinstance(one, Hole) else one for one in self.params]
        with connection.cursor() as cursor, _prepared():
            cursor.execute(self.sql, params)
            return [self._converted(row) for row in cursor.fetchall()]

    def _converted(self, row: tuple) -> tuple:
        values = list(row)
        for position, (converters, column) in self.converters:
            for convert in converters:
                values[position] = convert(values[position], column, connection)
        return tuple(values)


@contextmanager
def _prepared() -> Iterator[None]:
    """Let PostgreSQL keep the plan of what is asked within: reads by key have only one that is sensible."""
    if connection.vendor != "postgresql":
        yield
        return
    driver = connection.connection
    before, driver.prepare_threshold = driver.prepare_threshold, 0
    try:
        yield
    finally:
        driver.prepare_threshold = before


def _write(queryset: QuerySet) -> _Statement:
    compiler = queryset.query.get_compiler(connection=connection)
    sql, params = compiler.as_sql()
    columns = [column for column, _sql, _alias in compiler.select]
    return _Statement(sql, params, list(compiler.get_converters(columns).items()))
