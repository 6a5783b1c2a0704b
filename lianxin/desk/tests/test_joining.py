"""What was told before is offered while it is typed again, and one more voice joins it instead of a new matter."""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest
from django.test import Client

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.tests.counting import counting
from lianxin.desk.tests.test_notebook import HTMX, draft_of
from lianxin.diary.models import Entry
from lianxin.matters.actions import step
from lianxin.matters.models import Matter, State

LIGHTS = "怡乐园小区1号楼张大爷来说，1单元楼道灯不亮，晚上看不见路。"
AGAIN = "怡乐园小区1号楼李大妈来电13900001234，楼道灯坏了，黑漆漆的。"
Record = Callable[..., Matter]
Browsers = Mapping[str, Client]


@pytest.fixture
def told(record: Record) -> Matter:
    """The lights of the building, told of by one resident."""
    return record(words=LIGHTS, category="LIGHTING")


def typed(browser: Client, text: str, **more: str) -> str:
    answer = browser.post("/desk/notebook/draft", {"text": text, **more}, headers=HTMX)
    return answer.content.decode()


def offered(page: str) -> list[str]:
    return re.findall(r'value="m-\d+-join:(SQ-[\d-]+)"', page)


def test_what_is_typed_again_is_offered_with_why_it_is_the_same(told: Matter, browsers: Browsers):
    page = typed(browsers["desk"], AGAIN)

    assert offered(page) == [told.number]
    assert "已有 1 人反映" in page
    assert "说的都是：照明" in page


@pytest.mark.parametrize(
    "text",
    [
        "怡乐园小区2号楼李大妈来电，楼道灯坏了，黑漆漆的。",
        "海纳小区1号楼李大妈来电，楼道灯坏了，黑漆漆的。",
        "怡乐园小区1号楼李大妈来电，下水道堵了，污水往上冒。",
    ],
    ids=["another building", "another compound", "another fault"],
)
def test_what_is_another_matter_is_not_offered(text: str, told: Matter, browsers: Browsers):
    assert offered(typed(browsers["desk"], text)) == []


def test_another_community_does_not_learn_of_it(told: Matter, browsers: Browsers):
    assert told.number not in typed(browsers["stranger"], AGAIN)


def test_one_more_voice_joins_with_one_press(told: Matter, browsers: Browsers):
    desk = browsers["desk"]
    chosen = draft_of(desk, text=AGAIN, pick=f"m-0-join:{told.number}")

    page = desk.post("/desk/notebook", {**chosen, "as": "matters"}, follow=True).content.decode()

    assert f'已记下，并入 1 件：<a href="/desk/matters/{told.number}">' in page
    one = Matter.objects.exclude(pk=told.pk).get()
    assert (one.merged_into_id, one.requester_name, one.words) == (told.pk, "李", AGAIN)
    assert "已有 2 人反映" in typed(desk, "怡乐园小区1号楼王叔叔说楼道灯不亮。")


def test_what_was_chosen_stays_while_more_is_typed_and_can_be_taken_back(
    told: Matter, browsers: Browsers
):
    desk = browsers["desk"]
    chosen = draft_of(desk, text=AGAIN, pick=f"m-0-join:{told.number}")

    on = draft_of(desk, **{**chosen, "text": AGAIN + "请快点。"})
    back = draft_of(desk, **{**on, "pick": "m-0-join:"})

    assert (on["m-0-join"], back["m-0-join"]) == (told.number, "")


def test_who_may_not_merge_sees_it_and_is_not_offered_to_join(told: Matter, browsers: Browsers):
    page = typed(browsers["captain"], AGAIN)

    assert (told.number in page, offered(page)) == (True, [])


def test_an_emergency_is_never_joined(told: Matter, browsers: Browsers):
    page = typed(browsers["desk"], "怡乐园小区1号楼楼道灯不亮，有个老人摔倒在地上起不来。")

    assert "打 120" in page
    assert offered(page) == []


def test_what_was_closed_lately_is_shown_and_not_joined(told: Matter, browsers: Browsers):
    closed = Matter.objects.filter(pk=told.pk)
    closed.update(state=State.CLOSED, closed_at=clock.now() - timedelta(days=3))
    page = typed(browsers["desk"], AGAIN)
    closed.update(closed_at=clock.now() - timedelta(days=31))

    assert ("有过像的一件" in page, offered(page)) == (True, [])
    assert told.number not in typed(browsers["desk"], AGAIN)


def test_a_matter_that_was_closed_meanwhile_is_not_joined_and_nothing_is_lost(
    told: Matter, browsers: Browsers
):
    chosen = draft_of(browsers["desk"], text=AGAIN, pick=f"m-0-join:{told.number}")
    Matter.objects.filter(pk=told.pk).update(state=State.CLOSED, closed_at=clock.now())

    answer = browsers["desk"].post("/desk/notebook", {**chosen, "as": "matters"})

    page = answer.content.decode()
    assert (answer.status_code, Entry.objects.count()) == (422, 1)
    assert "那一件已经结了" in page
    assert AGAIN in page


def test_what_joined_can_be_taken_out_again(
    told: Matter, browsers: Browsers, actors: Mapping[str, Actor]
):
    chosen = draft_of(browsers["desk"], text=AGAIN, pick=f"m-0-join:{told.number}")
    browsers["desk"].post("/desk/notebook", {**chosen, "as": "matters"})
    one = Matter.objects.exclude(pk=told.pk).get()

    step(one, "unmerge", by=actors["desk"])

    assert Matter.objects.get(pk=one.pk).merged_into_id is None


def test_as_many_queries_whatever_was_told_before(told: Matter, record: Record, browsers: Browsers):
    def queries() -> int:
        with counting() as counted:
            typed(browsers["desk"], AGAIN)
        return len(counted)

    queries()  # what is kept for some seconds is known from here on
    before = queries()
    for _time in range(5):
        record(words=LIGHTS, category="LIGHTING")

    assert queries() == before


def test_what_turns_out_to_be_an_emergency_stands_alone_though_it_was_joined(
    told: Matter, browsers: Browsers
):
    desk = browsers["desk"]
    chosen = draft_of(desk, text=AGAIN, pick=f"m-0-join:{told.number}")

    desk.post("/desk/notebook", {**chosen, "m-0-urgency": "emergency", "as": "matters"})

    one = Matter.objects.exclude(pk=told.pk).get()
    assert (one.urgency, one.merged_into_id) == ("emergency", None)


def test_a_choice_goes_when_something_else_is_typed_before_it(told: Matter, browsers: Browsers):
    desk = browsers["desk"]
    chosen = draft_of(desk, text=AGAIN, pick=f"m-0-join:{told.number}")

    before = draft_of(desk, **{**chosen, "text": f"海纳小区的垃圾没人清。另外，{AGAIN}"})

    assert (before["m-0-category"], before["m-0-join"]) == ("SANITATION", "")


def test_of_an_entry_with_two_matters_each_is_known_by_its_own_words(browsers: Browsers):
    desk = browsers["desk"]
    first = "怡乐园小区1号楼电梯修好了，谢谢。另外怡乐园小区1号楼楼道灯不亮，黑漆漆的。"
    desk.post("/desk/notebook", {**draft_of(desk, text=first), "as": "matters"})
    lights = Matter.objects.get(category="LIGHTING")

    assert offered(typed(desk, AGAIN)) == [lights.number]
