"""The notebook over JSON: written, read by the day, understood without being written."""

import pytest

from lianxin.base import clock
from lianxin.diary.models import Entry
from lianxin.matters.models import Matter

SAID = "4月16日,怡乐园小区张大爷反映一直没安装门禁系统,存在极大安全隐患。"


def body(**more: object) -> dict:
    return {"community": "tongxin", "text": SAID, **more}


def accepted(*matters: dict, **more: object) -> dict:
    return {"said_on": clock.today().isoformat(), "matters": list(matters), **more}


LOCK = {
    "category": "FACILITY",
    "urgency": "urgent",
    "place": {"compound": "怡乐园小区", "building": "1号楼", "stairwell": None, "spot": "单元门"},
}


def test_an_entry_opens_the_matter_that_was_understood(machine):
    answer = machine("desk").post("/diary", body())

    assert answer.status == 201
    assert answer.json["entry"]["words"] == SAID
    assert len(answer.json["drafts"]) == len(answer.json["matters"]) == 1
    (matter,) = answer.json["matters"]
    assert (matter["state"], matter["category"]) == ("recorded", "SECURITY")
    assert (matter["words"], matter["place"]["compound"]) == (SAID, "怡乐园小区")


def test_what_was_accepted_wins_over_what_is_understood(machine):
    reporter = {"name": "李", "title": "大妈", "phone": "13800005678"}

    answer = machine("desk").post(
        "/diary",
        body(accepted=accepted(LOCK, channel="visit", reporter=reporter, subject="王大爷")),
    )

    (matter,) = answer.json["matters"]
    assert (matter["category"], matter["urgency"], matter["channel"]) == (
        "FACILITY",
        "urgent",
        "visit",
    )
    assert (matter["place"]["building"], matter["place"]["spot"]) == ("1号楼", "单元门")
    assert matter["requester"]["phone_masked"] == "138****5678"
    assert (matter["requester"]["name"], matter["subject"]) == ("李", "王大爷")


def test_an_entry_may_open_no_matter_or_several(machine):
    desk = machine("desk")

    none = desk.post("/diary", body(accepted=accepted()))
    two = desk.post("/diary", body(accepted=accepted(LOCK, LOCK)))

    assert (none.status, none.json["matters"]) == (201, [])
    assert (two.status, len(two.json["matters"])) == (201, 2)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (accepted({**LOCK, "place": {"compound": "无名小区"}}), "matters.0.compound"),
        (accepted(LOCK, {**LOCK, "category": "NONE"}), "matters.1.category"),
        (accepted({**LOCK, "urgency": "NONE"}), "matters.0.urgency"),
        ({**accepted(LOCK), "said_on": "2999-01-01"}, "said_on"),
        ({**accepted(LOCK), "said_on": "昨天"}, "said_on"),
        ({**accepted(LOCK), "channel": "pigeon"}, "channel"),
        (accepted(*[LOCK] * 11), "accepted.matters"),
        ({"matters": []}, "accepted.said_on"),
    ],
)
def test_a_wrong_correction_names_its_field_and_writes_nothing(machine, wrong, field):
    answer = machine("desk").post("/diary", body(accepted=wrong))

    assert (answer.status, answer.code, list(answer.fields)) == (422, "bad_input", [field])
    assert not Entry.objects.exists()


@pytest.mark.parametrize("words", ["", "  \n", "\u0000", "字" * 5001])
def test_blank_and_endless_words_are_refused_with_a_sentence(machine, words):
    answer = machine("desk").post("/diary", body(text=words))

    assert (answer.status, answer.code, list(answer.fields)) == (422, "bad_input", ["text"])


@pytest.mark.parametrize("words", ["字" * 5000, "门\u0000锁", "坏\ud800了", "😀𠮷", "=1+1"])
def test_odd_words_are_kept_less_what_no_database_holds(machine, words):
    answer = machine("desk").post("/diary", body(text=words, accepted=accepted()))

    kept = words.replace("\u0000", "").replace("\ud800", "\ufffd")
    assert (answer.status, answer.json["entry"]["words"]) == (201, kept)


