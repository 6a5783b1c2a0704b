"""Merged and linked matters on the pages: who is still to be answered, where it went, what it leads to."""

from collections.abc import Callable, Mapping

import pytest
from django.test import Client

from lianxin.base.actor import Actor
from lianxin.base.tests.counting import counting
from lianxin.matters.actions import step
from lianxin.matters.models import Matter
from lianxin.territory.models import Place

Browsers = Mapping[str, Client]
Record = Callable[..., Matter]


@pytest.fixture
def merged(recorded: Matter, record: Record, actors: Mapping[str, Actor]) -> Matter:
    """A matter of 刘阿姨 that went into `recorded`."""
    one = record(reporter_name="刘", reporter_title="阿姨", reporter_phone="13900001234")
    return step(one.number, "merge", by=actors["desk"], data={"into": recorded.number})


def page(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_one_that_goes_on_lists_whoever_is_still_to_be_answered(
    merged: Matter, recorded: Matter, browsers: Browsers
):
    shown = page(browsers["desk"], f"/desk/matters/{recorded.number}")

    assert shown.count("还要答复的反映人") == 1
    assert shown.count("刘阿姨") == shown.count("139****1234") == 1
    assert "13900001234" not in shown


def test_a_merged_one_says_where_it_went(merged: Matter, recorded: Matter, browsers: Browsers):
    shown = page(browsers["desk"], f"/desk/matters/{merged.number}")

    assert shown.count("这件事已并入另一件一起办。") == 1
    assert f'href="/desk/matters/{recorded.number}"' in shown
    assert "现在轮到" not in shown


def test_a_hit_says_where_it_went_and_the_list_leaves_it_out(
    merged: Matter, recorded: Matter, browsers: Browsers
):
    hits = page(browsers["desk"], f"/desk/search?q={merged.number}")
    listed = page(browsers["desk"], "/desk/matters?state=")

    assert hits.count(f"已并入 {recorded.number}") == 1
    assert [merged.number in listed, recorded.number in listed] == [False, True]


def test_who_sees_only_the_merged_one_is_told_no_number(
    recorded: Matter,
    record: Record,
    drive: Callable[..., Matter],
    tongxin: Place,
    browsers: Browsers,
    actors: Mapping[str, Actor],
):
    one = drive(record(place=tongxin), "in_hand", holder="property")
    step(one.number, "merge", by=actors["desk"], data={"into": recorded.number})

    shown = page(browsers["property"], f"/desk/matters/{one.number}")
    hits = page(browsers["property"], f"/desk/search?q={one.number}")

    assert "这件事已并入另一件一起办。" in shown
    assert hits.count("已并入 另一件") == 1
    assert [recorded.number in text for text in (shown, hits)] == [False, False]


def test_a_page_asks_as_often_for_three_reporters_and_links_as_for_one(
    recorded: Matter,
    record: Record,
    browsers: Browsers,
    actors: Mapping[str, Actor],
):
    def add() -> None:
        step(record().number, "merge", by=actors["desk"], data={"into": recorded.number})
        data = {"number": record().number, "relation": "related"}
        step(recorded.number, "link", by=actors["desk"], data=data)

    def queries() -> int:
        with counting() as asked:
            page(browsers["desk"], f"/desk/matters/{recorded.number}")
        return len(asked)

    add()
    queries()  # what is remembered of a process is read now
    first = queries()
    add()
    add()

    assert queries() == first
