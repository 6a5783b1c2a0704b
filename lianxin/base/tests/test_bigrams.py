"""Pairs of characters find exactly what a plain look finds."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lianxin.base.bigrams import bigrams, place_in_time, plain, token, words

TEXTS = st.text(st.sampled_from("漏水灯门栋楼12３AＢｂﬁ ßİ　\n-'\"%_\\😀𠮷é\u0301"), max_size=30)


@given(TEXTS)
def test_a_plain_text_is_plain(text: str):
    assert plain(plain(text)) == plain(text)


@given(TEXTS, TEXTS)
def test_a_text_that_holds_a_word_holds_its_pairs(text: str, sought: str):
    for word in words(sought):
        if word in plain(text):
            assert bigrams(word) <= bigrams(plain(text))


def test_width_and_case_do_not_matter():
    assert plain("３栋Ａ座　SQ-２０") == "3栋a座 sq-20"
    assert words(" 漏水　３栋 ") == ["漏水", "3栋"]


def test_pairs_do_not_reach_across_a_space():
    assert bigrams("漏水 灯") == {"漏水"}


@given(st.text(min_size=2, max_size=2), st.text(min_size=2, max_size=2))
def test_two_pairs_have_two_tokens_of_letters_and_digits(one: str, other: str):
    assert (token(one) == token(other)) == (one == other)
    assert token(one).isascii()
    assert token(one).isalnum()


@given(st.integers(0, 2**20 - 1), st.integers(0, 2**20 - 1), st.integers(1, 10**9))
def test_what_was_later_has_the_greater_place(first: int, second: int, milliseconds: int):
    then = datetime(2026, 11, 23, tzinfo=UTC)
    later = then + timedelta(milliseconds=milliseconds)

    assert place_in_time(then, first) < place_in_time(later, second) < 2**63
