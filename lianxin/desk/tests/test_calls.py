"""Whom to call first: by what endangers life, whatever the matter is called."""

import pytest

from lianxin.desk.calls import OF_KIND, call_for
from lianxin.understanding.emergencies import KINDS


@pytest.mark.once
def test_every_danger_has_its_call():
    assert set(OF_KIND) == set(KINDS)


@pytest.mark.once
@pytest.mark.parametrize(
    ("words", "category", "numbers"),
    [
        ("厨房冒黑烟了", "SANITATION", ("119",)),
        ("楼道里一股煤气味", "UTILITY", ("119",)),
        ("台阶坏了，奶奶摔倒了起不来", "FACILITY", ("120",)),
        ("爷爷出门走丢了，找了一下午", "ELDER", ("110",)),
        ("有人落水了", "ORDER", ("119", "120")),
        ("電線掉下來，觸電了", "UTILITY", ("120", "95598")),
        ("电梯里关着人出不来", "ELEVATOR", ("119",)),
        ("楼道灯不亮", "LIGHTING", ("110",)),
        ("楼道灯不亮", "HEALTH", ("120",)),
    ],
)
def test_the_danger_decides_and_where_the_words_tell_none_the_category(
    words: str, category: str, numbers: tuple[str, ...]
):
    assert call_for(words, category).numbers == numbers
