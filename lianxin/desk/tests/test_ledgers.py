"""Ledgers in the browser: who reads them, what they show, and that figures open to what they count."""

import re
from collections.abc import Callable, Mapping

import pytest
from django.test import Client

from lianxin.base import clock
from lianxin.base.tests.counting import counting
from lianxin.matters.models import Matter

LEDGERS = ("民情日记", "诉求台账", "办实事统计")


@pytest.fixture
def asked() -> dict[str, str]:
    today = clock.today().isoformat()
    return {"ledger": "诉求台账", "since": today, "until": today, "area": ""}


@pytest.mark.parametrize("ledger", LEDGERS)
def test_a_figure_opens_to_as_many_matters_as_it_says(
    ledger: str,
    asked: dict,
    record: Callable[..., Matter],
    drive: Callable[..., Matter],
    browsers: Mapping[str, Client],
):
    drive(record(), "closed")
    record()

    page = browsers["desk"].get("/desk/ledgers", {**asked, "ledger": ledger}).content.decode()
    figures = re.findall(r'<a class="figure" href="([^"]+)"><b>(\d+)</b>', page)
    opened = [
        browsers["desk"].get(address.replace("&amp;", "&")).content.decode()
        for address, _count in figures
    ]

    assert figures
    assert [str(page.count('class="matter-row"')) for page in opened] == [n for _a, n in figures]


def test_a_list_is_narrowed_to_what_was_put_right_on_the_page_and_in_its_file(
    asked: dict,
    record: Callable[..., Matter],
    drive: Callable[..., Matter],
    browsers: Mapping[str, Client],
):
    solved, waiting = drive(record(), "closed"), record()
    desk, problems = browsers["desk"], {**asked, "ledger": "问题清单"}

    page = desk.get("/desk/ledgers", problems).content.decode()
    [address] = re.findall(r'<a href="([^"]+figure=rectified)" >', page)
    narrowed = desk.get(address.replace("&amp;", "&")).content.decode()
    file = desk.get("/desk/ledgers/file.csv", {**problems, "figure": "rectified"})

    seen = [
        [number in text for number in (solved.number, waiting.number)] for text in (page, narrowed)
    ]
    assert seen == [[True, True], [True, False]]
    assert b"".join(file.streaming_content).decode().count("\n") == 2


@pytest.mark.parametrize("ending", ["xlsx", "csv", "json"])
def test_a_ledger_is_taken_as_a_file(
    ending: str, asked: dict, recorded: Matter, browsers: Mapping[str, Client]
):
    answer = browsers["desk"].get(f"/desk/ledgers/file.{ending}", asked)

    content = b"".join(answer.streaming_content)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
    assert content[:2] == {"xlsx": b"PK", "csv": b"\xef\xbb", "json": b'{"'}[ending]


def test_only_readers_of_ledgers_see_them(asked: dict, browsers: Mapping[str, Client]):
    statuses = {
        name: (
            browsers[name].get("/desk/ledgers", asked).status_code,
            browsers[name].get("/desk/ledgers/file.csv", asked).status_code,
        )
        for name in ("desk", "street", "grid", "property")
    }

    assert statuses == {
        "desk": (200, 200), "street": (200, 200), "grid": (403, 403), "property": (403, 403),
    }  # fmt: skip


def test_a_stranger_counts_nothing_of_it(
    asked: dict, recorded: Matter, browsers: Mapping[str, Client]
):
    page = browsers["stranger"].get("/desk/ledgers", asked).content.decode()

    assert recorded.number not in page
    assert re.findall(r"<b>(\d+)</b>登记", page) == ["0"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"since": "2026-13-01"}, "日期请写成"),
        ({"until": "2020-01-01"}, "早于起期，请把两个日期对调。"),
        ({"ledger": "别的台账"}, "别的台账"),
        ({"area": "x"}, "选择"),
    ],
)
def test_what_can_not_be_asked_is_said_beside_the_form(
    wrong: dict, sentence: str, asked: dict, browsers: Mapping[str, Client]
):
    answer = browsers["desk"].get("/desk/ledgers", {**asked, **wrong})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()


@pytest.mark.parametrize("ledger", LEDGERS)
def test_a_ledger_makes_as_many_queries_for_three_rows_as_for_one(
    ledger: str,
    asked: dict,
    record: Callable[..., Matter],
    drive: Callable[..., Matter],
    browsers: Mapping[str, Client],
):
    drive(record(), "closed")
    one = _queries(browsers["desk"], {**asked, "ledger": ledger})
    drive(record(), "closed")
    drive(record(category="NOISE"), "closed")

    assert _queries(browsers["desk"], {**asked, "ledger": ledger}) == one


def _queries(browser: Client, asked: dict) -> int:
    with counting() as counted:
        assert browser.get("/desk/ledgers", asked).status_code == 200
    return len(counted)
