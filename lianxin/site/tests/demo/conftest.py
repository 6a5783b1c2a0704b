"""The demo communities, told once."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.conf import settings
from django.db import transaction

from lianxin.base import clock
from lianxin.site.demo.load import load, password_in
from lianxin.site.demo.stories import Told


@pytest.fixture(scope="package")
def now() -> datetime:
    return clock.now()


@pytest.fixture(scope="package")
def told(now: datetime, django_db_setup: None, django_db_blocker: object) -> Iterator[list[Told]]:
    """All communities, loaded once for all tests of this folder."""
    with django_db_blocker.unblock(), transaction.atomic():
        with clock.at(now):
            yield load(password=password_in(settings.HOME))
        transaction.set_rollback(True)
