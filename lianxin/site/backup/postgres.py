"""PostgreSQL: pg_dump, the digests and the names of the files, all from one exported snapshot."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from lianxin.base.refused import Refused
from lianxin.site.backup.snapshot import UPLOADS, Snapshot
from lianxin.site.backup.tables import Contents, digest_of

# COPY writes values as the session would show them; two servers must show them alike.
_ALIKE = (
    "SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'postgres';"
    "SET bytea_output = 'hex'; SET extra_float_digits = 1"
)
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
# What every new database has, or what only its administrator may make.
_THERE_ALREADY = re.compile(r" (SCHEMA|COMMENT) - (SCHEMA )?public | COMMENT - EXTENSION ")


def snapshot(settings: dict, into: Path) -> Snapshot:
    """Dump the database as it is at one moment."""
    with _connected(settings) as source:
        source.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        source.read_only = True
        exported = source.execute("SELECT pg_export_snapshot()").fetchone()[0]
        _run(
            settings,
            *("pg_dump", "--format=custom", "--no-owner", "--no-privileges"),
            *(f"--snapshot={exported}", f"--file={into}"),
        )
        uploads = dict(source.execute(UPLOADS).fetchall())
        return Snapshot("postgresql", into, _contents(source), uploads)


def is_empty(settings: dict) -> bool:
    with _connected(settings) as target:
        return target.execute(_TABLES).fetchone() is None


def put_back(settings: dict, dumped: Path) -> Contents:
    """Restore a dump in one transaction and return what stands in the database."""
    listed = _run(None, "pg_restore", "--list", str(dumped))
    wanted = [line for line in listed.splitlines() if not _THERE_ALREADY.search(line)]
    listing = dumped.with_suffix(".list")
    listing.write_text("\n".join(wanted))
    _run(
        settings,
        *("pg_restore", "--no-owner", "--no-privileges", "--single-transaction"),
        *("--exit-on-error", f"--use-list={listing}", str(dumped)),
    )
    with _connected(settings) as target:
        return _contents(target)


def remove(settings: dict) -> None:
    """Empty a database again that was empty before; its schema may not be ours to drop."""
    with _connected(settings) as target:
        for (table,) in target.execute(_TABLES).fetchall():
            target.execute(sql.SQL("DROP TABLE {} CASCADE").format(sql.Identifier(table)))
        target.execute("DROP FUNCTION IF EXISTS history_refuse()")


def _connected(settings: dict) -> psycopg.Connection:
    return psycopg.connect(_address(settings), password=settings["PASSWORD"] or None)


def _address(settings: dict) -> str:
    """Return the way to the database without its password, which a list of processes would show."""
    ours = ("pool", "server_side_binding")
    options = {name: value for name, value in settings["OPTIONS"].items() if name not in ours}
    place = {"dbname": "NAME", "user": "USER", "host": "HOST", "port": "PORT"}
    return make_conninfo(
        **options, **{name: settings[key] for name, key in place.items() if settings[key]}
    )


def _run(settings: dict | None, program: str, *arguments: str) -> str:
    if shutil.which(program) is None:
        sentence = (
            f"本机没有 {program}，请先安装 PostgreSQL 的客户端程序（Debian：postgresql-client）。"
        )
        raise Refused("not_found", sentence)
    where = [f"--dbname={_address(settings)}"] if settings else []
    password = {"PGPASSWORD": settings["PASSWORD"]} if settings and settings["PASSWORD"] else {}
    ended = subprocess.run(
        [program, *where, *arguments],
        env={**os.environ, **password},
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        raise Refused("wrong_state", f"{program} 没有办成：{ended.stderr.strip()}")
    return ended.stdout


def _contents(connection: psycopg.Connection) -> Contents:
    connection.execute(_ALIKE)
    tables = [name for (name,) in connection.execute(_TABLES)]
    return {name: digest_of(_rows(connection, name)) for name in tables}


def _rows(connection: psycopg.Connection, table: str) -> Iterator[bytes]:
    """Yield each row as the server writes it: it sends one message a row."""
    asked = sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))
    with connection.cursor() as cursor, cursor.copy(asked) as rows:
        for row in rows:
            yield bytes(row)
