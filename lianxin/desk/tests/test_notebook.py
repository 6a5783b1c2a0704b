"""Writing in the notebook: the words stay, the draft follows them, corrections win."""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest
from django.test import Client

from lianxin.base import clock
from lianxin.diary.models import Entry
from lianxin.matters.models import Matter
from lianxin.territory.models import Place

WORDS = "海纳小区1号楼李大妈来电，楼道灯不亮。"
HTMX = {"HX-Request": "true"}


def values(page: str) -> dict[str, str]:
    """Return what the draft's page would send, as a browser reads it."""
    found = {}
    for tag in re.findall(r"<input[^>]*>", page):
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if "name" in attributes and (
            attributes.get("type") not in ("radio", "checkbox") or " checked" in tag
        ):
            unsaid = "on" if attributes.get("type") == "checkbox" else ""
            found[attributes["name"]] = attributes.get("value", unsaid)
    for name, body in re.findall(r'<select name="([^"]+)"(.*?)</select>', page, re.DOTALL):
        found[name] = re.search(r'value="([^"]*)" selected', body)[1]
    return found


def draft_of(browser: Client, **typed: str) -> dict[str, str]:
    answer = browser.post("/desk/notebook/draft", typed, headers=HTMX)
    assert answer.status_code == 200
    return {**values(answer.content.decode()), "text": typed["text"]}


@pytest.fixture
def desk(browsers: Mapping[str, Client]) -> Client:
    return browsers["desk"]


def test_one_sentence_becomes_an_entry_and_a_matter(desk: Client):
    draft = draft_of(desk, text=WORDS)

    answer = desk.post(
        "/desk/notebook", {**draft, "as": "matters", "request_id": "r1"}, follow=True
    )

    matter = Matter.objects.get()
    assert Entry.objects.get().words == WORDS
    assert (matter.words, matter.state, matter.compound.name) == (WORDS, "recorded", "海纳小区")
    assert f'已记下，立项 1 件：<a href="/desk/matters/{matter.number}">' in answer.content.decode()


def test_the_words_alone_are_enough_without_scripts(desk: Client):
    desk.post("/desk/notebook", {"text": WORDS, "as": "matters"})

    assert Matter.objects.get().words == WORDS


def test_a_note_opens_no_matter(desk: Client):
    desk.post("/desk/notebook", {**draft_of(desk, text=WORDS), "as": "note"})

    assert (Entry.objects.count(), Matter.objects.count()) == (1, 0)


def test_a_matter_that_is_not_kept_is_not_opened(desk: Client):
    draft = draft_of(desk, text=WORDS)
    del draft["m-0-keep"]

    desk.post("/desk/notebook", {**draft, "as": "matters"})

    assert (Entry.objects.count(), Matter.objects.count()) == (1, 0)


def test_what_was_corrected_stays_while_more_is_typed(desk: Client):
    draft = draft_of(desk, text=WORDS)

    later = draft_of(
        desk,
        **{**draft, "text": f"{WORDS}已经三天了。", "reporter_name": "赵", "m-0-category": "NOISE"},
    )

    assert (later["reporter_name"], later["m-0-category"]) == ("赵", "NOISE")
    assert later["seen-reporter_name"] == draft["seen-reporter_name"]


def test_what_was_not_corrected_follows_the_words(desk: Client):
    draft = draft_of(desk, text="海纳小区楼道灯不亮。")

    later = draft_of(desk, **{**draft, "text": "怡乐园小区楼道灯不亮。"})

    assert (draft["m-0-compound"], later["m-0-compound"]) == ("海纳小区", "怡乐园小区")


def test_a_corrected_draft_is_what_is_written(desk: Client):
    draft = draft_of(desk, text=WORDS)
    corrected = {
        "m-0-category": "LIGHTING",
        "m-0-urgency": "urgent",
        "m-0-building": "",
        "channel": "visit",
    }

    desk.post("/desk/notebook", {**draft, **corrected, "m-0-spot": "门口", "as": "matters"})

    matter = Matter.objects.get()
    assert (matter.category, matter.urgency, matter.channel) == ("LIGHTING", "urgent", "visit")
    assert (matter.building, matter.spot) == (None, "门口")


