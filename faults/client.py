"""Somebody at a machine of theirs: requests to the JSON API, some of whose answers never arrive."""

import http.client
import json
import time
from dataclasses import dataclass
from uuid import uuid4

from lianxin.site.running import Product


class NoAnswer(Exception):
    """The connection broke: whether the request had its effect is not known."""


@dataclass(frozen=True)
class Answer:
    status: int
    body: dict

    @property
    def done(self) -> bool:
        return self.status in (200, 201)

    @property
    def code(self) -> str:
        """Return the code of a refusal, `ok` for an answer that is none."""
        return "ok" if self.done else self.body.get("refused", {}).get("code", f"{self.status}")


def new_key() -> str:
    return uuid4().hex


class Client:
    """One person's connection to a product; it is made anew when it breaks."""

    def __init__(self, product: Product, login: str) -> None:
        self.login = login
        self._port = product.port
        self._token = product.token(login)
        self._line: http.client.HTTPConnection | None = None

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None, None, deaf=False)

    def post(self, path: str, body: dict, *, key: str | None = None, deaf: bool = False) -> Answer:
        """Send a request; a `deaf` one hangs up before its answer comes."""
        return self._ask("POST", path, body, key, deaf=deaf)

    def step(self, number: str, name: str, data: dict, **options: object) -> Answer:
        body = {"data": data, "version": options.pop("version", None)}
        return self.post(f"/matters/{number}/steps/{name}", body, **options)

    def until_answered(
        self, path: str, body: dict, *, key: str, deaf_first: bool = False, patience: float = 60
    ) -> Answer:
        """Send the same request with the same key until an answer arrives that is not `busy`."""
        began, deaf = time.monotonic(), deaf_first
        while True:
            try:
                answer = self.post(path, body, key=key, deaf=deaf)
                if answer.code != "busy":
                    return answer
            except NoAnswer:
                if time.monotonic() - began > patience:
                    raise
            deaf = False
            time.sleep(0.05)

    def _ask(
        self, method: str, path: str, body: dict | None, key: str | None, *, deaf: bool
    ) -> Answer:
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        if key:
            headers["Idempotency-Key"] = key
        try:
            line = self._line or http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
            self._line = line
            sent = json.dumps(body) if body is not None else None
            line.request(method, f"/api/v1{path}", sent, headers)
            if deaf:
                raise ConnectionResetError
            answer = line.getresponse()
            return Answer(answer.status, json.loads(answer.read()))
        except (OSError, http.client.HTTPException, ValueError) as error:
            self.hang_up()
            raise NoAnswer from error

    def hang_up(self) -> None:
        if self._line:
            self._line.close()
            self._line = None
