"""Two districts that are strangers to each other, and machines that come in with tokens."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from django.db import transaction
from django.test import Client

from lianxin.access.actions import make_token
from lianxin.access.models import Login
from lianxin.access.queries import actor_for
from lianxin.access.register import found_district, import_register
from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.matters.actions import Said, open_matter
from lianxin.matters.models import Matter
from lianxin.territory.models import Level, Place

ROOT = "/api/v1"

PLACES = """区县,街道,社区,社区编码,小区,小区别名,楼栋,单元,网格,户,人口,场所
{district},城阳街道,同心社区,tongxin,怡乐园小区,怡乐园,1,1,第一网格,101-102、201-202,8,
{district},城阳街道,同心社区,tongxin,怡乐园小区,怡乐园,2,1,第一网格,101-102,4,
{district},城阳街道,同心社区,tongxin,安康小区,,1,1,第二网格,101-102,4,
"""
POSTS = """姓名,电话,单位,单位类型,职务,负责区域,起,止,登录名
甲一,,同心社区,社区,社区工作人员,{district}/城阳街道/同心社区,2020-01-01,,{at}desk
甲二,,同心社区,社区,社区工作人员,{district}/城阳街道/同心社区,2020-01-01,,{at}desk2
乙一,,同心社区,社区,网格员,{district}/城阳街道/同心社区/第一网格,2020-01-01,,{at}grid
乙二,,同心社区,社区,网格员,{district}/城阳街道/同心社区/第二网格,2020-01-01,,{at}grid2
丙一,,城阳街道办,街道,街道干部,{district}/城阳街道,2020-01-01,,{at}street
丁一,,怡乐物业,物业公司,物业经理,{district}/城阳街道/同心社区,2020-01-01,,{at}property
"""


def _settle(district: str, at: str) -> None:
    login, _secret = found_district(district, f"{at}admin")
    by = actor_for(login, via="cli")
    import_register("places", PLACES.format(district=district).encode(), by=by)
    import_register("posts", POSTS.format(district=district, at=at).encode(), by=by)


@pytest.fixture
def tongxin(db: None) -> Place:
    """A community, and its twin of the same names and code in a district of strangers."""
    _settle("莒县", "")
    _settle("邻县", "stranger-")
    return Place.objects.get(level=Level.COMMUNITY, district__name="莒县")


@pytest.fixture
def logins(tongxin: Place) -> dict[str, Login]:
    named = {login.username: login for login in Login.objects.select_related("person")}
    return {**named, "stranger": named["stranger-desk"]}


@pytest.fixture
def actors(logins: dict[str, Login]) -> dict[str, Actor]:
    return {name: actor_for(login) for name, login in logins.items()}


@dataclass
class Answer:
    status: int
    json: dict
    headers: dict

    @property
    def code(self) -> str:
        return self.json["refused"]["code"]


@dataclass
class Machine:
    """A program that talks to the API with somebody's token, or without one."""

    token: str = ""
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def get(self, path: str, **query: object) -> Answer:
        return self.send("GET", path, query=query)

    def post(self, path: str, body: object = None, *, key: str | None = None) -> Answer:
        return self.send("POST", path, json.dumps(body).encode(), key=key)

    def delete(self, path: str) -> Answer:
        return self.send("DELETE", path)

    def send(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        *,
        query: object = None,
        key: str | None = None,
    ) -> Answer:
        headers = {"authorization": f"Bearer {self.token}"} if self.token else {}
        if key is not None:
            headers["idempotency-key"] = key
        response = self.client.generic(
            method, ROOT + path, body, "application/json", headers=headers, query_params=query
        )
        assert response["Content-Type"] == "application/json"
        return Answer(response.status_code, response.json(), response.headers)


@pytest.fixture
def machine(logins: dict[str, Login], actors: dict[str, Actor]) -> Callable[[str], Machine]:
    """Return a machine that stands for one of the logins."""

    def made(name: str) -> Machine:
        return Machine(make_token(logins[name], "测试", by=actors[name]))

    return made


@pytest.fixture
def recorded(tongxin: Place, actors: dict[str, Actor]) -> Callable[..., Matter]:
    """Return a way to record a matter in a compound."""

    def made(
        words: str = "没有安装门禁", *, by: str = "desk", compound: str = "怡乐园小区", **more: str
    ) -> Matter:
        actor = actors[by]
        said = {
            "words": words,
            "place": Place.objects.get(
                district=actor.district, level=Level.COMPOUND, name=compound
            ),
            "said_on": clock.today(),
            "channel": "phone",
            "category": "SECURITY",
            "urgency": "normal",
            "title": f"{compound} 门禁",
            "requester_title": "大爷",
            "requester_phone": "13800001234",
        }
        with transaction.atomic():
            return open_matter("request", Said(**{**said, **more}), by=actor)

    return made


@pytest.fixture
def matter(recorded: Callable[..., Matter]) -> Matter:
    return recorded()
