"""Lists of matters and the page of one."""

from collections.abc import Callable, Mapping

import pytest
from django.test import Client

from lianxin.access.models import Reveal
from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.tests.counting import counting
from lianxin.desk.words import moment_words
from lianxin.matters.actions import step
from lianxin.matters.keeping import recount_provisional, set_limit
from lianxin.matters.limits import LimitRule
from lianxin.matters.models import Clock, Matter
from lianxin.matters.tasks import worker
from lianxin.site.tests.turns import data_for
from lianxin.territory.models import Level, Place


def queries(browser: Client, address: str) -> int:
    with counting() as counted:
        answer = browser.get(address)
    assert answer.status_code == 200, address
    return len(counted)


@pytest.mark.parametrize(
    "address", ["/desk/mine", "/desk/matters", "/desk/notebook", "/desk/messages"]
)
def test_a_list_makes_as_many_queries_for_three_rows_as_for_one(
    address: str,
    record: Callable[..., Matter],
    drive: Callable[..., Matter],
    browsers: Mapping[str, Client],
):
    drive(record(), "to_verify")
    one = queries(browsers["desk"], address)
    drive(record(), "to_verify")
    drive(record(), "to_verify")

    assert queries(browsers["desk"], address) == one


def test_a_matter_makes_as_many_queries_for_a_long_history_as_for_a_short_one(
    recorded: Matter, browsers: Mapping[str, Client], actors: Mapping[str, Actor]
):
    address = f"/desk/matters/{recorded.number}"
    step(recorded, "contact", by=actors["desk"], data={"channel": "phone", "reached": True})
    one = queries(browsers["desk"], address)
    for reader in ("desk2", "grid"):
        step(recorded, "contact", by=actors[reader], data={"channel": "visit", "reached": False})

    assert queries(browsers["desk"], address) == one


@pytest.mark.parametrize("page", ["", "/steps/take_in", "/steps/amend"])
def test_a_matter_does_not_exist_for_a_stranger(
    page: str, recorded: Matter, browsers: Mapping[str, Client]
):
    answer = browsers["stranger"].get(f"/desk/matters/{recorded.number}{page}")

    assert answer.status_code == 404


def test_a_stranger_can_not_step_a_matter(recorded: Matter, browsers: Mapping[str, Client]):
    answer = browsers["stranger"].post(f"/desk/matters/{recorded.number}/steps/take_in")

    recorded.refresh_from_db()
    assert (answer.status_code, recorded.state) == (404, "recorded")


def test_a_stranger_finds_nothing_by_search(recorded: Matter, browsers: Mapping[str, Client]):
    seen = [
        recorded.number in browsers[name].get("/desk/matters", {"q": "单元门"}).content.decode()
        for name in ("desk", "stranger")
    ]

    assert seen == [True, False]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "门的锁"}, True),
        ({"q": "单元门 张"}, True),
        ({"q": "13800007788"}, True),
        ({"q": "电梯"}, False),
        ({"state": "recorded"}, True),
        ({"state": "closed"}, False),
        ({"category": "FACILITY"}, True),
        ({"category": "NOISE"}, False),
        ({"due": "late"}, False),
        ({"state": "nonsense", "area": "x", "page": "zero"}, True),
    ],
)
def test_the_list_is_narrowed_as_asked(
    asked: dict, found: bool, recorded: Matter, browsers: Mapping[str, Client]
):
    answer = browsers["desk"].get("/desk/matters", asked)

    assert (recorded.number in answer.content.decode()) == found


@pytest.mark.parametrize(("near", "grids"), [("", False), ("community", True), ("grid", True)])
def test_who_sees_several_communities_is_offered_the_grids_of_the_one_that_is_chosen(
    near: str, grids: bool, tongxin: Place, browsers: Mapping[str, Client]
):
    grid = Place.objects.get(community=tongxin, level=Level.GRID, name="第一网格")
    chosen = {"community": tongxin, "grid": grid}.get(near)

    page = browsers["street"].get("/desk/matters", {"area": chosen.pk if chosen else ""})

    offered = page.content.decode()
    assert f'value="{tongxin.pk}"' in offered
    assert (f'value="{grid.pk}"' in offered) == grids


def test_who_must_not_learn_the_requester_does_not_find_the_matter_by_their_name(
    record: Callable[..., Matter],
    drive: Callable[..., Matter],
    browsers: Mapping[str, Client],
    actors: Mapping[str, Actor],
):
    matter = drive(
        record(category="PROPERTY", words="王大爷说物业不修门"), "in_hand", holder="property"
    )
    assert matter.withhold

    found = [
        matter.number in browsers["property"].get("/desk/matters", {"q": sought}).content.decode()
        for sought in (matter.number, "张", "王大爷")
    ]

    assert found == [True, False, False]


