"""What a register of before holds after an upgrade."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from lianxin.base import clock
from lianxin.base.ids import new_id
from lianxin.people.models import ColumnMemory, Import, Person
from lianxin.territory.models import Level, Place


def a_district() -> Place:
    pk = new_id()
    return Place.objects.create(
        pk=pk, district_id=pk, level=Level.DISTRICT, code="anning", name="安宁县"
    )


@contextmanager
def as_of(migration: str) -> Iterator[Apps]:
    """Go back to the tables as a migration left them; after the block all are as they are now."""
    target = ("people", migration)
    executor = MigrationExecutor(connection)
    executor.migrate([target])
    try:
        yield executor.loader.project_state([target]).apps
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.mark.django_db(transaction=True)
def test_what_was_noted_without_an_office_is_the_districts():
    district = a_district()
    with as_of("0002_register") as old:
        old.get_model("people", "ColumnMemory").objects.create(
            district_id=district.pk, what="people", header="a"
        )
        old.get_model("people", "Import").objects.create(
            district_id=district.pk, what="people", name="名单.xlsx", at=clock.now(), by="desk"
        )

    assert ColumnMemory.objects.get().area_id == district.pk
    assert Import.objects.get().area_id == district.pk


@pytest.mark.django_db(transaction=True)
def test_who_was_registered_before_is_found_by_initials_too():
    district = a_district()
    with as_of("0003_area") as old:
        people = old.get_model("people", "Person").objects
        people.bulk_create(
            old.get_model("people", "Person")(district_id=district.pk, name=name, phone="")
            for name in ["单小满", *["甘若水"] * 1001]
        )

    assert "sxm" in Person.objects.get(name="单小满").initials.split()
    assert not Person.objects.filter(initials="").exists()
