"""How well entries are understood, in JSON."""

from collections.abc import Callable

from lianxin.matters.models import Matter


def test_what_was_accepted_is_counted(machine: Callable, record: Callable[..., Matter]):
    record(category="NOISE")

    found = machine("secretary").get("/understanding?by=week&community=tongxin").json

    assert (found["by"], found["community"], found["entries"]) == ("week", "tongxin", 1)
    assert [row["total"] for row in found["parts"] if row["name"] == "类别"] == [
        {"compared": 1, "agreed": 0, "percent": None}
    ]


def test_a_span_that_there_is_not_is_refused_with_its_field(machine: Callable):
    answer = machine("secretary").get("/understanding?by=year")

    assert (answer.status, list(answer.json["refused"]["fields"])) == (422, ["by"])
