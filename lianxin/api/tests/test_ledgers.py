"""Ledgers over JSON: counted from rows, each figure opening its matters."""

from urllib.parse import parse_qsl

import pytest

from lianxin.base import clock


def days() -> dict[str, str]:
    today = clock.today()
    return {"from": f"{today:%Y-%m-01}", "to": today.isoformat()}


def test_the_ledgers_are_listed_by_name(machine):
    names = [row["name"] for row in machine("desk").get("/ledgers").json["ledgers"]]

    assert names == [
        "民情日记", "诉求台账", "办实事统计", "问题清单", "协调清单", "破产企业小区清单"
    ]  # fmt: skip


def test_a_list_is_narrowed_to_a_figure(machine, drive, record):
    solved = drive(record(), "closed")
    record()

    found = machine("desk").get("/ledgers/问题清单", **days(), figure="rectified").json

    assert [row["number"] for row in found["rows"]] == [solved.number]
    assert [figure["count"] for figure in found["figures"]] == [1, 0, 0, 1, 0]


def test_a_ledger_counts_the_matters_of_its_days(machine, recorded, theirs):
    ledger = machine("desk").get("/ledgers/诉求台账", **days()).json

    assert [row["number"] for row in ledger["rows"]] == [recorded.number]
    assert ledger["total"] == 1


def test_a_figure_opens_the_matters_that_it_counts(machine, record, drive):
    record()
    closed = drive(record(), "closed")
    desk = machine("desk")
    figures = desk.get("/ledgers/诉求台账", **days()).json["figures"]

    (figure,) = [figure for figure in figures if figure["label"] == "已结"]
    query = dict(parse_qsl(figure["query"]))
    opened = desk.get(f"/ledgers/{query.pop('ledger')}/matters", **query)

    assert (figure["count"], opened.numbers) == (1, [closed.number])


@pytest.mark.parametrize("path", ["/ledgers", "/ledgers/诉求台账", "/ledgers/诉求台账/matters"])
def test_who_may_not_read_ledgers_is_refused(machine, path):
    answer = machine("grid").get(
        path, **days(), since="2026-01-01", until="2026-01-02", figure="closed"
    )

    assert (answer.status, answer.code) == (403, "not_allowed")


def test_an_unknown_ledger_and_missing_days_are_refused(machine):
    desk = machine("desk")

    answers = [desk.get("/ledgers/无名台账", **days()), desk.get("/ledgers/诉求台账")]

    assert [(answer.status, answer.code) for answer in answers] == [(422, "bad_input")] * 2


def test_a_ledger_of_strangers_area_is_not_found(machine, yunhe):
    answer = machine("desk").get("/ledgers/诉求台账", **days(), area="yunhe")

    assert (answer.status, answer.code) == (404, "not_found")
