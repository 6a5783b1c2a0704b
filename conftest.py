"""What every test stands on."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import TransactionTestCase

from lianxin.history import triggers


@pytest.fixture(scope="session", autouse=True)
def history_guard_steps_aside_for_a_flush() -> Iterator[None]:
    """A test with real transactions empties the tables afterwards, which the guard refuses."""
    flush = TransactionTestCase._fixture_teardown

    def flush_unguarded(case: TransactionTestCase) -> None:
        with connection.cursor() as cursor:
            for sql in triggers.drop(connection):
                cursor.execute(sql)
            flush(case)
            for sql in triggers.create(connection):
                cursor.execute(sql)

    TransactionTestCase._fixture_teardown = flush_unguarded
    yield
    TransactionTestCase._fixture_teardown = flush
