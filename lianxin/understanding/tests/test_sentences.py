"""The invented sentences as a measure: each part is right at least as often as it was."""

from collections import defaultdict
from datetime import date

import pytest

from lianxin.understanding import read
from lianxin.understanding.tests.sentences import KEPT_ASIDE, TODAY, TRIED, rows

_FLOOR = {
    "reported_on": 0.95,
    "place": 0.9,
    "name": 0.85,
    "title": 0.9,
    "phone": 1.0,
    "category": 0.85,
    "urgency": 0.88,
    "emergency": 1.0,
    "channel": 0.95,
    "matters": 0.9,
}


def _bare(name: str | None) -> str | None:
    return name.removesuffix("小区") if name else name


def _outcomes(row: dict) -> dict[str, bool]:
    answer = read(row["text"], date.fromisoformat(TODAY)).as_json()
    days = row["reported_on"] | ({TODAY} if row["reported_on"] == {None} else set())
    parts = ("compound", "building", "unit", "room")
    right = {
        "reported_on": answer["reported_on"] in days,
        "place": all(
            _bare(answer["place"][part]) in {_bare(name) for name in row["place"][part]}
            for part in parts
        ),
        **{
            part: answer["reporter"][part] in row["reporter"][part]
            for part in ("name", "title", "phone")
        },
        "category": answer["category"] in row["category"],
        "urgency": answer["urgency"] in row["urgency"],
        "channel": answer["channel"] in row["channel"],
        "matters": len(answer["matters"]) == 1 + len(row["further"]),
    }
    if row["urgency"] == {"emergency"}:
        right["emergency"] = answer["urgency"] == "emergency"
    return right


@pytest.mark.parametrize("block", [TRIED, KEPT_ASIDE], ids=["tried", "kept_aside"])
def test_each_part_of_the_invented_sentences_is_understood_as_often_as_before(block):
    counted = defaultdict(list)
    for row in rows(block):
        for part, right in _outcomes(row).items():
            counted[part].append(right)

    below = {part: sum(counted[part]) / len(counted[part]) for part in _FLOOR}
    assert {part: share for part, share in below.items() if share < _FLOOR[part]} == {}
