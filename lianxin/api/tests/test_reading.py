"""Odd input over JSON: always a refusal in our shape, never a fault of ours."""

from itertools import product

import pytest
from django.test import override_settings

NESTED = '{"a":' * 10_000 + "1" + "}" * 10_000
UNREADABLE = {
    "no JSON": b"{",
    "empty": b" ",
    "not UTF-8": '{"text": "门"}'.encode("gbk"),
    "not a number": b'{"text": NaN}',
    "infinity": b'{"text": -Infinity}',
    "a number of 5,000 digits": b'{"text": ' + b"9" * 5000 + b"}",
    "10,000 levels deep": NESTED.encode(),
    "10,000 lists deep": b"[" * 10_000 + b"]" * 10_000,
    "100 levels deep": b'{"text": ' + b"[" * 100 + b"]" * 100 + b"}",
    "a line break in a text": b'{"text": "a\nb"}',
}
NO_OBJECT = [None, True, 0, 2**63, 1.5, "text", [], [[]], [{"text": "x"}]]
ODD = [
    None, True, False, 0, -1, 2**63, 10**30, 1.5, 1e308, "", " ", "\u0000", "\ud800", "\udfff\ud800",
    "%s %d {x} {{x}}", "'; DROP TABLE matters_matter; --", "字" * 6000, "9" * 300, "\u202e\ufeff",
    "2026-02-30", "0001-01-01", "9999-12-31", "٣", [], {}, [1], {"a": {"b": []}}, [None],
]  # fmt: skip


def is_refusal(answer) -> bool:
    refused = answer.json["refused"]
    return 400 <= answer.status < 500 and bool(refused["code"]) and bool(refused["sentence"])


@pytest.mark.parametrize("sent", UNREADABLE.values(), ids=UNREADABLE.keys())
@pytest.mark.parametrize("path", ["/diary", "/understand", "/tokens"])
def test_what_is_no_proper_json_is_refused(machine, path, sent):
    answer = machine("desk").send("POST", path, sent)

    assert (answer.status, answer.code) == (422, "bad_input")


def test_json_that_is_no_object_is_refused(machine, recorded):
    desk = machine("desk")
    paths = ["/diary", "/understand", "/tokens", f"/matters/{recorded.number}/steps/take_in"]

    answers = [desk.post(path, body) for path, body in product(paths, NO_OBJECT)]

    assert {(answer.status, answer.code) for answer in answers} == {(422, "bad_input")}


def test_a_step_survives_an_odd_value_in_all_its_fields(machine, record, drive):
    matters = [drive(record(), state) for state in ("taken_in", "to_verify")]
    desk = machine("desk2")
    asked = {
        offer["step"]: (matter, [field["name"] for field in offer["asks"]])
        for matter in matters
        for offer in desk.get(f"/matters/{matter.number}").json["steps"]
    }
    strange = [odd for odd in ODD if not (isinstance(odd, str) and odd.strip("\0 "))]

    answers = [
        desk.step(matter, step, key=f"{step}{number}", **dict.fromkeys(fields, odd))
        for step, (matter, fields) in asked.items()
        for number, odd in enumerate(strange)
        if fields
    ]

    assert len(answers) > 100
    assert [answer for answer in answers if not is_refusal_or_done(answer)] == []


@pytest.mark.parametrize("odd", [odd for odd in ODD if isinstance(odd, str)], ids=repr)
def test_an_amendment_survives_odd_words_in_every_field(machine, recorded, odd):
    desk = machine("desk")
    (offer,) = [
        offer
        for offer in desk.get(f"/matters/{recorded.number}").json["steps"]
        if offer["step"] == "amend"
    ]

    answers = [desk.step(recorded, "amend", **{field["name"]: odd}) for field in offer["asks"]]

    assert [answer for answer in answers if not is_refusal_or_done(answer)] == []


def is_refusal_or_done(answer) -> bool:
    return answer.status == 200 or is_refusal(answer)


@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_an_entry_survives_an_odd_value_in_every_field(machine, odd):
    desk = machine("desk")
    good = {"community": "tongxin", "text": "门坏了", "channel": "phone"}
    corrected = {
        "said_on": "2026-01-01",
        "channel": "phone",
        "reporter": {},
        "subject": "",
        "matters": [],
    }
    bodies = [
        *({**good, name: odd} for name in (*good, "accepted")),
        *({**good, "accepted": {**corrected, name: odd}} for name in corrected),
    ]

    answers = [desk.post("/diary", body, key="k" * n) for n, body in enumerate(bodies, start=1)]

    assert [a for a in answers if not (a.status == 201 or is_refusal(a))] == []


@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_a_sign_in_survives_an_odd_value_in_every_field(machine, odd):
    good = {"login": "desk-tongxin", "password": "wrong-wrong-1", "label": "x"}

    answers = [machine("desk").post("/tokens", {**good, name: odd}) for name in good]

    assert [answer for answer in answers if not is_refusal(answer)] == []


QUERIES = {
    "/matters": (
        "state",
        "area",
        "category",
        "organisation",
        "due",
        "quiet",
        "mine",
        "q",
        "page",
        "size",
    ),
    "/diary": ("community", "day"),
    "/notices": ("unread", "page", "size"),
    "/places": ("parent",),
    "/supervision": ("quiet", "area"),
    "/ledgers/诉求台账": ("from", "to", "area"),
    "/ledgers/办实事统计/matters": ("since", "until", "area", "figure", "month", "category"),
}
WRITTEN = [
    "",
    "\0",
    "1\0",
    "-1",
    "9" * 30,
    "1e9",
    "NaN",
    "true",
    "字" * 600,
    "%00",
    "9999-12-31",
    "[]",
]


@pytest.mark.parametrize("path", QUERIES)
def test_a_list_survives_every_odd_value_in_its_query(machine, recorded, path):
    desk = machine("desk")

    answers = [desk.get(path, **{name: v}) for name, v in product(QUERIES[path], WRITTEN)]

    assert [a for a in answers if not is_refusal_or_done(a)] == []


@pytest.mark.parametrize("odd", ["%00", "%ff%fe", "a%00b", "..", "x" * 500, "%F0%9F%98%80", "-1"])
def test_an_odd_number_or_step_is_refused(machine, recorded, odd):
    desk = machine("desk")

    answers = [
        desk.get(f"/matters/{odd}"),
        desk.post(f"/matters/{odd}/steps/take_in", {}),
        desk.post(f"/matters/{recorded.number}/steps/{odd}", {}),
        desk.post(f"/notices/{odd}/read"),
    ]

    assert [answer for answer in answers if not is_refusal(answer)] == []


def test_an_unknown_item_is_refused_by_its_name(machine):
    answer = machine("desk").post("/diary", {"community": "tongxin", "texte": "x"})

    assert answer.fields == {
        "text": ["请填写这一项。"],
        "texte": ["没有这一项，请核对名称。"],
    }


@override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=1000)
def test_a_body_over_the_limit_is_refused(machine):
    answer = machine("desk").post("/diary", {"community": "tongxin", "text": "字" * 1000})

    assert (answer.status, answer.code) == (413, "bad_input")


def test_a_form_in_place_of_json_is_refused(machine):
    desk = machine("desk")

    response = desk.client.post(
        "/api/v1/diary", {"text": "x"}, headers={"authorization": f"Bearer {desk.token}"}
    )

    assert (response.status_code, response.json()["refused"]["code"]) == (422, "bad_input")
