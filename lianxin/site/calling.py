"""One person's line to the JSON API of a running product."""

import http.client
import json
from dataclasses import dataclass

from lianxin.site.running import Product

_BOUNDARY = "lianxin-file"


def upload(name: str, content: bytes) -> bytes:
    """Return the body of a request that hands in one file."""
    disposition = f'Content-Disposition: form-data; name="file"; filename="{name}"'
    head = f"--{_BOUNDARY}\r\n{disposition}\r\nContent-Type: application/octet-stream\r\n\r\n"
    return head.encode() + content + f"\r\n--{_BOUNDARY}--\r\n".encode()


@dataclass(frozen=True)
class Answer:
    status: int
    body: dict
    retry_after: str | None = None

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
        }

    def ask(
        self, method: str, path: str, body: dict | bytes | None = None, key: str | None = None
    ) -> None:
        """Send a request, with `key` as its request id; bytes are an upload."""
        keyed = {"Idempotency-Key": key} if key else {}
        written = isinstance(body, bytes)
        kind = f"multipart/form-data; boundary={_BOUNDARY}" if written else "application/json"
        sent = body if written or body is None else json.dumps(body)
        headers = {**self._headers, **keyed, "Content-Type": kind}
        self._line.request(method, f"/api/v1{path}", sent, headers)

    def listen(self) -> Answer:
        """Wait for the answer to what was asked."""
        answer = self._line.getresponse()
        body = json.loads(answer.read())
        return Answer(answer.status, body, answer.headers["Retry-After"])

    def hang_up(self) -> None:
        """Close the connection; the next request opens another."""
        self._line.close()
