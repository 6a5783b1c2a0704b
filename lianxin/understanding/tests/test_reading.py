from datetime import date

import pytest

from lianxin.understanding import read
from lianxin.understanding.draft import MatterDraft, PersonDraft, PlaceDraft
from lianxin.understanding.gazetteer import Gazetteer

pytestmark = pytest.mark.once
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


def test_each_matter_shows_the_words_that_it_was_read_from():
    draft = read("3栋楼道灯不亮；另外5栋下水道堵了。", TODAY)

    shown = [{name: one.words for name, one in m.evidence.items()} for m in draft.matters]
    assert [(one["category"], one["place"]) for one in shown] == [
        ("楼道灯", "3栋"),
        ("下水道堵", "5栋"),
    ]
    assert [m.place.building for m in draft.matters] == ["3", "5"]


def test_how_sure_a_field_is_lies_between_none_and_certain():
    draft = read(
        "11月20日，怡乐园小区3栋张大爷来电13700001234，电梯坏了，昨晚困住了人。", TODAY, GAZETTEER
    )

    sure = [*draft.evidence.values(), *draft.matters[0].evidence.values()]
    assert len(draft.evidence) == 8
    assert all(0 < one.confidence < 1 for one in sure)


def test_damaged_words_are_named_with_what_they_are_read_as():
    draft = read("怡樂園小區(qū)3棟漏水\ufffd請來看看", TODAY)

    assert draft.plain == "怡乐园小区3栋漏水□请来看看"
    assert [(one.words, one.read) for one in draft.damage] == [("\ufffd", "□")]
    assert draft.place == PlaceDraft("怡乐园小区", "3")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("腊月廿八李阿姨来电，停水了", "2026-02-15"),
        ("正月十五上午李阿姨来电，停水了", "2026-03-03"),
        ("端午节当天李阿姨来电，停水了", "2026-06-19"),
        ("除夕那天李阿姨来电，停水了", "2026-02-16"),
        ("冬至那天李阿姨来电，停水了", "2025-12-21"),
        ("母亲节那天李阿姨来电，停水了", "2026-05-10"),
        ("国庆节前李阿姨来电，停水了", None),
        ("上周日起李阿姨家没水", None),
        ("26年3月2日李阿姨来电，停水了", "2026-03-02"),
        ("居民议事会(11月3日)：建议装路灯", "2026-11-03"),
    ],
)
def test_days_of_the_lunar_calendar_and_feasts_are_read(text, day):
    assert read(text, TODAY).as_json()["reported_on"] == day


@pytest.mark.parametrize(
    ("text", "name", "title", "phone"),
    [
        ("路灯不亮。青竹苑2栋 逄师傅", "逄", "师傅", None),
        ("路灯不亮，电话0571-8600 1122，青竹苑2栋老彭", None, None, "057186001122"),
        ("护工来电，302房老人不吃药", None, "护工", None),
        ("退役军人服务站转来：打铁巷9号路灯不亮", None, "退役军人服务站", None),
        ("业主简先生微信说楼道堆满快递", "简", "先生", None),
        ("短信：我是4栋独居的戚阿姨，右手骨折", "戚", "阿姨", None),
        ("一三三 八八八八 零零一一，找保姆工作", None, None, "13388880011"),
        ("网格员小柯走访，发现井盖没了", "小柯", "网格员", None),
    ],
)
def test_who_told_it_is_read_from_title_role_office_signature_or_number(text, name, title, phone):
    assert read(text, TODAY).reporter == PersonDraft(name, title, phone)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("路灯不亮。朝霞苑7#3-302", ("朝霞苑", "7", "3", "302")),
        ("门口有坡。朝霞坞塘8号", ("朝霞坞塘8号", None, None, None)),
        ("朝霞一号3期4座停电", ("朝霞一号3期", "4", None, None)),
        ("朝霞碧水的业主来电，停电了", ("朝霞碧水", None, None, None)),
        ("停电了。朝霞村3号附6号", ("朝霞村", "3", None, "附6")),
        ("停电了。朝霞里2排6号", ("朝霞里", "2", None, "6")),
        ("停电了。朝霞小区甲3号楼1门101", ("朝霞小区", "甲3", "1", "101")),
        ("请告知居民，白天停电", (None, None, None, None)),
    ],
)
def test_a_place_is_found_from_its_form(text, place):
    found = read(text, TODAY).place

    assert (found.compound, found.building, found.unit, found.room) == place
