import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianxin.understanding.mending import LOST, Damage, mend
from lianxin.understanding.plain import plain

pytestmark = pytest.mark.once


def converted(words: str, sign: str, sound: str) -> str:
    """Return the words as the converter left them that looks for a sign among the bytes."""
    inserted = f"({sound})".encode("gbk")
    coded = words.encode("gbk").replace(sign.encode("gbk"), sign.encode("gbk") + inserted)
    read = []
    while coded:
        length = 1 if coded[0] < 0x80 else 2
        try:
            read.append(coded[:length].decode("gbk"))
        except UnicodeDecodeError:
            read.append("?")
        coded = coded[length:]
    return "".join(read)


@pytest.mark.parametrize(
    ("words", "sign", "sound", "left"),
    [
        ("溪畔社區的路燈", "區", "qū", "溪畔社區(qū)的路燈"),
        ("今日報修", "請", "qǐng", "今日?qǐng)笮?"),
        ("屋頂的天溝壞了", "數", "shù", "屋頂?shù)奶鞙蠅牧?"),
        ("地無人掃", "責", "zé", "地?zé)o人掃"),
    ],
)
def test_what_the_converter_split_is_put_together_up_to_a_lost_byte(words, sign, sound, left):
    written = converted(words, sign, sound)

    read = plain(written).text

    assert written == left
    known = plain(words).text
    assert all(one in (other, LOST) for one, other in zip(read, known, strict=True))
    assert read.count(LOST) <= 1


def test_two_that_lie_in_one_another_are_both_put_together():
    assert plain("日?qǐng)?bào)說路燈壞了").text == "日报说路灯坏了"


@pytest.mark.parametrize(
    ("as_read", "meant"), [("latin-1", "utf-8"), ("latin-1", "gb18030"), ("gb18030", "utf-8")]
)
def test_words_read_in_the_wrong_encoding_are_read_anew(as_read, meant):
    words = "昨天张阿姨来电说路灯不亮吵人"

    assert mend(words.encode(meant).decode(as_read)).text == words


def test_what_nobody_can_read_is_shown_as_damaged_where_it_stands():
    assert mend("三栋\ufffd\ufffd漏水").damage == (Damage(2, 4, "\ufffd\ufffd", LOST),)


def test_a_question_is_no_damage():
    written = "好了没有?怎么不修?!快点(3栋)"

    assert (mend(written).text, mend(written).damage) == (written, ())


def test_a_repaired_part_points_to_where_it_was_written():
    words = plain("日?qǐng)?bào)說路燈壞了")

    start = words.text.index("报")
    assert words.span(start, start + 1) == (1, 12)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="日报报導?()abqǐngshù!锟斤拷\ufffdÃ¥í。", max_size=60))
def test_any_damage_keeps_a_place_for_each_character(written):
    words = plain(written)

    assert len(words.origin) == len(words.text)
    assert all(0 <= place < len(written) for place in words.origin)
    assert list(words.origin) == sorted(words.origin)
