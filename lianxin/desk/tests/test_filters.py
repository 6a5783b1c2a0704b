"""Saved filters: the present narrowing under a name, for its login alone."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.base.tests.counting import counting
from lianxin.desk.actions import MOST, save_filter
from lianxin.desk.models import SavedFilter
from lianxin.matters.models import Matter

Actors = Mapping[str, Actor]
LATE = [("due", "late")]


@pytest.fixture
def desk(browsers: Mapping[str, Client]) -> Client:
    return browsers["desk"]


def save(desk: Client, name: str, query: str = "due=late") -> HttpResponse:
    return desk.post("/desk/filters", {"name": name, "query": query})


def names() -> list[str]:
    return list(SavedFilter.objects.order_by("pk").values_list("name", flat=True))


def shown(client: Client, name: str) -> bool:
    return name in client.get("/desk/matters?q=").content.decode()


def do(desk: Client, saved: SavedFilter, what: str, **more: str) -> HttpResponse:
    return desk.post(f"/desk/filters/{saved.pk}", {"do": what, **more})


def test_the_present_narrowing_is_saved_and_opened_by_its_chip(desk: Client):
    answer = save(desk, " 超时的电话 ", "due=late&q=灯&page=2&other=1&state=")

    saved = SavedFilter.objects.get()
    assert (saved.name, saved.query) == ("超时的电话", "q=%E7%81%AF&due=late")
    assert answer["Location"] == f"/desk/matters?{saved.query}"
    page = desk.get(answer["Location"]).content.decode()
    assert 'aria-current="true">超时的电话</a>' in page
    assert "把这些条件存下来" not in page


def test_a_list_that_is_not_narrowed_offers_nothing_to_save(desk: Client):
    assert "把这些条件存下来" not in desk.get("/desk/matters?q=").content.decode()
    assert "把这些条件存下来" in desk.get("/desk/matters?due=late").content.decode()


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("", "due=late"),
        ("字" * 21, "due=late"),
        ("空的", ""),
        ("空的", "page=2"),
        ("长", f"q={'灯' * 300}"),
    ],
)
def test_what_cannot_be_saved_is_refused_and_stays_typed(desk: Client, name: str, query: str):
    answer = save(desk, name, query)

    page = answer.content.decode()
    assert (answer.status_code, names()) == (422, [])
    assert f'name="name" value="{name}"' in page
    assert f'name="query" value="{query.replace("&", "&amp;")}"' in page


def test_a_name_is_given_once_by_each_login(desk: Client, browsers: Mapping[str, Client]):
    answers = [save(client, "超时的").status_code for client in (desk, desk, browsers["desk_twin"])]

    assert answers == [302, 422, 302]


def test_there_are_twenty_at_most(desk: Client, actors: Actors):
    for number in range(MOST):
        save_filter(f"第{number}个", LATE, by=actors["desk"])

    assert (save(desk, "多的").status_code, len(names())) == (422, MOST)


@pytest.mark.django_db(transaction=True)
def test_also_of_ten_saved_at_one_moment(actors: Actors):
    by = actors["desk"]
    for number in range(MOST - 1):
        save_filter(f"第{number}个", LATE, by=by)

    def tried(number: int) -> bool:
        with closing(connection):
            try:
                return bool(save_filter(f"又{number}个", LATE, by=by))
            except Refused:
                return False

    with ThreadPoolExecutor(5) as threads:
        assert list(threads.map(tried, range(10))).count(True) == 1


def test_a_filter_is_renamed_and_dropped(desk: Client, actors: Actors):
    one, other = (save_filter(name, LATE, by=actors["desk"]) for name in ("一", "二"))

    do(desk, one, "rename", name="三")
    taken = do(desk, other, "rename", name="三")

    assert (taken.status_code, names()) == (422, ["三", "二"])
    do(desk, one, "drop")
    assert names() == ["二"]
    assert (shown(desk, ">一</a>"), shown(desk, ">二</a>")) == (False, True)


def test_the_list_opens_with_the_filter_that_is_first(desk: Client, actors: Actors):
    one, other = (save_filter(name, LATE, by=actors["desk"]) for name in ("一", "二"))
    SavedFilter.objects.filter(pk=other.pk).update(query="q=x")

    do(desk, one, "first")
    do(desk, other, "first")

    assert desk.get("/desk/matters")["Location"] == "/desk/matters?q=x"
    assert desk.get("/desk/matters?q=").status_code == 200
    assert SavedFilter.objects.filter(first=True).get() == other
    do(desk, other, "not_first")
    assert desk.get("/desk/matters").status_code == 200


@pytest.mark.parametrize("who", ["desk2", "desk_twin", "secretary", "stranger"])
@pytest.mark.parametrize("what", ["rename", "first", "drop"])
def test_nobody_else_sees_or_changes_it(
    who: str, what: str, actors: Actors, browsers: Mapping[str, Client]
):
    saved = save_filter("我的筛选", LATE, by=actors["desk"])

    answer = do(browsers[who], saved, what, name="你的")

    assert (answer.status_code, shown(browsers[who], "我的筛选")) == (404, False)
    assert (names(), SavedFilter.objects.get().first) == (["我的筛选"], False)


def test_a_place_that_is_no_longer_there_narrows_nothing(
    desk: Client, actors: Actors, recorded: Matter
):
    saved = save_filter(
        "旧小区", [("area", "01a206f4-df91-71c3-a764-174b7d6d4e11")], by=actors["desk"]
    )

    page = desk.get(f"/desk/matters?{saved.query}")

    assert "共 1 件" in page.content.decode()


@pytest.mark.parametrize("address", ["/desk/matters?q=", "/desk/filters"])
def test_a_page_makes_as_many_queries_for_three_filters_as_for_one(
    address: str, desk: Client, actors: Actors, record: Callable[..., Matter]
):
    def queries() -> int:
        with counting() as counted:
            assert desk.get(address).status_code == 200
        return len(counted)

    save_filter("一", LATE, by=actors["desk"])
    queries()  # what is kept for some seconds is known from here on
    before = queries()
    for name in ("二", "三"):
        save_filter(name, LATE, by=actors["desk"])

    assert queries() == before
