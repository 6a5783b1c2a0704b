"""Pairs of characters find exactly what a plain look finds."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from lianxin.base.bigrams import (
    bigrams,
    marks,
    marks_of_key,
    place_in_time,
    plain,
    standing,
    words,
)

SIGNS = "漏水灯门栋楼12３AＢｂﬁ ßİ　\n-'\"%_\\😀𠮷é\u0301"
TEXTS = st.text(st.sampled_from(SIGNS), max_size=30)
HERE, THERE = UUID(int=1), UUID(int=2)


@given(TEXTS)
def test_a_plain_text_is_plain(text: str):
    assert plain(plain(text)) == plain(text)


@given(TEXTS, TEXTS)
def test_a_text_that_holds_a_word_holds_its_marks(text: str, sought: str):
    for word in words(sought):
        if word in plain(text):
            assert marks(word, HERE) <= marks(plain(text), HERE)


def test_width_and_case_do_not_matter():
    assert plain("３栋Ａ座　SQ-２０") == "3栋a座 sq-20"
    assert words(" 漏水　３栋\x00 ") == ["漏水", "3栋"]


def test_pairs_do_not_reach_across_a_space_or_a_line():
    assert bigrams("漏水 灯\n门锁") == {"漏水", "门锁"}


def test_each_district_has_its_own_marks():
    assert len(marks("门锁坏", HERE)) == 2
    assert marks("门锁坏", HERE).isdisjoint(marks("门锁坏", THERE))


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=2), st.sampled_from("0f8"))
def test_marks_fit_into_32_bits(text: str, digit: str):
    assert all(-(2**31) <= mark < 2**31 for mark in marks(text, HERE) | marks_of_key(digit * 64))


@given(TEXTS, st.sampled_from(SIGNS.strip()), TEXTS)
def test_a_word_is_shown_where_it_stands_as_it_was_written(before: str, sign: str, after: str):
    for word in words(sign):
        text = f"{before} {sign}{after}"
        start, end = standing(word, text)

        assert word in plain(text[start:end])
        assert end - start == 1


def test_a_word_that_signs_make_only_together_is_shown_nowhere():
    assert standing("é", "e\u0301") == (0, 0)


@given(st.integers(0, 2**20 - 1), st.integers(0, 2**20 - 1), st.integers(1, 10**9))
def test_what_was_later_has_the_greater_place(first: int, second: int, milliseconds: int):
    then = datetime(2026, 11, 23, tzinfo=UTC)
    later = then + timedelta(milliseconds=milliseconds)

    assert place_in_time(then, first) < place_in_time(later, second) < 2**63
