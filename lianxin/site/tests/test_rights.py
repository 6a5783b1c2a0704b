"""Every address × method × role × target is answered as the one policy declares."""

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from http.cookies import SimpleCookie
from urllib.parse import urlencode
from uuid import UUID

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from lianxin.access.actions import make_token
from lianxin.access.models import Login
from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.staged import stage
from lianxin.desk.actions import save_filter
from lianxin.matters.actions import step
from lianxin.matters.models import Matter
from lianxin.notices.models import Notice
from lianxin.people.models import Person, Post
from lianxin.site.addresses import OPEN, routes
from lianxin.site.tests.rights import ACTORS, ANONYMOUS, POLICY, TARGETS, Rule
from lianxin.site.tests.turns import waiting_file
from lianxin.territory.queries import community_coded, place_named

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
POLICY_OF_ANY = {route.address: route.policy for route in routes()}
cells: Counter[str] = Counter()


@dataclass
class Door:
    """A browser or machine that comes in the same way each time, whatever the last answer changed."""

    way_in: dict[str, str]
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def ask(self, method: str, path: str, rule: Rule, target: str, *, api: bool) -> HttpResponse:
        """Ask, and take back whatever it did."""
        kind, write = "application/x-www-form-urlencoded", urlencode
        if api:
            kind, write = "application/json", json.dumps
        self.client.cookies = SimpleCookie({} if api else self.way_in)
        headers = self.way_in if api else {}
        point = transaction.savepoint()
        response = self.client.generic(
            method,
            path,
            write(_aimed(rule.body, target)),
            kind,
            headers=headers,
            query_params=_aimed(rule.query, target),
        )
        transaction.savepoint_rollback(point)
        return response


def _aimed(values: Mapping[str, object], target: str) -> dict:
    return {name: target if value == "TARGET" else value for name, value in values.items()}


@pytest.fixture
def doors(
    logins: Mapping[str, Login], actors: Mapping[str, Actor], browsers: Mapping[str, Client]
) -> Callable[[str, bool], Door]:
    """Return the browser or machine of a role; of nobody, a bare one."""

    @cache
    def door(role: str, api: bool) -> Door:
        if role == ANONYMOUS:
            return Door({})
        if api:
            token = make_token(logins[role], "测试", by=actors[role])
            return Door({"authorization": f"Bearer {token}"})
        session = browsers[role].cookies[settings.SESSION_COOKIE_NAME].value
        return Door({settings.SESSION_COOKIE_NAME: session})

    return door


@pytest.fixture
def target_of(
    record: Callable[..., Matter], logins: Mapping[str, Login], actors: Mapping[str, Actor]
) -> Callable[[str, str], str]:
    """Return the number, id or code by which an address names a target."""

    def matter(where: str) -> str:
        code, *names = where.split("/")
        place = place_named(community_coded(code), *names, *[None] * (4 - len(names)))
        # Recorded by somebody of no role here, so that only the territory lets them see it.
        return record(by=_WRITERS[code], place=place).number

    def file(where: str, kind: str = "document") -> str:
        found = Matter.objects.get(number=matter(where))
        by = actors[_WRITERS[where.split("/")[0]]]
        hung = waiting_file(by, kind=kind)
        step(found.number, "attach", by=by, data={}, files=[hung.pk])
        return str(hung.pk)

    def notice(who: str) -> str:
        sent = Notice.objects.create(
            district_id=actors[who].district, to_id=actors[who].person,
            subject=actors[who].person, number="SQ-1", sentence="派给您", at=clock.now(),
        )  # fmt: skip
        return str(sent.pk)

    def saved(who: str) -> str:
        return str(save_filter("旧的", [("due", "late")], by=actors[who]).pk)

    def resident(where: str) -> str:
        code, *names = where.split("/")
        home = place_named(community_coded(code), *names)
        living = Person.objects.create(
            district_id=home.district_id, community_id=home.community_id, home=home,
            name="单广", phone="13800001111",
        )  # fmt: skip
        return str(living.pk)

    def waiting_list(who: str) -> str:
        return str(stage("姓名\n何文\n".encode(), logins[who].pk, name="名单.csv"))

    return lambda kind, name: {
        "matter": matter,
        "file": file,
        "photo": lambda where: file(where, "image"),
        "notice": notice,
        "saved": saved,
        "staged": waiting_list,
        "notice_named": notice,
        "community": str,
        "community_led": str,
        "place_reached": lambda code: str(community_coded(code).pk),
        "place_kept": lambda code: str(community_coded(code).pk),
        "resident": resident,
        "person": lambda who: str(logins[who].person_id),
        "post": lambda who: str(Post.objects.get(person=logins[who].person_id).pk),
        "login": lambda who: str(logins[who].pk),
        "": str,
    }[kind](name)


_WRITERS = {
    "tongxin": "desk2",
    "hean": "neighbour_grid",
    "fulai": "far",
    "yunhe": "stranger_desk2",
}


def test_every_address_has_a_declared_policy():
    assert {route.address for route in routes()} == set(POLICY)


def test_the_addresses_open_to_anybody_are_these():
    opened = {
        address
        for address, rules in POLICY.items()
        for rule in rules.values()
        if ANONYMOUS in rule.who or rule.says
    }

    assert opened == {route.address for route in routes() if route.policy == OPEN}
    assert len(opened) <= 25


@pytest.mark.once
@pytest.mark.parametrize("address", POLICY)
def test_every_role_is_answered_as_the_policy_says(
    address: str,
    doors: Callable[[str, bool], Door],
    target_of: Callable[[str, str], str],
):
    api, wrong = address.startswith("/api/"), []
    come_in = [(actor, doors(actor, api)) for actor in ACTORS]
    for method in METHODS:
        rule = POLICY[address].get(method)
        for name in TARGETS[rule.reach] if rule else [""]:
            target = target_of(rule.reach, name) if rule and rule.reach else str(UUID(int=0))
            path = _PART.sub(lambda part, at=target: _part(address, part[1], at), address)
            for actor, door in come_in:
                expected = _expected(address, rule, actor, name, api=api)
                answer = _answered(door.ask(method, path, rule or Rule(), target, api=api))
                cells[expected] += 1
                if answer != expected:
                    wrong.append(f"{method} by {actor} to {name}: {answer}, not {expected}")

    print(f"\n{address}: {sum(cells.values())} cells so far, {dict(cells)}")
    assert wrong == []


def _expected(address: str, rule: Rule | None, actor: str, target: str, *, api: bool) -> str:
    if rule is not None:
        return rule.answer(actor, target, api=api)
    closed = not api and POLICY_OF_ANY[address] != OPEN and actor == ANONYMOUS
    return "sign_in" if closed else "405"


_PART = re.compile(r"<(?:\w+:)?(\w+)>")
# What stands in an address beside its target.
_PARTS = {"ending": "csv", "day": "2026-01-01", "secret": "never-was"}


def _part(address: str, name: str, target: str) -> str:
    if name == "name":
        return "诉求台账" if "ledgers" in address else "take_in"
    return _PARTS.get(name, target)


def _answered(response: HttpResponse) -> str:
    if response.status_code == 302 and response.url.startswith(f"{settings.LOGIN_URL}?next="):
        return "sign_in"
    if response.status_code in (401, 403, 404, 405) or response.status_code >= 500:
        return str(response.status_code)
    return "in"
