"""Where it is: names that nobody registered, odd numbers of homes, what only looks like a name."""

from datetime import date

import pytest

from lianxin.understanding import read

pytestmark = pytest.mark.once
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "compound", "building", "unit", "room", "free"),
    [
        ("丹霞里水压太小", "丹霞里", None, None, None, None),
        ("丹霞坊电梯停了", "丹霞坊", None, None, None, None),
        ("玉带里2栋204停电", "玉带里", "2", None, "204", None),
        ("绿化带里垃圾没人清", None, None, None, None, "绿化带"),
        ("楼道里电梯停了", None, None, None, None, "楼道"),
        ("磨坊停电", None, None, None, None, None),
        ("丹霞湾3座15B室停电", "丹霞湾", "3", None, "15B", None),
        ("机床厂家属区12排3号院墙倒了", "机床厂家属区", "12", None, "3", None),
        ("丹霞巷3号附2号停电", "丹霞巷3号", None, None, "附2", None),
        ("丹霞巷8号门前积水", "丹霞巷8号", None, None, None, "门前"),
        ("丹霞新村12-3-8停电", "丹霞新村", "12", "3", "8", None),
        ("丹霞新村12一3一801停电", "丹霞新村", "12", "3", "801", None),
        ("丹霞新村3幢5号401停电", "丹霞新村", "3", None, "5", None),
        ("丹霞新村3幢5号401，停电", "丹霞新村", "3", "5", "401", None),
        ("丹霞大厦六楼1241停电", "丹霞大厦", None, None, "1241", "六楼"),
        ("停电。丹霞3路29号", "丹霞3路29号", None, None, None, None),
        ("停电。丹霞路东段29号", "丹霞路东段29号", None, None, None, None),
        ("停电。丹霞路29", "丹霞路29", None, None, None, None),
        ("云山市西河区丹霞苑3栋停电", "丹霞苑", "3", None, None, None),
        ("青石镇丹霞路29号停电", "丹霞路29号", None, None, None, None),
        ("学林街丹霞花园3栋车库停电", "丹霞花园", "3", None, None, "车库"),
        ("铁路职工宿舍3栋停电", "铁路职工宿舍", "3", None, None, None),
        ("市政宿舍3栋停电", "市政宿舍", "3", None, None, None),
        ("丹霞苑3#楼2#单元东户302停电", "丹霞苑", "3", "2", "302", None),
        ("丹霞苑2栋B座1203停电", "丹霞苑", "2", "B", "1203", None),
        ("丹霞苑负一楼车库停电", "丹霞苑", None, None, None, "负一楼车库"),
        ("丹霞路1330弄8号楼停电", "丹霞路1330弄", "8", None, None, None),
        ("丹霞村四组17号停电", "丹霞村四组", "17", None, None, None),
        ("丹霞府高层2号楼停电", "丹霞府", "2", None, None, None),
        ("喇叭吵死人丹霞园小区", "丹霞园小区", None, None, None, None),
        ("有一名男子在小区里哭", None, None, None, None, None),
        ("停电了。和瑞家园2栋", "和瑞家园", "2", None, None, None),
    ],
)
def test_a_place_is_read_as_people_say_it(text, compound, building, unit, room, free):
    found = read(text, TODAY).place

    assert (found.compound, found.building, found.unit, found.room) == (
        compound, building, unit, room
    )  # fmt: skip
    assert found.free == free


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("樓下著火", "楼下着火"),
        ("效果顯著", "效果显著"),
        ("著名的老樹", "著名的老树"),
        ("看著原著", "看着原著"),
    ],
)
def test_what_is_known_or_written_is_not_what_goes_on(written: str, read_as: str):
    assert read(written, TODAY).plain == read_as
