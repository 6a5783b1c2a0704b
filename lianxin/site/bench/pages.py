"""Pages over many matters beside the bare query for the rows that they show, on either database."""

import json
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote, urlsplit

import psycopg

from lianxin.site import throwaway
from lianxin.site.bench import cpu
from lianxin.site.bench.cost import Cost, Result, cost, median
from lianxin.site.browsing import Browser
from lianxin.site.running import Product

CLIENTS = 4
TURNS = 3
WARM_UP = 40
LOGIN, COMMUNITY = "desk-dong", "dong"
_HERE = f"community_id = (SELECT id FROM territory_place WHERE code = '{COMMUNITY}')"
# How many of a community's open matters there are, are late, and had their last event before they were due.
_COUNTED = (
    "SELECT CAST({by} AS varchar), count(*), "
    "sum(CASE WHEN finished_at IS NULL AND due_at < CURRENT_TIMESTAMP THEN 1 ELSE 0 END), "
    "sum(CASE WHEN EXISTS (SELECT 1 FROM history_event e "
    "WHERE e.district_id = m.district_id AND e.subject = m.id "
    "AND e.seq = m.version AND e.at < m.due_at) THEN 1 ELSE 0 END) FROM matters_matter m "
    f"WHERE {_HERE} AND merged_into_id IS NULL AND state IN "
    "('recorded', 'taken_in', 'dispatched', 'in_hand', 'to_verify', 'carried') GROUP BY {by}"
)


@dataclass(frozen=True)
class Page:
    """A page as the office opens it, and what it shows as a bare query of a community.

    `row` is what stands in the page once for each row of the query.
    """

    label: str
    address: str
    query: str
    row: str


PAGES = {
    "worklist": Page(
        label="社区全部事项的第一页（GET /desk/matters）",
        address="/desk/matters",
        query=(
            f"SELECT * FROM matters_matter WHERE {_HERE} ORDER BY recorded_at DESC, id DESC LIMIT 50"
        ),
        row='class="matter-row"',
    ),
    "supervision": Page(
        label="督办台（GET /desk/supervision）",
        address="/desk/supervision",
        query=(
            f"{_COUNTED.format(by='holder_organisation_id')} "
            f"UNION ALL {_COUNTED.format(by='category')}"
        ),
        row='<tr><th scope="row">',
    ),
}


@dataclass(frozen=True)
class Bench:
    """What stands ready: the page, those who open it, the bare query; `postmaster` is 0 on SQLite."""

    page: Page
    product: Product
    browsers: list[Browser]
    query: Callable[[], list]
    postmaster: int


def run(name: str, *, requests: int, size: int) -> Result:
    """Measure a page over the seeded data folder that is set, or over one made with `size` matters."""
    requests -= requests % CLIENTS
    with seeded(size) as (home, url), query_on(url, PAGES[name].query) as (query, postmaster):
        product = Product(home, url)
        try:
            product.start(jobs=False)
            password = (home / "demo-password").read_text(encoding="utf8").strip()
            browsers = [Browser(product, LOGIN, password) for _client in range(CLIENTS)]
            bench = Bench(PAGES[name], product, browsers, query, postmaster)
            rows = _compared(bench)
            turns = [
                (_pages_cost(bench, requests), _query_cost(bench, requests))
                for _turn in range(TURNS)
            ]
        finally:
            product.stop()
    costs = [median([turn[side] for turn in turns]) for side in (0, 1)]
    return Result(
        name=name,
        label=PAGES[name].label,
        clients=CLIENTS,
        requests=requests * TURNS,
        product=costs[0],
        floor=costs[1],
        ratio=round(costs[0].cpu_seconds / costs[1].cpu_seconds, 2),
        rows={"matters_matter": rows},
    )


@contextmanager
def seeded(size: int) -> Iterator[tuple[Path, str]]:
    """Yield a seeded data folder and its database: the one that is set, or a new one on PostgreSQL."""
    home = Path(os.environ.get("LIANXIN_HOME", "lianxin-data"))
    if (home / "seed.json").exists():
        url = os.environ.get("LIANXIN_DATABASE_URL")
        yield home, url or f"sqlite://{home.resolve()}/lianxin.sqlite3"
        return
    with TemporaryDirectory(prefix="lianxin-run-") as folder, throwaway.server() as server:
        made = Product(Path(folder), server.url())
        made.lianxin("seed", "--size", str(size))
        yield made.home, made.database_url


def measured_by(module: str, home: Path, url: str, *arguments: str) -> dict:
    """Return what a module of ours measures in a process of its own, which is set to these data."""
    ended = Product(home, url).python(f"lianxin.site.bench.{module}", *arguments)
    if ended.returncode:
        raise RuntimeError(ended.stdout + ended.stderr)
    return json.loads(ended.stdout)


@contextmanager
def query_on(url: str, sql: str) -> Iterator[tuple[Callable[[], list], int]]:
    """Yield the bare query as a function, and the number of the server's postmaster, 0 for none."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(unquote(urlsplit(url).path))) as connection:
            yield lambda: connection.execute(sql).fetchall(), 0
        return
    with psycopg.connect(url, autocommit=True) as connection:
        backend = connection.execute("SELECT pg_backend_pid()").fetchone()[0]
        yield (
            lambda: connection.execute(sql, prepare=True).fetchall(),
            cpu.parent(backend),
        )


def _compared(bench: Bench) -> int:
    """Warm up; the page must show as many rows as the bare query finds."""
    for _time in range(WARM_UP // CLIENTS):
        for browser in bench.browsers:
            shown = browser.page(bench.page.address).count(bench.page.row)
    found = len(bench.query())
    if shown != found:
        raise RuntimeError(f"页面上有 {shown} 行，查到 {found} 行")
    return found


def _pages_cost(bench: Bench, requests: int) -> Cost:
    def open_all(browser: Browser) -> None:
        for _time in range(requests // CLIENTS):
            browser.page(bench.page.address)

    def opened() -> None:
        with ThreadPoolExecutor(CLIENTS) as pool:
            list(pool.map(open_all, bench.browsers))

    return measured(opened, lambda: cpu.seconds(bench.product.pid), bench.postmaster, requests)


def _query_cost(bench: Bench, requests: int) -> Cost:
    def asked() -> None:
        for _time in range(requests):
            bench.query()

    return measured(asked, time.process_time, bench.postmaster, requests)


def measured(
    work: Callable[[], None], own: Callable[[], float], postmaster: int, requests: int
) -> Cost:
    before, server, began = own(), _of_server(postmaster), time.monotonic()
    work()
    took = time.monotonic() - began
    return cost(own() - before, _of_server(postmaster) - server, requests, requests / took)


def _of_server(postmaster: int) -> float:
    return cpu.seconds(postmaster) if postmaster else 0.0
