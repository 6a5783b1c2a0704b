"""Long lists, a page at a time, without counting what nobody asked to be counted."""

from django.db.models import Model, QuerySet
from ninja import Schema
from pydantic import Field


class Page(Schema):
    """Which page, and how long: the end of the list is told by `more`."""

    page: int = Field(1, ge=1, le=1000)
    size: int = Field(50, ge=1, le=200)


def page_of(rows: QuerySet, paging: Page) -> tuple[list[Model], bool]:
    """Return the rows of a page, and whether more follow."""
    start = (paging.page - 1) * paging.size
    found = list(rows[start : start + paging.size + 1])
    return found[: paging.size], len(found) > paging.size
