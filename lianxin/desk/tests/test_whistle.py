"""A whistle on the office's pages: called by ticking, seen as a whole by each who was called."""

import re
from collections.abc import Callable, Mapping

import pytest
from django.test import Client

from lianxin.base.actor import Actor
from lianxin.base.tests.counting import counting
from lianxin.kinds.whistle.tests.calls import data_of
from lianxin.matters.actions import step
from lianxin.matters.models import Matter
from lianxin.site.tests.turns import data_for

Browsers = Mapping[str, Client]
CALLED = {
    "trigger": "outstanding",
    "words": "楼顶违建漏水，请各家到场。",
    "responders": ["department-tongxin", "property-tongxin"],
}


def page_of(browser: Client, number: str) -> str:
    answer = browser.get(f"/desk/matters/{number}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def whistle(recorded: Matter, actors: Mapping[str, Actor]) -> Matter:
    step(recorded, "whistle", by=actors["desk"], data=CALLED)
    return recorded.children.get()


def test_who_is_ticked_on_the_page_is_called(recorded: Matter, browsers: Browsers):
    address = f"/desk/matters/{recorded.number}/steps/whistle"
    asked = browsers["desk"].get(address).content.decode()

    answer = browsers["desk"].post(address, CALLED)

    assert 'type="checkbox" name="responders" value="department-tongxin"' in asked
    assert answer.status_code == 302
    called = Matter.objects.filter(kind="response").order_by("number")
    assert [one.holder.name for one in called] == ["甲department", "甲property"]


def test_what_was_ticked_stays_where_something_is_missing(recorded: Matter, browsers: Browsers):
    address = f"/desk/matters/{recorded.number}/steps/whistle"

    answer = browsers["desk"].post(address, {**CALLED, "words": ""})

    assert answer.status_code == 422
    ticked = re.findall(
        r'type="checkbox"[^>]*value="([\w-]+)"[^>]*checked', answer.content.decode()
    )
    assert sorted(ticked) == CALLED["responders"]


def test_the_matter_leads_to_the_whistle_and_back(
    recorded: Matter, whistle: Matter, browsers: Browsers
):
    assert f'href="/desk/matters/{whistle.number}"' in page_of(browsers["desk"], recorded.number)
    assert f'href="/desk/matters/{recorded.number}"' in page_of(browsers["desk"], whistle.number)


def test_the_minutes_say_that_they_are_no_vote_and_who_answers_reads_plan_and_minutes(
    whistle: Matter, browsers: Browsers, actors: Mapping[str, Actor]
):
    mine = whistle.children.get(holder=actors["property"].person)
    plan = {"response": mine.number, "words": "铺防水。", "until": "2999-01-01"}
    step(whistle, "plan", by=actors["desk"], data=plan)
    minutes = {
        "held_on": "2026-01-05",
        "topic": "楼顶怎么修",
        "attended": "赵某，业委会主任",
        "words": "先拆后修。",
        "decisions": "铺防水，物业，2026-12-01",
    }
    step(whistle, "minute", by=actors["desk"], data=minutes)

    page = page_of(browsers["property"], mine.number)

    for said in (
        "议事意见，不是表决。",
        "铺防水。",
        "赵某，业委会主任",
        "铺防水，物业，2026-12-01",
    ):
        assert page.count(said) == 1
    assert whistle.number not in page
    assert page.count("通过") == 0


def test_the_page_says_who_came_and_who_is_asked_again(
    whistle: Matter, browsers: Browsers, actors: Mapping[str, Actor]
):
    comes = whistle.children.get(holder=actors["property"].person)
    refuses = whistle.children.get(holder=actors["department"].person)
    step(comes, "respond", by=actors["property"], data=data_of("respond"))
    promised = page_of(browsers["desk"], whistle.number)
    step(comes, "arrive", by=actors["property"], data=data_of("arrive"))
    refusal = {"coming": False, "reason": "不归我们。"}
    step(refuses, "respond", by=actors["department"], data=refusal)
    refused = page_of(browsers["desk"], whistle.number)
    step(refuses, "supervise", by=actors["district"], data=data_of("supervise"))

    page = page_of(browsers["desk"], whistle.number)

    said = (" 到场</div>", "拒绝，已报告区县：不归我们。", "区县督办了，等它重新答复。")
    assert [promised.count(one) for one in said] == [1, 0, 0]
    assert [refused.count(one) for one in said] == [1, 1, 0]
    assert [page.count(one) for one in said] == [1, 1, 1]
    assert ("答应" in promised, "答应" in page) == (True, False)


def test_what_is_written_of_a_telephone_is_masked(
    whistle: Matter, browsers: Browsers, actors: Mapping[str, Actor]
):
    mine = whistle.children.get(holder=actors["property"].person)
    refusal = {"coming": False, "reason": "请打13912345678问。"}
    step(mine, "respond", by=actors["property"], data=refusal)

    page = page_of(browsers["desk"], whistle.number)

    assert "13912345678" not in page
    assert "139****5678" in page


def test_a_list_shows_all_kinds(whistle: Matter, browsers: Browsers):
    page = browsers["desk"].get("/desk/matters?q=").content.decode()

    numbers = set(re.findall(r"(?:SQ|CS|BD)-\d+-\d+", page))
    assert numbers == set(Matter.objects.values_list("number", flat=True))


def test_a_list_is_narrowed_to_a_kind(whistle: Matter, browsers: Browsers):
    page = browsers["desk"].get("/desk/matters?kind=whistle").content.decode()

    assert set(re.findall(r"(?:SQ|CS|BD)-\d+-\d+", page)) == {whistle.number}


def test_a_page_asks_as_often_for_three_who_are_called_as_for_one(
    record: Callable[..., Matter],
    browsers: Browsers,
    actors: Mapping[str, Actor],
):
    asked = []
    for count in (1, 3):
        matter = record()
        called = ["department-tongxin", "property-tongxin", "street-tongxin"][:count]
        step(
            matter, "whistle", by=actors["desk"], data={**data_for("whistle"), "responders": called}
        )
        number = matter.children.get().number
        asked.append(min(_asked(browsers["desk"], number) for _time in range(3)))

    assert asked[0] == asked[1]


def _asked(browser: Client, number: str) -> int:
    """Return how often a page asks; once in a while it also reads the calendar afresh."""
    with counting() as queries:
        page_of(browser, number)
    return len(queries)
