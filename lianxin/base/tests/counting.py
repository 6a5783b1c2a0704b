"""Counting what is asked of the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

from lianxin.base.kept import forget


@contextmanager
def counting() -> Iterator[CaptureQueriesContext]:
    """Count the questions of somebody who remembers nothing from before."""
    forget()
    with CaptureQueriesContext(connection) as asked:
        yield asked
