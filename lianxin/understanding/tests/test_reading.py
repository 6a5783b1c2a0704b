import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianxin.understanding import read
from lianxin.understanding.categories import CATEGORIES
from lianxin.understanding.draft import MatterDraft, PersonDraft, PlaceDraft
from lianxin.understanding.gazetteer import Gazetteer
from lianxin.understanding.urgency import LEVELS

TODAY = date(2026, 11, 23)
GAZETTEER = Gazetteer.from_json(
    {
        "compounds": [
            {
                "name": "怡乐园小区",
                "aliases": ["老钢厂宿舍"],
                "buildings": [
                    {"name": "3栋", "stairwells": [{"name": "1单元", "homes": ["101"]}]},
                    {"name": "新3栋"},
                    {"name": "钟楼", "aliases": ["塔楼"]},
                ],
            },
            {"name": "沁水雅筑"},
        ],
        "places": [{"name": "同心广场", "aliases": ["喷泉广场"]}],
    }
)


def test_an_entry_of_the_diary_is_read_in_all_its_parts():
    draft = read("4月16日,怡乐园小区张大爷反映一直没安装门禁系统,存在极大安全隐患。", TODAY)

    assert draft.reported_on == date(2026, 4, 16)
    assert draft.occurred_on is None
    assert draft.place == PlaceDraft(compound="怡乐园小区")
    assert draft.reporter == PersonDraft("张", "大爷", None)
    assert draft.subject is None
    assert draft.category == "SECURITY"
    assert draft.urgency == "urgent"
    assert draft.channel is None
    assert draft.matters == (MatterDraft("SECURITY", PlaceDraft(compound="怡乐园小区"), "urgent"),)


def test_the_json_of_a_draft_has_the_fields_of_the_diary():
    answer = read("昨天，怡乐园小区3栋201住户来电，下水道堵了。", TODAY).as_json()

    place = {"compound": "怡乐园小区", "building": "3", "unit": None, "room": "201", "free": None}
    assert answer == {
        "reported_on": "2026-11-22",
        "occurred_on": None,
        "place": place,
        "reporter": {"name": None, "title": "住户", "phone": None},
        "subject": None,
        "category": "DRAIN",
        "urgency": "urgent",
        "channel": "phone",
        "matters": [{"category": "DRAIN", "place": place, "urgency": "urgent"}],
    }


def test_evidence_points_into_the_words_as_written():
    text = "１１月２０日，怡樂園小區（yileyuan）張大爺來電，電梯壞了。"

    draft = read(text, TODAY)

    shown = {name: text[found.start : found.end] for name, found in draft.evidence.items()}
    assert shown == {
        "reported_on": "１１月２０日",
        "place": "怡樂園小區",
        "reporter": "張大爺",
        "category": "電梯壞",
        "urgency": "電梯壞",
        "channel": "來電",
    }
    assert [found.words for found in draft.evidence.values()] == list(shown.values())


def test_who_cannot_see_any_more_is_not_missing():
    dark = read("王奶奶说楼道灯坏了，晚上看不见了。", TODAY).matters[0]
    missing = read("李大爷不见了，手机打不通。", TODAY).matters[0]

    assert (dark.category, dark.urgency) == ("LIGHTING", "normal")
    assert (missing.category, missing.urgency) == ("ELDER", "emergency")