def test_another_matter_can_be_added(desk: Client):
    draft = draft_of(desk, **{**draft_of(desk, text=WORDS), "more": "1"})
    draft["m-1-category"] = "NOISE"

    desk.post("/desk/notebook", {**draft, "as": "matters"})

    assert sorted(Matter.objects.values_list("category", flat=True))[-1] == "NOISE"
    assert Matter.objects.count() == 2


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"text": "  "}, "还没有写内容"),
        ({"said_on": (clock.today() + timedelta(days=1)).isoformat()}, "反映日期不能晚于今天"),
        ({"m-0-building": "99号楼"}, "登记簿里没有“99号楼”"),
    ],
)
def test_a_refusal_keeps_everything_that_was_typed(typed: dict, sentence: str, desk: Client):
    draft = {**draft_of(desk, text=WORDS), "reporter_name": "钱", **typed}

    answer = desk.post("/desk/notebook", {**draft, "as": "matters"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert values(page)["reporter_name"] == "钱"
    assert f">{draft['text']}</textarea>" in page
    assert Entry.objects.count() == 0


def test_the_same_entry_sent_twice_is_written_once(desk: Client):
    form = {**draft_of(desk, text=WORDS), "as": "matters", "request_id": "r1"}

    for _again in range(2):
        desk.post("/desk/notebook", form)

    assert (Entry.objects.count(), Matter.objects.count()) == (1, 1)


FALLEN = "海纳小区1号楼王奶奶在家摔倒了起不来。"


def call_on(page: str) -> list[str]:
    """Return the numbers to call that stand on a page, before anything else."""
    head, alert, _rest = page.partition('id="call" role="alert"')
    assert alert
    assert "<h1>" not in head
    return re.findall(r'href="tel:(\d+)"', page)


def test_an_emergency_says_whom_to_call_first(desk: Client):
    pieces = desk.post("/desk/notebook/draft", {"text": FALLEN}, headers=HTMX)
    whole = desk.post("/desk/notebook/draft", {"text": FALLEN})

    assert call_on(pieces.content.decode()) == ["120"]
    assert call_on(whole.content.decode()) == ["120"]


def test_an_emergency_that_the_writer_sees_says_whom_to_call_by_its_category(desk: Client):
    corrected = {"m-0-category": "HEALTH", "m-0-urgency": "emergency"}

    answer = desk.post("/desk/notebook/draft", {**draft_of(desk, text=WORDS), **corrected})

    assert call_on(answer.content.decode()) == ["120"]


def test_what_is_no_emergency_is_taken_back_at_once_and_stays_so(desk: Client):
    draft = draft_of(desk, text=FALLEN)

    calm = desk.post("/desk/notebook/draft", {**draft, "calm": "1"}, headers=HTMX)
    later = draft_of(desk, **{**values(calm.content.decode()), "text": f"{FALLEN}请来看。"})

    assert call_on(calm.content.decode()) == []
    assert (draft["m-0-urgency"], later["m-0-urgency"]) == ("emergency", "urgent")


def test_an_emergency_that_was_written_at_once_is_told_of_after_it(desk: Client):
    answer = desk.post("/desk/notebook", {"text": FALLEN, "as": "matters"}, follow=True)

    assert call_on(answer.content.decode()) == ["120"]
    assert f"已立项 {Matter.objects.get().number}" in answer.content.decode()


@pytest.mark.parametrize("who", ["desk", "stranger"])
def test_only_an_emergency_of_ones_own_is_told_of(
    who: str, browsers: Mapping[str, Client], record: Callable[..., Matter]
):
    number = record(urgency="emergency" if who == "stranger" else "urgent").number

    page = browsers[who].get(f"/desk/notebook?call={number}").content.decode()

    assert call_on(page) == []


def test_a_page_holds_the_entries_of_its_day_only(desk: Client):
    yesterday = clock.today() - timedelta(days=1)
    for said_on, text in ((clock.today(), "今天的灯"), (yesterday, "昨天的门")):
        draft = {**draft_of(desk, text=text), "said_on": said_on.isoformat()}
        desk.post("/desk/notebook", {**draft, "as": "note"})

    page = desk.get(f"/desk/notebook/{yesterday}").content.decode()

    assert ("昨天的门" in page, "今天的灯" in page) == (True, False)


def test_a_day_that_has_not_come_is_not_found(desk: Client):
    tomorrow = clock.today() + timedelta(days=1)

    assert desk.get(f"/desk/notebook/{tomorrow}").status_code == 404


@pytest.mark.parametrize("day", ["2026-02-30", "9999-99-99"])
def test_a_day_that_is_none_is_not_found(day: str, desk: Client):
    assert desk.get(f"/desk/notebook/{day}").status_code == 404


def test_who_may_not_record_is_told_so(browsers: Mapping[str, Client], tongxin: Place):
    answer = browsers["property"].post("/desk/notebook", {"text": WORDS, "as": "note"})

    assert (answer.status_code, Entry.objects.count()) == (403, 0)


def test_what_is_too_long_is_refused_and_kept(desk: Client):
    long = "灯" * 5001

    answer = desk.post("/desk/notebook", {"text": long, "as": "note"})

    assert answer.status_code == 422
    assert f">{long}</textarea>" in answer.content.decode()


def test_going_back_and_writing_another_entry_asks_once_more(desk: Client):
    first = {**draft_of(desk, text=WORDS), "as": "note", "request_id": "r1"}
    desk.post("/desk/notebook", first)

    refused = desk.post("/desk/notebook", {**first, "text": "另外一件事"})
    again = {
        **first,
        "text": "另外一件事",
        "request_id": values(refused.content.decode())["request_id"],
    }
    desk.post("/desk/notebook", again)

    assert "刚才那一条已经记下了" in refused.content.decode()
    assert [entry.words for entry in Entry.objects.order_by("recorded_at")] == [WORDS, "另外一件事"]
