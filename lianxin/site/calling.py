"""One person's line to the JSON API of a running product."""

import http.client
import json
from dataclasses import dataclass

from lianxin.site.running import Product


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


class Caller:
    """A connection that is kept open from request to request; asking and listening are two acts."""

    def __init__(self, product: Product, login: str) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", product.port, timeout=30)
        self._headers = {
            "Authorization": f"Bearer {product.token(login)}",
            "Content-Type": "application/json",
        }

    def ask(self, method: str, path: str, body: dict | None = None, key: str | None = None) -> None:
        """Send a request, with `key` as its request id."""
        keyed = {"Idempotency-Key": key} if key else {}
        sent = json.dumps(body) if body is not None else None
        self._line.request(method, f"/api/v1{path}", sent, {**self._headers, **keyed})

    def listen(self) -> Answer:
        """Wait for the answer to what was asked."""
        answer = self._line.getresponse()
        return Answer(answer.status, json.loads(answer.read()))

    def hang_up(self) -> None:
        """Close the connection; the next request opens another."""
        self._line.close()
