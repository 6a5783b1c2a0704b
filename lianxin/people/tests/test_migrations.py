"""What a register of before holds after an upgrade."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from lianxin.base import clock
from lianxin.base.ids import new_id
from lianxin.people.models import ColumnMemory, Import
from lianxin.territory.models import Level, Place

BEFORE, NOW = ("people", "0002_register"), ("people", "0003_area")


def a_district() -> Place:
    pk = new_id()
    return Place.objects.create(
        pk=pk, district_id=pk, level=Level.DISTRICT, code="anning", name="安宁县"
    )


def migrate(target: tuple[str, str]) -> MigrationExecutor:
    executor = MigrationExecutor(connection)
    executor.migrate([target])
    return executor


@pytest.mark.django_db(transaction=True)
def test_what_was_noted_without_an_office_is_the_districts():
    district = a_district()
    old = migrate(BEFORE).loader.project_state([BEFORE]).apps
    try:
        at = clock.now()
        old.get_model("people", "ColumnMemory").objects.create(
            district_id=district.pk, what="people", header="a"
        )
        old.get_model("people", "Import").objects.create(
            district_id=district.pk, what="people", name="名单.xlsx", at=at, by="desk"
        )
    finally:
        migrate(NOW)

    assert ColumnMemory.objects.get().area_id == district.pk
    assert Import.objects.get().area_id == district.pk
