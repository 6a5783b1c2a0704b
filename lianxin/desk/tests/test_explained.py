"""The draft explains itself: the words it was read from, and what was not heard."""

import re
from collections.abc import Mapping
from html import unescape

import pytest
from django.test import Client

from lianxin.desk.explained import LONGEST
from lianxin.desk.tests.test_notebook import values

_WHY = re.compile(r'<p class="why" id="why-([\w-]+)">(?:<q>(.*?)</q> )?(.*?)</p>', re.DOTALL)
WORDS = "上周三王大爷来电，怡乐园小区楼道灯坏了，怕摔。"


def whys(browser: Client, text: str, **typed: str) -> dict[str, tuple[str, str]]:
    """Return what stands below each part of the draft: the words quoted, and the sentence."""
    answer = browser.post("/desk/notebook/draft", {"text": text, **typed})
    found = _WHY.findall(unescape(answer.content.decode()))
    return {part: (words, says) for part, words, says in found}


@pytest.fixture
def desk(browsers: Mapping[str, Client]) -> Client:
    return browsers["desk"]


def test_each_field_quotes_the_words_that_it_was_read_from(desk: Client):
    told = whys(desk, WORDS)

    assert "楼道灯" in told.pop("m-0-category")[0]
    assert {part: words for part, (words, _says) in told.items()} == {
        "said_on": "上周三",
        "channel": "来电",
        "reporter": "王大爷",
        "m-0-urgency": "怕摔",
        "m-0-place": "怡乐园小区",
    }
    assert all(says for _words, says in told.values())


def test_a_long_quotation_is_cut_in_its_middle(desk: Client):
    told = whys(desk, "灯不亮了，这一路摸着黑走，好几户人家的老人都说看不见楼道灯的开关。")

    assert len(told["m-0-category"][0]) <= LONGEST + len("……")


def test_what_was_not_heard_is_said_calmly(desk: Client):
    told = whys(desk, "不知道怎么说。")

    assert {part: told[part][1] for part in ("said_on", "channel", "reporter", "m-0-place")} == {
        "said_on": "没有说是哪天，先写今天。",
        "channel": "没有说怎么来的，先写电话。",
        "reporter": "没有听出是谁说的，知道就填。",
        "m-0-place": "没有听出在哪里，请问清楚。",
    }


def test_what_the_writer_corrected_says_so(desk: Client):
    told = whys(desk, WORDS, **{"reporter_name": "汪", "seen-reporter_name": "王"})

    assert told["reporter"] == ("", "您改过，以您的为准。")


def test_before_anything_is_typed_nothing_is_explained(desk: Client):
    assert whys(desk, " ") == {}


def test_each_matter_is_explained_with_how_sure_it_is(desk: Client):
    told = whys(desk, "怡乐园小区楼道灯不亮。另外垃圾桶满了三天没运。")

    assert ("楼道灯" in told["m-0-category"][0], "垃圾桶" in told["m-1-category"][0]) == (
        True,
        True,
    )
    assert told["m-0-place"][1].endswith('<span class="sure">有把握</span>')


def test_what_is_unsure_asks_to_be_checked_in_words(desk: Client):
    told = whys(desk, "车的事。")

    assert told["m-0-category"][1].endswith("请核对</strong>")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("水管\ufffd了。", "<q>\ufffd</q> 认不出来"),
        ("楼道灯不亮，请来修。".encode().decode("latin-1"), "读作 <q>楼道灯不亮，请来修。</q>"),
    ],
)
def test_damage_on_the_way_is_said_with_how_it_is_read(desk: Client, text: str, said: str):
    page = desk.post("/desk/notebook/draft", {"text": text}).content.decode()

    assert said in unescape(page)


def test_the_nearest_categories_are_a_press_away_and_the_choice_stays(desk: Client):
    typed = {"text": "楼道灯不亮，垃圾桶旁边的井盖也松了。"}
    first = unescape(desk.post("/desk/notebook/draft", typed).content.decode())
    offered = re.findall(r'name="pick" value="(m-0-category:\w+)"', first)

    picked = desk.post("/desk/notebook/draft", {**typed, **values(first), "pick": offered[1]})

    assert len(offered) == 3
    now = values(picked.content.decode())
    assert f"m-0-category:{now['m-0-category']}" == offered[1]
    assert f"m-0-category:{now['seen-m-0-category']}" == offered[0]
