"""A benchmark compares equal work: the floor adds the rows that the product adds."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.db import connection

from lianxin.site import throwaway
from lianxin.site.bench import cpu, pages, recounting, searching, understanding
from lianxin.site.bench.run import run
from lianxin.site.running import Product
from lianxin.site.seed.stories import SAID

in_the_postgres_half = pytest.mark.skipif(
    connection.vendor != "postgresql",
    reason="once is enough: each starts a PostgreSQL server of its own",
)


@in_the_postgres_half
def test_recording_is_measured_beside_the_rows_that_it_writes():
    result = run("record", requests=40, url=None)

    assert (result.rows["diary_entry"], result.rows["history_receipt"]) == (1, 1)
    assert result.rows["history_event"] == result.rows["history_opening"]
    assert result.ratio == round(result.product.cpu_seconds / result.floor.cpu_seconds, 2)


@in_the_postgres_half
def test_a_step_is_measured_on_a_server_that_is_there_already():
    with throwaway.server() as server:
        result = run("step", requests=40, url=server.url())

    assert result.rows == {"history_event": 1, "history_eventwords": 1, "history_receipt": 1}


@pytest.mark.once
def test_reading_is_measured_beside_the_same_lines_taken_apart_and_put_together():
    result = understanding.run(requests=40)

    assert result.product.cpu_seconds > result.floor.cpu_seconds > 0
    assert result.figures["常驻内存 MB"] < 150
    assert result.figures["导入 CPU 秒"] > 0


def test_cpu_seconds_grow_with_work_of_our_own_and_of_children_that_are_gone():
    before = cpu.seconds(os.getpid())

    os.waitpid(_burning_child(), 0)

    assert cpu.seconds(os.getpid()) - before >= 0.2


def _burning_child() -> int:
    child = os.fork()
    if child == 0:
        while time.process_time() < 0.3:
            pass
        os._exit(0)
    return child


@pytest.fixture(scope="module")
def seeded() -> Iterator[Product]:
    """An installation with some hundred seeded matters, on a server of its own."""
    with TemporaryDirectory(prefix="lianxin-run-") as folder, throwaway.server() as server:
        product = Product(Path(folder), server.url())
        product.lianxin("seed", "--size", "300")
        yield product


@pytest.fixture
def set_to_it(seeded: Product, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIANXIN_HOME", str(seeded.home))
    monkeypatch.setenv("LIANXIN_DATABASE_URL", seeded.database_url)


@in_the_postgres_half
@pytest.mark.usefixtures("set_to_it")
def test_a_work_list_is_measured_beside_the_bare_query_for_its_rows():
    result = pages.run("worklist", requests=8, size=0)

    assert result.rows == {"matters_matter": 50}
    assert result.product.cpu_seconds > result.floor.cpu_seconds > 0


@in_the_postgres_half
@pytest.mark.usefixtures("set_to_it")
def test_the_supervisors_page_is_measured_beside_the_bare_counts_of_its_groups():
    result = pages.run("supervision", requests=4, size=0)

    assert result.rows["matters_matter"] > 1
    assert result.product.cpu_seconds > result.floor.cpu_seconds > 0


@in_the_postgres_half
@pytest.mark.usefixtures("set_to_it")
def test_a_search_is_measured_word_by_word_beside_the_bare_query_that_finds_as_many():
    result = searching.run(requests=8, size=0)

    assert set(result.ratios) == set(SAID)
    assert result.ratio == max(result.ratios.values())


@in_the_postgres_half
@pytest.mark.usefixtures("set_to_it")
def test_counting_anew_is_measured_and_taken_back():
    first, again = (recounting.run(size=0) for _time in range(2))

    assert first.rows == again.rows
    assert 0 < first.rows["matters_clock"] <= first.requests
