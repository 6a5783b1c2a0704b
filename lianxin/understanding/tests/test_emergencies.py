from datetime import date

import pytest

from lianxin.understanding import read
from lianxin.understanding.shipped import CORPUS, sentences
from lianxin.understanding.tests import dangers

pytestmark = pytest.mark.once
TODAY = date(2026, 11, 23)


def called(sentences: list[str]) -> list[str]:
    return [text for text in sentences if read(text, TODAY).urgency == "emergency"]


def test_nearly_every_emergency_that_was_learnt_from_is_heard():
    told = [text for text, label in sentences(CORPUS / "dangers") if label == "emergency"]

    assert len(called(told)) >= 0.97 * len(told)


def test_of_the_emergencies_kept_aside_nearly_all_are_heard():
    assert len(called(dangers.KEPT_ASIDE)) >= 0.9 * len(dangers.KEPT_ASIDE)


def test_of_what_only_sounds_alarming_next_to_nothing_is_an_emergency():
    told = [text for text, label in sentences(CORPUS / "dangers") if label == "calm"]

    assert len(called(told)) <= 0.03 * len(told)


def test_of_the_calm_sentences_kept_aside_few_are_taken_for_one():
    assert len(called(dangers.KEPT_ASIDE_CALM)) <= 0.15 * len(dangers.KEPT_ASIDE_CALM)


@pytest.mark.parametrize(
    ("told", "share"), [(dangers.ROUNDABOUT_TRIED, 1), (dangers.ROUNDABOUT_KEPT_ASIDE, 0.9)]
)
def test_dangers_in_roundabout_words_are_heard(told, share):
    assert len(called(told)) >= share * len(told)


@pytest.mark.parametrize(
    ("told", "share"), [(dangers.LIKE_ONE_TRIED, 0), (dangers.LIKE_ONE_KEPT_ASIDE, 0.1)]
)
def test_what_asks_fears_or_looks_back_raises_few_alarms(told, share):
    assert len(called(told)) <= share * len(told)


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("他晕过去了", "HEALTH"),
        ("快来人救命", "ORDER"),
        ("满屋子烟", "FIRE"),
    ],
)
def test_where_no_word_names_a_category_the_danger_does(text, category):
    assert read(text, TODAY).category == category


@pytest.mark.parametrize("text", ["张大爷", "王奶奶来", "孩子他妈", "有个小"])
def test_the_first_characters_that_are_typed_raise_no_alarm(text):
    assert read(text, TODAY).urgency != "emergency"
