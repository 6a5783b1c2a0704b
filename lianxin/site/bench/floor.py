"""The floor of a write: the same rows in the same tables, made by pgbench with nothing in between."""

import resource
import subprocess
from dataclasses import dataclass
from pathlib import Path

from psycopg import Connection
from psycopg.sql import SQL, Identifier

from lianxin.site import throwaway

Rows = dict[str, int]


def counts(connection: Connection) -> Rows:
    """Return how many rows each table of the product holds."""
    tables = connection.execute(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' "
        "AND table_type = 'BASE TABLE' AND table_name NOT LIKE 'floor_%'"
    ).fetchall()
    return {name: _count(connection, name) for (name,) in tables}


def added(before: Rows, after: Rows, requests: int = 1) -> dict[str, float]:
    """Return how many rows a request added to each table that grew."""
    grown = {table: after[table] - count for table, count in before.items()}
    return {table: rows / requests for table, rows in grown.items() if rows}


def _count(connection: Connection, table: str) -> int:
    return connection.execute(SQL("SELECT count(*) FROM {}").format(Identifier(table))).fetchone()[
        0
    ]


def keep_pattern(connection: Connection, tables: list[str], xid: str) -> None:
    """Copy the rows that one transaction wrote to `tables` into `floor_…`, as patterns."""
    for table in tables:
        kept = Identifier(f"floor_{table}")
        connection.execute(SQL("DROP TABLE IF EXISTS {}").format(kept))
        connection.execute(
            SQL("CREATE TABLE {} AS SELECT * FROM {} WHERE xmin::text = {}").format(
                kept, Identifier(table), xid
            )
        )


def inserts(connection: Connection, tables: list[str], distinct: dict[str, str]) -> list[str]:
    """Return SQL that adds the pattern's rows again, under keys made from theirs and `:x`.

    `distinct` says by `table.column` what else must differ from row to row.
    """
    new_keys = {
        str(key)
        for table in tables
        for (key,) in connection.execute(
            SQL("SELECT {} FROM {}").format(
                Identifier(_key(connection, table)), Identifier(f"floor_{table}")
            )
        ).fetchall()
    }
    return [_insert(connection, table, new_keys, distinct) for table in tables]


def _key(connection: Connection, table: str) -> str:
    return connection.execute(
        "SELECT attname FROM pg_index JOIN pg_attribute "
        "ON attrelid = indrelid AND attnum = indkey[0] "
        "WHERE indisprimary AND indrelid = %s::regclass",
        [table],
    ).fetchone()[0]


def _insert(
    connection: Connection, table: str, new_keys: set[str], distinct: dict[str, str]
) -> str:
    pattern = connection.execute(SQL("SELECT * FROM {}").format(Identifier(f"floor_{table}")))
    names = [column.name for column in pattern.description]
    rows = pattern.fetchall()
    values = []
    quoted = [Identifier(name).as_string(connection) for name in names]
    for place, (name, column) in enumerate(zip(names, quoted, strict=True)):
        if f"{table}.{name}" in distinct:
            values.append(distinct[f"{table}.{name}"])
        elif any(isinstance(row[place], int) and str(row[place]) in new_keys for row in rows):
            values.append(f"{column} + :x")
        elif any(str(row[place]) in new_keys for row in rows):
            # Its first 24 characters keep the UUIDs of one request apart, and those of one row equal.
            values.append(f"(left({column}::text, 24) || :x)::uuid")
        else:
            values.append(column)
    into = f"{table} ({', '.join(quoted)})"
    return f"INSERT INTO {into} SELECT {', '.join(values)} FROM floor_{table};"


def script(opening: list[str], inserted: list[str]) -> str:
    """Return a pgbench script of one transaction; `:x` is new in each, twelve digits long."""
    lines = [
        "\\set n :n + 1",
        "\\set x 100000000000 + :turn * 10000000000 + :client_id * 100000000 + :n",
        *("BEGIN;", *opening, *inserted, "COMMIT;"),
    ]
    return "\n".join(lines) + "\n"


@dataclass(frozen=True)
class Run:
    """What a run cost: CPU seconds of the clients themselves, and how many transactions a second."""

    cpu_seconds: float
    per_second: float


def pgbench(url: str, file: Path, *, clients: int, transactions: int, turn: int) -> Run:
    """Run a script `transactions` times in all, with statements prepared."""
    program = throwaway.programs() / "pgbench"
    options = ["-n", "-M", "prepared", "-c", str(clients), "-t", str(transactions // clients)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ended = subprocess.run(
        [str(program), *options, "-D", "n=0", "-D", f"turn={turn}", "-f", str(file), url],
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        raise RuntimeError(ended.stderr)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    speed = next(line for line in ended.stdout.splitlines() if line.startswith("tps"))
    return Run(cpu_seconds=used, per_second=float(speed.split()[2]))