def test_a_step_made_by_a_button_goes_to_the_matter_and_says_so(
    recorded: Matter, browsers: Mapping[str, Client]
):
    answer = browsers["desk"].post(
        f"/desk/matters/{recorded.number}/steps/take_in",
        {"version": 1, "request_id": "r1"},
        follow=True,
    )

    recorded.refresh_from_db()
    assert recorded.state == "taken_in"
    assert "已受理。现在是“已受理”。" in answer.content.decode()


def test_the_same_form_sent_twice_makes_one_step(recorded: Matter, browsers: Mapping[str, Client]):
    form = {"version": 1, "request_id": "r1"}
    address = f"/desk/matters/{recorded.number}/steps/take_in"

    statuses = [browsers["desk"].post(address, form).status_code for _again in range(2)]

    recorded.refresh_from_db()
    assert (statuses, recorded.version) == ([302, 302], 2)


def test_a_refused_step_keeps_what_was_typed_and_says_why(
    recorded: Matter, drive: Callable[..., Matter], browsers: Mapping[str, Client]
):
    drive(recorded, "taken_in")

    answer = browsers["desk"].post(
        f"/desk/matters/{recorded.number}/steps/dispatch", {"holder": "", "words": "请今天去看 <b>"}
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "请选择承办人。" in page
    assert "请今天去看 &lt;b&gt;</textarea>" in page


def test_a_conflict_says_what_changed_and_keeps_the_words(
    recorded: Matter, drive: Callable[..., Matter], browsers: Mapping[str, Client]
):
    drive(recorded, "taken_in")

    answer = browsers["desk2"].post(
        f"/desk/matters/{recorded.number}/steps/contact",
        {"version": 1, "channel": "phone", "reached": "true", "words": "约了明天上门"},
    )

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "已做了“受理”" in page
    assert "约了明天上门</textarea>" in page


def test_words_typed_for_a_step_that_is_gone_are_still_shown(
    recorded: Matter, drive: Callable[..., Matter], browsers: Mapping[str, Client]
):
    drive(recorded, "to_verify")

    answer = browsers["grid"].post(
        f"/desk/matters/{recorded.number}/steps/note", {"kind": "visit", "words": "又去看了一次"}
    )

    assert answer.status_code == 409
    assert "又去看了一次" in answer.content.decode()


def test_the_telephone_is_masked_until_a_purpose_is_given(
    recorded: Matter, browsers: Mapping[str, Client]
):
    address = f"/desk/matters/{recorded.number}"
    masked = browsers["desk"].get(address).content.decode()
    refused = browsers["desk"].post(f"{address}/phone", {"purpose": "看"})
    shown = browsers["desk"].post(f"{address}/phone", {"purpose": "打电话约上门时间"})

    assert ("138****7788" in masked, "13800007788" in masked) == (True, False)
    assert (refused.status_code, "13800007788" in refused.content.decode()) == (422, False)
    assert (shown.status_code, "13800007788" in shown.content.decode()) == (200, True)
    assert list(Reveal.objects.values_list("purpose", flat=True)) == ["打电话约上门时间"]


def test_htmx_gets_the_piece_that_the_page_holds(recorded: Matter, browsers: Mapping[str, Client]):
    address = f"/desk/matters/{recorded.number}"

    piece = browsers["desk"].get(address, headers={"HX-Request": "true"}).content.decode()

    assert piece.lstrip().startswith('<div id="matter">')
    assert "<html" not in piece


def test_what_happened_to_a_term_is_told_in_words(
    recorded: Matter,
    drive: Callable[..., Matter],
    actors: Mapping[str, Actor],
    browsers: Mapping[str, Client],
):
    drive(recorded, "in_hand")
    for name in ("extend", "pause"):
        step(recorded.number, name, by=actors["desk"], data=data_for(name))
    rule = LimitRule("finish", "3 workdays", "区办〔2026〕3号", since=clock.today())
    set_limit("request", rule, by=actors["district"])
    Clock.objects.filter(name="finish").update(provisional=True)
    moved = recount_provisional(recorded.district_id, by=worker(recorded.district_id))

    page = browsers["desk"].get(f"/desk/matters/{recorded.number}").content.decode()

    ends = Clock.objects.get(matter=recorded, name="finish").due_at
    assert moved == 1
    assert "多久：5个工作日" in page
    assert "原因：等配件或材料" in page
    assert "时钟：办结" in page
    assert f"现在到：{moment_words(ends)}" in page
    assert "<span>系统</span>" in page
