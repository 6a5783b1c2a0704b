"""What many residents say is found together, within what the reader sees; what comes back asks for its cause."""

import re
from collections.abc import Callable, Mapping

import pytest
from django.test import Client

from lianxin.base import clock
from lianxin.base.tests.counting import counting
from lianxin.desk.tests.test_notebook import values
from lianxin.matters.models import Matter, MatterLink, State

Record = Callable[..., Matter]
Browsers = Mapping[str, Client]
FUMES = ("烧烤店油烟熏人，不敢开窗。", "楼下烧烤店半夜还冒油烟。", "烧烤店的油烟太呛人了。")
OTHERS = ("想学书法，问活动室几点开门。", "三楼的路灯不亮。", "社保卡怎么补办？")


@pytest.fixture
def spoken(record: Record) -> list[Matter]:
    """What three residents say of one thing, and others of others."""
    said = [
        record(words=words, category="POLLUTION", reporter_phone=f"1380000000{n}")
        for n, words in enumerate(FUMES)
    ]
    for words, category in zip(OTHERS, ("CULTURE", "LIGHTING", "CERT"), strict=True):
        record(words=words, category=category)
    return said


def page_of(browser: Client) -> str:
    return browser.get("/desk/topics").content.decode()


def test_what_several_say_stands_together(spoken: list[Matter], browsers: Browsers):
    page = page_of(browsers["desk"])

    listed = re.findall(r'href="/desk/matters/([^"]+)"', page)
    assert sorted(listed) == sorted(matter.number for matter in spoken)
    assert "3 个人说了 3 次" in page
    assert "近四周比前四周多 3 次" in page


def test_a_whistle_about_it_is_no_voice_of_a_resident(spoken: list[Matter], browsers: Browsers):
    Matter.objects.filter(pk=spoken[0].pk).update(kind="whistle")

    assert "2 个人说了 2 次" in page_of(browsers["desk"])


def test_who_said_it_and_their_telephone_are_not_shown(record: Record, browsers: Browsers):
    for n, words in enumerate(FUMES):
        told = f"我是楚云飞，电话1391234567{n}，{words}"
        record(words=told, category="POLLUTION", reporter_phone=f"1391234567{n}")

    page = page_of(browsers["desk"])

    assert "3 个人说了 3 次" in page
    assert [words in page for words in ("楚云飞", "139", "烧烤")] == [False] * 3


def test_one_person_who_says_it_three_times_is_no_topic(record: Record, browsers: Browsers):
    for words in FUMES:
        record(words=words, category="POLLUTION")

    assert "没有几个人说同一件事的" in page_of(browsers["desk"])


def test_what_another_community_says_is_not_seen(spoken: list[Matter], browsers: Browsers):
    assert [browsers[who].get("/desk/topics").status_code for who in ("grid", "admin")] == [
        403,
        403,
    ]
    assert spoken[0].number not in page_of(browsers["stranger"])


def test_what_was_closed_three_times_opens_the_notebook_with_words_of_its_own(
    record: Record, browsers: Browsers
):
    closed = [record(words="3栋一楼下水道堵了。", category="DRAIN").pk for _ in range(3)]
    Matter.objects.filter(pk__in=closed).update(state=State.CLOSED, closed_at=clock.now())
    desk = browsers["desk"]

    page = page_of(desk)
    address = re.search(r'href="(/desk/notebook\?about=[^"]+)"', page)[1]
    notebook = desk.get(address.replace("&amp;", "&")).content.decode()

    assert "一年里办结了3次又出现，请查清原因" in notebook
    Matter.objects.filter(pk=closed[0]).update(state=State.TAKEN_IN, closed_at=None)
    assert "没有一年里办结三次以上" in page_of(desk)


def test_more_matters_ask_as_often(record: Record, browsers: Browsers):
    desk = browsers["desk"]

    def said(*numbers: int) -> int:
        for n in numbers:
            record(words=FUMES[n % 3], category="POLLUTION", reporter_phone=f"1380000000{n}")
        page_of(desk)
        with counting() as queries:
            page_of(desk)
        return len(queries)

    assert said(0, 1, 2) == said(3, 4, 5)


def test_a_matter_for_the_cause_is_linked_to_what_came_back(record: Record, browsers: Browsers):
    came_back = [record(category="DRAIN") for _time in range(3)]
    elsewhere = record(category="LIGHTING")
    Matter.objects.update(state=State.CLOSED, closed_at=clock.now())
    desk = browsers["desk"]
    address = re.search(r'href="(/desk/notebook[?][^"]+)"', page_of(desk))[1].replace("&amp;", "&")
    page = desk.get(address).content.decode()
    begun = values(page)
    words = re.search(r"<textarea[^>]*>([^<]+)</textarea>", page)[1]

    for _time in range(2):
        desk.post("/desk/notebook", {**begun, "text": words, "as": "matters"})

    cause = Matter.objects.get(state=State.RECORDED)
    links = MatterLink.objects.filter(MatterLink.touching(cause)).values_list("one", "other")
    assert {pk for link in links for pk in link} == {cause.pk, *(one.pk for one in came_back)}
    assert elsewhere.pk not in {pk for link in links for pk in link}


def test_a_matter_of_another_place_is_no_cause(record: Record, browsers: Browsers):
    matter = record(category="DRAIN")
    Matter.objects.update(state=State.CLOSED, closed_at=clock.now())
    key = f"DRAIN:{matter.compound_id}:{matter.building_id}"

    browsers["desk"].post(
        "/desk/notebook",
        {"text": "海纳小区1号楼下水道老堵，请查原因。", "as": "matters", "cause_of": key},
    )

    assert MatterLink.objects.count() == 0


def test_who_may_not_link_writes_the_entry_all_the_same(record: Record, browsers: Browsers):
    matter = record(category="DRAIN")
    Matter.objects.update(state=State.CLOSED, closed_at=clock.now())
    key = f"DRAIN:{matter.compound_id}:{matter.building_id}"

    page = browsers["captain"].post(
        "/desk/notebook",
        {"text": "怡乐园小区1号楼下水道老堵，请查原因。", "as": "matters", "cause_of": key},
        follow=True,
    )

    assert "没有和以前办结的连上" in page.content.decode()
    assert (Matter.objects.count(), MatterLink.objects.count()) == (2, 0)
