"""A district calls a category as it is used to: on every screen, in every list."""

from collections.abc import Callable, Mapping
from html import unescape

import pytest
from django.test import Client

from lianxin.base import clock
from lianxin.matters.models import DistrictCategory, Matter

Browsers = Mapping[str, Client]
CHANGED = {
    "code": "FACILITY",
    "name": "公家东西坏了",
    "definition": "扶手、桌椅、信箱坏了。",
    "examples": "长椅断了一条腿",
    "position": "2",
}


@pytest.fixture
def district(browsers: Browsers) -> Client:
    return browsers["district"]


def page(browser: Client, address: str) -> str:
    return unescape(browser.get(address).content.decode())


def test_the_new_name_is_on_every_screen_and_list(
    district: Client, browsers: Browsers, record: Callable[..., Matter]
):
    answer = district.post("/desk/rules/categories", CHANGED)
    matter = record(category="FACILITY")
    browsers["desk"].post(
        f"/desk/matters/{matter.number}/steps/amend",
        {"version": matter.version, "category": "NOISE", "reason": "听错了。"},
    )
    number, today = record(category="FACILITY").number, clock.today().isoformat()

    assert answer["Location"] == "/desk/rules/categories"
    assert number in page(browsers["desk"], "/desk/matters?category=FACILITY")
    addresses = (
        "/desk/rules/categories", "/desk/rules/limits", "/desk/rules/duties", "/desk/supervision",
        "/desk/notebook", "/desk/matters", f"/desk/matters/{number}", f"/desk/matters/{matter.number}",
        f"/desk/matters/{number}/steps/amend", f"/desk/matters/{number}/steps/split",
        f"/desk/ledgers?ledger=诉求台账&since={today}&until={today}",
    )  # fmt: skip
    called = {
        address: ("公家东西坏了" in found, "公共设施损坏缺失" in found)
        for address in addresses
        if (found := page(district if "rules" in address else browsers["secretary"], address))
    }
    # The page of rules says what it was called before.
    assert called == dict.fromkeys(addresses, (True, False)) | {
        "/desk/rules/categories": (True, True)
    }


def test_the_notebook_offers_and_explains_it_and_what_is_hidden_no_more(
    district: Client, browsers: Browsers
):
    typed = {"text": "长椅坏了，声控灯不亮。"}
    district.post("/desk/rules/categories", CHANGED)
    light = {**CHANGED, "code": "LIGHTING", "name": "路灯", "hidden": "on"}
    district.post("/desk/rules/categories", light)

    here = unescape(browsers["desk"].post("/desk/notebook/draft", typed).content.decode())
    there = unescape(browsers["stranger"].post("/desk/notebook/draft", typed).content.decode())

    assert [name in here for name in ("公家东西坏了", "公共设施损坏缺失", "路灯")] == [
        True, False, False,
    ]  # fmt: skip
    assert [name in there for name in ("公家东西坏了", "公共设施损坏缺失", "路灯楼道灯")] == [
        False, True, True,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "还没有写内容"),
        ({"name": "其他"}, "已经有一类叫这个名字"),
        ({"position": "31"}, "最后是第30"),
        ({"code": "OTHER", "name": "别的", "hidden": "on"}, "不能藏起来"),
    ],
)
def test_what_cannot_be_is_refused_and_stays_on_the_page(
    typed: dict, sentence: str, district: Client
):
    answer = district.post("/desk/rules/categories", {**CHANGED, **typed})

    assert answer.status_code == 422
    assert sentence in unescape(answer.content.decode())
    assert "长椅断了一条腿" in answer.content.decode()
    assert DistrictCategory.objects.count() == 0


def test_who_keeps_no_district_reads_it_and_changes_nothing(browsers: Browsers):
    secretary = browsers["secretary"]

    shown = page(secretary, "/desk/rules/categories?code=FACILITY")
    answer = secretary.post("/desk/rules/categories", CHANGED)

    assert "类别由区县来改。" in shown
    assert (answer.status_code, DistrictCategory.objects.count()) == (422, 0)


def test_a_category_that_there_is_not_is_not_found(district: Client):
    answer = district.post("/desk/rules/categories", {**CHANGED, "code": "NONE"})

    assert (answer.status_code, DistrictCategory.objects.count()) == (404, 0)
