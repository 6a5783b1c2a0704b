import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F

_AREA = {
    "db_index": False,
    "on_delete": django.db.models.deletion.PROTECT,
    "related_name": "+",
    "to": "territory.place",
}


def give_to_the_district(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """What was noted without an office is the district's, whose keepers saw it before."""
    for name in ("ColumnMemory", "Import"):
        apps.get_model("people", name).objects.update(area_id=F("district_id"))
    if editor.connection.vendor == "postgresql":
        # Foreign keys are checked at the end, and until then PostgreSQL alters no column of theirs.
        editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_register"),
        ("territory", "0002_bankrupt_employer"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="columnmemory", name="columns_of_header_once"),
        migrations.RemoveIndex(model_name="import", name="import_by_time"),
        migrations.AddField("columnmemory", "area", models.ForeignKey(null=True, **_AREA)),
        migrations.AddField("import", "area", models.ForeignKey(null=True, **_AREA)),
        migrations.RunPython(give_to_the_district, migrations.RunPython.noop),
        migrations.AlterField("columnmemory", "area", models.ForeignKey(**_AREA)),
        migrations.AlterField("import", "area", models.ForeignKey(**_AREA)),
        migrations.AddIndex(
            model_name="import",
            index=models.Index(fields=["district", "area", "-at"], name="import_by_time"),
        ),
        migrations.AddConstraint(
            model_name="columnmemory",
            constraint=models.UniqueConstraint(
                fields=("district", "area", "what", "header"), name="columns_of_header_once"
            ),
        ),
    ]
