"""Who told it: an office, somebody for somebody else, one of two, or who is only called upon."""

from datetime import date

import pytest

from lianxin.understanding import read
from lianxin.understanding.draft import PersonDraft

pytestmark = pytest.mark.once
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "name", "title"),
    [
        ("东头的上官阿姨替她侄女来问，居住证怎么办", "上官", "阿姨"),
        ("来电人：宇文先生，路灯不亮", "宇文", "先生"),
        ("时女士来电，路灯什么时候能修", "时", "女士"),
        ("那时女士们还在跳舞，路灯就灭了", None, None),
        ("支书老莫走访时，毕大伯反映水塘没有护栏", "毕", "大伯"),
        ("网格员小柯走访，发现路灯不亮", "小柯", "网格员"),
        ("昨天接到骆阿姨的求助，路灯不亮", "骆", "阿姨"),
        ("接到派出所电话，路灯被人砸了", None, "派出所"),
        ("水务公司的老权反映，水表转不动", "老权", None),
        ("裁缝的徒弟小易来电，路灯不亮", "小易", "徒弟"),
        ("路灯不亮，丹霞里5栋401的靳先生。", "靳", "先生"),
        ("路灯不亮，去找住5栋401的靳先生。", None, None),
        ("居民毕大爷于11月6日晚反映，路灯不亮", "毕", "大爷"),
        ("毕、靳两位大妈来社区，路灯不亮", "毕", "大妈"),
        ("袁老师的老伴来问，路灯几时修", None, "老伴"),
        ("外孙女来电，说丁奶奶摔了", None, "外孙女"),
        ("给隔壁的冯大妈反映个事", None, None),
        ("老晁和老窦下棋吵起来了", None, None),
        ("矫正对象牛某来报到", "牛某", None),
        ("群众郑某报称，路灯不亮", "郑某", "群众"),
        ("署名“一名老党员”的信：路灯不亮", None, "老党员"),
    ],
)
def test_who_told_it_is_the_one_who_speaks_or_signs(text: str, name: str, title: str):
    assert read(text, TODAY).reporter == PersonDraft(name, title)
