"""Who speaks of one matter is found together, whatever words they use for it; others are left alone."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianxin.understanding.clusters import Message, hot_topics, likeness, weigh

pytestmark = pytest.mark.once
MONDAY = date(2026, 11, 23)
FUMES = (
    "烧烤店油烟直排，熏得楼上不敢开窗",
    "楼下烧烤店的油烟味太大了，天天熏人",
    "烧烤店半夜还在冒油烟，请管一管",
)
BINDING = (
    "开发商买房捆绑销售车位，不买车位不给签约",
    "强制捆绑销售车位，车位要十八万",
    "举报楼盘捆绑销售车位",
)
OTHERS = ("想学书法，活动室几点开门", "路灯不亮", "社保卡怎么补办", "狗没有牵绳", "电梯停了半天")


def told(*titles: str, ends: date = MONDAY, every: int = 3, who: str = "") -> list[Message]:
    """Return messages with these titles, the last on the given day and the others before it."""
    return [
        Message(f"{title}", ends - timedelta(days=every * back), title, who=who)
        for back, title in enumerate(reversed(titles))
    ]


def test_messages_of_one_matter_stand_together_and_others_alone():
    messages = [*told(*FUMES), *told(*BINDING, ends=MONDAY - timedelta(days=100)), *told(*OTHERS)]

    topics = hot_topics(messages)

    assert [set(topic.members) for topic in topics] == [set(FUMES), set(BINDING)]


def test_what_grows_stands_first_though_it_is_smaller():
    old = told(*BINDING, ends=MONDAY - timedelta(days=60))
    messages = [*old, *told(*FUMES[:2]), *told(*OTHERS)]

    assert [(len(topic.members), topic.growth) for topic in hot_topics(messages)] == [
        (2, 2),
        (3, 0),
    ]


def test_a_topic_is_named_by_the_words_of_one_of_its_messages_and_counts_voices_and_days():
    topic = hot_topics([*told(*FUMES, every=7, who="老周"), *told(*OTHERS)])[0]

    assert topic.name in FUMES
    assert (topic.voices, topic.since, topic.until) == (1, MONDAY - timedelta(days=14), MONDAY)


def test_a_year_apart_the_same_words_are_less_alike():
    messages = [*told(FUMES[0]), *told(FUMES[0], ends=MONDAY - timedelta(days=365)), *told(*OTHERS)]
    weights = weigh(messages)

    assert likeness(weights, messages, 0, 0) == pytest.approx(1)
    assert likeness(weights, messages, 0, 1) == pytest.approx(0.3679, abs=1e-4)


def test_what_is_of_two_kinds_is_never_one_topic():
    messages = [replace(one, kind=str(at % 2)) for at, one in enumerate(told(*FUMES, *OTHERS))]

    assert [set(topic.members) for topic in hot_topics(messages)] == [{FUMES[0], FUMES[2]}]


def test_the_order_of_the_messages_does_not_matter():
    messages = [*told(*FUMES), *told(*BINDING), *told(*OTHERS)]

    forth, back = hot_topics(messages), hot_topics(messages[::-1])

    assert {frozenset(one.members) for one in forth} == {frozenset(one.members) for one in back}


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=60), st.text(max_size=200), st.dates()), max_size=12))
def test_any_text_is_taken_and_no_message_is_in_two_topics(texts: list):
    messages = [Message(str(n), day, title, detail) for n, (title, detail, day) in enumerate(texts)]

    members = [member for topic in hot_topics(messages) for member in topic.members]

    assert len(members) == len(set(members))
