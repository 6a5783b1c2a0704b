"""What the matters' own rows say of their history, for the proof."""

from collections.abc import Iterator

from lianxin.history.queries import Head
from lianxin.matters.models import Matter


def heads() -> Iterator[Head]:
    rows = Matter.objects.values_list("pk", "number", "version", "head", "state")
    return (Head(*row) for row in rows.iterator())
