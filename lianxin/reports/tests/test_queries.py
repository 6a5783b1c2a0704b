"""Ledgers count what happened, and each figure opens to what it counts."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from urllib.parse import parse_qsl

import pytest

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.base.tests.counting import counting
from lianxin.matters.actions import step
from lianxin.matters.models import Matter
from lianxin.reports.figures import Figure, Filter
from lianxin.reports.ledgers import LEDGERS
from lianxin.reports.queries import ledger_for, matters_of_figure
from lianxin.reports.table import Table
from lianxin.site.tests.turns import data_for
from lianxin.territory.models import Place
from lianxin.territory.queries import place_named

# Of the lists, what stands in two of them is not there before somebody did something: see test_lists.
LEDGERS_OF_PERIODS = ("民情日记", "诉求台账", "办实事统计", "问题清单")
Actors = Mapping[str, Actor]
Record = Callable[..., Matter]
Drive = Callable[..., Matter]


def days_ago(days: int, at: time = time(10)) -> datetime:
    return datetime.combine(clock.today() - timedelta(days=days), at, tzinfo=clock.BEIJING)


def ledger(name: str, actor: Actor, since: int = 90, until: int = 0, area: str = "") -> Table:
    """Return a ledger from so many days ago to so many days ago."""
    return ledger_for(name, actor, days_ago(since).date(), days_ago(until).date(), area)


def counts(table: Table) -> dict[str, int]:
    return {figure.label: figure.count for figure in table.figures}


def numbers(table: Table) -> list[str]:
    return [row[0] for row in table.rows]


@pytest.fixture
def weeks(record: Record, drive: Drive, actors: Actors, yunhe: Place, hean: Place) -> None:
    """What happened in some weeks: each outcome, each answer, open matters, neighbours, strangers."""
    with clock.at(days_ago(40)):
        drive(record(), "closed")
        drive(record(category="NOISE"), "closed")
        drive(record(), "closed", finish={"outcome": "explained"})
    with clock.at(days_ago(12)):
        drive(record(), "closed", finish={"outcome": "not_ours"})
        drive(record(), "closed", finish={"outcome": "failed"})
        drive(record(), "closed", confirm={"answer": "not_satisfied", "solved": True})
        unanswered = drive(record(), "to_verify")
        step(unanswered, "verify", by=actors["desk2"], data={"passed": True})
        step(record(), "withdraw", by=actors["desk"], data=data_for("withdraw"))
        drive(record(), "carried")
        drive(record(), "redirected")
        record(by="neighbour", place=hean)
        record(by="stranger", place=yunhe)
    step(unanswered, "close", by=actors["desk"])
    record()


def test_the_results_equal_a_count_made_by_hand(
    weeks: None, actors: Actors, tongxin: Place
) -> None:
    closed = Matter.objects.filter(community=tongxin, state="closed")
    outcomes = Counter(matter.outcome for matter in closed)
    answers = Counter(matter.answer for matter in closed if matter.outcome != "withdrawn")

    table = ledger("办实事统计", actors["desk"])

    assert counts(table) == {
        "结案": 8,
        "解难题": outcomes["solved"],
        "已解释暂不能解决": outcomes["explained"],
        "不属本社区": outcomes["not_ours"],
        "未能解决": outcomes["failed"],
        "居民撤回": outcomes["withdrawn"],
        "答复满意": answers["satisfied"],
        "答复不满意": answers["not_satisfied"],
        "没有答复": answers[""] + answers["no_answer"],
    }
    assert list(counts(table).values()) == [8, 4, 1, 1, 1, 1, 5, 1, 1]


def test_the_results_have_a_row_for_each_month_and_category(weeks: None, actors: Actors) -> None:
    table = ledger("办实事统计", actors["desk"])

    rows = [(row[0], row[1], row[2].count) for row in table.rows]

    closed = Matter.objects.filter(state="closed", community__code="tongxin")
    months = Counter(
        (f"{clock.local(matter.closed_at):%Y-%m}", matter.category) for matter in closed
    )
    assert sorted(count for _month, _category, count in rows) == sorted(months.values())
    assert [month for month, _category, _count in rows] == sorted(month for month, _ in months)


def test_the_requests_equal_a_count_made_by_hand(
    weeks: None, actors: Actors, tongxin: Place
) -> None:
    table = ledger("诉求台账", actors["desk"])

    assert counts(table) == {"登记": 11, "在办": 1, "已挂账": 1, "已转出": 1, "已结": 8}
    there = Matter.objects.filter(community=tongxin).order_by("recorded_at", "pk")
    assert numbers(table) == [matter.number for matter in there]


@pytest.mark.parametrize("name", LEDGERS)
def test_each_figure_opens_exactly_its_matters(weeks: None, actors: Actors, name: str) -> None:
    table = ledger(name, actors["desk"])
    cells = [cell for row in table.rows for cell in row if isinstance(cell, Figure)]

    opening = [figure for figure in [*table.figures, *cells] if figure.filter]

    assert opening
    for figure in opening:
        address = dict(parse_qsl(figure.filter.as_query()))
        assert matters_of_figure(Filter.of(address), actors["desk"]).count() == figure.count


def test_solved_counts_a_matter_until_it_is_reopened(
    record: Record, drive: Drive, actors: Actors
) -> None:
    matter = drive(record(), "closed")
    before = counts(ledger("办实事统计", actors["desk"]))["解难题"]

    step(matter, "reopen", by=actors["desk"], data=data_for("reopen"))

    assert (before, counts(ledger("办实事统计", actors["desk"]))["解难题"]) == (1, 0)


def test_solved_counts_nothing_that_nobody_verified(
    record: Record, drive: Drive, actors: Actors
) -> None:
    matter = drive(record(), "closed")
    # The door lets none of these be closed; what came in by another way counts no more than they.
    Matter.objects.filter(pk=matter.pk).update(verified_at=None)

    found = counts(ledger("办实事统计", actors["desk"]))

    assert (found["结案"], found["解难题"]) == (1, 0)


def test_solved_on_the_spot_counts_when_it_is_verified_and_closed(
    record: Record, actors: Actors
) -> None:
    matter = record()
    found = []
    for name, doer in (
        ("handle_now", "desk"),
        ("verify", "desk2"),
        ("confirm", "desk2"),
        ("close", "desk"),
    ):
        step(matter, name, by=actors[doer], data=data_for(name))
        found.append(counts(ledger("办实事统计", actors["desk"]))["解难题"])

    assert found == [0, 0, 0, 1]


def test_requests_go_by_the_day_of_recording_in_beijing(record: Record, actors: Actors) -> None:
    # At UTC the four lie on two days: 16:00 there is midnight here.
    moments = [
        days_ago(5, time(23, 59, 59)),
        days_ago(4, time(0)),
        days_ago(4, time(23, 59, 59)),
        days_ago(3, time(0)),
    ]
    written = []
    for moment in moments:
        with clock.at(moment):
            written.append(record().number)

    assert numbers(ledger("诉求台账", actors["desk"], 4, 4)) == written[1:3]


def test_results_go_by_the_month_of_closing_in_beijing(
    record: Record, drive: Drive, actors: Actors
) -> None:
    first = datetime.combine(clock.today().replace(day=1), time(0), tzinfo=clock.BEIJING)
    for moment in (first - timedelta(seconds=1), first):
        with clock.at(moment):
            drive(record(), "closed")

    rows = [(row[0], row[2].count) for row in ledger("办实事统计", actors["desk"]).rows]

    assert rows == [(f"{first - timedelta(days=1):%Y-%m}", 1), (f"{first:%Y-%m}", 1)]


def test_the_notebook_goes_by_the_day_of_saying(record: Record, actors: Actors) -> None:
    with clock.at(days_ago(4, time(23, 59))):
        first = record()
    with clock.at(days_ago(3, time(0))):
        record()

    table = ledger("民情日记", actors["desk"], 4, 4)

    assert counts(table) == {"民情": 1, "形成事项": 1}
    assert [(row[0], row[7]) for row in table.rows] == [(days_ago(4).date(), first.number)]


@pytest.mark.parametrize("name", LEDGERS_OF_PERIODS)
def test_an_address_of_a_figure_opens_to_a_stranger_only_what_is_theirs(
    weeks: None, actors: Actors, name: str
) -> None:
    figures = [figure for figure in ledger(name, actors["desk"]).figures if figure.filter]

    opened = [
        matter.community.code
        for who in ("stranger", "neighbour")
        for figure in figures
        for matter in matters_of_figure(figure.filter, actors[who])
    ]

    assert sorted(set(opened)) == ([] if name == "办实事统计" else ["hean", "yunhe"])


def test_a_stranger_reads_only_what_is_theirs(weeks: None, actors: Actors) -> None:
    found = {who: ledger("诉求台账", actors[who]) for who in ("stranger", "neighbour")}
    pages = {who: ledger("民情日记", actors[who]) for who in found}
    results = {who: ledger("办实事统计", actors[who]) for who in found}

    assert {who: [row[4] for row in table.rows] for who, table in found.items()} == {
        "stranger": ["运河社区"],
        "neighbour": ["和安社区"],
    }
    assert [len(list(table.rows)) for table in pages.values()] == [1, 1]
    assert [sum(counts(table).values()) for table in results.values()] == [0, 0]


def test_the_street_reads_all_its_communities_or_one(weeks: None, actors: Actors) -> None:
    whole = ledger("诉求台账", actors["street"])
    one = ledger("诉求台账", actors["street"], area="hean")

    assert (counts(whole)["登记"], counts(one)["登记"], one.area) == (12, 1, "和安社区")


def test_an_area_can_be_a_place_below_the_community(
    record: Record, actors: Actors, tongxin: Place
) -> None:
    there = record(place=place_named(tongxin, "海纳小区", "1号楼", "1单元", "101"))
    record()
    compound = str(there.compound_id)

    found = {name: ledger(name, actors["desk"], area=compound) for name in LEDGERS}

    assert [row[0] for row in found["诉求台账"].rows] == [there.number]
    assert [row[7] for row in found["民情日记"].rows] == [there.number]
    assert counts(found["办实事统计"])["结案"] == 0


@pytest.mark.parametrize("area", ["yunhe", "nowhere", "hean"])
def test_an_area_out_of_sight_does_not_exist(actors: Actors, area: str) -> None:
    with pytest.raises(Refused) as refused:
        ledger("诉求台账", actors["desk"], area=area)

    assert (refused.value.code, refused.value.sentence) == (
        "not_found",
        "没有这个范围，请核对社区编码。",
    )


@pytest.mark.parametrize("who", ["grid", "captain", "property", "volunteer", "admin", "branch"])
def test_a_ledger_needs_its_permission(actors: Actors, who: str) -> None:
    with pytest.raises(Refused) as refused:
        ledger("诉求台账", actors[who])

    assert refused.value.code == "not_allowed"


def test_telephones_are_masked_in_every_ledger(record: Record, actors: Actors) -> None:
    record(words="张大爷的电话是13800007788，请回电。", reporter_phone="13800007788")

    request = next(ledger("诉求台账", actors["desk"]).rows)
    entry = next(ledger("民情日记", actors["desk"]).rows)

    assert (request[11], request[12]) == ("138****7788", "张大爷的电话是138****7788，请回电。")
    assert (entry[5], entry[6]) == (request[11], request[12])


def test_an_entry_does_not_name_a_matter_that_has_moved_out_of_sight(
    record: Record, actors: Actors, hean: Place
) -> None:
    matter = record(by="desk2")
    above = {"compound": None, "building": None, "stairwell": None, "home": None, "grid": None}
    Matter.objects.filter(pk=matter.pk).update(community=hean, **above)

    table = ledger("民情日记", actors["desk"])

    assert counts(table) == {"民情": 1, "形成事项": 0}
    assert [row[7] for row in table.rows] == [""]


def test_who_asked_is_hidden_from_outside_where_it_is_withheld(
    record: Record, drive: Drive, actors: Actors
) -> None:
    drive(record(category="PROPERTY", words="物业的魏师傅态度不好。"), "in_hand", holder="property")
    outside = replace(actors["property"], permissions=frozenset({"read_ledger"}))

    row = next(ledger("诉求台账", outside).rows)

    assert row[9:14] == ["", "", "", "", ""]


@pytest.mark.parametrize("name", LEDGERS_OF_PERIODS)
def test_a_ledger_makes_a_fixed_number_of_queries(
    record: Record, drive: Drive, actors: Actors, name: str
) -> None:
    actor, made = actors["desk"], []
    for count in (1, 2):
        for _n in range(count):
            drive(record(), "closed")
        with counting() as queries:
            assert list(ledger(name, actor).rows)
        made.append(len(queries))

    assert made[0] == made[1] <= 5


@pytest.mark.parametrize(
    ("since", "until", "sentence"),
    [
        (date(2024, 2, 2), date(2024, 2, 1), "止期：早于起期，请把两个日期对调。"),
        ("2024-13-01", "2024-12-01", "起期：日期请写成 2026-01-31 的样子。"),
        ("", "2024-12-01", "起期：请写明日期。"),
        (date(1, 1, 1), date(2024, 2, 1), "起期：最早从1950年查起。"),
    ],
)
def test_an_impossible_period_is_refused(
    actors: Actors, since: date | str, until: date | str, sentence: str
) -> None:
    with pytest.raises(Refused) as refused:
        ledger_for("诉求台账", actors["desk"], since, until)

    assert (refused.value.code, refused.value.sentence) == ("bad_input", sentence)


def test_days_to_come_are_refused(actors: Actors) -> None:
    with pytest.raises(Refused) as refused:
        ledger("诉求台账", actors["desk"], 5, -1)

    assert list(refused.value.extra["fields"]) == ["until"]


def test_an_unknown_ledger_is_refused_with_the_names_there_are(actors: Actors) -> None:
    with pytest.raises(Refused) as refused:
        ledger("流水账", actors["desk"])

    assert refused.value.sentence == (
        "没有“流水账”这本台账。现有：民情日记、诉求台账、办实事统计、问题清单、协调清单、破产企业小区清单。"
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("figure", "all"),
        ("month", "2024-13"),
        ("month", "２０２４-01"),
        ("since", ""),
        ("ledger", "x"),
    ],
)
def test_a_spoilt_address_of_a_figure_is_refused(name: str, value: str) -> None:
    good = {
        "ledger": "办实事统计",
        "since": "2024-01-01",
        "until": "2024-12-31",
        "figure": "solved",
    }

    with pytest.raises(Refused) as refused:
        Filter.of({**good, name: value})

    assert refused.value.code == "bad_input"
