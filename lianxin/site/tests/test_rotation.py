"""A new key: everything that may be rewritten is sealed with it, nothing changes, history stays as it was."""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from django.db.models import TextField
from django.db.models.functions import Cast

from lianxin.base import crypto
from lianxin.base.actor import Actor
from lianxin.history.queries import verify
from lianxin.matters.actions import step
from lianxin.matters.models import Matter
from lianxin.people.models import Person
from lianxin.people.search import search
from lianxin.site.cli import main
from lianxin.site.rotation import columns, older, reseal

PHONE = "13800001111"


@pytest.fixture(autouse=True)
def keys_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the keys, which these tests may add to."""
    copy = tmp_path / "keys.json"
    crypto.keys()
    copy.write_bytes(crypto.key_file().read_bytes())
    monkeypatch.setenv("LIANXIN_KEYS", str(copy))
    crypto.keys.cache_clear()
    yield copy
    monkeypatch.undo()
    crypto.keys.cache_clear()
    crypto._cipher.cache_clear()


@pytest.fixture
def told(
    record: Callable[..., Matter], drive: Callable[..., Matter], actors: Mapping[str, Actor]
) -> Matter:
    matter = record(words=f"打{PHONE}找我，楼道灯坏了。", reporter_phone=PHONE)
    drive(matter, "in_hand")
    step(matter.number, "note", by=actors["desk"], data={"kind": "visit", "words": "去看过了"})
    return Matter.objects.get(pk=matter.pk)


def kept(matter: Matter, column: str) -> str:
    return (
        Matter.objects.annotate(kept=Cast(column, TextField()))
        .values_list("kept", flat=True)
        .get(pk=matter.pk)
    )


def test_everything_that_may_be_rewritten_is_under_the_new_key(told: Matter):
    crypto.add_field_key()

    assert reseal() > 0
    assert set(older()) == {"history_eventwords"}
    assert kept(told, "requester_phone").startswith("2.")
    assert "\ue0f02." in kept(told, "words")
    assert PHONE not in kept(told, "words")


def test_nothing_that_is_read_changes(told: Matter, actors: Mapping[str, Actor]):
    crypto.add_field_key()
    reseal()

    now = Matter.objects.get(pk=told.pk)
    assert (now.words, now.requester_phone, now.version) == (
        told.words, told.requester_phone, told.version,
    )  # fmt: skip
    person = Person.objects.exclude(phone="").filter(posts__area__community__code="tongxin").first()
    assert person in search(person.phone, actors["desk"])
    assert verify()[1] == []


def test_a_second_time_finds_nothing_to_do(told: Matter):
    crypto.add_field_key()
    reseal()

    assert reseal() == 0


def test_what_somebody_changed_meanwhile_is_left_to_them(
    told: Matter, monkeypatch: pytest.MonkeyPatch
):
    crypto.add_field_key()
    field = Matter._meta.get_field("requester_phone")
    plainly = field.resealed

    def late(value: str) -> str:
        Matter.objects.filter(pk=told.pk).update(requester_phone="13900002222")
        return plainly(value)

    monkeypatch.setattr(field, "resealed", late)
    reseal()

    assert Matter.objects.get(pk=told.pk).requester_phone == "13900002222"


def test_every_sealed_column_is_known():
    names = {f"{column.model._meta.db_table}.{column.field.name}" for column in columns()}

    assert {"people_person.identity", "matters_matter.words", "access_factor.secret"} <= names
    assert [column.model._meta.db_table for column in columns() if column.stays] == [
        "history_eventwords"
    ]


def test_the_command_rotates_and_says_what_stays(
    told: Matter, capsys: pytest.CaptureFixture[str], keys_of_their_own: Path
):
    assert main(["keys", "rotate", "--json"]) == 0
    done = json.loads(capsys.readouterr().out)
    assert main(["keys", "rotate", "--resume", "--json"]) == 0
    again = json.loads(capsys.readouterr().out)
    assert main(["keys", "status", "--json"]) == 0
    status = json.loads(capsys.readouterr().out)

    assert (done["key"], done["resealed"] > 0, list(done["older"])) == (
        "2",
        True,
        ["history_eventwords"],
    )
    assert (again["key"], again["resealed"]) == ("2", 0)
    assert status == {"key": "2", "older": done["older"]}
    assert set(json.loads(keys_of_their_own.read_text())) == {*crypto.NAMES, "field.2"}


def test_keys_that_cannot_be_written_stay_as_they_are(
    told: Matter, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    def refuse(*_args: object, **_named: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("lianxin.base.crypto.tempfile.mkstemp", refuse)

    assert main(["keys", "rotate"]) == 1
    assert "什么也没有变" in capsys.readouterr().err
    assert crypto.newest_key() == "1"
