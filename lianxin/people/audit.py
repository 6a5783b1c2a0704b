"""What the register's own rows say of their history, for the proof."""

from collections.abc import Iterator

from lianxin.history.queries import Head
from lianxin.people.models import Import


def heads() -> Iterator[Head]:
    rows = Import.objects.values_list("pk", "at", "version", "head")
    return (
        Head(pk, f"{at:%Y-%m-%d} 导入 {str(pk)[-6:]}", version, digest, "taken")
        for pk, at, version, digest in rows.iterator()
    )
