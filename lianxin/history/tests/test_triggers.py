"""The database itself refuses to change or remove history."""

import pytest
from django.db import DatabaseError, connection, transaction

from lianxin.history.models import Event, EventWords, Opening, Seal
from lianxin.history.seals import seal
from lianxin.history.triggers import GUARDED
from lianxin.matters.models import Matter

WAYS = [(table, what) for table, whats in GUARDED.items() for what in whats]


@pytest.fixture
def sealed(recorded: Matter, tmp_path: object) -> Matter:
    seal(recorded.district_id, tmp_path)
    return recorded


def content() -> list:
    models = (Event, EventWords, Opening, Seal)
    return [list(model.objects.order_by("pk").values_list()) for model in models]


@pytest.mark.parametrize(("table", "what"), WAYS)
def test_history_is_added_to_never_rewritten(sealed: Matter, table: str, what: str):
    before = content()
    sql = (
        f"UPDATE {table} SET district_id = district_id"
        if what == "UPDATE"
        else f"DELETE FROM {table}"
    )

    with (
        pytest.raises(DatabaseError, match="history is added to, never rewritten"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)

    assert content() == before
    assert all(before)


def test_the_words_of_an_event_may_be_disposed_of(sealed: Matter):
    EventWords.objects.all().delete()

    assert EventWords.objects.count() == 0
