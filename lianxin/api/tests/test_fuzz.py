"""Strange values in every parameter and item: answered as described, never with a fault."""

import json
import random

import pytest
from django.db import transaction

from lianxin.api.machine import api
from lianxin.api.tests.strange_requests import Judge, requests_of

DESCRIPTION = json.loads(json.dumps(api.get_openapi_schema()))
ENDS_TOKEN = "/api/v1/tokens/current"
SOME = 300


@pytest.mark.parametrize(("role", "seed"), [("desk", 20261), ("grid", 20262)])
def test_every_strange_value_is_answered_as_described(machine, recorded, role, seed):
    asked = list(requests_of(DESCRIPTION, {"number": recorded.number, "community": "tongxin"}))
    client, judge, faults = machine(role), Judge(DESCRIPTION), []
    some = random.Random(seed).sample(asked, SOME)
    turned = [sent for sent in asked if sent.where.endswith("text=turned")]
    print(f"\n{SOME} of {len(asked)} strange requests, seed {seed}")
    for sent in (sent for sent in [*turned, *some] if sent.path != ENDS_TOKEN):
        point = transaction.savepoint()
        response = client.client.generic(
            sent.method,
            sent.address,
            sent.body,
            "application/json",
            headers={"authorization": f"Bearer {client.token}"},
        )
        transaction.savepoint_rollback(point)
        content = b"".join(response) if response.streaming else response.content
        fault = judge.fault(sent, response.status_code, content)
        faults += [f"{sent}: {fault}"] if fault else []

    assert faults == []


def test_another_shape_would_be_noticed():
    (sent, *_rest) = requests_of(DESCRIPTION, {"number": "SQ-1", "community": "tongxin"})

    assert Judge(DESCRIPTION).fault(sent, 404, b'{"refused": "no"}') == "404: another shape"
    assert Judge(DESCRIPTION).fault(sent, 418, b"{}") == "418 is not described"
