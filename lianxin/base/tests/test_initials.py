"""Whoever types the first letters of a name's pinyin finds it, in every reading."""

import pytest

from lianxin.base.initials import initials


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("张大爷", "zdy"),
        ("单田芳", "stf"),  # Shàn as a surname, dān elsewhere
        ("区小满", "oxm"),
        ("仇若水", "qrs"),
        ("解向阳", "xxy"),
        ("阿卜杜·热西提", "abd"),
        ("John Li", "johnli"),
    ],
)
def test_the_letters_that_people_type_are_among_them(name: str, typed: str):
    assert any(reading.startswith(typed) for reading in initials(name).split())


def test_a_name_of_many_readings_keeps_a_few():
    assert len(initials("乐乐乐乐乐乐乐乐").split()) == 16


def test_no_name_has_none():
    assert initials("") == ""
