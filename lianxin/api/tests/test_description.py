"""What the description promises is what the addresses give."""

import json
from collections.abc import Iterator

import pytest

from lianxin.api.machine import api
from lianxin.api.tests.conftest import Answer, Machine
from lianxin.base import clock

OPEN = {("/api/v1/tokens", "post")}
# What answers with bytes, not with JSON.
BYTES = {("/api/v1/files/{file}", "get")}
DESCRIPTION = json.loads(json.dumps(api.get_openapi_schema()))


def operations() -> Iterator[tuple[str, str, dict]]:
    for path, methods in DESCRIPTION["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def faults(value: object, schema: dict, where: str = "answer") -> list[str]:
    """Return where a value is not what a schema describes."""
    if "$ref" in schema:
        schema = DESCRIPTION["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    if "anyOf" in schema:
        found = [faults(value, choice, where) for choice in schema["anyOf"]]
        return min(found, key=len)
    kinds = {
        "object": dict,
        "array": list,
        "string": str,
        "integer": int,
        "boolean": bool,
        "null": type(None),
    }
    kind = kinds.get(schema.get("type"))
    if kind and (type(value) is not kind):
        return [f"{where}: {value!r} is no {schema['type']}"]
    if kind is list:
        return [
            f for n, item in enumerate(value) for f in faults(item, schema["items"], f"{where}.{n}")
        ]
    if kind is dict and "properties" in schema:
        return _object_faults(value, schema, where)
    return []


def _object_faults(value: dict, schema: dict, where: str) -> list[str]:
    known = schema["properties"]
    found = [f"{where}.{name}: missing" for name in schema.get("required", []) if name not in value]
    found += [f"{where}.{name}: not described" for name in value if name not in known]
    for name in value:
        if name in known:
            found += faults(value[name], known[name], f"{where}.{name}")
    return found


def check(path: str, method: str, answer: Answer) -> None:
    described = DESCRIPTION["paths"][f"/api/v1{path}"][method]["responses"]
    content = described[str(answer.status)]["content"]["application/json"]["schema"]
    assert faults(answer.json, content) == []


def test_a_wrong_answer_would_be_noticed():
    schema = DESCRIPTION["paths"]["/api/v1/me"]["get"]["responses"]["200"]
    me = schema["content"]["application/json"]["schema"]

    assert faults({"login": 1, "more": ""}, me) != []


def test_all_but_signing_in_asks_for_a_token():
    without = {
        (path, method) for path, method, operation in operations() if not operation.get("security")
    }

    assert without == OPEN


@pytest.mark.parametrize(("path", "method"), [(path, method) for path, method, _op in operations()])
def test_the_answer_without_a_token_is_described(db, path, method):
    answer = Machine().send(
        method.upper(),
        path.removeprefix("/api/v1").format(number="x", name="x", notice="x", file="x"),
    )

    check(path.removeprefix("/api/v1"), method, answer)


def test_every_good_answer_is_as_described(machine, recorded, drive, password):
    desk, grid = machine("desk"), machine("grid")
    said = {"community": "tongxin", "text": "怡乐园小区1号楼门禁坏了，张大爷13800001234反映。"}
    number, today = recorded.number, clock.today().isoformat()
    days = {"from": today, "to": today}
    figure = {"since": today, "until": today, "figure": "recorded"}
    checks = [
        ("/matters/{number}", "get", desk.get(f"/matters/{number}")),
        ("/matters/{number}/steps/{name}", "post", desk.step(recorded, "take_in")),
        ("/diary", "post", desk.post("/diary", said)),
        ("/diary", "get", desk.get("/diary")),
        ("/files", "post", desk.upload("说明.txt", b"ok")),
        ("/understand", "post", desk.post("/understand", said)),
        ("/matters", "get", desk.get("/matters")),
        ("/me", "get", desk.get("/me")),
        ("/places", "get", desk.get("/places")),
        ("/supervision", "get", desk.get("/supervision")),
        ("/topics", "get", desk.get("/topics")),
        ("/understanding", "get", machine("secretary").get("/understanding")),
        ("/ledgers", "get", desk.get("/ledgers")),
        ("/ledgers/{name}", "get", desk.get("/ledgers/诉求台账", **days)),
        ("/ledgers/{name}/matters", "get", desk.get("/ledgers/诉求台账/matters", **figure)),
    ]
    desk.step(recorded, "dispatch", holder="grid-tongxin")
    notices = grid.get("/notices")
    (notice,) = notices.json["notices"]
    checks += [
        ("/notices", "get", notices),
        ("/notices/{notice}/read", "post", grid.post(f"/notices/{notice['id']}/read")),
        (
            "/tokens",
            "post",
            Machine().post("/tokens", {"login": "desk-tongxin", "password": password}),
        ),
        ("/tokens/current", "delete", grid.delete("/tokens/current")),
    ]

    for path, method, answer in checks:
        assert answer.status in (200, 201), (path, answer)
        check(path, method, answer)
    assert {(f"/api/v1{path}", method) for path, method, _answer in checks} == {
        (path, method) for path, method, _operation in operations()
    } - BYTES


def test_every_refusal_of_a_step_is_as_described(machine, recorded):
    path = "/matters/{number}/steps/{name}"
    address = f"/matters/{recorded.number}/steps"
    desk = machine("desk")
    answers = [
        machine("grid").post(f"{address}/take_in", {}),
        machine("stranger").post(f"{address}/take_in", {}),
        desk.post(f"{address}/close", {}),
        desk.post(f"{address}/take_in", {"version": 9}),
        desk.post(f"{address}/redirect", {}),
        desk.post(f"{address}/take_in", {"version": "1"}),
    ]

    assert [answer.status for answer in answers] == [403, 404, 409, 409, 422, 422]
    for answer in answers:
        check(path, "post", answer)


def test_every_operation_has_a_chinese_name_and_its_own_id():
    found = list(operations())

    assert all(not operation["summary"].isascii() for _path, _method, operation in found)
    assert len({operation["operationId"] for _path, _method, operation in found}) == len(found)


def test_the_request_id_is_described_as_a_header():
    described = DESCRIPTION["paths"]["/api/v1/diary"]["post"]["parameters"]

    assert [(one["in"], one["name"], one["required"]) for one in described] == [
        ("header", "Idempotency-Key", False)
    ]
