"""What every text that enters goes through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.base import text
from lianxin.base.refused import Refused

ANYTHING = st.text(st.characters(exclude_categories=[]))


def test_words_stay_as_they_were_said():
    words = "  １２号楼，樓道燈壞了👍\r\n\t‮反\u3000𠮷 "

    assert text.said(words) == words


def test_nul_is_stripped_and_a_lone_surrogate_is_replaced():
    assert text.said("门\x00坏\ud800了") == "门坏\ufffd了"


@pytest.mark.parametrize("words", ["", " ", "\n\t", "\x00", "\u3000\u2003"])
def test_blank_words_are_refused(words: str):
    with pytest.raises(Refused) as refused:
        text.said(words)

    assert refused.value.code == "bad_input"
    assert "写下来" in refused.value.sentence


def test_5000_characters_are_taken_and_5001_refused_with_both_figures():
    assert text.said("水" * 5000) == "水" * 5000

    with pytest.raises(Refused) as refused:
        text.said("水" * 5001)

    assert refused.value.code == "bad_input"
    assert "5001" in refused.value.sentence
    assert "5000" in refused.value.sentence


@given(ANYTHING)
def test_what_is_cleaned_can_be_written_as_utf8_without_nul(words: str):
    cleaned = text.clean(words)

    assert "\x00" not in cleaned
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned
    assert text.clean(cleaned) == cleaned
