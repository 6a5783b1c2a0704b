"""What the reports count, the ledgers count from rows."""

from collections import Counter
from datetime import date, timedelta

import pytest

from lianxin.access.queries import actor_for, login_named
from lianxin.reports.ledgers import RESULTS
from lianxin.reports.queries import ledger_for
from lianxin.site.demo.days import stories_of
from lianxin.site.demo.stories import HERE, Told
from lianxin.territory.models import Level, Place

pytestmark = pytest.mark.xdist_group("demo")


def closed_in(one: Told, number: int, year: int) -> bool:
    steps = [step for step in one.steps_of(number) if step["step"] == "close"]
    return bool(steps) and "at" in steps[-1] and steps[-1]["at"].year == year


def ended_solved(one: Told, number: int) -> bool:
    steps = one.steps_of(number)
    outcomes = [s["data"]["outcome"] for s in steps if s["step"] in ("finish", "handle_now")]
    withdrawn = any(step["step"] == "withdraw" for step in steps)
    return outcomes[-1:] == ["solved"] and not withdrawn


@pytest.mark.parametrize(
    ("code", "year"),
    [
        ("tongxin", 2021),
        ("yunhe", 2022),
        ("hehuatang", 2020),
        ("hehuatang", 2021),
        ("shaoguang", 2022),
        ("xining", 2014),
    ],
)
def test_the_years_ledger_counts_what_the_years_stories_solved(told: list[Told], code, year):
    solved = sum(
        closed_in(one, number, year) and ended_solved(one, number)
        for one in told
        if one.code == code
        for number, _matter in enumerate(one.matters, start=1)
    )

    assert (
        sum(solved_by_category(code, date(year, 1, 1), date(year, 12, 31)).values()) == solved > 2
    )


def solved_by_category(code: str, since: date, until: date) -> Counter[str]:
    desk = actor_for(login_named(f"desk-{code}"))
    found: Counter[str] = Counter()
    for _month, category, *figures in ledger_for(RESULTS, desk, since, until).rows:
        found[category] += {str(figure.label): figure.count for figure in figures}["解难题"]
    return found


def test_the_year_before_the_report_settled_147_disputes_and_over_200_other_matters(told):
    solved = solved_by_category("hehuatang", date(2020, 1, 1), date(2020, 12, 31))

    assert solved["矛盾纠纷调解"] == 147
    assert 200 < solved.total() - 147 < 300


def test_five_batches_of_the_maintenance_fund_mended_42_roofs_for_339_homes(told: list[Told]):
    batches = [one for one in told if "维修基金申请" in one.story["text"]]
    roofs = [matter for one in batches for matter in one.matters]
    homes = Place.objects.filter(level=Level.HOME, stairwell__in=[m.stairwell_id for m in roofs])

    solved = solved_by_category("shaoguang", date(2019, 12, 1), date(2022, 12, 31))

    assert (len(batches), len(roofs), homes.count()) == (5, 42, 339)
    assert solved["房屋漏水渗水"] == 42
    assert (
        solved_by_category("shaoguang", date(2023, 1, 1), date(2023, 12, 31))["房屋漏水渗水"] == 3
    )


def test_the_drains_of_two_compounds_served_over_six_hundred_of_five_thousand_homes(told):
    homes = Place.objects.filter(community__code="hehuatang", level=Level.HOME)
    drained = next(one for one in told if "下水管太细" in one.story["text"]).matters

    assert 5000 < homes.count() < 6000
    assert 600 < homes.filter(compound__in=[m.compound_id for m in drained]).count() < 700


def test_the_errands_of_the_register_were_done_in_two_or_three_hours(told: list[Told]):
    errands = {story["text"] for story in stories_of(HERE / "xining" / "days.csv")}
    matters = [matter for one in told if one.story["text"] in errands for matter in one.matters]

    hours = {(m.finished_at - m.recorded_at) / timedelta(hours=1) for m in matters}

    assert len(matters) == len(errands) == 30
    assert hours == {2, 3}
