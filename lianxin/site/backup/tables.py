"""What stands in a database: of every table its number of rows, and one digest over them all."""

import hashlib
from collections.abc import Iterable

Contents = dict[str, list]
_MODULUS = 1 << 256


def digest_of(rows: Iterable[bytes]) -> list:
    """Return count and digest; the order of the rows does not matter, so nothing is sorted."""
    count = total = 0
    for row in rows:
        count += 1
        total += int.from_bytes(hashlib.sha256(row).digest(), "big")
    return [count, f"{total % _MODULUS:064x}"]


def differing(before: Contents, after: Contents) -> list[str]:
    """Return the tables that are not the same in both."""
    return sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
