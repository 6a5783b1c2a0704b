from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from lianxin.base.initials import initials


def fill(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    people = apps.get_model("people", "Person").objects
    batch = []
    for person in people.only("name", "initials").iterator(chunk_size=1000):
        person.initials = initials(person.name)
        batch.append(person)
        if len(batch) == 1000:
            people.bulk_update(batch, ["initials"])
            batch.clear()
    people.bulk_update(batch, ["initials"])


class Migration(migrations.Migration):
    dependencies = [("people", "0003_area")]

    operations = [
        migrations.AddField("person", "initials", models.TextField(blank=True, default="")),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