@pytest.mark.parametrize(
    ("words", "category"),
    [
        ("洛女士来电，楼下早上摆摊的把人行道占满了。", "STREET"),
        ("昨晚停电，现在来电了吗？", "UTILITY"),
        ("任奶奶说门口路面有个坑，下雨看不见。", "ROAD"),
        ("任奶奶出门买菜，到中午人不见了。", "ELDER"),
        ("沈师傅和范女士为空调外机的热风吵了一架。", "DISPUTE"),
    ],
)
def test_a_word_that_only_sounds_like_a_subject_leads_to_none(words, category):
    assert [matter.category for matter in read(words, TODAY).matters] == [category]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("怡乐园三号楼一单元101漏水", PlaceDraft("怡乐园小区", "3", "1", "101")),
        ("老钢厂宿舍新3栋车库渗水", PlaceDraft("怡乐园小区", "新3", free="车库")),
        ("新三栋车库渗水", PlaceDraft("怡乐园小区", "新3", free="车库")),
        ("怡乐园塔楼电梯停了", PlaceDraft("怡乐园小区", "钟楼")),
        ("沁水雅筑路灯不亮", PlaceDraft("沁水雅筑")),
        ("喷泉广场的长椅坏了", PlaceDraft(free="同心广场")),
    ],
)
def test_known_names_are_found_in_every_spelling(text, place):
    assert read(text, TODAY, GAZETTEER).place == place


def test_several_matters_keep_their_order_and_the_highest_urgency():
    draft = read("两件事：一是3栋路灯不亮，二是电梯里关着人出不来。", TODAY)

    assert [matter.category for matter in draft.matters] == ["LIGHTING", "ELEVATOR"]
    assert [matter.urgency for matter in draft.matters] == ["normal", "emergency"]
    assert draft.category == "LIGHTING"
    assert draft.urgency == "emergency"


@settings(max_examples=150, deadline=None)
@given(st.text(min_size=1, max_size=400))
def test_any_text_is_read_without_an_exception(text):
    draft = read(text, TODAY, GAZETTEER)

    assert draft.category in CATEGORIES
    assert draft.urgency in LEVELS
    assert all(text[e.start : e.end] == e.words for e in draft.evidence.values())


_BITS = st.sampled_from(
    [
        "怡乐园",
        "小区",
        "3",
        "三",
        "十",
        "栋",
        "单元",
        "号",
        "楼",
        "室",
        "-",
        ",",
        "。",
        "月",
        "日",
        "29",
        "2月",
        "上周",
        "昨天",
        "反映",
        "张",
        "大爷",
        "电话",
        "13800001122",
        "漏水",
        "电梯",
        "里",
        "路",
        "的",
        "门口",
        "另外",
        "一是",
        "(abc)",
        "新",
        "附",
        "A",
        "１",
        "群",
        "老人",
        "没",
        "天",
        "【",
        "\n",
        "在",
        "周",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(_BITS, min_size=1, max_size=60).map("".join))
def test_any_shuffle_of_telling_words_is_read(text):
    assert read(text, TODAY, GAZETTEER).matters


@pytest.mark.parametrize(
    "bit",
    [
        "一",
        "0",
        "路",
        "怡乐园小区3栋漏水，",
        "1-",
        "没",
        "老人",
        "的",
        "(",
        "电话1",
        "昨天",
        "另外",
        "a (",
        "十月",
    ],
)
def test_a_long_text_of_one_sort_takes_no_more_than_a_long_text_may(bit):
    text = (bit * 5000)[:5000]
    started = time.process_time()

    read(text, TODAY, GAZETTEER)

    assert time.process_time() - started < 3


def test_the_last_day_of_february_looks_for_its_year():
    assert read("2月29日，李阿姨反映路灯不亮", TODAY).reported_on == date(2024, 2, 29)


def test_a_day_that_is_none_is_not_read():
    assert read("2月30日，李阿姨反映路灯不亮", TODAY).reported_on is None


def test_a_model_of_the_district_decides_the_category_and_says_so():
    def ranked(words: str) -> list[tuple[str, float]]:
        return [("NOISE", 0.7 if "那个老地方" in words else 0.2), ("LIGHTING", 0.1), ("ROAD", 0.1)]

    draft = read("那个老地方又开始了", TODAY, ranked=ranked)

    assert (draft.category, draft.matters[0].candidates) == ("NOISE", ("NOISE", "LIGHTING", "ROAD"))
    assert draft.evidence["category"].confidence == 0.7
    assert draft.evidence["category"].reason == "照本区县办过的事，这样说的多半是这一类"
    assert read("那个老地方又开始了", TODAY).category == "OTHER"
