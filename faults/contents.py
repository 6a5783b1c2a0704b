"""What an installation holds, as JSON: run in the product's own environment.

Tables are read here by another way than the backup reads them: a drill that asked the backup's own
code would believe its mistakes.
"""

import hashlib
import json
import sys

import django


def contents() -> dict:
    """Return of every table the number of rows and the digest of its sorted rows, and of every file its hash."""
    from django.db import connection  # noqa: PLC0415 -- settings are read once Django is set up

    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        return {"tables": {name: _table(cursor, name) for name in names}, "files": _files()}


def _table(cursor: object, name: str) -> list:
    cursor.execute(f'SELECT * FROM "{name}"')
    rows = sorted(repr(row) for row in cursor.fetchall())
    return [len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest()]


def _files() -> dict[str, str]:
    from lianxin.base import crypto  # noqa: PLC0415

    home = crypto.home()
    kept = [home / "keys.json", *home.glob("seals/*"), *home.glob("files/*/*")]
    return {
        str(path.relative_to(home)): hashlib.sha256(path.read_bytes()).hexdigest() for path in kept
    }


if __name__ == "__main__":
    django.setup()
    json.dump(contents(), sys.stdout)
