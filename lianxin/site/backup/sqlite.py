"""SQLite: a copy of all pages at one moment, beside writers that go on writing."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import UUID

from lianxin.site.backup.envelope import Broken
from lianxin.site.backup.snapshot import UPLOADS, Snapshot
from lianxin.site.backup.tables import Contents, digest_of


def snapshot(settings: dict, into: Path) -> Snapshot:
    """Copy the database as it is at one moment.

    The pages are copied as they are. VACUUM INTO would number rows anew that a search index names.
    """
    with closing(sqlite3.connect(settings["NAME"])) as live, closing(sqlite3.connect(into)) as copy:
        live.backup(copy)  # in one step: a reader of the log, who stops no writer
        copy.execute("PRAGMA journal_mode=DELETE")
        _check(copy)
        uploads = {UUID(pk): sha256 for pk, sha256 in copy.execute(UPLOADS)}
        return Snapshot("sqlite", into, _contents(copy), uploads)


def is_empty(settings: dict) -> bool:
    return not Path(settings["NAME"]).exists()


def put_back(settings: dict, copied: Path) -> Contents:
    """Put a copied database in its place and return what stands in it."""
    target = Path(settings["NAME"])
    with closing(sqlite3.connect(copied)) as copy:
        _check(copy)
        contents = _contents(copy)
    if target.parent.stat().st_dev == copied.parent.stat().st_dev:
        copied.rename(target)
    else:
        shutil.copyfile(copied, target)
        target.chmod(0o600)
    return contents


def remove(settings: dict) -> None:
    Path(settings["NAME"]).unlink(missing_ok=True)


def _check(connection: sqlite3.Connection) -> None:
    said = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if said != "ok":
        raise Broken(said)


def _contents(connection: sqlite3.Connection) -> Contents:
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table'"
        " AND name NOT LIKE 'sqlite_%' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    ).fetchall()
    return {name: digest_of(_rows(connection, name)) for (name,) in tables}


def _rows(connection: sqlite3.Connection, table: str) -> Iterator[bytes]:
    rows = connection.execute(f'SELECT * FROM "{table}"')  # noqa: S608 -- a name from the schema
    return (repr(row).encode() for row in rows)
