"""Small drills on the database of this test run; the commands run them at full size."""

from collections.abc import Iterator

import pytest
from django.db import connection

from faults import disk, full, kill, power, restore, steps, twice
from faults.drill import Findings, product_on
from lianxin.site.running import Product


@pytest.fixture(scope="module")
def database() -> str:
    return {"postgresql": "postgres"}.get(connection.vendor, connection.vendor)


@pytest.fixture(scope="module")
def product(database: str) -> Iterator[Product]:
    """A product for the drills that leave it as they found it, but for more matters."""
    with product_on(database) as product:
        yield product


@pytest.mark.xdist_group("drills")
def test_killed_processes_lose_nothing_and_double_nothing(product: Product):
    findings = kill.run(product, kills=2, seed=11)

    assert findings.faults == []
    assert findings.figures["acknowledged"] > 0


@pytest.mark.xdist_group("drills")
def test_a_request_sent_twice_has_its_effect_once(product: Product):
    findings = twice.run(product, pairs=10, seed=12)

    expected = {"pairs": 10, "rows": 10, "receipts_without_effect": 0}
    assert findings == Findings(figures=expected, faults=[])


@pytest.mark.xdist_group("drills")
def test_many_on_one_matter_act_one_after_another(product: Product):
    findings = steps.run(product, histories=2, pairs=4, seed=13)

    assert findings.faults == []
    assert (findings.figures["explained"], findings.figures["silent_overwrites"]) == (2, 0)


def test_a_lost_machine_comes_back_from_a_backup_and_its_key(database: str):
    with product_on(database) as product:
        findings = restore.run(product, matters=5, files=2, kills=2, damages=1, seed=14)

    assert findings.faults == []
    assert (findings.figures["lost"], findings.figures["readable_canaries"]) == (0, 0)


@pytest.fixture
def own_disk() -> None:
    """A disk that a power cut can be tried on, where this machine can mount one."""
    if disk.missing():
        pytest.skip(f"not drilled here: {disk.missing()}")


@pytest.mark.usefixtures("own_disk")
def test_a_power_cut_loses_nothing_that_was_acknowledged(database: str):
    with product_on(database, megabytes=power.MEGABYTES) as product:
        findings = power.run(product, cuts=1, seed=15)

    assert findings.faults == []
    assert findings.figures["acknowledged"] > 0


@pytest.mark.usefixtures("own_disk")
def test_a_full_disk_refuses_writing_and_lets_reading_go_on(database: str):
    with product_on(database, megabytes=full.MEGABYTES) as product:
        findings = full.run(product, fills=1, seconds=2, seed=16)

    assert findings.faults == []
    assert findings.figures["refused"] > 0
