"""Requests that the API's own description allows to be asked, with strange values put in one by one."""

import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from urllib.parse import quote, urlencode

import jsonschema_rs

from lianxin.site.tests.strange import WORDS

# Written as they are, not as Python's json would: a number that is none, one too large, a deep nesting.
RAW = {
    "raw 2^63": b"9223372036854775808",
    "raw minus zero": b"-0.0",
    "raw NaN": b"NaN",
    "raw 1e400": b"1e400",
    "raw deep list": b"[" * 10_000 + b"]" * 10_000,
    "raw deep object": b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
    "raw null": b"null",
    "raw list": b'[{"a": null}]',
}
# What stands in an address or a body where nothing strange does, by the name of the item.
_GOOD = {"text": "春和园1号楼门坏了。", "name": "take_in", "login": "nobody", "password": "wrong"}
_MARK = "STRANGE-VALUE"


@dataclass(frozen=True)
class Sent:
    """One request, and where in it the strange value stands."""

    method: str
    path: str
    address: str
    body: bytes
    where: str

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.where}"


def requests_of(description: dict, good: dict[str, str]) -> Iterator[Sent]:
    """Yield, for every parameter and item of every operation, a request with each strange value."""
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            asked = _Operation(description, path, method.upper(), operation, {**_GOOD, **good})
            yield from asked.with_parameters()
            yield from asked.with_items()


@dataclass(frozen=True)
class _Operation:
    description: dict
    path: str
    method: str
    operation: dict
    good: dict[str, str]

    def with_parameters(self) -> Iterator[Sent]:
        for parameter in self.operation.get("parameters", []):
            name = parameter["name"]
            for word, value in WORDS.items():
                # Headers hold Latin letters only, and no server takes an address of a megabyte.
                if parameter["in"] != "header" and len(value) < 3000:
                    query = {name: value} if parameter["in"] == "query" else {}
                    parts = {name: value} if parameter["in"] == "path" else {}
                    yield self._sent(parts, query, self._written(self._body()), f"{name}={word}")

    def with_items(self) -> Iterator[Sent]:
        body = self._body()
        for where in _places(body):
            marked = self._written(_with(body, where, _MARK))
            values = {name: json.dumps(word).encode() for name, word in WORDS.items()} | RAW
            for name, value in values.items():
                filled = marked.replace(f'"{_MARK}"'.encode(), value)
                yield self._sent({}, {}, filled, f"{'.'.join(map(str, where))}={name}")

    def _sent(self, parts: dict, query: dict, body: bytes, where: str) -> Sent:
        address = self.path
        for name in [one["name"] for one in self.operation.get("parameters", [])]:
            value = parts.get(name, self.good.get(name, "x"))
            address = address.replace(f"{{{name}}}", quote(value, safe="", errors="surrogatepass"))
        asked = f"?{urlencode(query, errors='surrogatepass')}" if query else ""
        return Sent(self.method, self.path, address + asked, body, where)

    def _written(self, body: object) -> bytes:
        return b"" if body is None else json.dumps(body).encode()

    def _body(self) -> object:
        content = self.operation.get("requestBody", {}).get("content", {})
        schema = content.get("application/json", {}).get("schema")
        return self._example(schema) if schema else None

    def _example(self, schema: dict, name: str = "") -> object:
        if "$ref" in schema:
            schema = self.description["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        if "anyOf" in schema:
            return self._example(schema["anyOf"][0], name)
        if "properties" in schema:
            return {one: self._example(asked, one) for one, asked in schema["properties"].items()}
        if schema.get("type") == "array":
            return [self._example(schema["items"])]
        by_type = {"integer": None, "boolean": True, "object": {"words": "来过了"}}
        plain = by_type.get(schema.get("type", "string"), "2026-01-05" if name == "said_on" else "")
        return self.good.get(name, schema.get("enum", [plain])[0])


def _places(value: object, above: tuple = ()) -> Iterator[tuple]:
    """Yield the way to every item of a body, the body itself included."""
    if value is None and not above:
        return
    yield above
    items = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for name, below in items:
        yield from _places(below, (*above, name)) if below is not None else [(*above, name)]


def _with(body: object, where: tuple, value: object) -> object:
    if not where:
        return value
    changed = deepcopy(body)
    inner = changed
    for name in where[:-1]:
        inner = inner[name]
    inner[where[-1]] = value
    return changed


class Judge:
    """Compares answers with what the description promises."""

    def __init__(self, description: dict) -> None:
        self._description = description
        self._known: dict[tuple, jsonschema_rs.Validator] = {}

    def fault(self, sent: Sent, status: int, content: bytes) -> str:
        """Return what is wrong with an answer, or nothing."""
        if status >= 500 and status != 503:
            return str(status)
        promised = self._description["paths"][sent.path][sent.method.lower()]["responses"]
        if str(status) not in promised:
            return f"{status} is not described"
        described = promised[str(status)].get("content", {}).get("application/json")
        if described is None:
            return ""
        return (
            ""
            if self._fits(sent, status, described["schema"], content)
            else f"{status}: another shape"
        )

    def _fits(self, sent: Sent, status: int, schema: dict, content: bytes) -> bool:
        at = (sent.path, sent.method, status)
        if at not in self._known:
            whole = {**schema, "components": self._description["components"]}
            self._known[at] = jsonschema_rs.validator_for(whole)
        return self._known[at].is_valid(json.loads(content))
