"""The shipped models are what the corpus gives; that of categories knows every one, and says nothing of what nobody said."""

import pytest

from lianxin.understanding.categories import CATEGORIES
from lianxin.understanding.shipped import CORPUS, NAMES, digest, digest_file, shipped

pytestmark = pytest.mark.once


@pytest.mark.parametrize("name", NAMES)
def test_a_model_was_learnt_from_this_corpus(name: str):
    assert digest_file(name).read_text(encoding="ascii").strip() == digest(name)


def test_every_category_has_sentences_and_a_place_in_the_model():
    codes = sorted(CATEGORIES)

    assert sorted(file.stem for file in CORPUS.glob("*.txt")) == codes
    assert sorted(shipped("category").head.labels) == codes


def test_a_sentence_without_the_usual_words_is_put_where_it_belongs():
    (code, sure), *_others = shipped("category").ranked("顶楼天花板一下雨就往下滴答")

    assert (code, sure > 0.3) == ("HOUSE_LEAK", True)


def test_what_says_nothing_is_nothing_in_particular():
    assert shipped("category").ranked("嗯嗯啊啊")[0][0] == "OTHER"
