"""Closed unless open: the open addresses are few, known, and really open."""

import json

import pytest
from django.test import Client

from lianxin.site.addresses import OPEN, SIGNED_IN, TOKEN, routes
from lianxin.site.cli import main

KNOWN_OPEN = {
    "/livez",
    "/readyz",
    "/desk/sign-in",
    "/desk/sign-in/code",
    "/desk/sign-out",
    "/desk/welcome/<str:secret>",
    "/api/v1/openapi.json",
    "/api/v1/tokens",
    "/api/v1/",
}
PARTS = {"<str:number>": "SQ-20260101-0001", "<day:day>": "2026-01-01", "<str:ending>": "csv"}


def address_of(route) -> str:
    parts = [
        PARTS.get(part, "x") if part.startswith("<str") or part in PARTS else part
        for part in route.address.split("/")
    ]
    return "/".join(parts).replace("<str:ending>", "csv")


def test_only_the_known_addresses_are_open():
    assert {route.address for route in routes() if route.policy == OPEN} == KNOWN_OPEN


@pytest.mark.parametrize(
    "route",
    [route for route in routes() if route.policy == SIGNED_IN and "<uuid" not in route.address],
    ids=lambda route: route.address,
)
def test_who_has_not_signed_in_is_sent_to_the_sign_in(db, route):
    response = Client().generic(route.methods[0], address_of(route))

    assert (response.status_code, response.url.partition("?")[0]) == (302, "/desk/sign-in")


@pytest.mark.parametrize(
    "route", [route for route in routes() if route.policy == TOKEN], ids=lambda route: route.address
)
def test_who_has_no_token_is_refused(db, route):
    answers = [Client().generic(method, route.address) for method in route.methods]

    assert {answer.status_code for answer in answers} == {401}


def test_the_methods_are_those_that_the_address_answers(db):
    for route in routes():
        if route.policy == TOKEN:
            refused = Client().generic("PATCH", route.address)
            assert set(refused["Allow"].split(", ")) == set(route.methods)


def test_the_command_prints_every_address_once(capsys):
    assert main(["routes", "--json"]) == 0

    printed = json.loads(capsys.readouterr().out)
    assert len(printed) == len({(one["address"], one["policy"], one["name"]) for one in printed})
    assert {"address", "name", "methods", "policy"} == set(printed[0])
