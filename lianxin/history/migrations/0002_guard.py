from django.db import migrations

from lianxin.history.triggers import create, drop


def guard(apps, schema_editor):
    for sql in create(schema_editor.connection):
        schema_editor.execute(sql)


def unguard(apps, schema_editor):
    for sql in drop(schema_editor.connection):
        schema_editor.execute(sql)


class Migration(migrations.Migration):
    dependencies = [("history", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
