"""What a page or an address does not ask for, nobody can set: every column's name is sent along in vain."""

import json
import re
from collections.abc import Callable, Iterator, Mapping

import pytest
from django.apps import apps
from django.db import models, transaction
from django.test import Client

from lianxin.access.actions import make_token
from lianxin.access.models import Login
from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.matters.models import Matter
from lianxin.site.tests.turns import data_for
from lianxin.territory.models import Place

# What differs between two runs of the same: made at random, named by what is, or hashed with it.
_RANDOM = {
    "id", "salt", "hash", "head", "previous", "words_digest", "digest", "heads_digest",
    "subject", "event_id", "matter_id", "entry_id", "person_id",
}  # fmt: skip
_ASKED = re.compile(r'name="([^"]+)"')
# Step → the state in which it is tried, and what it is given.
_STEPS = {
    "take_in": "recorded", "dispatch": "taken_in", "amend": "in_hand", "note": "in_hand",
    "contact": "in_hand", "finish": "in_hand", "verify": "to_verify",
    "redirect": "taken_in", "urge": "in_hand", "extend": "in_hand",
}  # fmt: skip


def columns() -> Iterator[models.Field]:
    for model in apps.get_models():
        if hasattr(model, "district"):
            yield from model._meta.concrete_fields


def everything(asked: set[str], stranger: Actor) -> dict[str, object]:
    """Return a value for every column of the district's tables that is not asked for, by its name."""
    given: dict[str, object] = {}
    for column in columns():
        value = _value(column, stranger)
        for name in (column.name, column.attname):
            if name not in asked:
                given.setdefault(name, value)
    return given


def _value(column: models.Field, stranger: Actor) -> object:
    if column.choices:
        return column.choices[-1][0]
    if isinstance(column, models.BooleanField):
        return True
    if isinstance(column, models.IntegerField):
        return 7
    if isinstance(column, models.DateTimeField):
        return "2020-01-01T00:00:00+08:00"
    if isinstance(column, models.DateField):
        return "2020-01-01"
    if isinstance(column, models.ForeignKey | models.UUIDField):
        return str(stranger.person)
    return "改过的"


def rows() -> dict[str, list[str]]:
    """Return what the database holds, without what is random, table by table."""
    return {
        model._meta.label: sorted(
            json.dumps(_plain(row), default=str, ensure_ascii=False)
            for row in model.objects.values()
        )
        for model in apps.get_models()
        if hasattr(model, "district")
    }


def _plain(row: dict) -> dict:
    return {name: value for name, value in row.items() if name not in _RANDOM}


@pytest.fixture
def left(tongxin: Place) -> Callable[[Callable[[], None]], dict[str, list[str]]]:
    """Return what the database would hold after something was done, and take it back."""
    moment = clock.now()

    def after(do: Callable[[], None]) -> dict[str, list[str]]:
        point = transaction.savepoint()
        with clock.at(moment):
            do()
        found = rows()
        transaction.savepoint_rollback(point)
        return found

    return after


@pytest.fixture
def machine(logins: Mapping[str, Login], actors: Mapping[str, Actor]) -> Callable[[str], Client]:
    def of(name: str) -> Client:
        token = make_token(logins[name], "测试", by=actors[name])
        return Client(headers={"authorization": f"Bearer {token}"})

    return of


@pytest.mark.once
@pytest.mark.parametrize("name", _STEPS)
def test_a_step_takes_only_what_it_asks_for(
    name: str,
    recorded: Matter,
    drive: Callable[..., Matter],
    machine: Callable[[str], Client],
    actors: Mapping[str, Actor],
    left: Callable,
):
    matter = drive(recorded, _STEPS[name])
    who = machine({"finish": "grid", "verify": "desk2"}.get(name, "desk"))
    address = f"/api/v1/matters/{matter.number}"
    steps = {step["step"]: step["asks"] for step in who.get(address).json()["steps"]}
    extra = everything({field["name"] for field in steps[name]}, actors["stranger"])

    def post(**more: object) -> None:
        body = {"data": {**data_for(name), **more}}
        answer = who.post(f"{address}/steps/{name}", json.dumps(body), "application/json")
        assert answer.status_code == 200

    once = left(post)
    assert once != rows()
    assert left(lambda: post(**extra)) == once


@pytest.mark.once
@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/v1/diary", {"community": "tongxin", "text": "楼道灯坏了。"}),
        ("/api/v1/understand", {"community": "tongxin", "text": "楼道灯坏了。"}),
        ("/api/v1/tokens", {"login": "desk-tongxin", "password": "wrong-one"}),
    ],
)
def test_an_address_of_the_api_takes_only_what_it_describes(
    path: str,
    body: dict,
    machine: Callable[[str], Client],
    actors: Mapping[str, Actor],
    left: Callable,
):
    who = machine("desk")
    described = who.get("/api/v1/openapi.json").json()
    schema = described["paths"][path]["post"]["requestBody"]["content"]["application/json"][
        "schema"
    ]
    named = described["components"]["schemas"][schema["$ref"].rpartition("/")[2]]["properties"]
    extra = everything(set(named), actors["stranger"])

    def post(**more: object) -> None:
        who.post(path, json.dumps({**body, **more}), "application/json")

    assert left(lambda: post(**extra)) in (left(post), rows())


@pytest.mark.once
@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/desk/register/people", {"name": "新来的", "phone": "13800001111", "community": "COMMUNITY"}),
        ("/desk/register/organisations", {"name": "新队", "kind": "volunteer_team", "area": "COMMUNITY"}),
        ("/desk/register/places?in=COMMUNITY", {"do": "add", "level": "compound", "names": "新苑"}),
        ("/desk/register/places?in=COMPOUND", {"do": "change", "name": "新名"}),
        ("/desk/filters", {"name": "我的", "query": "due=late"}),
        ("/desk/account/keys", {"single_keys": ""}),
    ],
)  # fmt: skip
def test_a_page_of_the_desk_takes_only_what_it_asks_for(
    path: str,
    body: dict,
    tongxin: Place,
    browsers: Mapping[str, Client],
    actors: Mapping[str, Actor],
    left: Callable,
):
    compound = Place.objects.get(community=tongxin, name="海纳小区")
    for name, place in (("COMMUNITY", tongxin), ("COMPOUND", compound)):
        path = path.replace(name, str(place.pk))
        body = {key: str(place.pk) if value == name else value for key, value in body.items()}
    who = browsers["secretary"]
    asked = set(_ASKED.findall(who.get(path).content.decode()))
    extra = everything(asked | set(body), actors["stranger"])

    def post(**more: object) -> None:
        assert who.post(path, {**body, **more}).status_code < 400

    once = left(post)
    assert once != rows()
    assert left(lambda: post(**extra)) == once
