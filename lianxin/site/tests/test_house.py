"""The house stands: rooms use what is below, writes go by actions, rows know their district."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from lianxin.site.tests import house

# Models without a district of their own. Each says why.
NO_DISTRICT = {
    "matters.NumberDay": "a number on a paper slip names one matter over all districts",
}
# Unique columns that do not begin with the district. Each says why.
UNIQUE_EVERYWHERE = {
    "access.Login.username": "it is typed before anybody knows the district",
    "matters.MatterText.matter": "it is the key of another row, which is unique everywhere",
    "diary.EntryText.entry": "it is the key of another row, which is unique everywhere",
    "diary.EntryMatter.matter": "it is the key of another row, which is unique everywhere",
}
# Public functions beside the actions that no one person does. Each says why.
NO_DOER = {
    "lianxin.access.actions.link_behind": "whoever opens a one-time link is not known yet",
    "lianxin.matters.actions.put_at": "it sets columns; the action that calls it saves them",
}


def our_models() -> list[type[models.Model]]:
    return [m for m in apps.get_models() if m.__module__.startswith("lianxin.")]


def test_every_import_goes_downward():
    upward = {
        house.module_name(path): found
        for path in house.sources()
        if (found := house.upward(
            path.read_text(encoding="utf-8"),
            house.module_name(path),
            is_package=path.name == "__init__.py",
        ))
    }  # fmt: skip

    assert upward == {}


@pytest.mark.parametrize(
    ("module", "source", "found"),
    [
        ("lianxin.matters.rules", "from lianxin.diary import queries", ["lianxin.diary.queries"]),
        ("lianxin.matters.rules", "import lianxin.site.cli", ["lianxin.site.cli"]),
        ("lianxin.base.text", "def f():\n    import lianxin.people", ["lianxin.people"]),
        ("lianxin.desk.urls", "from lianxin.api.urls import api", ["lianxin.api.urls.api"]),
        ("lianxin.kinds.request.flow", "from ...diary import models", ["lianxin.diary.models"]),
        ("lianxin.history.tasks", "run('lianxin.matters.actions')", ["lianxin.matters.actions"]),
        ("lianxin.diary.actions", "from lianxin.matters.actions import open_matter", []),
        ("lianxin.diary.actions", "from .models import Entry", []),
    ],
)
def test_an_upward_or_sideways_import_is_caught(module: str, source: str, found: list[str]):
    assert house.upward(source, module) == found


def test_every_folder_is_a_room():
    folders = {
        ".".join(path.parent.relative_to(house.PACKAGE).parts) for path in house.sources(tests=True)
    }
    first = {folder.split(".")[0] for folder in folders} - {"", "kinds"}
    kinds = {".".join(f.split(".")[:2]) for f in folders if f.startswith("kinds.")}

    assert first | kinds == set(house.HEIGHT)


def test_every_foreign_key_goes_downward():
    upward = [
        str(field)
        for model in our_models()
        for field in model._meta.get_fields()
        if field.is_relation
        and not field.auto_created
        and field.related_model
        and field.related_model.__module__.startswith("lianxin.")
        and not house.may_use(
            house.room_of(model.__module__), house.room_of(field.related_model.__module__)
        )
    ]

    assert upward == []


def test_every_migration_depends_downward():
    rooms = {config.label: house.room_of(config.name) for config in apps.get_app_configs()}
    upward = [
        f"{house.module_name(path)} → {label}"
        for path in house.sources()
        if path.parent.name == "migrations"
        for label in _dependencies(path)
        if label in rooms
        and apps.get_app_config(label).name.startswith("lianxin.")
        and not house.may_use(house.room_of(house.module_name(path)), rooms[label])
    ]

    assert upward == []


def _dependencies(path: Path) -> list[str]:
    return [
        node.elts[0].value
        for statement in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(statement, ast.Assign)
        and getattr(statement.targets[0], "id", "") == "dependencies"
        for node in getattr(statement.value, "elts", [])
        if isinstance(node, ast.Tuple) and isinstance(node.elts[0], ast.Constant)
    ]


def test_every_row_knows_its_district():
    without = {
        model._meta.label
        for model in our_models()
        if "district" not in {field.name for field in model._meta.get_fields()}
    }

    assert without == set(NO_DISTRICT)


def test_what_is_unique_is_unique_in_a_district():
    loose = {
        name
        for model in our_models()
        for name, fields in _uniques(model)
        if fields[0] != "district"
    }

    assert loose == set(UNIQUE_EVERYWHERE)


def _uniques(model: type[models.Model]) -> list[tuple[str, tuple[str, ...]]]:
    """Return what is unique in a table besides its key: a name, and the columns in their order."""
    meta = model._meta
    fields = [
        (f"{meta.label}.{field.name}", (field.name,))
        for field in meta.local_fields
        if field.unique and not field.primary_key
    ]
    constraints = [
        (f"{meta.label}.{constraint.name}", tuple(constraint.fields) or ("an expression",))
        for constraint in meta.constraints
        if isinstance(constraint, models.UniqueConstraint)
    ]
    together = [(f"{meta.label}.together", tuple(fields)) for fields in meta.unique_together]
    return fields + constraints + together


def test_views_find_call_and_answer_and_leave_the_database_to_the_rooms():
    written = {
        house.module_name(path): found
        for path in house.sources()
        if (path.name == "views.py" or {"views", "api"} & set(path.relative_to(house.ROOT).parts))
        and (found := house.writes(path.read_text(encoding="utf-8")))
    }

    assert written == {}


def test_a_view_that_writes_is_caught():
    source = "def view(request):\n    matter = Matter.objects.get()\n    matter.save()\n"

    assert house.writes(source) == ["2: .objects", "3: .save("]


def test_every_action_says_who_acts():
    nameless = {
        f"{house.module_name(path)}.{name}"
        for path in house.sources()
        if path.name == "actions.py" or path.parent.name == "actions"
        for name in house.doers_unknown(path.read_text(encoding="utf-8"))
    }

    assert nameless == set(NO_DOER)


def test_an_action_without_a_doer_is_caught():
    source = "def close(matter): ...\ndef open(*, by): ...\ndef move(by): ...\ndef _inner(): ...\n"

    assert house.doers_unknown(source) == ["close", "move"]


def test_no_module_is_a_drawer_for_everything():
    names = {
        part
        for path in house.sources(tests=True)
        for part in path.relative_to(house.ROOT).with_suffix("").parts
    }

    assert names & {"util", "utils", "common", "helper", "helpers", "misc"} == set()
