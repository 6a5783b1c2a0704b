"""What every test stands on."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import TransactionTestCase

from lianxin.base import kept
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


@pytest.fixture(scope="session", autouse=True)
def what_is_kept_does_not_run_out() -> Iterator[None]:
    """How often a page asks must not hang on the second in which it is asked."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept, "slot", lambda: 0)
        yield


@pytest.fixture(autouse=True)
def nothing_is_kept_from_test_to_test() -> Iterator[None]:
    yield
    kept.forget()
