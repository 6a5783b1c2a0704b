"""The first rows of a list, in a time that does not grow with all that is in scope."""

from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.kept import kept
from lianxin.base.scope import Scope
from lianxin.matters.models import Matter
from lianxin.matters.queries import STANDS, matters_for, ways_to_see

# A matter as a list knows it: its id, and the version that says when a row drawn of it is out of date.
Line = tuple[UUID, int]

Narrow = Callable[[QuerySet[Matter]], QuerySet[Matter]]

# What lists show of a matter; its words, and whatever is sealed, stay where they are.
LISTED = (
    "district", "number", "kind", "title", "state", "urgency", "category", "channel", "said_on",
    "street", "community", "grid", "compound", "building", "stairwell", "home", "spot",
    "holder", "recorded_by", "recorded_at", "paused_until", "due_at", "due_why", "review_on",
    "finished_at", "closed_at", "merged_into",
)  # fmt: skip


def first_of(
    actor: Actor,
    narrow: Narrow,
    *,
    start: int = 0,
    stop: int,
) -> list[Line]:
    """Return the lines from `start` to `stop` of what `narrow` leaves, in its order, of all that the actor sees.

    Asked for at once, "in my area, or held by me, or recorded by me" makes the database sort all that
    is in scope: 1.7 s of a million rows. Each way asked for alone, with nothing of the others beside it,
    walks an index in the list's order: 2 ms. What was searched for has an order and an index of its own,
    and is asked for at once.
    """
    asked = _written(actor.scope, narrow, stop, int(clock.now().timestamp() // 60))
    if asked is None:
        return list(narrow(matters_for(actor)).values_list("pk", "version")[start:stop])
    with connection.cursor() as cursor:
        cursor.execute(*asked)
        found = cursor.fetchall()
    return [(pk if isinstance(pk, UUID) else UUID(pk), version) for pk, version in found[start:]]


@kept
def _written(scope: Scope, narrow: Narrow, stop: int, _minute: int) -> tuple[str, tuple] | None:
    """Return the SQL of the first lines by any way to see, written once a minute for narrowings that are equal.

    None for a list with an order of its own. To write it takes three times as long as to read the rows.
    """
    first, *pk = narrow(Matter.objects.all()).query.order_by
    if not pk:
        return None
    statements, given = [], ()
    for way in ways_to_see(scope):
        found = narrow(Matter.objects.filter(STANDS, way))
        keys = found.values_list(first.removeprefix("-"), "pk", "version")
        with suppress(EmptyResultSet):
            sql, params = keys[:stop].query.sql_with_params()
            statements.append(f"SELECT * FROM ({sql}) way")  # noqa: S608 -- written by the ORM
            given += params
    if not statements:
        return "SELECT 1, 1 WHERE 1 = 0", ()
    turn = "DESC" if first.startswith("-") else "ASC"
    seen, key = " UNION ".join(statements), first.removeprefix("-")
    sql = f"SELECT pk, version FROM ({seen}) seen ORDER BY {key} {turn}, pk {turn} LIMIT {stop}"  # noqa: S608
    return sql, given


def lines_of(matters: Iterable[Matter]) -> list[Line]:
    """Return matters as a list knows them."""
    return [(matter.pk, matter.version) for matter in matters]


def listed(district: UUID, pks: Collection[UUID]) -> dict[UUID, Matter]:
    """Return matters with what lists show of them, by id."""
    return Matter.objects.filter(district=district).only(*LISTED).in_bulk(pks)
