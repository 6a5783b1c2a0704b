"""A read that is written once: put together one time, read afresh each time."""

from datetime import UTC, datetime

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import QuerySet

from lianxin.base.written import written_once

MORNING, EVENING = datetime(2026, 7, 20, 8, tzinfo=UTC), datetime(2026, 7, 20, 20, tzinfo=UTC)
_written: list[str] = []


@pytest.fixture
def rows(db: object) -> None:
    Session.objects.create(session_key="灯", session_data="亮", expire_date=EVENING)
    Session.objects.create(session_key="锁", session_data="开", expire_date=MORNING)


@written_once
def lasting(key: str, after: datetime) -> QuerySet:
    _written.append("once")
    found = Session.objects.filter(session_key=key, expire_date__gt=after)
    return found.values_list("session_data", "expire_date")


def test_each_asking_gets_what_its_own_values_ask_for(rows: None):
    answers = [lasting("灯", MORNING), lasting("锁", MORNING), lasting("灯", after=EVENING)]

    assert answers == [[("亮", EVENING)], [], []]


def test_what_was_changed_a_moment_ago_is_read(rows: None):
    lasting("灯", MORNING)
    Session.objects.filter(session_key="灯").update(session_data="灭")

    assert lasting("灯", MORNING) == [("灭", EVENING)]


def test_it_is_put_together_once(rows: None):
    lasting("灯", MORNING)
    _written.clear()
    lasting("锁", MORNING)

    assert _written == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL keeps plans")
def test_its_plan_is_kept_and_no_other(rows: None):
    lasting("灯", MORNING)
    list(Session.objects.filter(session_key="锁"))

    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        planned = [statement for (statement,) in cursor.fetchall() if "django_session" in statement]
    assert len(planned) == 1
    assert "expire_date" in planned[0]
    assert connection.connection.prepare_threshold is None
