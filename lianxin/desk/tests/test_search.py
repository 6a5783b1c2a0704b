"""The search page: matters and entries, with where they hold the words, in a fixed number of queries."""

from collections.abc import Callable, Mapping

import pytest
from django.test import Client

from lianxin.base.tests.counting import counting
from lianxin.diary.models import Entry
from lianxin.matters.models import Matter

Browsers = Mapping[str, Client]
Record = Callable[..., Matter]


def page(browser: Client, **asked: str) -> str:
    answer = browser.get("/desk/search", asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_matter_is_found_with_the_word_marked(record: Record, browsers: Browsers):
    matter = record(words="一号楼的门锁坏了。")

    text = page(browsers["desk"], q="门锁")

    assert f'href="/desk/matters/{matter.number}"' in text
    assert "一号楼的<mark>门锁</mark>坏了" in text


def test_an_entry_is_found_on_its_day(record: Record, browsers: Browsers):
    matter = record(words="一号楼的门锁坏了。")

    text = page(browsers["desk"], q="门锁", **{"in": "notebook"})

    entry = Entry.objects.get()
    link = f"/desk/notebook/{matter.said_on}#entry-{entry.pk}"
    assert f'href="{link}"' in text
    assert f'id="entry-{entry.pk}"' in browsers["desk"].get(link).content.decode()
    assert "一号楼的<mark>门锁</mark>坏了" in text


def test_what_was_typed_is_shown_as_text(record: Record, browsers: Browsers):
    record(words="门锁<b>坏了</b>。")

    text = page(browsers["desk"], q="<b>坏")

    assert "门锁<mark>&lt;b&gt;坏</mark>了" in text
    assert 'name="q" maxlength="100" value="&lt;b&gt;坏"' in text
    assert "<b>坏" not in text


@pytest.mark.parametrize("where", ["", "notebook"])
@pytest.mark.parametrize("who", ["neighbour", "stranger", "grid2", "property"])
def test_nobody_finds_what_is_out_of_sight(
    who: str, where: str, record: Record, browsers: Browsers
):
    record(words="一号楼的门锁坏了。")

    text = page(browsers[who], q="门锁", **{"in": where})

    assert "没有找到" in text
    assert "<mark>" not in text


def test_nothing_found_says_what_to_try(browsers: Browsers):
    assert "没有找到。请换一个词" in page(browsers["desk"], q="没有这个词")


def test_an_empty_search_says_what_to_write(browsers: Browsers):
    assert "在上面写编号" in page(browsers["desk"])


@pytest.mark.parametrize("where", ["", "notebook"])
def test_three_hits_cost_as_many_queries_as_one(where: str, record: Record, browsers: Browsers):
    record(words="门锁坏了。")
    page(browsers["desk"], q="门锁", **{"in": where})
    with counting() as one:
        page(browsers["desk"], q="门锁", **{"in": where})
    record(words="门锁又坏了。")
    record(words="门锁还是坏的。", category="SECURITY")

    with counting() as three:
        text = page(browsers["desk"], q="门锁", **{"in": where})

    assert text.count("<mark>") == 3
    assert len(three) == len(one)


def test_the_box_stands_on_every_page_of_who_sees_matters(browsers: Browsers):
    assert 'action="/desk/search"' in browsers["grid"].get("/desk/mine").content.decode()
    assert 'action="/desk/search"' not in browsers["admin"].get("/desk/register").content.decode()


def test_a_hit_shows_how_the_matter_stands_now(record: Record, drive: Callable, browsers: Browsers):
    matter = record(words="一号楼的门锁坏了。")
    before = page(browsers["desk"], q="门锁")

    drive(matter, "in_hand")

    assert "已登记" in before
    assert "办理中" in page(browsers["desk"], q="门锁")
