"""Every answer under /api/v1/ is JSON in one shape, whatever went wrong."""

import pytest
from django.db import OperationalError
from django.urls import reverse

from lianxin.api import matters
from lianxin.api.tests.conftest import Machine


@pytest.mark.parametrize("path", ["/", "/nothing", "/diary/", "/matters/a/b/c/d", "/docs"])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_an_unknown_address_is_not_found(path, method):
    answer = Machine().send(method, path)

    assert (answer.status, answer.code) == (404, "not_found")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "/diary", {"GET", "POST"}),
        ("GET", "/understand", {"POST"}),
        ("PATCH", "/me", {"GET"}),
    ],
)
def test_a_wrong_method_is_told_the_right_ones(db, method, path, allowed):
    answer = Machine().send(method, path)

    assert (answer.status, answer.code) == (405, "wrong_method")
    assert set(answer.headers["Allow"].split(", ")) == allowed


def test_a_fault_of_ours_is_told_without_its_inside(machine, recorded, monkeypatch):
    def broken(*_given: object, **_named: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(matters, "as_json", broken)

    answer = machine("desk").get(f"/matters/{recorded.number}")

    assert (answer.status, answer.code) == (500, "fault")
    assert "secret" not in str(answer.json)


def test_a_locked_database_is_busy_and_says_when_to_come_back(machine, recorded, monkeypatch):
    def locked(*_given: object, **_named: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(matters, "step", locked)

    answer = machine("desk").step(recorded, "take_in")

    assert (answer.status, answer.code, answer.headers["Retry-After"]) == (503, "busy", "1")


def test_no_answer_is_kept_by_anybody_on_the_way(machine):
    assert machine("desk").get("/me").headers["Cache-Control"] == "no-store"


def test_the_description_is_open_and_served_under_its_name(db):
    assert reverse("api:description") == "/api/v1/openapi.json"
    assert Machine().get("/openapi.json").json["openapi"].startswith("3.")
