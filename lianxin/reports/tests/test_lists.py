"""The three lists are views over the same matters: who answers, into what it was parted, what was put right."""

from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.base.tests.counting import counting
from lianxin.matters.actions import step
from lianxin.matters.models import Matter
from lianxin.reports.queries import ledger_for
from lianxin.reports.table import Table
from lianxin.site.tests.turns import data_for
from lianxin.territory.models import Place
from lianxin.territory.queries import place_named

Actors = Mapping[str, Actor]
Record = Callable[..., Matter]
Drive = Callable[..., Matter]
CALL = {"trigger": "outstanding", "words": "请来看。", "responders": ["department-tongxin"]}


def of(name: str, actor: Actor, *, figure: str = "", area: str = "") -> Table:
    """Return a list of the last thirty days."""
    since = clock.today() - timedelta(days=30)
    return ledger_for(name, actor, since, clock.today(), area, figure)


def rows(name: str, actor: Actor, **asked: str) -> list[dict]:
    table = of(name, actor, **asked)
    names = [column.name for column in table.columns]
    return [dict(zip(names, row, strict=True)) for row in table.rows]


def counts(name: str, actor: Actor) -> list[int]:
    return [figure.count for figure in of(name, actor).figures]


def numbers(name: str, actor: Actor, **asked: str) -> list[str]:
    return [row["number"] for row in rows(name, actor, **asked)]


def test_what_is_not_closed_stands_first_however_old_and_then_what_was_put_right(
    record: Record, drive: Drive, actors: Actors, hean: Place
):
    with clock.at(clock.now() - timedelta(days=90)):
        old = drive(record(), "in_hand")
        carried = drive(record(), "carried")
        drive(record(), "closed")
    solved = drive(record(), "closed")
    explained = drive(record(), "closed", finish={"outcome": "explained"})
    drive(record(), "redirected")
    record(by="neighbour", place=hean)

    listed = rows("问题清单", actors["desk"])

    assert [(row["number"], row["late"]) for row in listed] == [
        (old.number, "超时"), (carried.number, "超时"), (solved.number, ""), (explained.number, "")
    ]  # fmt: skip
    today = clock.today().isoformat()
    assert [row["rectified"] for row in listed] == [
        "", "", f"已整改 {today}", f"已解释，暂不能解决 {today}"
    ]  # fmt: skip
    assert (listed[0]["organisation"], listed[0]["late"]) == ("同心社区居委会", "超时")
    assert counts("问题清单", actors["desk"]) == [2, 2, 1, 1, 1]
    assert numbers("问题清单", actors["desk"], figure="rectified") == [solved.number]
    assert numbers("问题清单", actors["desk"], figure="open") == [old.number, carried.number]


def test_what_needed_others_is_to_be_coordinated_until_it_is_closed(
    record: Record, drive: Drive, actors: Actors
):
    whistled, asked, raised = (drive(record(), "in_hand") for _n in range(3))
    drive(record(), "in_hand")
    step(whistled, "whistle", by=actors["desk"], data=CALL)
    step(asked, "enquire", by=actors["desk"], data=data_for("enquire"))
    step(raised, "escalate", by=actors["grid"], data=data_for("escalate"))

    listed = {row["number"]: row for row in rows("协调清单", actors["desk"])}

    assert {number: row["because"] for number, row in listed.items()} == {
        whistled.number: "吹哨", asked.number: "问归属", raised.number: "上报"
    }  # fmt: skip
    answer = Matter.objects.get(kind="response")
    assert listed[whistled.number]["tasks"].startswith(f"{answer.number} 请报到：")
    assert "（县住建局 " in listed[whistled.number]["tasks"]
    assert "已派" in listed[whistled.number]["tasks"]
    assert listed[raised.number]["organisation"] == "社区（待派）"


def test_the_compounds_of_bankrupt_employers_have_a_list_of_their_own(
    record: Record, actors: Actors, tongxin: Place
):
    there = place_named(tongxin, "海纳小区", "1号楼", "1单元", "101")
    Place.objects.filter(pk=there.compound_id).update(bankrupt_employer="红星厂")
    found = record(place=there)
    record()

    listed = rows("破产企业小区清单", actors["desk"])

    assert [(row["number"], row["employer"]) for row in listed] == [(found.number, "红星厂")]
    assert numbers("破产企业小区清单", actors["stranger"]) == []
    assert numbers("破产企业小区清单", actors["desk"], area=str(there.compound_id)) == [
        found.number
    ]


def test_a_list_makes_a_fixed_number_of_queries_and_masks_what_was_said(
    record: Record, drive: Drive, actors: Actors
):
    made = []
    for count in (1, 2):
        for _n in range(count):
            matter = drive(record(words="电话13800007788，门锁坏了。"), "taken_in")
            step(matter, "amend", by=actors["desk"], data={"summary": "回电13800007788"})
            step(matter, "escalate", by=actors["desk"], data=data_for("escalate"))
            step(matter, "split", by=actors["street"], data=data_for("split"))
        with counting() as queries:
            listed = rows("协调清单", actors["desk"])
        made.append(len(queries))

    assert len(listed) == 3
    assert made[0] == made[1] <= 8
    assert listed[0]["summary"] == "回电138****7788"
    assert listed[0]["tasks"].count("；") == 1


@pytest.mark.parametrize("name", ["民情日记", "办实事统计"])
def test_only_where_a_row_is_a_matter_the_rows_are_narrowed(name: str, actors: Actors):
    with pytest.raises(Refused) as refused:
        of(name, actors["desk"], figure="closed")

    assert refused.value.sentence == "数字：这本台账没有这个数，请从台账页里点开。"
