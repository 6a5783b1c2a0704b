"""Machines that come in with tokens."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from lianxin.access.actions import make_token, set_password
from lianxin.access.models import Login
from lianxin.base.actor import Actor
from lianxin.matters.models import Matter
from lianxin.site.tests.turns import data_for
from lianxin.territory.models import Place
from lianxin.territory.queries import place_named

ROOT = "/api/v1"


@dataclass
class Answer:
    """What came back: always JSON."""

    status: int
    json: dict
    headers: Mapping[str, str]

    @property
    def code(self) -> str:
        return self.json["refused"]["code"]

    @property
    def fields(self) -> dict[str, list[str]]:
        return self.json["refused"]["fields"]

    @property
    def numbers(self) -> list[str]:
        return [row["number"] for row in self.json["matters"]]


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

    def step(self, matter: Matter, name: str, *, key: str | None = None, **data: object) -> Answer:
        """Make a step with good input, or with the input given."""
        body = {"data": data or data_for(name)}
        return self.post(f"/matters/{matter.number}/steps/{name}", body, key=key)

    def upload(self, name: str, content: bytes, *, key: str | None = None) -> Answer:
        """Send a file as a form of the web does."""
        body = encode_multipart(BOUNDARY, {"file": SimpleUploadedFile(name, content)})
        return self.send("POST", "/files", body, key=key, kind=MULTIPART_CONTENT)

    def send(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        *,
        query: object = None,
        key: str | None = None,
        kind: str = "application/json",
    ) -> Answer:
        headers = {"authorization": f"Bearer {self.token}"} if self.token else {}
        if key is not None:
            headers["idempotency-key"] = key
        response = self.client.generic(
            method, ROOT + path, body, kind, headers=headers, query_params=query
        )
        assert response["Content-Type"] == "application/json"
        return Answer(response.status_code, response.json(), response.headers)


@pytest.fixture
def machine(logins: Mapping[str, Login], actors: Mapping[str, Actor]) -> Callable[[str], Machine]:
    """Return a machine that stands for one of the logins."""
    return lambda name: Machine(make_token(logins[name], "测试", by=actors[name]))


@pytest.fixture
def haina(tongxin: Place) -> Place:
    """The compound 海纳小区, which lies in the second grid."""
    return place_named(tongxin, "海纳小区", None, None, None)


@pytest.fixture
def theirs(record: Callable[..., Matter], yunhe: Place) -> Matter:
    """A matter of the strangers, at the twin of `home`."""
    place = place_named(yunhe, "怡乐园小区", "1号楼", "1单元", "101")
    return record(by="stranger", place=place)


@pytest.fixture
def password(logins: Mapping[str, Login]) -> str:
    """The password of the desk's login."""
    word = "桥下流水-7391-清晨"
    set_password(logins["desk"], word, by=None)
    return word
