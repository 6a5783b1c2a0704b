"""Whatever is written is read, and no text costs more than its length."""

import statistics
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianxin.understanding import read
from lianxin.understanding.categories import CATEGORIES
from lianxin.understanding.gazetteer import Gazetteer
from lianxin.understanding.urgency import LEVELS

pytestmark = pytest.mark.once
TODAY = date(2026, 11, 23)
GAZETTEER = Gazetteer.from_json(
    {"compounds": [{"name": "怡乐园小区"}, {"name": "沁水雅筑"}], "places": [{"name": "同心广场"}]}
)
LONGEST = 5000
_BITS = st.sampled_from(
    [
        "怡乐园",
        "小区",
        "3",
        "三",
        "十",
        "栋",
        "单元",
        "号",
        "楼",
        "室",
        "-",
        ",",
        "。",
        "月",
        "日",
        "29",
        "2月",
        "上周",
        "昨天",
        "反映",
        "张",
        "大爷",
        "电话",
        "13800001122",
        "漏水",
        "电梯",
        "里",
        "路",
        "的",
        "门口",
        "另外",
        "一是",
        "(abc)",
        "新",
        "附",
        "A",
        "１",
        "群",
        "老人",
        "没",
        "天",
        "【",
        "\n",
        "在",
        "周",
    ]
)
_LONG = st.tuples(st.text(min_size=1, max_size=60), st.integers(1, LONGEST)).map(
    lambda drawn: (drawn[0] * drawn[1])[:LONGEST]
)


@settings(max_examples=150, deadline=None)
@given(st.text(min_size=1, max_size=400))
def test_any_text_is_read_without_an_exception(text):
    draft = read(text, TODAY, GAZETTEER)

    assert draft.category in CATEGORIES
    assert draft.urgency in LEVELS
    quoted = [*draft.evidence.values(), *(e for m in draft.matters for e in m.evidence.values())]
    assert all(text[e.start : e.end] == e.words for e in quoted)


@settings(max_examples=30, deadline=None)
@given(_LONG)
def test_any_long_text_is_read_without_an_exception(text):
    assert read(text, TODAY, GAZETTEER).matters


@settings(max_examples=300, deadline=None)
@given(st.lists(_BITS, min_size=1, max_size=60).map("".join))
def test_any_shuffle_of_telling_words_is_read(text):
    assert read(text, TODAY, GAZETTEER).matters


_REPEATED = (
    *(
        "一",
        "路",
        "1-",
        "老人",
        "?a)",
        "?!",
        "苑",
        "3栋",
        "B座",
        "昨天",
        "另外",
        "王大爷",
        "居民的",
        "。",
    ),
    "怡乐园小区3栋漏水，",
)


def test_no_long_text_costs_much_more_than_another_of_its_length():
    texts = {bit: (bit * LONGEST)[:LONGEST] for bit in _REPEATED}
    costs = {bit: _cost(text) for bit, text in texts.items()}
    most = 50 * statistics.median(costs.values())

    # What seems dear is measured again: the machine may have been busy with something else.
    dear = [bit for bit, cost in costs.items() if cost > most]
    assert [bit for bit in dear if min(_cost(texts[bit]) for _again in range(3)) > most] == []


def _cost(text: str) -> float:
    began = time.process_time()
    read(text, TODAY, GAZETTEER)
    return time.process_time() - began
