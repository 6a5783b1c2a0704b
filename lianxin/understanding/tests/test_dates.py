"""Days as people name them: which of them is the day reported, which only the day of what happened."""

from datetime import date

import pytest

from lianxin.understanding import read
from lianxin.understanding.tests.scoring import entries

pytestmark = pytest.mark.once
TODAY = date(2026, 11, 23)  # a Monday


def days(text: str) -> tuple[str | None, str | None]:
    answer = read(text, TODAY).as_json()
    return answer["reported_on"], answer["occurred_on"]


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("大前天", "2026-11-20"),
        ("上礼拜四", "2026-11-19"),
        ("上月28", "2026-10-28"),
        ("昨儿个后晌", "2026-11-22"),
        ("今上午", "2026-11-23"),
        ("半个小时前", "2026-11-23"),
        ("两个礼拜前", "2026-11-09"),
        ("11月份第二个星期天", "2026-11-08"),
        ("上个月第一个周五", "2026-10-02"),
        ("10月最后一天", "2026-10-31"),
        ("二〇二六年十一月六日", "2026-11-06"),
        ("11-06", "2026-11-06"),
        ("【11-6】", "2026-11-06"),
        ("大年初三", "2026-02-19"),
        ("初八那天", "2026-11-16"),
        ("廿八上午", "2026-11-06"),
        ("清明头一天", "2026-04-04"),
    ],
)
def test_a_day_is_read_as_it_is_said(said: str, day: str):
    assert days(f"{said} 来电，李阿姨说路灯不亮") == (day, None)


@pytest.mark.parametrize(
    ("text", "reported", "occurred"),
    [
        ("11月9号就跟你们反映过了，到现在没人修路灯", None, "2026-11-09"),
        ("上周二来问过的成师傅昨天又打了电话", "2026-11-22", "2026-11-17"),
        ("物业11月9号说月底修好路灯", None, "2026-11-09"),
        ("李阿姨13号摔的跤，15号她女儿来电", "2026-11-15", "2026-11-13"),
        ("今早物业还没上班，李阿姨就跑来社区", "2026-11-23", None),
        ("路灯不亮。丹霞里5栋 李先生 11月6日", "2026-11-06", None),
        ("接到工单(11月6日)：路灯不亮", "2026-11-06", None),
        ("11月30日前要交材料，李阿姨来问怎么开证明", None, None),
        ("5号到8号停水，居民9号来电", "2026-11-09", "2026-11-05"),
        ("11月6日那天，楼上漏水", None, "2026-11-06"),
        ("11月6日，楼上漏水", "2026-11-06", None),
        ("居民反映11月6日夜里有人翻墙", None, "2026-11-06"),
        ("昨天保安气冲冲地拉着我说，路灯不亮", "2026-11-22", None),
        ("昨天刮大风，今早物业把情况报给了社区", "2026-11-23", "2026-11-22"),
        ("上回来是11月6号，这回还是问低保", None, None),
        ("再过两天是11月25日，怎么还不通知", None, None),
        ("昨天社区送来的春联很好看", None, "2026-11-22"),
    ],
)
def test_the_day_reported_is_told_from_the_other_days(text, reported, occurred):
    assert days(text) == (reported, occurred)


@pytest.mark.parametrize(("block", "floor"), [("tried", 0.98), ("kept_aside", 0.94)])
def test_an_entry_that_does_not_tell_its_day_is_given_none(block: str, floor: float):
    undated = [one for one in entries(f"fields_{block}") if one["reported_on"] is None]

    silent = [
        read(one["text"], date.fromisoformat(one["today"])).as_json()["reported_on"]
        in (None, one["today"])
        for one in undated
    ]

    assert sum(silent) / len(silent) >= floor
