"""A community whose every text is hostile: scripts in what people said, and in every row beside it."""

from collections.abc import Callable, Iterator, Mapping
from itertools import count

from django.apps import apps
from django.db import models
from django.test import Client

from lianxin.desk.tests.crawl import Crawl
from lianxin.matters.models import Matter
from lianxin.site.tests.rights import ROLES
from lianxin.site.tests.turns import WAY, data_for

# Told to a browser each of these calls `hit`; the shorter one fits into a title.
LONG = "'\"></textarea></title><img src=x onerror=hit({})>"
SHORT = '"><img src=x onerror=hit({})>'
TOLD = LONG.format(0)
_SPOKEN = {"words", "reason", "summary", "next", "to"}
_OPEN_ALL = ("desk", "grid")
# Made by us and never typed: digests, addresses that a crawl needs, what a machine computes.
_OURS = {"password", "username", "login", "number", "disposed_by", "secret"}
# Rows that are only ever added; what is typed reaches them by the steps themselves.
_CLOSED = "history"


def written_columns() -> Iterator[models.Field]:
    """Yield every column of ours that holds words of somebody's."""
    for model in apps.get_models():
        if model.__module__.startswith("lianxin.") and model._meta.app_label != _CLOSED:
            yield from filter(_holds_words, model._meta.fields)


def _holds_words(column: models.Field) -> bool:
    if not isinstance(column, models.CharField | models.TextField) or column.choices:
        return False
    if column.name in _OURS or column.unique:
        return False
    # Digests have 64 characters, codes of ours 20 at most.
    return column.max_length is None or (column.max_length > 20 and column.max_length != 64)


def _put_into_rows() -> dict[int, str]:
    """Write a script of its own into every one of these columns; return which number went where."""
    numbers, where = count(1), {}
    for column in written_columns():
        rows = list(column.model._base_manager.all())
        fits = LONG if column.max_length is None or column.max_length > 60 else SHORT
        for row in rows:
            number = next(numbers)
            where[number] = f"{column.model.__name__}.{column.name}"
            setattr(row, column.name, fits.format(number))
        column.model._base_manager.bulk_update(rows, [column.name])
    for row in apps.get_model("territory", "Place").objects.all():
        number = next(numbers)
        where[number] = "Place.aliases"
        row.aliases = [LONG.format(number)]
        row.save(update_fields=["aliases"])
    return where


def tell_scripts(record: Callable[..., Matter], drive: Callable[..., Matter]) -> dict[int, str]:
    """Put scripts everywhere, with a matter in every state; return where each number stands."""
    for state, way in WAY.items():
        answers = {name: dict.fromkeys(_SPOKEN & set(data_for(name)), TOLD) for name, _doer in way}
        drive(record(words=TOLD, spot=TOLD, reporter_name=TOLD), state, **answers)
    return _put_into_rows()


def crawled(browsers: Mapping[str, Client]) -> Iterator[tuple[str, Crawl]]:
    """Let everybody follow every link; the office and its grid worker open a matter in every state."""
    for role in ROLES:
        numbers = Matter.objects.values_list("number", flat=True) if role in _OPEN_ALL else ()
        starts = [f"/desk/matters/{number}" for number in numbers]
        yield role, Crawl(browsers[role]).follow("/desk/", *starts)
