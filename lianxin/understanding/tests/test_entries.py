"""The invented entries as a measure: each part is right at least as often as it was."""

from collections import defaultdict

import pytest

from lianxin.understanding.tests.scoring import entries, outcomes

pytestmark = pytest.mark.once
_FLOORS = {
    "tried": {
        "date": 0.98,
        "place": 0.98,
        "name": 0.98,
        "title": 0.97,
        "phone": 1.0,
        "category": 0.8,
        "category, strictly": 0.72,
        "urgency": 0.82,
        "emergency": 0.94,
        "no emergency": 0.86,
        "channel": 0.98,
        "number of matters": 0.95,
        "every matter": 0.45,
    },
    "kept_aside": {
        "date": 0.85,
        "place": 0.89,
        "name": 0.92,
        "title": 0.95,
        "phone": 0.98,
        "category": 0.82,
        "category, strictly": 0.69,
        "urgency": 0.82,
        "emergency": 0.98,
        "no emergency": 0.88,
        "channel": 0.97,
        "number of matters": 0.92,
        "every matter": 0.3,
    },
}


@pytest.mark.parametrize("block", _FLOORS)
def test_each_part_is_understood_as_often_as_before(block):
    counted = defaultdict(list)
    for entry in entries(block):
        for part, right in outcomes(entry).items():
            counted[part].append(right)

    shares = {part: round(sum(rights) / len(rights), 3) for part, rights in counted.items()}
    floors = _FLOORS[block]
    assert {part: share for part, share in shares.items() if share < floors[part]} == {}
