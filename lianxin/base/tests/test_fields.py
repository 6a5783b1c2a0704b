"""Columns that never hold personal data in the clear."""

from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import connection, models

from lianxin.base import crypto
from lianxin.base.fields import SealedText, SpanText
from lianxin.matters.models import Matter
from lianxin.understanding.personal import find

PHONE, OTHER_PHONE, IDENTITY = "13812345671", "13912345672", "110101199003070070"


def everything_stored() -> str:
    """Return every column of every table of ours as the database holds it."""
    with connection.cursor() as cursor:
        rows = []
        for model in apps.get_models():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)}")
            rows += cursor.fetchall()
    return repr(rows)


def test_a_number_in_the_words_or_on_the_card_is_nowhere_in_the_database(
    record: Callable[..., Matter], drive: Callable[..., Matter]
):
    words = f"电梯又停了，电话{PHONE}，身份证{IDENTITY}，请回话。"

    matter = record(words=words, reporter_phone=OTHER_PHONE)
    drive(matter, "in_hand")
    drive(record(), "to_verify", finish={"words": f"打{PHONE}说好了"})

    stored = everything_stored()
    assert [number for number in (PHONE, OTHER_PHONE, IDENTITY) if number in stored] == []
    assert "电梯又停了，电话" in stored
    kept = Matter.objects.get(pk=matter.pk)
    assert (kept.words, kept.requester_phone) == (words, OTHER_PHONE)


def test_a_span_read_back_is_verbatim():
    field = SpanText(find=find)
    words = f"先打{PHONE}，不通再打 139 1234 5672"

    stored = field.get_prep_value(words)

    assert PHONE not in stored
    assert "先打" in stored
    assert field.from_db_value(stored, None, connection) == words


def test_a_typed_mark_does_not_pass_for_a_sealed_span():
    field = SpanText(find=find)
    forged = f"\ue0f0{crypto.seal('秘密', 'span')}\ue0f1"

    read = field.from_db_value(field.get_prep_value(forged), None, connection)

    assert "秘密" not in read
    assert read[0] == read[-1] == "\ufffd"


@pytest.mark.parametrize("empty", ["", None])
def test_nothing_stays_nothing(empty: str | None):
    for field in (SpanText(find=find), _named(SealedText())):
        assert field.get_prep_value(empty) == empty
        assert field.from_db_value(empty, None, connection) == empty


def test_a_sealed_column_cannot_be_moved_to_another_column():
    stored = _named(SealedText()).get_prep_value(PHONE)

    with pytest.raises(crypto.WrongKey):
        _named(SealedText(), "title").from_db_value(stored, None, connection)


def _named(field: models.Field, name: str = "requester_phone") -> models.Field:
    field.model, field.name = Matter, name
    return field
