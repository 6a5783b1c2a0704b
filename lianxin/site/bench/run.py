"""One benchmark: the product and its floor in turns, on one durable PostgreSQL server."""

import itertools
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg

from lianxin.site import running, throwaway
from lianxin.site.bench import cpu, floor
from lianxin.site.bench.cost import Cost, Result, cost, median
from lianxin.site.bench.paths import PATHS, HotPath
from lianxin.site.calling import Caller
from lianxin.site.running import Product

CLIENTS = 4
TURNS = 3
WARM_UP = 40


@dataclass(frozen=True)
class Bench:
    """What stands ready while a benchmark runs."""

    product: Product
    url: str
    postmaster: int
    connection: psycopg.Connection
    callers: list[Caller]
    path: HotPath


def run(name: str, *, requests: int, url: str | None) -> Result:
    """Measure a hot path; on `url`'s server in a database of its own, or on a throw-away one."""
    requests -= requests % CLIENTS
    with (
        _database(url) as (own, postmaster),
        running.product(own) as product,
        psycopg.connect(own, autocommit=True) as connection,
    ):
        product.start(jobs=False)
        callers = [Caller(product, "desk") for _ in range(CLIENTS)]
        bench = Bench(product, own, postmaster, connection, callers, PATHS[name]())
        rows = _pattern(bench)
        turns = [_turn(bench, requests, rows, turn) for turn in range(TURNS)]
    costs = [median([turn[side] for turn in turns]) for side in (0, 1)]
    return Result(
        name=name,
        label=bench.path.label,
        clients=CLIENTS,
        requests=requests * TURNS,
        product=costs[0],
        floor=costs[1],
        ratio=round(costs[0].cpu_seconds / costs[1].cpu_seconds, 2),
        rows=rows,
    )


@contextmanager
def _database(url: str | None) -> Iterator[tuple[str, int]]:
    """Yield an empty database of our own, and the process number of its server's postmaster."""
    if url is None:
        with throwaway.server() as server:
            yield server.url(), server.pid
        return
    name = f"lianxin_bench_{uuid4().hex[:8]}"
    with psycopg.connect(url, autocommit=True) as connection:
        backend = connection.execute("SELECT pg_backend_pid()").fetchone()[0]
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urlunsplit(urlsplit(url)._replace(path=f"/{name}")), cpu.parent(backend)
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _pattern(bench: Bench) -> dict[str, float]:
    """Warm up, and keep the rows of one request as the floor's pattern."""
    bench.path.prepare(bench.callers[0], WARM_UP + 1, bench.connection)
    _ask(bench, WARM_UP)
    before = floor.counts(bench.connection)
    _one(bench, bench.callers[0])
    rows = floor.added(before, floor.counts(bench.connection))
    (xid,) = bench.connection.execute(
        "SELECT xmin::text FROM history_receipt ORDER BY id DESC LIMIT 1"
    ).fetchone()
    floor.keep_pattern(bench.connection, list(rows), xid)
    return rows


def _turn(bench: Bench, requests: int, rows: dict[str, float], turn: int) -> tuple[Cost, Cost]:
    """Measure the product, then the floor; both must have added the pattern's rows each time."""
    bench.path.prepare(bench.callers[0], requests, bench.connection)
    before = floor.counts(bench.connection)
    product = _product_cost(bench, requests)
    between = floor.counts(bench.connection)
    least = _floor_cost(bench, requests, rows, turn)
    after = floor.counts(bench.connection)
    for side in (floor.added(before, between, requests), floor.added(between, after, requests)):
        if side != rows:
            raise RuntimeError(f"一次请求写下 {side}，样本是 {rows}")
    return product, least


def _product_cost(bench: Bench, requests: int) -> Cost:
    application, postgres = cpu.seconds(bench.product.pid), cpu.seconds(bench.postmaster)
    began = time.monotonic()
    _ask(bench, requests)
    took = time.monotonic() - began
    application = cpu.seconds(bench.product.pid) - application
    postgres = cpu.seconds(bench.postmaster) - postgres
    return cost(application, postgres, requests, requests / took)


def _floor_cost(bench: Bench, requests: int, rows: dict[str, float], turn: int) -> Cost:
    inserts = floor.inserts(bench.connection, list(rows), bench.path.distinct)
    file = Path(bench.product.home, "floor.sql")
    file.write_text(floor.script(bench.path.opening(rows), inserts), encoding="utf-8")
    postgres = cpu.seconds(bench.postmaster)
    ended = floor.pgbench(bench.url, file, clients=CLIENTS, transactions=requests, turn=turn)
    postgres = cpu.seconds(bench.postmaster) - postgres
    return cost(ended.cpu_seconds, postgres, requests, ended.per_second)


def _ask(bench: Bench, requests: int) -> None:
    """Send the requests over all clients at once."""
    shares = [requests // CLIENTS] * CLIENTS

    def send(caller: Caller, share: int) -> None:
        for _ in itertools.repeat(None, share):
            _one(bench, caller)

    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(send, bench.callers, shares))


def _one(bench: Bench, caller: Caller) -> None:
    path, body = bench.path.request()
    caller.ask("POST", path, body, uuid4().hex)
    answer = caller.listen()
    if not answer.done:
        raise RuntimeError(f"{path}：{answer.status} {answer.body}")
