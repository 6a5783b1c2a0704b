"""What is asked for is never a piece of SQL, a pattern or a template."""

import re
from collections.abc import Callable, Iterator, Mapping

import pytest
from django.test import Client

from lianxin.api.machine import api
from lianxin.api.tests.conftest import Answer, Machine
from lianxin.matters.models import Matter

PROBES = ("'", '"', "') OR 1=1 --", "' OR '1'='1", "%", "_", "\\", "\\%", "{{7*7}}", "${7*7}", "*")
_NUMBER = re.compile(r"SQ-\d+-\d+")


@pytest.fixture
def told(record: Callable[..., Matter]) -> list[Matter]:
    """Matters of which each holds one probe in its words, and one that holds none."""
    return [record(words=f"门坏了{probe}请修", spot="") for probe in (*PROBES, "")]


def test_a_search_finds_what_holds_the_words_and_nothing_else(
    told: list[Matter], browsers: Mapping[str, Client], machine: Callable[[str], Machine]
):
    desk, by_machine = browsers["desk"], machine("desk")
    for probe in PROBES:
        holding = {one.number for one in told if all(word in one.words for word in probe.split())}

        page = desk.get("/desk/matters", {"q": probe}).content.decode()
        answer = by_machine.get("/matters", q=probe, state="all")

        assert (probe, set(_NUMBER.findall(page))) == (probe, holding)
        assert (probe, set(answer.numbers)) == (probe, holding)


def test_a_parameter_that_says_sql_widens_nothing(
    told: list[Matter], machine: Callable[[str], Machine]
):
    secretary = machine("secretary")
    asked = [(path, name, probe) for path, name in parameters() for probe in PROBES]

    found = [(*one, rows_of(secretary.get(one[0], **{one[1]: one[2]}))) for one in asked]

    assert [one for one in found if one[-1]] == []


def parameters() -> Iterator[tuple[str, str]]:
    """Yield every parameter of every list, but the search, which has a test of its own."""
    for path, methods in api.get_openapi_schema()["paths"].items():
        for parameter in methods.get("get", {}).get("parameters", []):
            if parameter["in"] == "query" and parameter["name"] != "q":
                yield path.removeprefix("/api/v1").format(name="诉求台账"), parameter["name"]


def rows_of(answer: Answer) -> int:
    """Return how many rows an answer holds; a refusal holds none."""
    assert answer.status in (200, 404, 422), answer
    return sum(len(value) for value in answer.json.values() if isinstance(value, list))
