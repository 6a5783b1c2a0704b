from datetime import date

import pytest

from lianxin.understanding import read
from lianxin.understanding.gazetteer import Gazetteer

pytestmark = pytest.mark.once
TODAY = date(2026, 11, 23)
NAMES = ("杉月里小区", "云朵丽景花园", "禾苗园小区", "柳絮苑", "柳叙苑", "松涛苑")
GAZETTEER = Gazetteer.from_json({"compounds": [{"name": name} for name in NAMES]})


def placed(text: str) -> tuple[str | None, str]:
    draft = read(text, TODAY, GAZETTEER)
    return draft.place.compound, draft.evidence["place"].reason


@pytest.mark.parametrize(
    ("text", "name", "reason"),
    [
        ("杉月理小区3栋漏水", "杉月里小区", "“杉月理小区”按读音认作杉月里小区"),
        ("山月里3栋漏水", "杉月里小区", "“山月里”按读音认作杉月里小区"),
        ("禾苗圆三号楼停电", "禾苗园小区", "“禾苗圆”按读音认作禾苗园小区"),
        ("松涛宛3栋停电", "松涛苑", "“松涛宛”按字形认作松涛苑"),
        ("云朵丽花园3栋停电", "云朵丽景花园", "“云朵丽花园”漏了一个字，认作云朵丽景花园"),
        ("杉月里小区3栋漏水", "杉月里小区", "与社区登记的名称一致"),
    ],
)
def test_a_mistyped_name_is_taken_for_the_known_one_and_says_so(text, name, reason):
    assert placed(text) == (name, reason)


def test_a_known_name_is_never_taken_for_another_that_sounds_the_same():
    assert [placed(f"{name}3栋停电")[0] for name in ("柳絮苑", "柳叙苑")] == ["柳絮苑", "柳叙苑"]


def test_what_may_be_either_of_two_known_names_is_left_as_it_was_said():
    assert placed("柳序苑3栋停电") == ("柳序苑", "按地址的写法认出")


def test_a_name_that_is_only_partly_alike_is_another_place():
    assert placed("杉林里小区3栋漏水")[0] == "杉林里小区"


def test_a_mistyped_name_is_less_sure_than_a_known_one():
    typed, known = (
        read(f"{name}3栋停电", TODAY, GAZETTEER).evidence["place"].confidence
        for name in ("禾苗圆", "禾苗园")
    )

    assert typed < known
