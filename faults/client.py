"""Somebody at a machine of theirs: requests to the JSON API, some of whose answers never arrive."""

import http.client
import time
from uuid import uuid4

from lianxin.site.calling import Answer, Caller
from lianxin.site.running import Product


class NoAnswer(Exception):
    """The connection broke: whether the request had its effect is not known."""


def new_key() -> str:
    return uuid4().hex


class Client:
    """One person's connection to a product; it is made anew when it breaks."""

    def __init__(self, product: Product, login: str) -> None:
        self.login = login
        self._caller = Caller(product, login)

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None, None, deaf=False)

    def post(self, path: str, body: dict | bytes, *, key: str, deaf: bool = False) -> Answer:
        """Send a request; a `deaf` one hangs up before its answer comes."""
        return self._ask("POST", path, body, key, deaf=deaf)

    def step(
        self, number: str, name: str, data: dict, *, version: int | None = None, **sending: object
    ) -> Answer:
        body = {"data": data, "version": version}
        return self.post(f"/matters/{number}/steps/{name}", body, **sending)

    def until_answered(
        self,
        path: str,
        body: dict | bytes,
        *,
        key: str,
        deaf_first: bool = False,
        patience: float = 60,
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
        self, method: str, path: str, body: dict | bytes | None, key: str | None, *, deaf: bool
    ) -> Answer:
        try:
            self._caller.ask(method, path, body, key)
            if deaf:
                raise ConnectionResetError
            return self._caller.listen()
        except (OSError, http.client.HTTPException, ValueError) as error:
            self._caller.hang_up()
            raise NoAnswer from error