def test_a_replay_answers_the_same_and_writes_once(machine):
    desk = machine("desk")

    first, again = desk.post("/diary", body(), key="k"), desk.post("/diary", body(), key="k")

    assert (again.status, again.json) == (201, first.json)
    assert (Entry.objects.count(), Matter.objects.count()) == (1, 1)


def test_a_request_id_with_other_words_is_refused(machine):
    desk = machine("desk")
    desk.post("/diary", body(), key="k")

    answer = desk.post("/diary", body(text="另一句话"), key="k")

    assert (answer.status, answer.code) == (422, "key_reused")


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ("stranger", (404, "not_found")),
        ("neighbour", (404, "not_found")),
        ("property", (404, "not_found")),
        ("district", (403, "not_allowed")),
    ],
)
def test_who_may_not_record_there_is_refused(machine, who, refusal):
    answer = machine(who).post("/diary", body())

    assert (answer.status, answer.code) == refusal
    assert not Entry.objects.exists()


def test_a_day_shows_its_entries_with_the_numbers_of_their_matters(machine, recorded):
    page = machine("desk").get("/diary", community="tongxin").json

    assert page["day"] == clock.today().isoformat()
    assert [entry["matters"] for entry in page["entries"]] == [[recorded.number]]
    assert machine("desk").get("/diary", day="2020-01-01").json["entries"] == []


def test_a_day_of_strangers_is_not_found_and_shows_nothing(machine, recorded):
    stranger = machine("stranger")

    assert stranger.get("/diary", community="tongxin").status == 404
    assert stranger.get("/diary").json["entries"] == []


@pytest.mark.parametrize("count", [1, 3])
def test_a_day_takes_a_fixed_number_of_queries(machine, record, django_assert_num_queries, count):
    for _n in range(count):
        record()
    desk = machine("desk")

    with django_assert_num_queries(5):  # token, posts, entries, links, files
        desk.get("/diary")


def test_understanding_shows_the_draft_and_writes_nothing(machine):
    answer = machine("desk").post("/understand", body())

    assert [draft["category"] for draft in answer.json["drafts"]] == ["SECURITY"]
    assert not Entry.objects.exists()


def test_what_was_told_before_is_named_and_one_more_voice_joins_it(machine, record):
    told = record(words="怡乐园小区1号楼张大爷来说，楼道灯不亮。", category="LIGHTING")
    again = {"community": "tongxin", "text": "怡乐园小区1号楼李大妈来电，楼道灯坏了。"}
    desk = machine("desk")

    ((before,),) = desk.post("/understand", again).json["told_before"]
    accepted = {
        "said_on": clock.today().isoformat(),
        "reporter": {"name": "李", "title": "大妈"},
        "matters": [
            {
                "category": "LIGHTING",
                "join": before["number"],
                "place": {"compound": "怡乐园小区", "building": "1号楼"},
            }
        ],
    }
    written = desk.post("/diary", {**again, "accepted": accepted})

    assert (before["number"], before["voices"], before["joinable"]) == (told.number, 1, True)
    assert (written.status, written.json["matters"][0]["merged_into"]) == (201, told.number)


def test_an_emergency_is_offered_to_no_matter_and_refused_with_its_field(machine, record):
    told = record(
        words="怡乐园小区1号楼101老人摔倒在地上起不来。", category="ELDER", urgency="emergency"
    )
    again = {"community": "tongxin", "text": "怡乐园小区1号楼101老人摔倒了，起不来。"}
    desk = machine("desk")

    ((before, *_others),) = desk.post("/understand", again).json["told_before"]
    matters = [{"category": "ELDER", "urgency": "emergency", "join": told.number}]
    accepted = {"said_on": clock.today().isoformat(), "matters": matters}
    refused = desk.post("/diary", {**again, "accepted": accepted})

    assert (before["number"], before["joinable"]) == (told.number, False)
    assert (refused.status, list(refused.json["refused"]["fields"])) == (422, ["matters.0.join"])
